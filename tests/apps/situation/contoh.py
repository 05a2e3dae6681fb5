"""Kampung Contoh of the worked example: 120 families, 460 persons, and everything its figures come from.

The example counts 70 couples and 64 target families. With one couple per family that fits when six of the 70 target
families did not answer about their water: 64 of 70 are measured.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.measurement.models import ReferenceValue
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Figure, Person
from padu.apps.situation.models import ProblemMeasure
from padu.domain.ibangga import INDICATOR_IDS
from tests.people import VILLAGE

YEAR = 2026
DAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
DUTIES = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE, Verb.SITUATION_EDIT)
SPECIFIC = ("no_family_conflict", "no_illness_or_disability")

FAMILIES, COUPLES, PERSONS = 120, 70, 460
# Medians made up by the example, and two that only decide the outcome.
MEDIANS = {"stunting_risk_family": 0.20, "no_online_access": 0.22, "krs_four_too": 0.15, "family_conflict": 0.02}
# numerator, denominator, value of the year before; no_cross_sector_activity had no agency.
A_YEAR_AGO: dict[str, tuple[int | None, int | None, float]] = {
    "child_no_birth_certificate": (104, 146, 104 / 146),
    "no_proper_toilet": (78, 120, 78 / 120),
    "stunting_risk_family": (21, 63, 21 / 63),
    "unmet_need": (12, 70, 12 / 70),
    "no_cross_sector_activity": (None, None, 1.0),
}
FIGURES = {
    ("cross_sector_agencies", "last_12_months"): 2,
    ("death_certificates_issued", "deaths"): 0,
    ("death_certificates_issued", "certificates"): 0,
    ("malnutrition_stunting", "measured_0_59"): 20,
    ("malnutrition_stunting", "stunted"): 6,
}


@dataclass
class Home:
    """One family of the village by its number 0..119; the first 70 have a couple with a wife under 50."""

    number: int
    children: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_couple(self) -> bool:
        return self.number < COUPLES

    @property
    def four_too(self) -> bool:
        """15 wives are 36 years old."""
        return self.number < 15

    @property
    def has_toilet(self) -> bool:
        """42 have none: 9 couples that are not "4 terlalu" (15-23) and 33 of the others (70-102)."""
        return not (15 <= self.number < 24 or 70 <= self.number < 103)

    @property
    def water(self) -> int | None:
        """Piped, but for six couples without other risk that did not answer."""
        return None if 64 <= self.number < 70 else 2

    @property
    def members(self) -> list[dict[str, Any]]:
        wife = 36 if self.four_too else 30 if self.is_couple else 55
        head = {"sex": 1, "relation": 1, "marital_status": 2, "birth_date": born(58 if wife == 55 else 38)}
        spouse = {"sex": 2, "relation": 2, "marital_status": 2, "birth_date": born(wife)}
        return [head, spouse, *self.children]


def born(years: int, days: int = 100) -> dt.date:
    """Birthday of somebody who turned `years` so many days ago."""
    return dt.date(DAY.year - years, DAY.month, DAY.day) - dt.timedelta(days)


def build_homes() -> list[Home]:
    """148 children under 18, 41 of them under five, 96 persons of 7 to 18; the rest are grown-up relatives."""
    homes = [Home(number) for number in range(FAMILIES)]
    ages = [*[3] * 41, *[5] * 12, *[9] * 95, 18]
    # The youngest go to couples, then round the village, so that no family has three.
    for place, age in enumerate(ages):
        homes[place % FAMILIES].children.append(child(age))
    for number, missing in certificates_missing(homes):
        for one in [c for c in homes[number].children if c["birth_certificate"]][:missing]:
            one["birth_certificate"] = 2
    out_of_school(homes)
    grown = PERSONS - 2 * FAMILIES - len(ages)
    for place in range(grown):
        homes[FAMILIES - 1 - place % 50].children.append({"sex": 2, "relation": 4, "birth_date": born(40)})
    return homes


def child(age: int) -> dict[str, Any]:
    schooling = {3: None, 5: None, 9: 3, 18: 7}[age]
    known = 1 if age < 18 else None
    return {
        "sex": 1,
        "relation": 3,
        "marital_status": 1,
        "birth_date": born(age),
        "birth_certificate": known,
        "education": schooling,
    }


def certificates_missing(homes: list[Home]) -> Iterator[tuple[int, int]]:
    """36 children in 24 families: two in each of the first twelve, one in each of the next twelve."""
    yield from ((number, 2) for number in range(12))
    yield from ((number, 1) for number in range(12, 24))


def out_of_school(homes: list[Home]) -> None:
    """7 children of nine years in 6 families: in the first of them two."""
    pupils = [(home, one) for home in homes[53:] for one in home.children if one.get("education") == 3]
    for _home, one in pupils[:6]:
        one["education"] = 2
    first = pupils[0][0]
    first.children.append(first_extra := {**pupils[0][1]})
    taken = next(one for home in reversed(homes) for one in home.children if one.get("education") == 3)
    next(home for home in homes if any(one is taken for one in home.children)).children.remove(taken)
    assert first_extra["education"] == 2


def store_village(code: str = VILLAGE) -> None:
    """Families, persons, surveys of the year, figures, medians, and what was measured a year ago."""
    homes = build_homes()
    with scoped(system_actor(code, *DUTIES)):
        families = Family.objects.bulk_create(
            Family(
                region_code=code,
                source="uji",
                source_key=str(home.number),
                head_name=f"Kepala {home.number}",
                rt=f"{home.number // 30 + 1:03d}",
                updated_at=NOW,
            )
            for home in homes
        )
        Person.objects.bulk_create(
            Person(region_code=code, family=family, line=line, name=f"Anggota {home.number}.{line}", **member)
            for family, home in zip(families, homes, strict=True)
            for line, member in enumerate(home.members, 1)
        )
        store_surveys(code, families, homes)
        Figure.objects.bulk_create(figure(code, name, value) for name, value in FIGURES.items())
        ProblemMeasure.objects.bulk_create(measured_then(code))
    with scoped(system_actor(code[:5])):
        ReferenceValue.objects.bulk_create(
            ReferenceValue(
                region_code=code[:5],
                problem_type=key,
                year=YEAR,
                value=value,
                villages=12,
                from_region_code=code[:5],
                computed_at=NOW,
            )
            for key, value in MEDIANS.items()
        )


def store_surveys(code: str, families: list[Family], homes: list[Home]) -> None:
    met = {name: 1 for name in INDICATOR_IDS if name not in SPECIFIC}
    FamilySurvey.objects.bulk_create(
        FamilySurvey(
            region_code=code,
            family=family,
            year=YEAR,
            surveyed_on=dt.date(YEAR, 7, 1 + home.number % 20),
            # 18 of 120 cannot go online
            **(met | {"online_media_access": 0 if home.number < 18 else 1}),
            answers={"p24": 1 if home.has_toilet else 4} | ({"p23": home.water} if home.water else {}),
        )
        for family, home in zip(families, homes, strict=True)
    )
    FamilySurveySpecific.objects.bulk_create(
        FamilySurveySpecific(
            region_code=code,
            family_id=family.pk,
            year=YEAR,
            # 4 families say that they quarrelled
            no_family_conflict=0 if home.number in (5, 50, 80, 110) else 1,
            no_illness_or_disability=1,
            # 11 of 70 couples have an unmet need, 40 use a modern method
            answers={"couple": couple(home.number)} if home.is_couple else {},
        )
        for family, home in zip(families, homes, strict=True)
    )


def couple(number: int) -> str:
    if number < 11:
        return "iat" if number % 2 else "tial"
    return "injection" if number < 60 else "wants_child_soon"


def figure(code: str, name: tuple[str, str], value: float) -> Figure:
    element, component = name
    return Figure(
        region_code=code,
        element=element,
        component=component,
        period=str(YEAR),
        value=value,
        source="laporan uji",
        as_of=dt.date(YEAR, 10, 1),
        updated_at=NOW,
    )


def measured_then(code: str) -> Iterator[ProblemMeasure]:
    for key, (numerator, denominator, value) in A_YEAR_AGO.items():
        yield ProblemMeasure(
            region_code=code,
            problem_type=key,
            year=YEAR - 1,
            numerator=numerator,
            denominator=denominator,
            value=value,
            coverage=1.0,
            source="pendataan keluarga",
            computed_at=NOW,
        )
