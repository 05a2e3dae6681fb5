"""What storing a file would change, as pages and workbooks show it. Callers stand in a scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.files.codes import CodeList
from padu.apps.rumah_dataku.files.family_columns import QUESTIONS
from padu.apps.rumah_dataku.models import ImportChange, ImportRun
from padu.apps.rumah_dataku.services.import_changes import Line, lines_of
from padu.apps.rumah_dataku.words import nik_missing_words
from padu.domain.ibangga import DIMENSION_INDICATORS

CHANGES_PER_PAGE: Final = 25
KINDS: Final = {"changed": "Berubah", "new": "Baru", "missing": "Tidak ada di berkas", "merged": "Sudah disatukan"}
_LABELS: Final = {
    "head_name": "Nama kepala keluarga", "hamlet": "Dusun/jorong", "rw": "RW", "rt": "RT", "address": "Alamat",
    "welfare_decile": "Desil kesejahteraan", "welfare_source": "Sumber desil", "made_up": "Data buatan",
    "no_kk": "No. KK", "active": "Keluarga tercatat", "nik": "NIK", "nik_missing_reason": "Alasan tanpa NIK",
    "name": "Nama", "sex": "Jenis kelamin", "birth_date": "Tahun lahir", "relation": "Hubungan",
    "marital_status": "Status perkawinan", "birth_certificate": "Akta kelahiran", "religion": "Agama",
    "occupation": "Pekerjaan", "education": "Pendidikan", "insurance": "Jaminan kesehatan",
    "whereabouts": "Keberadaan", "mother_line": "No. urut ibu", "surveyed_on": "Tanggal pendataan",
}  # fmt: skip
_CODES: Final[dict[str, CodeList]] = {
    "sex": codes.SEX, "relation": codes.RELATION, "marital_status": codes.MARITAL,
    "birth_certificate": codes.CERTIFICATE, "education": codes.EDUCATION, "occupation": codes.OCCUPATION,
    "insurance": codes.INSURANCE, "whereabouts": codes.WHEREABOUTS, "religion": codes.RELIGION,
}  # fmt: skip
_QUESTIONS: Final = {column.key: column for column in QUESTIONS}
_INDICATORS: Final = {one.indicator_id: one.label_id for group in DIMENSION_INDICATORS.values() for one in group}
_MET: Final = {"1": "terpenuhi", "0": "tidak terpenuhi", "-1": "tidak berlaku"}
_YES_NO: Final = {"true": "ya", "false": "tidak"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in words; `who` is "" for the family itself."""

    who: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FamilyChange:
    """One family: how it would change, where it stands in the file, and what of it changes."""

    number: int
    kind: str
    title: str
    place: str
    rw: str
    rt: str
    row: int | None
    members: int
    family_id: int | None
    fields: list[FieldChange]


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """What is shown; "" is everything."""

    kind: str = ""
    village: str = ""
    after: int = 0

    def kept(self) -> dict[str, str]:
        """As parameters of an address, without where the page begins."""
        return {key: value for key, value in (("jenis", self.kind), ("desa", self.village)) if value}


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One page of a run's changes; counts are of the whole run."""

    changes: list[FamilyChange]
    total: int
    shown_from: int
    next_after: int | None
    kinds: dict[str, int]
    villages: dict[str, str]


def change_page(run: ImportRun, chosen: ChangeFilter) -> ChangePage:
    rows = ImportChange.objects.filter(run=run)
    matching = _matching(rows, chosen)
    before = matching.filter(number__lte=chosen.after).count() if chosen.after else 0
    found = list(matching.filter(number__gt=chosen.after).order_by("number")[: CHANGES_PER_PAGE + 1])
    counted = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    villages = names_of(rows.order_by().values_list("village", flat=True).distinct())
    shown = [_family(row, villages) for row in found[:CHANGES_PER_PAGE]]
    more = shown[-1].number if len(found) > CHANGES_PER_PAGE else None
    return ChangePage(shown, matching.count(), before + 1, more, counted, villages)


def _matching(rows: QuerySet[ImportChange], chosen: ChangeFilter) -> QuerySet[ImportChange]:
    if chosen.kind in KINDS:
        rows = rows.filter(kind=chosen.kind)
    return rows.filter(village=chosen.village) if chosen.village else rows


def all_changes(run: ImportRun, chosen: ChangeFilter) -> Iterator[FamilyChange]:
    """Everything that matches, a bounded number of rows in memory at a time."""
    rows = _matching(ImportChange.objects.filter(run=run), chosen)
    villages = names_of(rows.order_by().values_list("village", flat=True).distinct())
    for row in rows.order_by("number").iterator(chunk_size=1_000):
        yield _family(row, villages)


def _family(row: ImportChange, villages: dict[str, str]) -> FamilyChange:
    fields = [_field(line, merged=row.kind == ImportChange.Kind.MERGED) for line in lines_of(row)]
    title = row.subject or _("Keluarga tanpa nomor")
    place = villages.get(row.village, row.village)
    return FamilyChange(row.number, row.kind, title, place, row.rw, row.rt, row.row, row.members, row.family_id, fields)


def _field(line: Line, *, merged: bool) -> FieldChange:
    at, field, old, new = line
    who = _("Anggota %(n)s") % {"n": at} if at else ""
    if field == "member":
        gone = _("tidak ada lagi, menjadi tidak aktif")
        return FieldChange(who, _("Keanggotaan"), "", _("masuk") if new == "true" else gone)
    if field == "survey":
        return FieldChange(who, _("Pendataan"), "", _("tahun %(year)s ditambahkan") % {"year": new})
    if field == "unused":
        words = _("tahun %(year)s hanya ada di baris ini; masukkan lewat keluarga yang dipertahankan")
        return FieldChange(who, _("Pendataan"), "", words % {"year": new})
    if field == "unplaced":
        return FieldChange(who, _("Keanggotaan"), "", _("tidak ada di keluarga yang dipertahankan"))
    if field == "specific":
        return FieldChange(who, _("Jawaban khusus"), "", _("berubah; isinya tidak ditampilkan"))
    before, after = _words(field, old), _words(field, new)
    if before == after:
        after = _("lain pada bagian yang disamarkan") if merged else _("berubah pada bagian yang disamarkan")
    return FieldChange(who, _label(field), before, after)


def _label(field: str) -> str:
    if field in _QUESTIONS:
        return _QUESTIONS[field].label
    return _INDICATORS.get(field) or _LABELS.get(field, field)


def _words(field: str, value: str | None) -> str:
    if value is None or value == "":
        return "–"
    if field in _INDICATORS:
        return _MET.get(value, value)
    if field == "nik_missing_reason":
        return nik_missing_words(value)
    if field in ("active", "made_up"):
        return _YES_NO.get(value, value)
    listed = _QUESTIONS[field].codes if field in _QUESTIONS else _CODES.get(field)
    return _coded(listed, value) if listed else value


def _coded(listed: CodeList, value: str) -> str:
    """The label of a value that came back as text."""
    return next((code.label for code in listed.codes if str(code.value) == value), value)


def changes_book(run: ImportRun, chosen: ChangeFilter) -> bytes:
    """The changes as a workbook, one line for each field: every cell is text, so nothing in it is executed."""
    import io

    import xlsxwriter

    memory = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    heads = ("Jenis", "Desa", "RW", "RT", "No. keluarga", "Baris di berkas", "Siapa", "Isian", "Sebelum", "Sesudah")
    with xlsxwriter.Workbook(memory, options) as book:
        sheet = book.add_worksheet("Yang berubah")
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head)
        for number, cells in enumerate(_book_rows(run, chosen), start=1):
            for at, text in enumerate(cells):
                sheet.write_string(number, at, text)
    return memory.getvalue()


def _book_rows(run: ImportRun, chosen: ChangeFilter) -> Iterator[tuple[str, ...]]:
    for one in all_changes(run, chosen):
        start = KINDS[one.kind], one.place, one.rw, one.rt, one.title, str(one.row or "")
        for field in one.fields or [FieldChange("", "", "", "")]:
            yield (*start, field.who, field.label, field.old, field.new)
