"""Families and persons of a file into temporary tables, batch by batch, with what was wrong set apart."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from padu.apps.rumah_dataku.answers import screening_answers, split_answers
from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.apps.rumah_dataku.files.rows import FamilyItem, FamilyRow, PersonRow, stored_source_key
from padu.apps.rumah_dataku.services.numbers import kk_hash_text, seal_kk, seal_nik
from padu.apps.rumah_dataku.services.staging import BATCH, Pile
from padu.domain.identity import IssueLevel

FAMILY_TABLES = ("stage_family", "stage_person")


@dataclass(slots=True)
class Loaded:
    """What reading has found so far. Memory: one small entry per family and per bad row.

    bad_families  rows of families that are kept out because they or one of their members are wrong
    bad_persons   rows of members that are wrong
    """

    families: int = 0
    persons: int = 0
    keys: dict[str, int] = field(default_factory=dict, repr=False)
    bad_families: set[int] = field(default_factory=set)
    bad_persons: set[int] = field(default_factory=set)
    levels: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return self.families + self.persons + len(self.bad_persons)


Flush = Callable[[Loaded, list[RowIssue]], None]


def load_families(items: Iterable[FamilyItem], person_sheet: str, flush: Flush, *, made_up: bool = False) -> Loaded:
    """Fill `stage_family` and `stage_person`.

    person_sheet  sheet that lists persons: errors there are theirs
    flush         called after every batch with what was found so far and the issues of the batch
    """
    loaded, issues = Loaded(), list[RowIssue]()
    families, persons = Pile("stage_family"), Pile("stage_person")

    def unload() -> None:
        families.flush()
        persons.flush()
        flush(loaded, issues)
        issues.clear()

    for item in items:
        if isinstance(item, FamilyRow):
            families.add(_family(item, made_up))
            loaded.families += 1
            loaded.keys[item.source_key] = item.row
        elif isinstance(item, PersonRow):
            persons.add(_person(item, loaded.keys[item.family_key]))
            loaded.persons += 1
        else:
            issues.append(item)
            note_issue(loaded, item, person_sheet)
        if len(families.rows) + len(persons.rows) + len(issues) >= BATCH:
            unload()
    unload()
    return loaded


def note_issue(loaded: Loaded, issue: RowIssue, person_sheet: str) -> None:
    """Count an issue; an error keeps its family out."""
    loaded.levels[issue.severity.value] += 1
    if issue.severity is not IssueLevel.ERROR:
        return
    if issue.family_row:
        loaded.bad_families.add(issue.family_row)
    if issue.sheet == person_sheet and issue.code != "family_members_rejected":
        loaded.bad_persons.add(issue.row)


def _family(row: FamilyRow, made_up: bool) -> tuple[object, ...]:
    answers, specific = split_answers(row.answers)
    kk = seal_kk(row.no_kk) if row.no_kk else None
    return (
        row.row,
        row.village_code,
        stored_source_key(row, kk_hash_text),
        row.data_year,
        row.surveyed_on,
        # A register of residents asks nothing: it is no survey.
        bool(answers or specific or row.surveyed_on),
        *((kk.key_id, kk.ciphertext, kk.hash, kk.first4) if kk else (None, None, None, None)),
        row.head_name,
        row.hamlet,
        row.rw,
        row.rt,
        row.address,
        row.welfare_decile,
        row.welfare_source,
        row.welfare_as_of,
        made_up,
        json.dumps(answers),
        json.dumps(specific | screening_answers(row.screening)),
    )


def _person(row: PersonRow, family_row: int) -> tuple[object, ...]:
    nik = seal_nik(row.nik) if row.nik else None
    said, couple = row.answers, row.kb_method or row.kb_reason
    return (
        row.row,
        family_row,
        row.line,
        row.name,
        *((nik.key_id, nik.ciphertext, nik.hash, nik.first4) if nik else ("", None, None, "")),
        row.nik_missing_reason.value if row.nik_missing_reason else "",
        said.sex,
        said.birth_date,
        said.relation,
        said.marital_status,
        said.birth_certificate,
        row.religion.value if row.religion else "",
        said.occupation.value if said.occupation else "",
        said.education,
        said.insurance,
        said.whereabouts,
        row.mother_line,
        couple.value if couple else None,
    )


def survey_day(surveyed_on: dt.date | None, year: int, as_of: dt.date) -> dt.date:
    """The day a survey is dated where the file names only its year: the day of the import, or that year's last day.

    [assumption]
    """
    if surveyed_on is not None:
        return surveyed_on
    return as_of if as_of.year == year else dt.date(year, 12, 31)
