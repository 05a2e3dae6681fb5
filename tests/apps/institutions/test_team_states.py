"""The states of decrees in SQL are those of the pure rule, and lists say what the rules say."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padu.access.gate import scoped
from padu.apps.institutions.models import Decree, Team
from padu.apps.institutions.selectors.teams import TeamFilter, list_teams
from padu.domain.teams import DecreeState, Span, decree_state
from tests.factories import place_writer
from tests.people import VILLAGE

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@st.composite
def spans(draw) -> Span:
    start = TODAY + dt.timedelta(days=draw(st.integers(-200, 200)))
    length = draw(st.none() | st.integers(0, 150))
    return Span(start, None if length is None else start + dt.timedelta(days=length))


@given(st.lists(spans(), max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_and_rule_agree_on_the_state(decrees):
    with scoped(place_writer(VILLAGE)):
        team = Team.objects.create(region_code=VILLAGE, kind="pokja_desa", name="uji", valid_from=dt.date(2020, 1, 1))
        Decree.objects.bulk_create(
            Decree(
                team=team, region_code=VILLAGE, number=str(n), signed_on=span.start, subject="-", signer="-",
                valid_from=span.start, valid_to=span.end,
            )
            for n, span in enumerate(decrees)
        )  # fmt: skip
        found = [state for state in DecreeState if list_teams(TeamFilter(state=state), TODAY).exists()]
        Decree.objects.filter(team=team).delete()
        Team.objects.filter(pk=team.pk).delete()
    assert found == [decree_state(decrees, TODAY)]
