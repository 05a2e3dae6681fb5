"""Read families and persons from the template of Padu: sheets Keluarga and Anggota, in a workbook or a zip of CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from padu.apps.rumah_dataku.files.cells import Values, issue_at, read_row
from padu.apps.rumah_dataku.files.columns import Table, best_header, choose_sheet, open_table
from padu.apps.rumah_dataku.files.family_checks import FamilyState, Register, belonging, closing_level
from padu.apps.rumah_dataku.files.family_columns import (
    FAMILY_COLUMNS,
    FAMILY_SHEETS,
    PERSON_COLUMNS,
    PERSON_SHEETS,
    QUESTIONS,
)
from padu.apps.rumah_dataku.files.member_checks import (
    birth_issues,
    count_member,
    has_error,
    kk_issues,
    nik_issues,
    person_of,
    repeated_nik_issues,
)
from padu.apps.rumah_dataku.files.problems import FileProblem, RowIssue
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyItem, FamilyRow
from padu.apps.rumah_dataku.files.sheets import Book, Row
from padu.apps.rumah_dataku.files.villages import VillageCheck
from padu.domain import pk21
from padu.domain.identity import mask_numbers_in
from padu.domain.stunting_risk import RiskStatus, Screening
from padu.domain.tabular import CellError

_PAST_DAYS: Final = ("surveyed_on", "welfare_as_of", "krs_as_of")
_QUESTION_KEYS: Final = tuple(column.key for column in QUESTIONS)


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A filled-in template whose headers were understood (a `FamilyFile`)."""

    families: Table
    persons: Table
    context: FamilyContext

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.families, self.persons

    @property
    def notices(self) -> tuple[FileProblem, ...]:
        return (*self.families.book.notices, *self.families.notices, *self.persons.notices)

    def items(self) -> Iterator[FamilyItem]:
        register = Register()
        yield from _families(self.families, self.context, register)
        yield from _persons(self.persons, self.context, register)
        yield from register.closing_issues(self._closing)

    def _closing(self, state: FamilyState, key: str, code: str, expected: str) -> RowIssue:
        header = self.families.header("family_key")
        shown = mask_numbers_in(key)
        return RowIssue(self.families.sheet, state.row, header, shown, expected, closing_level(code), code, shown)


def read_families(book: Book, context: FamilyContext) -> TemplateFile:
    """Understand the headers of a template; of the data only that there are some. Raises FileRefused."""
    families = open_table(book, choose_sheet(book, FAMILY_SHEETS, FAMILY_COLUMNS), FAMILY_COLUMNS)
    persons = open_table(book, choose_sheet(book, PERSON_SHEETS, PERSON_COLUMNS), PERSON_COLUMNS)
    return TemplateFile(families, persons, context)


def _families(table: Table, context: FamilyContext, register: Register) -> Iterator[FamilyItem]:
    villages = VillageCheck(context.village_status, context.village_code)
    for row in table.data_rows():
        values, issues = read_row(table, row, subject=_key_text(table, row))
        key = values.text("family_key")
        if key in register.families:
            expected = f"nomor yang belum dipakai (sudah ada di baris {register.families[key].row})"
            issues.append(issue_at(table, row, "family_key", "family_duplicate", expected, subject=key))
            # Nobody can say which of the two its members belong to: the earlier one is kept out as well.
            yield from belonging(issues, register.families[key].row)
            continue
        village = _village(table, row, values, villages, issues)
        issues += kk_issues(table, row, values, key)
        issues += _day_issues(table, row, values, context)
        if key:
            register.families[key] = FamilyState(row.number, village, accepted=not has_error(issues))
        yield from belonging(issues, row.number)
        if not has_error(issues):
            yield _family(table, row, values, village, context)


def _key_text(table: Table, row: Row) -> str:
    """Number of the family as it stands in the row, as both sheets spell it."""
    return " ".join(row.cell(table.places["family_key"].position).split())


def _village(table: Table, row: Row, values: Values, villages: VillageCheck, issues: list[RowIssue]) -> str:
    """The family's village; "" with an issue where there is none that can be used."""
    if "village_code" in values.unreadable:
        return ""
    try:
        return villages.resolve(values.text("village_code") or None)
    except CellError as reason:
        key = values.text("family_key")
        issues.append(issue_at(table, row, "village_code", reason.code, reason.expected, subject=key))
        return ""


def _day_issues(table: Table, row: Row, values: Values, context: FamilyContext) -> list[RowIssue]:
    key = values.text("family_key")
    return [
        issue_at(table, row, name, "date_future", "tanggal yang sudah lewat", subject=key)
        for name in _PAST_DAYS
        if (values.day(name) or context.as_of) > context.as_of
    ]


def _family(table: Table, row: Row, values: Values, village: str, context: FamilyContext) -> FamilyRow:
    surveyed_on = values.day("surveyed_on")
    return FamilyRow(
        sheet=table.sheet,
        row=row.number,
        source_key=values.text("family_key"),
        village_code=village,
        data_year=surveyed_on.year if surveyed_on else context.data_year,
        no_kk=values.text("no_kk") or None,
        hamlet=values.text("hamlet"),
        rw=values.text("rw"),
        rt=values.text("rt"),
        address=values.text("address"),
        head_name=values.text("head_name"),
        surveyed_on=surveyed_on,
        welfare_decile=values.whole("welfare_decile"),
        welfare_source=values.text("welfare_source"),
        welfare_as_of=values.day("welfare_as_of"),
        screening=_screening(values),
        answers=_family_answers(values),
    )


def _screening(values: Values) -> Screening:
    support = values.code("tpk_support", pk21.Answer)
    return Screening(
        stunting_risk=values.code("krs", RiskStatus),
        source=values.text("krs_source"),
        as_of=values.day("krs_as_of"),
        tpk_support=support.value if support else "",
    )


def _family_answers(values: Values) -> pk21.FamilyAnswers:
    answers: dict[str, Any] = {key: values.raw(key) for key in _QUESTION_KEYS if values.has(key)}
    return pk21.FamilyAnswers(**answers)  # each column's list holds values of its own question only


def _persons(table: Table, context: FamilyContext, register: Register) -> Iterator[FamilyItem]:
    for row in table.data_rows():
        key = _key_text(table, row)
        values, issues = read_row(table, row, subject=key)
        state = register.families.get(key)
        line = values.whole("line") or (state.next_line() if state else 1)
        issues += _belonging_issues(table, row, key, line, state)
        issues += birth_issues(table, row, values, context.as_of, key)
        issues += nik_issues(table, row, values, context.as_of, key)
        if state and not has_error(issues):
            issues += repeated_nik_issues(table, row, values, state.village_code, register, key)
        if state:
            count_member(state, values, line, accepted=not has_error(issues))
        yield from belonging(issues, state.row if state else 0)
        if not has_error(issues):
            yield person_of(table, row, values, key, line)


def _belonging_issues(table: Table, row: Row, key: str, line: int, state: FamilyState | None) -> list[RowIssue]:
    """Whether the member belongs to a family that is taken, under a number of its own."""
    if not key:  # an empty cell has its issue already
        return []
    if state is None:
        expected = "nomor keluarga yang ada di lembar Keluarga"
        return [issue_at(table, row, "family_key", "family_unknown", expected, subject=key)]
    if not state.accepted:
        expected = f"baris {state.row} di lembar Keluarga diperbaiki dahulu"
        return [issue_at(table, row, "family_key", "family_rejected", expected, subject=key)]
    if state.lines >> line & 1:
        expected = "nomor urut yang belum dipakai dalam keluarga ini"
        return [issue_at(table, row, "line", "line_duplicate", expected, subject=key)]
    return []


def looks_like_template(book: Book) -> bool:
    """Whether some sheet has the number of a family and the name and NIK of a member as the template does."""
    wanted = {"family_key", "name", "nik"}
    return any(wanted <= set(best_header(book, sheet, PERSON_COLUMNS).places) for sheet in book.sheet_names)
