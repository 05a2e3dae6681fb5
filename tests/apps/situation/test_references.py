"""Medians of a regency: sound villages only, the province's where there are too few, else unknown with a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.measurement.models import ReferenceValue
from padu.apps.situation.models import ProblemMeasure
from padu.apps.situation.services.references import references_compute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places", "catalogue")]

YEAR, DAY = 2026, dt.date(2026, 11, 22)


def store(kind: str, values: dict[str, tuple[float, int, float]]) -> None:
    """{village: (value, denominator, coverage)}"""
    with scoped(system_actor("13", Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SITUATION_EDIT)):
        ProblemMeasure.objects.bulk_create(
            ProblemMeasure(
                region_code=code,
                problem_type=kind,
                year=YEAR,
                value=value,
                denominator=base,
                coverage=coverage,
                source="uji",
                computed_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
            )
            for code, (value, base, coverage) in values.items()
        )


def reference(kind: str, regency: str = "13.01") -> ReferenceValue:
    with scoped(system_actor(regency, Verb.FAMILY_READ)):
        return ReferenceValue.objects.get(region_code=regency, problem_type=kind, year=YEAR)


def villages(regency: str, number: int) -> list[str]:
    return [f"{regency}.01.{2001 + n}" for n in range(number)]


def test_median_of_the_sound_villages_of_the_regency() -> None:
    values = dict(zip(villages("13.01", 5), [0.1, 0.2, 0.3, 0.4, 0.9], strict=True))
    store("no_savings", {code: (value, 30, 0.8) for code, value in values.items()})
    store("no_savings", {"13.01.02.2001": (0.99, 29, 1.0), "13.01.02.2002": (0.99, 30, 0.79)})
    references_compute(region_code="13.01", year=YEAR, day=DAY)
    found = reference("no_savings")
    assert (found.value, found.villages, found.from_region_code, found.reason) == (0.3, 5, "13.01", "")


def test_too_few_villages_take_the_median_of_the_province() -> None:
    store("no_savings", dict.fromkeys(villages("13.01", 4), (0.5, 40, 1.0)))
    store("no_savings", dict.fromkeys(villages("13.02", 5), (0.2, 40, 1.0)))
    references_compute(region_code="13.01", year=YEAR, day=DAY)
    found = reference("no_savings")
    assert (found.value, found.villages, found.from_region_code) == (0.2, 9, "13")


def test_without_five_villages_anywhere_it_is_unknown_and_not_nought() -> None:
    store("no_savings", dict.fromkeys(villages("13.01", 4), (0.5, 40, 1.0)))
    references_compute(region_code="13.01", year=YEAR, day=DAY)
    found = reference("no_savings")
    assert (found.value, found.villages, found.reason) == (None, 0, "too_few_villages")


def test_a_village_cannot_read_the_others_but_reads_the_median() -> None:
    store("no_savings", dict.fromkeys(villages("13.01", 5), (0.2, 40, 1.0)))
    references_compute(region_code="13.01.01.2001", year=YEAR, day=DAY)
    with scoped(system_actor("13.01.01.2001", Verb.FAMILY_READ)):
        assert ProblemMeasure.objects.count() == 1
        assert ReferenceValue.objects.get(problem_type="no_savings").value == 0.2


def test_computing_again_changes_the_row_and_adds_none() -> None:
    store("no_savings", dict.fromkeys(villages("13.01", 5), (0.2, 40, 1.0)))
    for _ in range(2):
        references_compute(region_code="13.01", year=YEAR, day=DAY)
    with scoped(system_actor("13.01", Verb.FAMILY_READ)):
        assert ReferenceValue.objects.filter(problem_type="no_savings").count() == 1
