"""The demo's offers against the catalogue of activities: each exists there, in its programme, column and months."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from padu.apps.institutions.demo_agencies import demo_agencies, months_of

pytestmark = pytest.mark.real

OFFERS = [(agency, offer) for agency in demo_agencies(2027) for offer in agency.offers]


@pytest.fixture(scope="module")
def activities(catalogue: Callable[[str], list[dict[str, str]]]) -> dict[str, dict[str, str]]:
    return {row["activity_id"]: row for row in catalogue("activities.csv")}


@pytest.mark.parametrize(("agency", "offer"), OFFERS, ids=[f"{a.code}-{o.activity_id}" for a, o in OFFERS])
def test_offer_fits_its_activity(agency, offer, activities):
    row = activities[offer.activity_id]
    assert row["deliverable_in_village"] == "y"
    assert row["addresses"]
    assert int(row["programme_no"]) == offer.programme_no
    assert agency.column_key in row["lead_columns"].split(";") + row["usual_partners"].split(";")
    assert set(offer.months) <= set(months_of(row["typical_months"]))
