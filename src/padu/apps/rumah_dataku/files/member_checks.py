"""Checks of one person that every reader of families makes, and the person made of a checked row."""

from __future__ import annotations

import datetime as dt

from padu.apps.rumah_dataku.files.cells import Values, issue_at
from padu.apps.rumah_dataku.files.columns import Table
from padu.apps.rumah_dataku.files.family_checks import FamilyState, Register
from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.apps.rumah_dataku.files.rows import PersonRow
from padu.apps.rumah_dataku.files.sheets import Row
from padu.domain import pk21
from padu.domain.contraception import Method, ReasonForNone
from padu.domain.identity import IssueLevel, NikMissingReason, NumberFinding, check_nik, check_no_kk
from padu.domain.population import OLDEST_AGE_YEARS, age_on


def has_error(issues: list[RowIssue]) -> bool:
    return any(issue.severity is IssueLevel.ERROR for issue in issues)


def finding_issues(
    table: Table, row: Row, key: str, findings: tuple[NumberFinding, ...], subject: str
) -> list[RowIssue]:
    """Findings on a NIK or no. KK as issues of its cell."""
    return [
        issue_at(table, row, key, finding.code, finding.expected, finding.level, subject=subject)
        for finding in findings
    ]


def kk_issues(table: Table, row: Row, values: Values, subject: str) -> list[RowIssue]:
    """What is wrong with the no. KK of a row; an empty one is nothing wrong."""
    number = values.text("no_kk")
    return finding_issues(table, row, "no_kk", check_no_kk(number), subject) if number else []


def birth_issues(table: Table, row: Row, values: Values, as_of: dt.date, subject: str) -> list[RowIssue]:
    """A birth date in the future, or further back than the oldest age, is an error."""
    birth = values.day("birth_date")
    if birth is None:
        return []
    if birth > as_of:
        return [issue_at(table, row, "birth_date", "date_future", "tanggal yang sudah lewat", subject=subject)]
    if age_on(birth, as_of) > OLDEST_AGE_YEARS:
        expected = f"umur paling tinggi {OLDEST_AGE_YEARS} tahun"
        return [issue_at(table, row, "birth_date", "date_too_old", expected, subject=subject)]
    return []


def nik_issues(table: Table, row: Row, values: Values, as_of: dt.date, subject: str) -> list[RowIssue]:
    """What is wrong with a NIK by itself and against sex and birth date, or that it is missing without a reason."""
    if "nik" in values.unreadable:
        return []
    nik = values.text("nik")
    if nik:
        findings = check_nik(nik, as_of=as_of, sex=values.code("sex", pk21.Sex), birth_date=values.day("birth_date"))
        return finding_issues(table, row, "nik", findings, subject)
    if values.has("nik_reason") or "nik_reason" in values.unreadable:
        return []
    expected = "NIK, atau alasan mengapa kosong"
    return [issue_at(table, row, "nik", "nik_reason_missing", expected, IssueLevel.WARNING, subject=subject)]


def repeated_nik_issues(
    table: Table, row: Row, values: Values, village_code: str, register: Register, subject: str
) -> list[RowIssue]:
    """A NIK seen in an earlier row: an error in one village, a warning across two."""
    nik = values.text("nik")
    used = register.nik_level(nik, row.number, village_code) if nik else None
    if used is None:
        return []
    level, earlier = used
    code = "nik_duplicate" if level is IssueLevel.ERROR else "nik_duplicate_elsewhere"
    expected = f"NIK milik orang ini sendiri (sudah ada di baris {earlier})"
    return [issue_at(table, row, "nik", code, expected, level, subject=subject)]


def count_member(state: FamilyState, values: Values, line: int, accepted: bool) -> None:
    """Note a member in the state of the family."""
    if not accepted:
        state.rejected += 1
        return
    state.members += 1
    state.lines |= 1 << line
    state.mothers |= 1 << (values.whole("mother_line") or 0)
    state.heads += values.code("relation", pk21.Relation) is pk21.Relation.HEAD


def person_of(table: Table, row: Row, values: Values, family_key: str, line: int) -> PersonRow:
    """The person that a row without errors describes."""
    nik = values.text("nik") or None
    reason = values.code("nik_reason", NikMissingReason) or NikMissingReason.NOT_ASKED
    return PersonRow(
        sheet=table.sheet,
        row=row.number,
        family_key=family_key,
        line=line,
        name=values.text("name"),
        nik=nik,
        nik_missing_reason=None if nik else reason,
        religion=values.code("religion", pk21.Religion),
        mother_line=values.whole("mother_line"),
        answers=_answers(values),
        kb_method=values.code("kb_method", Method),
        kb_reason=values.code("kb_reason", ReasonForNone),
    )


def _answers(values: Values) -> pk21.MemberAnswers:
    return pk21.MemberAnswers(
        sex=values.code("sex", pk21.Sex),
        birth_date=values.day("birth_date"),
        marital_status=values.code("marital_status", pk21.MaritalStatus),
        birth_certificate=values.code("birth_certificate", pk21.BirthCertificate),
        relation=values.code("relation", pk21.Relation),
        occupation=values.code("occupation", pk21.Occupation),
        education=values.code("education", pk21.Education),
        insurance=values.code("insurance", pk21.Insurance),
        whereabouts=values.code("whereabouts", pk21.Whereabouts),
    )
