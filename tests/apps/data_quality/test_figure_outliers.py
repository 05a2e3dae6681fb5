"""Figures of seven villages of one regency, worked by hand."""

from __future__ import annotations

import pytest

from padu.access.gate import scoped
from padu.apps.data_quality.models import DataIssue, FigureOutlier
from padu.apps.data_quality.services.figure_outliers import outliers_write
from padu.apps.programmes.services import load_reference
from padu.apps.rumah_dataku.models import Figure
from tests.apps.data_quality.rows import NOW, TODAY, system

pytestmark = pytest.mark.django_db
CODES = [f"13.01.01.20{n:02}" for n in range(1, 8)]
ODD = CODES[-1]
ITEM = ("bpjs_members", "total")


def tell(key: tuple[str, str], numbers: list[float], period: str = "2025", **fields: object) -> None:
    element, component = key
    with scoped(system("13.01")):
        Figure.objects.bulk_create(
            Figure(
                region_code=code, element=element, component=component, period=period, value=value, source="Dukcapil",
                updated_at=NOW, **fields,
            )
            for code, value in zip(CODES, numbers, strict=False)
        )  # fmt: skip


@pytest.fixture
def reference(places: None) -> None:
    load_reference()
    tell(("population", "total"), [1000, 2000, 1500, 1000, 500, 1200, 1000])


def found() -> dict[tuple[str, str], FigureOutlier]:
    with scoped(system("13.01")):
        return {(row.region_code, row.against): row for row in FigureOutlier.objects.all()}


def test_a_count_is_compared_per_inhabitant(reference: None) -> None:
    """60, 61, 60, 62, 60, 59 of 100 inhabitants, and 6 where a nought was forgotten; 2000 x 0.61 is not far."""
    tell(ITEM, [600, 1220, 900, 620, 300, 708, 60])
    assert outliers_write(regency_code="13.01", today=TODAY) == 1
    row = found()[ODD, "neighbours"]
    assert (row.value, row.compared, row.middle, row.per_inhabitants, row.others) == (60, 6, 60, True, 6)
    # MAD of the others: 0, 1, 0, 2, 0, 1 -> 0.5; 5 % of 60 is 3, which is more.
    assert row.score == pytest.approx(0.6745 * (6 - 60) / 3)


def test_a_change_is_compared_with_the_others_change(reference: None) -> None:
    tell(("posyandu_x", "x"), [1] * 7)  # no element of the list: left alone
    tell(ITEM, [600, 1220, 900, 620, 300, 708, 600])
    tell(ITEM, [590, 1200, 880, 600, 298, 700, 60], period="2024")
    assert outliers_write(regency_code="13.01", today=TODAY) == 1
    row = found()[ODD, "last_year"]
    assert (row.value, row.before, row.per_inhabitants) == (600, 60, False)


def test_an_issue_stands_beside_it_and_goes_with_it(reference: None) -> None:
    tell(ITEM, [600, 1220, 900, 620, 300, 708, 60])
    outliers_write(regency_code="13.01", today=TODAY)
    outliers_write(regency_code="13.01", today=TODAY)
    with scoped(system("13.01")):
        issue = DataIssue.objects.get()
        assert (issue.region_code, issue.rule, issue.subject_key, issue.family_id) == (
            ODD, "figure_far_from_neighbours", "figure:bpjs_members.total", None,
        )  # fmt: skip
        assert issue.seen == "60 (2025, Dukcapil)"
        Figure.objects.filter(region_code=ODD, element=ITEM[0]).update(value=600)
    assert outliers_write(regency_code="13.01", today=TODAY) == 0
    with scoped(system("13.01")):
        assert DataIssue.objects.get().state == "closed"
        assert not FigureOutlier.objects.exists()


def test_an_older_year_is_not_held_against_a_newer_one(reference: None) -> None:
    tell(ITEM, [600, 1220, 900, 620, 300, 708])
    tell(ITEM, [0] * 6 + [60], period="2019")
    with scoped(system("13.01")):
        Figure.objects.filter(period="2019").exclude(region_code=ODD).delete()
    assert outliers_write(regency_code="13.01", today=TODAY) == 0


def test_a_count_that_is_off_by_a_few_is_left_alone(reference: None) -> None:
    """Six villages with one school each and one with five: four more; with six it is told."""
    tell(("education_facilities", "sd"), [1, 1, 1, 1, 1, 1, 5])
    assert outliers_write(regency_code="13.01", today=TODAY) == 0
    with scoped(system("13.01")):
        Figure.objects.filter(region_code=ODD, element="education_facilities").update(value=6)
    assert outliers_write(regency_code="13.01", today=TODAY) == 1
    assert found()[ODD, "neighbours"].value == 6


def test_families_are_compared_per_inhabitant_also_where_their_item_counts_things(reference: None) -> None:
    """Half of the inhabitants everywhere, but one village is four times as large as the smallest: nobody stands out."""
    tell(("water_sanitation_facilities", "families_improved_water"), [500, 1000, 750, 500, 250, 600, 500])
    assert outliers_write(regency_code="13.01", today=TODAY) == 0
    tell(("water_sanitation_facilities", "families_improved_water"), [500, 1000, 750, 500, 250, 600, 50], period="2026")
    outliers_write(regency_code="13.01", today=TODAY)
    row = found()[ODD, "neighbours"]
    assert (row.value, row.compared, row.per_inhabitants) == (50, 5, True)
