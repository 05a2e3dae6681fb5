"""Births, deaths, moves, marriages and divorces of a village in a year, counted from its events.

Definitions: village items `births_deaths`, `marriages_divorces`, `in_migration`, `out_migration` and
`death_certificates_issued` (column derivable_from_families). Maternal deaths come from the Puskesmas audit and are
not counted here: the cause of a death is not asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from padu.domain.life_events.kinds import MARRIAGE_AGE, Kind, Paper
from padu.domain.pk21 import Sex
from padu.domain.population import age_on
from padu.domain.values import FigureValue, Missing
from padu.domain.village_profile import COUNTED_AT_LEAST

SEXES: Final = {"": None, "L": Sex.MALE, "P": Sex.FEMALE}
Key = tuple[str, str, str]
"""Element, component, sex."""


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part in one event that stands; `mother` of a birth, else who it happened to."""

    event: int
    kind: str
    day: dt.date
    sex: int | None
    birth_date: dt.date | None
    mother: bool = False
    paper: str = ""
    numbered: bool = False

    @property
    def age(self) -> int | None:
        return None if self.birth_date is None else age_on(self.birth_date, self.day)


def year_counts(parts: Iterable[Part]) -> dict[Key, FigureValue]:
    """All counts of a year in which at least one event was written down: what is not there is nought."""
    rows = list(parts)
    subjects = [one for one in rows if not one.mother]
    births, deaths = _of(subjects, Kind.BIRTH), _of(subjects, Kind.DEATH)
    found: dict[Key, FigureValue] = {}
    for component, people, counts in (
        ("live_births", births, _everybody),
        ("deaths", deaths, _everybody),
        ("infant_deaths", deaths, _below(1)),
        ("underfive_deaths", deaths, _below(5)),
    ):
        found |= _by_sex("births_deaths", component, people, counts)
    found |= _by_sex("in_migration", "total", _of(subjects, Kind.MOVE_IN), _everybody)
    found |= _by_sex("out_migration", "total", _of(subjects, Kind.MOVE_OUT), _everybody)
    found["births_deaths", "births_to_women_15_19", ""] = _young_mothers(rows, births)
    return found | _couples(subjects) | _certificates(deaths)


Test = Callable[[Part], bool | None]
"""Whether a person counts; None where nobody told what it takes to know."""


def _everybody(_: Part) -> bool | None:
    return True


def _below(years: int) -> Test:
    return lambda one: None if one.age is None else one.age < years


def _of(parts: Sequence[Part], kind: Kind) -> list[Part]:
    return [one for one in parts if one.kind == kind]


def _by_sex(element: str, component: str, people: Sequence[Part], counts: Test) -> dict[Key, FigureValue]:
    return {
        (element, component, mark): _counted([one for one in people if sex in (None, one.sex)], counts)
        for mark, sex in SEXES.items()
    }


def _counted(people: Sequence[Part], counts: Test) -> int | Missing:
    """How many; unknown where too few told."""
    told = [verdict for verdict in map(counts, people) if verdict is not None]
    return sum(told) if len(told) >= COUNTED_AT_LEAST * len(people) else Missing.UNKNOWN


def _young_mothers(rows: Sequence[Part], births: Sequence[Part]) -> int | Missing:
    """Births to women of 15 to 19 years; a birth without a mother of known age did not tell."""
    ages = {one.event: one.age for one in rows if one.mother}
    return _counted(births, lambda one: None if (age := ages.get(one.event)) is None else 15 <= age <= 19)


def _couples(subjects: Sequence[Part]) -> dict[Key, FigureValue]:
    weddings = {one.event for one in subjects if one.kind == Kind.MARRIAGE}
    divorces = {one.event for one in subjects if one.kind == Kind.DIVORCE}
    brides = {one.event: one for one in subjects if one.kind == Kind.MARRIAGE and one.sex == Sex.FEMALE}
    young = [None if (bride := brides.get(event)) is None else _below(MARRIAGE_AGE)(bride) for event in weddings]
    told = [one for one in young if one is not None]
    enough = len(told) >= COUNTED_AT_LEAST * len(weddings)
    return {
        ("marriages_divorces", "marriages", ""): len(weddings),
        ("marriages_divorces", "marriages_bride_under_19", ""): sum(told) if enough else Missing.UNKNOWN,
        ("marriages_divorces", "divorces", ""): len(divorces),
    }


def _certificates(deaths: Sequence[Part]) -> dict[Key, FigureValue]:
    issued = [one for one in deaths if one.paper == Paper.DEATH_CERTIFICATE and one.numbered]
    return _by_sex("death_certificates_issued", "deaths", deaths, _everybody) | _by_sex(
        "death_certificates_issued", "certificates", issued, _everybody
    )
