"""A family from a phone through the rules and the statements of the import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.columns import Column
from padu.apps.rumah_dataku.files.families import read_families
from padu.apps.rumah_dataku.files.family_columns import FAMILY_COLUMNS, PERSON_COLUMNS
from padu.apps.rumah_dataku.files.problems import FileProblem, RowIssue
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyItem, FamilyRow, PersonRow
from padu.apps.rumah_dataku.files.sheets import FileKind, Row
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.apps.rumah_dataku.services.family_comparing import (
    Taken,
    compare,
    match,
    renew_staged_places,
    taken_elsewhere,
    taken_here,
)
from padu.apps.rumah_dataku.services.family_loading import FAMILY_TABLES, Loaded, load_families
from padu.apps.rumah_dataku.services.family_survey_staging import SURVEY_TABLE, stage_surveys
from padu.apps.rumah_dataku.services.family_writing import write_families, years_written
from padu.apps.rumah_dataku.services.runs import worker_of
from padu.apps.rumah_dataku.services.staging import one, run_sql, staged
from padu.domain.identity import IssueLevel
from padu.domain.tabular import NumberStyle
from padu.interop.openrosa.family_cells import Cells, FamilyCells

_FAMILIES: Final = "Keluarga"
_MEMBERS: Final = "Anggota"
_KEY: Final = "K-1"
_ONE_WRITER: Final = "select pg_advisory_xact_lock(hashtext(%s))"


@dataclass(frozen=True, slots=True)
class FormBook:
    """The cells of one family as the two sheets of the template."""

    sheets: Mapping[str, Sequence[Row]] = field(repr=False)
    kind: FileKind = FileKind.CSV
    notices: tuple[FileProblem, ...] = ()

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(self.sheets)

    def style(self, sheet: str, /) -> NumberStyle:  # noqa: ARG002 - phones write fractions with a point
        return NumberStyle.POINT

    def rows(self, sheet: str) -> Iterator[Row]:
        return iter(self.sheets[sheet])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a family: its id, or why it was not stored.

    problems  (field as in `family_cells.said_cells`, what is expected) of every error
    """

    family_id: int | None
    problems: tuple[tuple[str, str], ...] = ()


def book_of(cells: FamilyCells) -> FormBook:
    family = {"family_key": _KEY, "village_code": cells.village_code} | cells.family
    lines = sorted(cells.members)
    members = [{"family_key": _KEY, "line": str(line)} | cells.members[line] for line in lines]
    return FormBook({_FAMILIES: _sheet(FAMILY_COLUMNS, [family]), _MEMBERS: _sheet(PERSON_COLUMNS, members)})


def _sheet(columns: Sequence[Column], records: Sequence[Cells]) -> list[Row]:
    head = Row(1, tuple(column.label for column in columns))
    rows = [
        Row(number, tuple(record.get(column.key, "") for column in columns))
        for number, record in enumerate(records, start=2)
    ]
    return [head, *rows]


def family_store(*, actor: Actor, cells: FamilyCells) -> Outcome:
    """Check one family by the rules of the import and store it, or say what is wrong and store nothing.

    Raises Http404 or PermissionDenied where the actor may not write families of that village.
    """
    require_place(actor, cells.village_code, Verb.FAMILY_WRITE)
    if not cells.members:
        return Outcome(None, (("1.name", "paling sedikit satu anggota"),))
    today = timezone.localdate()
    items = list(read_families(book_of(cells), _context(cells, today)).items())
    errors = [item for item in items if isinstance(item, RowIssue) and item.severity is IssueLevel.ERROR]
    if errors:
        return Outcome(None, _problems(errors, cells))
    return _write(actor, cells, [_keyed(item, cells) for item in items if not isinstance(item, RowIssue)], today)


def _context(cells: FamilyCells, today: dt.date) -> FamilyContext:
    def status(code: str) -> VillageStatus:
        return VillageStatus.KNOWN if code == cells.village_code else VillageStatus.OUTSIDE

    return FamilyContext(data_year=today.year, as_of=today, village_status=status, village_code=cells.village_code)


def _keyed(item: FamilyRow | PersonRow, cells: FamilyCells) -> FamilyItem:
    """The row under the number by which the family is stored."""
    if isinstance(item, FamilyRow):
        return replace(item, source_key=cells.source_key)
    return replace(item, family_key=cells.source_key)


def _quiet(_: Loaded, __: list[RowIssue]) -> None:
    """Nobody waits for the progress of one family."""


def _write(actor: Actor, cells: FamilyCells, rows: list[FamilyItem], today: dt.date) -> Outcome:
    village = cells.village_code
    at = Taken(_MEMBERS, "NIK")
    with scoped(worker_of(actor, village)), staged(*FAMILY_TABLES, SURVEY_TABLE):
        # One writer in a regency at a time, as files are stored.
        run_sql(_ONE_WRITER, (f"import:{village[:5]}",))
        load_families(rows, _MEMBERS, _quiet, made_up=cells.made_up)
        # A key that was stored as a hash is not hashed again.
        run_sql("update stage_family set source_key = %s", (cells.source_key,))
        renew_staged_places()
        match(cells.source)
        taken = taken_here(at)
        if taken:
            return Outcome(None, _problems(taken, cells))
        taken_elsewhere(at, actor)
        stage_surveys(today)
        compare()
        write_families(cells.source, None, timezone.now())
        family_id: int = one("select family_id from stage_family")
        record_change(actor, "family.phone", village, f"family:{family_id}")
        for year in years_written():
            publish(Event.FAMILIES_STORED, region_code=village, year=year, user_id=actor.user_id)
    return Outcome(family_id)


def _problems(issues: Sequence[RowIssue], cells: FamilyCells) -> tuple[tuple[str, str], ...]:
    named = [issue for issue in issues if issue.code != "family_members_rejected"]
    # That a member is wrong keeps its family out; alone it tells nothing that could be put right.
    return tuple((_field(issue, cells), f"{issue.title}: {issue.value_expected}") for issue in named or issues)


def _field(issue: RowIssue, cells: FamilyCells) -> str:
    columns = FAMILY_COLUMNS if issue.sheet == _FAMILIES else PERSON_COLUMNS
    key = next((column.key for column in columns if column.label == issue.column), issue.column)
    if issue.sheet == _FAMILIES:
        return key
    lines = sorted(cells.members)
    return f"{lines[issue.row - 2]}.{key}"
