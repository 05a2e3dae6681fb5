"""A family as the cells of the template: what is stored, what somebody says, and the two laid over each other.

Cells are the texts a person would have written into the template (numbers of choices, dates as year-month-day), by the
key of the column. So the rules of the import are the rules of the phone and of the form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final

from padu.apps.rumah_dataku.answers import COUPLE
from padu.apps.rumah_dataku.files.codes import KB_METHOD, KB_REASON, CodeList
from padu.apps.rumah_dataku.files.columns import Column
from padu.apps.rumah_dataku.files.family_columns import (
    FAMILY_COLUMNS,
    PERSON_COLUMNS,
    QUESTIONS,
    SCREENING,
    SPECIFIC_QUESTIONS,
)
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Person
from padu.apps.rumah_dataku.services.numbers import open_kk, open_nik
from padu.domain.life_events.register import LEFT_LINES

FAMILY: Final[Mapping[str, Column]] = {column.key: column for column in FAMILY_COLUMNS}
MEMBER: Final[Mapping[str, Column]] = {column.key: column for column in PERSON_COLUMNS}
ANSWERS: Final = frozenset(column.key for column in QUESTIONS)
SCREENING_FIELDS: Final = frozenset(column.key for column in SCREENING)
COUPLE_FIELDS: Final = ("kb_method", "kb_reason")
SPECIFIC_FIELDS: Final = SPECIFIC_QUESTIONS | SCREENING_FIELDS | frozenset(COUPLE_FIELDS)
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class FamilyCells:
    """One family.

    members    cells of the members by line
    next_line  first line behind all members; those of members who left by an event stand apart (LEFT_LINES)
    """

    village_code: str
    source: str
    source_key: str = field(repr=False)
    family: Cells = field(default_factory=dict, repr=False)
    members: dict[int, Cells] = field(default_factory=dict, repr=False)
    next_line: int = 1
    made_up: bool = False


def stored_cells(family: Family, year: int) -> FamilyCells:
    """What is stored of a family, with the answers of one data year. Runs as an actor who may read all of it."""
    people = list(Person.objects.filter(family=family).order_by("line"))
    members = {person.line: _member_cells(person) for person in people if person.active}
    cells = _family_cells(family) | _survey_cells(family.pk, year)
    couple = _couple_cell(family.pk, year)
    if couple and members:
        members[min(members)] |= couple
    next_line = max((person.line for person in people if person.line <= LEFT_LINES), default=0) + 1
    return FamilyCells(family.region_code, family.source, family.source_key, cells, members, next_line, family.made_up)


def _family_cells(family: Family) -> Cells:
    cells = {
        "head_name": family.head_name,
        "hamlet": family.hamlet,
        "rw": family.rw,
        "rt": family.rt,
        "address": family.address,
        "welfare_decile": "" if family.welfare_decile is None else str(family.welfare_decile),
        "welfare_source": family.welfare_source,
        "welfare_as_of": family.welfare_as_of.isoformat() if family.welfare_as_of else "",
        "no_kk": open_kk(family.household) if family.household else "",
    }
    return _filled(cells)


def _member_cells(person: Person) -> Cells:
    cells = {
        key: _text(MEMBER[key], getattr(person, key))
        for key in (
            "name", "sex", "birth_date", "marital_status", "birth_certificate", "relation", "mother_line", "religion",
            "occupation", "education", "insurance", "whereabouts",
        )
    }  # fmt: skip
    if person.mother_line is not None and person.mother_line > LEFT_LINES:
        cells["mother_line"] = ""  # she died or left: kept where it is stored (`family_comparing.match`)
    cells |= {"nik": open_nik(person), "nik_reason": _text(MEMBER["nik_reason"], person.nik_missing_reason)}
    return _filled(cells)


def _survey_cells(family_id: int, year: int) -> Cells:
    survey = FamilySurvey.objects.filter(family_id=family_id, year=year).first()
    specific = FamilySurveySpecific.objects.filter(family_id=family_id, year=year).first()
    answers: dict[str, Any] = (survey.answers if survey else {}) | (specific.answers if specific else {})
    cells = {key: _text(FAMILY[key], answers[key]) for key in (ANSWERS | SCREENING_FIELDS) & answers.keys()}
    return cells | ({"surveyed_on": survey.surveyed_on.isoformat()} if survey else {})


def _couple_cell(family_id: int, year: int) -> Cells:
    """The couple's method or reason; whose it is is not stored, so it comes back with the first member."""
    specific = FamilySurveySpecific.objects.filter(family_id=family_id, year=year).first()
    word = specific.answers.get(COUPLE) if specific else None
    lists = {"kb_method": KB_METHOD, "kb_reason": KB_REASON}
    return _filled({key: _number_of(codes, word) for key, codes in lists.items()}) if word else {}


def _text(column: Column, value: Any) -> str:
    if value is None or value == "":
        return ""
    if column.codes:
        return _number_of(column.codes, value)
    return value.isoformat() if isinstance(value, dt.date) else f"{value:g}" if isinstance(value, float) else str(value)


def _number_of(codes: CodeList, value: Any) -> str:
    found = (c.number for c in codes.codes if (c.value.value if isinstance(c.value, Enum) else c.value) == value)
    return str(next(found, ""))


def _filled(cells: Cells) -> Cells:
    return {key: text for key, text in cells.items() if text}


def lay_over(stored: FamilyCells, said: Mapping[str, str]) -> FamilyCells:
    """The family as it is once these fields are taken over."""
    family, members = dict(stored.family), {line: dict(cells) for line, cells in stored.members.items()}
    if any(name.partition(".")[2] in COUPLE_FIELDS for name in said):
        for cells in members.values():
            for key in COUPLE_FIELDS:
                cells.pop(key, None)
    for name, text in said.items():
        line, dot, key = name.partition(".")
        if not dot:
            family[name] = text
            continue
        cells = members.setdefault(int(line), {})
        cells[key] = text
        if key == "nik" and text:
            cells.pop("nik_reason", None)
    return replace(stored, family=family, members=members)


def differences(stored: FamilyCells, said: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Field, text stored ("" for none) and text said, where they are not the same."""
    for name, text in said.items():
        line, dot, key = name.partition(".")
        now = stored.members.get(int(line), {}).get(key, "") if dot else stored.family.get(name, "")
        if now != text:
            yield name, now, text


def is_survey(names: Iterable[str]) -> bool:
    """Whether any of these fields is an answer; an address, a list's value or a day alone is no survey."""
    return any(name.rpartition(".")[2] in ANSWERS.union(COUPLE_FIELDS) for name in names)


def column_of(name: str) -> Column:
    """The column of a field. Raises KeyError."""
    _, dot, key = name.partition(".")
    return MEMBER[key] if dot else FAMILY[name]
