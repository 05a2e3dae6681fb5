"""Tasks about teams: decrees that end, seats that are empty."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from padu.apps.institutions.selectors.teams import TeamFilter, count_teams, list_teams
from padu.domain.regions import Level, level_of
from padu.domain.teams import TeamKind
from padu.web.home.task import Asking, Task


def decrees_to_renew(asking: Asking) -> Iterator[Task]:
    """Teams of the place and below whose decree has ended, ends within 90 days, or was never written down."""
    counts, page = count_teams(asking.place, asking.today), f"{reverse('teams')}?wilayah={asking.place}&keadaan="
    if counts.expired:
        yield Task(gettext("SK %(n)s tim sudah berakhir.") % {"n": counts.expired}, page + "expired", late=True)
    if counts.expiring:
        text = gettext("SK %(n)s tim berakhir dalam 90 hari: siapkan perpanjangannya.")
        yield Task(text % {"n": counts.expiring}, page + "expiring")
    if counts.without:
        yield Task(gettext("%(n)s tim belum mempunyai SK yang dicatat.") % {"n": counts.without}, page + "none")


def pokja_to_form(asking: Asking) -> Iterator[Task]:
    """A village without a pokja."""
    if level_of(asking.place) is not Level.VILLAGE:
        return
    if not list_teams(TeamFilter(asking.place, TeamKind.POKJA_VILLAGE), asking.today).exists():
        text = gettext("Kampung ini belum mempunyai pokja yang tercatat.")
        yield Task(text, f"{reverse('team_new')}?wilayah={asking.place}")
