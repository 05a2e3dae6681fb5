"""One family through the rules and the statements of the import: the way of the form and of the phone.

Families arrive as the cells of the template, so that a file, a form and a phone are checked and stored alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.regions.selectors import is_village
from padu.apps.rumah_dataku.files.columns import Column
from padu.apps.rumah_dataku.files.families import read_families
from padu.apps.rumah_dataku.files.family_columns import FAMILY_COLUMNS, PERSON_COLUMNS
from padu.apps.rumah_dataku.files.problems import FileProblem, RowIssue
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyItem, FamilyRow, PersonRow
from padu.apps.rumah_dataku.files.sheets import Assigned, FileKind, Row
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.apps.rumah_dataku.models import Family
from padu.apps.rumah_dataku.services.family_cells import ANSWERS, Cells, FamilyCells, lay_over, stored_cells
from padu.apps.rumah_dataku.services.family_comparing import (
    Taken,
    mark_differences,
    match,
    renew_staged_places,
    taken_elsewhere,
    taken_here,
)
from padu.apps.rumah_dataku.services.family_loading import FAMILY_TABLES, Loaded, load_families
from padu.apps.rumah_dataku.services.family_merged import merged_here
from padu.apps.rumah_dataku.services.family_survey_staging import SURVEY_TABLE, stage_surveys
from padu.apps.rumah_dataku.services.family_writing import write_differences, years_written
from padu.apps.rumah_dataku.services.runs import worker_of
from padu.apps.rumah_dataku.services.staging import one, run_sql, staged
from padu.domain.identity import IssueLevel
from padu.domain.tabular import NumberStyle

_FAMILIES: Final = "Keluarga"
_MEMBERS: Final = "Anggota"
_KEY: Final = "K-1"
_FIRST_ROW: Final = 2
# So that the rules about the family are asked while nobody is written down yet; what is found on it is not told.
_NOBODY: Final[Cells] = {"family_key": _KEY, "line": "1", "name": "-nama-"}
# Consequences of something else that is told; alone they tell nothing that could be put right.
_CONSEQUENCES: Final = frozenset({"family_members_rejected", "family_rejected"})
_WHOLE_FAMILY: Final = frozenset(
    {"family_without_members", "family_without_head", "family_several_heads", "mother_unknown", "family_merged"}
)
# A person at a form or a phone has no cells before them.
_TITLES: Final = {
    "value_required": "Wajib diisi",
    "value_missing": "Belum diisi; disimpan sebagai belum diketahui",
    "value_too_long": "Isian terlalu panjang",
    "formula_cell": "Isian tidak boleh dimulai dengan tanda = + - atau @",
    "family_without_members": "Belum ada anggota",
}
# Whole sentences where title and expectation would say the same twice, or speak of a spreadsheet.
_SENTENCES: Final = {
    "value_required": "Wajib diisi.",
    "value_missing": "Belum diisi; disimpan sebagai belum diketahui.",
    "formula_cell": "Isian tidak boleh dimulai dengan tanda = + - atau @.",
    "number_form": "Nomor ini bukan 16 angka. Hitung lagi angkanya.",
    "date_impossible": "Tanggal ini tidak ada di kalender. Tulis hari lebih dahulu, lalu bulan, misalnya 17/08/1990.",
    "date_future": "Tanggal ini di masa depan. Periksa tahunnya.",
    "nik_birth_date_differs": "Tanggal lahir di dalam NIK berbeda dengan yang diisi. Periksa keduanya.",
    "nik_sex_differs": "Jenis kelamin di dalam NIK berbeda dengan yang diisi. Periksa keduanya.",
    "nik_reason_missing": "NIK kosong tanpa alasan; dicatat “belum ditanyakan”. Isi NIK, atau pilih alasannya.",
    "family_without_members": "Belum ada anggota. Tambahkan paling sedikit satu orang.",
    "family_without_head": "Belum ada kepala keluarga. Pilih “Kepala keluarga” pada salah seorang anggota.",
    "family_several_heads": "Ada lebih dari satu kepala keluarga. Biarkan satu saja.",
    "mother_unknown": "Ibu yang dipilih tidak ada dalam keluarga ini.",
}
_TAKEN: Final = "Cari dahulu keluarga itu; bila orangnya pindah ke sini, catat kejadiannya"


@dataclass(frozen=True, slots=True)
class FormBook:
    """The cells of one family as the two sheets of the template."""

    sheets: Mapping[str, Sequence[Row]] = field(repr=False)
    kind: FileKind = FileKind.CSV
    notices: tuple[FileProblem, ...] = ()
    assigned: Mapping[str, Assigned] = field(default_factory=dict)

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(self.sheets)

    def style(self, sheet: str, /) -> NumberStyle:  # noqa: ARG002 - phones and the form write fractions with a point
        return NumberStyle.POINT

    def rows(self, sheet: str) -> Iterator[Row]:
        return iter(self.sheets[sheet])


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one field: `hamlet`, `2.name` for a member, "" for the family as a whole."""

    name: str
    code: str
    title: str
    expected: str
    level: IssueLevel

    @property
    def is_error(self) -> bool:
        return self.level is IssueLevel.ERROR

    @property
    def words(self) -> str:
        """What is wrong and what to do, for a person at a form or a phone."""
        if self.code == "nik_taken":
            return f"{self.title}. {_TAKEN} ({self.expected.partition('(')[2]}"
        return _SENTENCES.get(self.code) or f"{self.title}. Seharusnya: {self.expected.rstrip('.')}."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a family: its id (None: nothing was stored), and what the rules found."""

    family_id: int | None
    findings: tuple[Finding, ...] = ()

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """(field, what is wrong and expected) of every error."""
        return tuple((one.name, one.words) for one in self.findings if one.is_error)


def book_of(cells: FamilyCells) -> FormBook:
    family = {"family_key": _KEY, "village_code": cells.village_code} | cells.family
    members = [{"family_key": _KEY, "line": str(line)} | cells.members[line] for line in sorted(cells.members)]
    sheets = {_FAMILIES: _sheet(FAMILY_COLUMNS, [family]), _MEMBERS: _sheet(PERSON_COLUMNS, members or [_NOBODY])}
    return FormBook(sheets)


def _sheet(columns: Sequence[Column], records: Sequence[Cells]) -> list[Row]:
    head = Row(1, tuple(column.label for column in columns))
    rows = [
        Row(number, tuple(record.get(column.key, "") for column in columns))
        for number, record in enumerate(records, start=_FIRST_ROW)
    ]
    return [head, *rows]


def family_check(cells: FamilyCells, today: dt.date) -> tuple[Finding, ...]:
    """What the rules of the import say of a family, without looking at others: errors, warnings, notes."""
    items = read_families(book_of(cells), _context(cells, today)).items()
    return _findings([item for item in items if isinstance(item, RowIssue)], cells)


def _context(cells: FamilyCells, today: dt.date) -> FamilyContext:
    def status(code: str) -> VillageStatus:
        return VillageStatus.KNOWN if code == cells.village_code else VillageStatus.OUTSIDE

    return FamilyContext(data_year=today.year, as_of=today, village_status=status, village_code=cells.village_code)


def family_look_up(*, actor: Actor, cells: FamilyCells) -> tuple[Finding, ...]:
    """NIKs of the family that somebody else has already: here an error, in another village a warning.

    A family with an error of its own is not looked up: nothing is found. Raises Http404 or PermissionDenied.
    """
    require_place(actor, cells.village_code, Verb.FAMILY_WRITE)
    rows = _rows(cells, timezone.localdate())
    if rows is None:
        return ()
    with scoped(worker_of(actor, cells.village_code)), staged(*FAMILY_TABLES):
        return _stage(actor, cells, rows)


def family_save(*, actor: Actor, cells: FamilyCells, event: str = "family.enter") -> Outcome:
    """Check one family and store it, or say what is wrong and store nothing. Saved again it changes nothing.

    event  name in the trail of the way it came
    Raises Http404 or PermissionDenied where the actor may not write families of that village, and where it is none.
    """
    require_place(actor, cells.village_code, Verb.FAMILY_WRITE)
    if not is_village(cells.village_code):
        # A right to write in a district reaches every code below it, also one that is no village.
        raise Http404
    today = timezone.localdate()
    findings = family_check(cells, today)
    rows = _rows(cells, today)
    if rows is None:
        return Outcome(None, findings)
    return _write(actor, cells, rows, findings, event)


@transaction.atomic
def member_save(*, actor: Actor, family_id: int, line: int | None, member: Mapping[str, str]) -> Outcome:
    """Correct one member of a stored family, or add one (line None). Cells that are not named stay as they are."""
    stored = stored_family(actor, family_id, timezone.localdate().year, to_change=True)
    number = stored.next_line if line is None else line
    if line is not None and line not in stored.members:
        raise Http404
    said = {f"{number}.{key}": text for key, text in member.items()}
    return family_save(actor=actor, cells=lay_over(stored, said), event="family.member")


@transaction.atomic
def survey_save(*, actor: Actor, family_id: int, surveyed_on: dt.date, answers: Mapping[str, str]) -> Outcome:
    """Store answers of the day's year; questions that are not named keep their answer, "" takes one back."""
    stored = stored_family(actor, family_id, surveyed_on.year, to_change=True)
    said = {key: text for key, text in answers.items() if key in ANSWERS}
    cells = lay_over(stored, said | {"surveyed_on": surveyed_on.isoformat()})
    return family_save(actor=actor, cells=cells, event="family.survey")


def one_writer(village: str) -> None:
    """One writer in a regency at a time, as files are stored; until the transaction ends.

    To be asked before the cells are read that others are laid over: else what somebody else stores in between is
    written back as it was.
    """
    one_at_a_time(f"import:{village[:5]}")


def stored_family(actor: Actor, family_id: int, year: int, *, to_change: bool = False) -> FamilyCells:
    """The cells of a stored family, read by the system with the answers of a year, specific ones too.

    For laying new cells over them only: who may not read specific answers is not shown them.
    to_change  nobody else stores families of the regency until the caller's transaction ends
    Raises Http404.
    """
    with scoped(actor):
        family: Family | None = Family.objects.filter(pk=family_id).first()
    if family is None:
        raise Http404
    require_place(actor, family.region_code, Verb.FAMILY_WRITE)
    with scoped(worker_of(actor, family.region_code)):
        if to_change:
            one_writer(family.region_code)
        return stored_cells(Family.objects.select_related("household").get(pk=family_id), year)


def _rows(cells: FamilyCells, today: dt.date) -> list[FamilyItem] | None:
    """The rows to store, or None where an error keeps the family out."""
    items = list(read_families(book_of(cells), _context(cells, today)).items()) if cells.members else []
    if not items or any(isinstance(item, RowIssue) and item.severity is IssueLevel.ERROR for item in items):
        return None
    return [_keyed(item, cells) for item in items if not isinstance(item, RowIssue)]


def _keyed(item: FamilyRow | PersonRow, cells: FamilyCells) -> FamilyItem:
    """The row under the number by which the family is stored."""
    if isinstance(item, FamilyRow):
        return replace(item, source_key=cells.source_key)
    return replace(item, family_key=cells.source_key)


def _quiet(_: Loaded, __: list[RowIssue]) -> None:
    """Nobody waits for the progress of one family."""


def _stage(actor: Actor, cells: FamilyCells, rows: list[FamilyItem]) -> tuple[Finding, ...]:
    """Stage the rows and look their numbers up. Runs as the system, with the tables made."""
    at = Taken(_MEMBERS, "NIK")
    load_families(rows, _MEMBERS, _quiet, made_up=cells.made_up)
    # A key that was stored as a hash is not hashed again.
    run_sql("update stage_family set source_key = %s", (cells.source_key,))
    renew_staged_places()
    match(cells.source)
    return _findings([*merged_here(_MEMBERS, "NIK"), *taken_here(at), *taken_elsewhere(at, actor)], cells)


def _write(
    actor: Actor, cells: FamilyCells, rows: list[FamilyItem], findings: tuple[Finding, ...], event: str
) -> Outcome:
    village = cells.village_code
    with scoped(worker_of(actor, village)), staged(*FAMILY_TABLES, SURVEY_TABLE):
        one_writer(village)
        findings += _stage(actor, cells, rows)
        if any(finding.is_error for finding in findings):
            return Outcome(None, findings)
        stage_surveys(timezone.localdate())
        mark_differences()
        years, same = years_written() or _years_counted(village), one("select change = 'same' from stage_family")
        write_differences(cells.source, None, timezone.now())
        family_id: int = one("select family_id from stage_family")
        if not same:
            record_change(actor, event, village, f"family:{family_id}")
            for year in years:
                publish(Event.FAMILIES_STORED, region_code=village, year=year, user_id=actor.user_id)
    return Outcome(family_id, findings)


def _years_counted(village: str) -> list[int]:
    """Where nobody was asked anything, the year whose figures the village shows: that of its newest survey."""
    newest = one("select max(year) from rumah_dataku_familysurvey where region_code = %s", (village,))
    return [newest or timezone.localdate().year]


def _findings(issues: Sequence[RowIssue], cells: FamilyCells) -> tuple[Finding, ...]:
    kept = [one for one in issues if one.code not in _CONSEQUENCES]
    if not cells.members:
        kept = [one for one in kept if one.sheet != _MEMBERS and one.code not in _WHOLE_FAMILY]
    found = [
        Finding(_field(one, cells), one.code, _TITLES.get(one.code, one.title), one.value_expected, one.severity)
        for one in kept
    ]
    if not cells.members:
        words = ("family_without_members", "Keluarga tanpa anggota", "paling sedikit satu anggota")
        found.append(Finding("1.name", *words, IssueLevel.ERROR))
    return tuple(found)


def _field(issue: RowIssue, cells: FamilyCells) -> str:
    if issue.code in _WHOLE_FAMILY:
        return ""
    columns = FAMILY_COLUMNS if issue.sheet == _FAMILIES else PERSON_COLUMNS
    key = next((column.key for column in columns if column.label == issue.column), issue.column)
    return key if issue.sheet == _FAMILIES else f"{sorted(cells.members)[issue.row - _FIRST_ROW]}.{key}"
