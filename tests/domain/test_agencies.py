"""Kinds of agencies, and names on a day."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from padu.domain.agencies import (
    AGENCY_KIND_LABELS,
    AgencyKind,
    FormerName,
    former_name_on,
    kind_fits,
    kinds_of,
)
from padu.domain.regions import Level

DAY = dt.date(2024, 12, 31)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31))


def test_ministries_stand_at_the_top_and_kua_in_districts():
    assert kind_fits(AgencyKind.MINISTRY, Level.NATION)
    assert not kind_fits(AgencyKind.MINISTRY, Level.REGENCY)
    assert not kind_fits(AgencyKind.OPD, Level.NATION)
    assert kinds_of(Level.VILLAGE) == (
        AgencyKind.VERTICAL, AgencyKind.PKK, AgencyKind.ORGANISATION, AgencyKind.COMPANY,
        AgencyKind.VILLAGE_GOVERNMENT,
    )  # fmt: skip
    assert {AgencyKind.KUA, AgencyKind.PUSKESMAS, AgencyKind.FIELD_CENTRE} <= set(kinds_of(Level.DISTRICT))
    assert set(AGENCY_KIND_LABELS) == set(AgencyKind)


def test_the_name_of_a_day():
    bkkbn = FormerName("Badan Kependudukan dan Keluarga Berencana Nasional", "BKKBN", DAY)
    older = FormerName("Badan Koordinasi Keluarga Berencana Nasional", "BKKBN", dt.date(2009, 10, 28))
    names = [bkkbn, older]
    assert former_name_on(names, dt.date(2005, 1, 1)) is older
    assert former_name_on(names, dt.date(2009, 10, 29)) is bkkbn
    assert former_name_on(names, DAY) is bkkbn
    assert former_name_on(names, DAY + dt.timedelta(days=1)) is None
    assert former_name_on([], DAY) is None


@given(st.lists(DAYS, unique=True, max_size=5), DAYS)
def test_every_day_has_one_name(ends, day):
    found = former_name_on([FormerName(str(end), "", end) for end in ends], day)
    later = [end for end in ends if end >= day]
    assert (found.until if found else None) == (min(later) if later else None)
