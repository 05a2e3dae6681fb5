"""Read the OpenSID population workbook as it is: one sheet, one resident a row, codes as numbers.

A household card (KK) is taken as one family [assumption]: the workbook knows no family of the survey. It names no
village code either, so every family belongs to the village of the sender. It answers no question of Block III.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from padu.apps.rumah_dataku.files.cells import Values, issue_at, read_row
from padu.apps.rumah_dataku.files.columns import Column, Kind, Shown, Table, best_header, choose_sheet, open_table
from padu.apps.rumah_dataku.files.family_checks import FamilyState, Register, belonging, closing_level
from padu.apps.rumah_dataku.files.member_checks import (
    birth_issues,
    count_member,
    has_error,
    kk_issues,
    nik_issues,
    person_of,
    repeated_nik_issues,
)
from padu.apps.rumah_dataku.files.preview import SheetPlan
from padu.apps.rumah_dataku.files.problems import FileProblem, RowIssue, notice, refusal
from padu.apps.rumah_dataku.files.registry import FamilyReader, register_reader
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyItem, FamilyRow
from padu.apps.rumah_dataku.files.sheets import Book, Row
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.domain import pk21
from padu.domain.contraception import ReasonForNone
from padu.domain.identity import IssueLevel, NikMissingReason, mask_numbers_in
from padu.domain.population import age_on
from padu.domain.tabular import NO_WORDS, fold
from padu.interop.opensid import codes

SHEETS: Final = ("Data Penduduk", "Penduduk")
_ERROR, _WARNING = IssueLevel.ERROR, IssueLevel.WARNING
COLUMNS: Final = (
    Column("name", "nama", expected=True, filled=_ERROR, shown=Shown.HIDDEN, max_length=120),
    Column("no_kk", "no_kk", Kind.NUMBER, expected=True, shown=Shown.MASKED),
    Column("nik", "nik", Kind.NUMBER, expected=True, shown=Shown.MASKED),
    Column("sex", "sex", aliases=("jenis kelamin",), expected=True, filled=_WARNING),
    Column("birth_date", "tanggallahir", Kind.DATE, aliases=("tanggal_lahir",), expected=True, filled=_WARNING),
    Column("relation", "kk_level", aliases=("hubungan keluarga",), expected=True, filled=_WARNING),
    Column("address", "alamat", shown=Shown.HIDDEN),
    Column("address_now", "alamat_sekarang", shown=Shown.HIDDEN),
    Column("hamlet", "dusun", max_length=80),
    Column("rw", "rw", max_length=5),
    Column("rt", "rt", max_length=5),
    Column("religion", "agama_id"),
    Column("reached", "pendidikan_kk_id"),
    Column("now", "pendidikan_sedang_id"),
    Column("occupation", "pekerjaan_id"),
    Column("marital_status", "status_kawin"),
    Column("citizenship", "warganegara_id"),
    Column("certificate_no", "akta_lahir", shown=Shown.HIDDEN),
    Column("kb_method", "cara_kb_id", shown=Shown.SPECIFIC),
    Column("pregnant", "hamil", shown=Shown.SPECIFIC),
    Column("insurance", "id_asuransi"),
    Column("status", "status_dasar"),
)
LEFT_OUT: Final = {
    "tempatlahir": "tidak dipakai",
    "ayah_nik": "tidak dipakai",
    "nama_ayah": "tidak dipakai",
    "ibu_nik": "tidak dipakai",
    "nama_ibu": "nama saja tidak cukup untuk menunjuk nomor urut ibu",
    "golongan_darah_id": "tidak dipakai",
    "dokumen_pasport": "tidak dipakai",
    "tanggal_akhir_paspor": "tidak dipakai",
    "dokumen_kitas": "tidak dipakai",
    "akta_perkawinan": "P.02 ditanyakan kepada keluarga",
    "tanggalperkawinan": "tidak dipakai",
    "akta_perceraian": "tidak dipakai",
    "tanggalperceraian": "tidak dipakai",
    "cacat_id": "data spesifik; P.07 ditanyakan kepada keluarga",
    "ktp_el": "tidak dipakai",
    "status_rekam": "tidak dipakai",
    "suku": "tidak dipakai",
    "tag_id_card": "tidak dipakai",
    "no_asuransi": "tidak dipakai",
    "lat": "tidak dipakai",
    "lng": "tidak dipakai",
}
"""Columns that are known and not stored, with the reason: what the survey does not need is not kept."""


@dataclass(slots=True)
class _Card:
    """What the rows of one household card say together."""

    row: Row
    values: Values
    head_name: str = ""
    state: FamilyState = field(default_factory=lambda: FamilyState(0, ""))


@dataclass(frozen=True, slots=True)
class OpenSidFile:
    """A population workbook whose headers were understood (a `FamilyFile`)."""

    table: Table
    context: FamilyContext
    village_code: str

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.table,)

    @property
    def notices(self) -> tuple[FileProblem, ...]:
        names = ", ".join(LEFT_OUT)
        left_out = notice("opensid_left_out", f"Kolom OpenSID yang tidak disimpan: {names}.", "Tidak perlu tindakan.")
        return (*self.table.book.notices, *self.table.notices, left_out)

    def items(self) -> Iterator[FamilyItem]:
        register = Register()
        cards = _cards(self.table)
        for key, card in cards.items():
            register.families[key] = card.state
            yield from self._family(key, card)
        yield from self._persons(register)
        yield from register.closing_issues(self._closing)

    def _family(self, key: str, card: _Card) -> Iterator[FamilyItem]:
        issues = kk_issues(self.table, card.row, card.values, key)
        if not card.values.text("no_kk") and "no_kk" not in card.values.unreadable:
            expected = "No. KK 16 angka"
            issues.append(issue_at(self.table, card.row, "no_kk", "family_without_kk", expected, _WARNING))
        unusable = has_error(issues) or "no_kk" in card.values.unreadable
        card.state.row, card.state.village_code, card.state.accepted = card.row.number, self.village_code, not unusable
        yield from belonging(issues, card.row.number)
        if not unusable:
            yield self._family_row(key, card)

    def _family_row(self, key: str, card: _Card) -> FamilyRow:
        said = card.values
        return FamilyRow(
            sheet=self.table.sheet,
            row=card.row.number,
            source_key=key,
            village_code=self.village_code,
            data_year=self.context.data_year,
            no_kk=said.text("no_kk") or None,
            hamlet=said.text("hamlet"),
            rw=said.text("rw"),
            rt=said.text("rt"),
            address=said.text("address") or said.text("address_now"),
            head_name=card.head_name,
        )

    def _persons(self, register: Register) -> Iterator[FamilyItem]:
        for row in self.table.data_rows():
            values, issues = read_row(self.table, row)
            if _number(values.text("status")) not in (None, codes.ACTIVE):
                expected = "status dasar 1 (hidup dan tinggal di desa)"
                yield issue_at(self.table, row, "status", "resident_not_active", expected, _WARNING)
                continue
            key = _key(values, row)
            state = register.families[key]
            self._check(row, values, issues, state, register)
            line = state.next_line()
            accepted = not has_error(issues)
            count_member(state, values, line, accepted)
            yield from belonging(issues, state.row)
            if accepted:
                yield person_of(self.table, row, values, key, line)

    def _check(self, row: Row, values: Values, issues: list[RowIssue], state: FamilyState, register: Register) -> None:
        """Put the form's codes in the place of the numbers, and add what is wrong to `issues`."""
        if not state.accepted and "no_kk" not in values.unreadable:
            expected = f"No. KK di baris {state.row} diperbaiki dahulu"
            issues.append(issue_at(self.table, row, "no_kk", "family_rejected", expected))
        issues += birth_issues(self.table, row, values, self.context.as_of, "")
        issues += self._translate(row, values)
        issues += nik_issues(self.table, row, values, self.context.as_of, "")
        if not has_error(issues):
            issues += repeated_nik_issues(self.table, row, values, self.village_code, register, "")

    def _translate(self, row: Row, values: Values) -> list[RowIssue]:
        """Numbers become the form's codes; an unknown number becomes "not known" with a warning."""
        issues = []
        for key, meanings in codes.DIRECT.items():
            text = values.text(key)
            meaning = meanings.get(_number(text) or 0)
            values.put(key, meaning)
            if text and meaning is None:
                issues.append(issue_at(self.table, row, key, "code_unknown", codes.EXPECTED, _WARNING))
        issues += self._schooling(row, values)
        _derive(values)
        return issues

    def _schooling(self, row: Row, values: Values) -> list[RowIssue]:
        birth = values.day("birth_date")
        age = age_on(birth, self.context.as_of) if birth else None
        reached, now = _number(values.text("reached")), _number(values.text("now"))
        values.put("education", codes.education_of(reached, now, age))
        known = {"reached": reached in codes.REACHED_CODES, "now": now in codes.NOW_CODES}
        return [
            issue_at(self.table, row, key, "code_unknown", codes.EXPECTED, _WARNING)
            for key, fine in known.items()
            if values.text(key) and not fine
        ]

    def _closing(self, state: FamilyState, key: str, code: str, expected: str) -> RowIssue:
        shown = mask_numbers_in(key)
        level = closing_level(code)
        return RowIssue(self.table.sheet, state.row, self.table.header("no_kk"), shown, expected, level, code, shown)


def _cards(table: Table) -> dict[str, _Card]:
    """The household cards of the active residents, in the order of their first row."""
    cards: dict[str, _Card] = {}
    for row in table.data_rows():
        values, _ = read_row(table, row)
        if _number(values.text("status")) not in (None, codes.ACTIVE):
            continue
        card = cards.setdefault(_key(values, row), _Card(row, values))
        if codes.RELATIONS.get(_number(values.text("relation")) or 0) is pk21.Relation.HEAD and not card.head_name:
            card.head_name = values.text("name")
    return cards


def _key(values: Values, row: Row) -> str:
    """What residents of one family share: the no. KK; somebody without one is alone."""
    return values.text("no_kk") or values.text("nik") or f"baris {row.number}"


def _number(text: str) -> int | None:
    """A code, written as a number or as text; None for anything else."""
    found = re.fullmatch(r"0*(\d{1,3})(?:\.0+)?", text)
    return int(found[1]) if found else None


def _derive(values: Values) -> None:
    """Facts that stand in other columns under another name."""
    certificate = values.text("certificate_no")
    if certificate:
        has_one = fold(certificate) not in NO_WORDS
        values.put("birth_certificate", pk21.BirthCertificate.YES if has_one else pk21.BirthCertificate.NO)
    if _number(values.text("pregnant")) == codes.PREGNANT:
        values.put("kb_reason", ReasonForNone.PREGNANT)
    if _number(values.text("citizenship")) == codes.FOREIGNER:
        values.put("nik_reason", NikMissingReason.FOREIGNER)


def read_opensid(book: Book, context: FamilyContext) -> OpenSidFile:
    """Understand the headers of a population workbook.

    Raises FileRefused, also when the sender chose no village or one that cannot be used.
    """
    code = context.village_code
    if code is None or context.village_status(code) is not VillageStatus.KNOWN:
        raise refusal(
            "village_needed",
            "Berkas penduduk OpenSID tidak memuat kode desa, dan desa yang dipilih tidak dapat dipakai.",
            "Pilih desa asal berkas ini dalam wilayah kerja Anda, lalu kirim lagi.",
        )
    table = open_table(book, choose_sheet(book, SHEETS, COLUMNS), COLUMNS, left_out=LEFT_OUT)
    return OpenSidFile(table, context, code)


def looks_like_opensid(book: Book) -> bool:
    """Whether some sheet has the columns that only this workbook names so."""
    wanted = {"name", "no_kk", "nik", "relation", "reached"}
    return any(wanted <= set(best_header(book, sheet, COLUMNS).places) for sheet in book.sheet_names)


READER: Final = FamilyReader(
    "opensid",
    "Penduduk OpenSID",
    looks_like_opensid,
    read_opensid,
    (SheetPlan(SHEETS, COLUMNS, left_out=tuple(LEFT_OUT)),),
)


def register() -> None:
    """Make the reader known to rumah_dataku; called at start-up."""
    register_reader(READER)
