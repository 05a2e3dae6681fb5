"""Issues of a run: code, severity and column in clear, everything that was seen in a cell encrypted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from padu.apps.rumah_dataku.files.problems import ISSUE_TITLES, RowIssue
from padu.apps.rumah_dataku.models import ImportIssue, ImportRun

_COLUMN_CHARS: Final = 80


@dataclass(frozen=True, slots=True)
class ShownIssue:
    """One issue for a person: the value seen is masked already."""

    number: int
    severity: str
    code: str
    sheet: str
    row: int
    column: str
    seen: str
    expected: str
    subject: str

    @property
    def title(self) -> str:
        return ISSUE_TITLES.get(self.code, self.code)


def save_issues(run: ImportRun, issues: Iterable[RowIssue], first_number: int) -> int:
    """Store issues numbered from `first_number` on. Returns the next free number."""
    rows = [_sealed(run, number, issue) for number, issue in enumerate(issues, start=first_number)]
    ImportIssue.objects.bulk_create(rows, batch_size=1000)
    return first_number + len(rows)


def _sealed(run: ImportRun, number: int, issue: RowIssue) -> ImportIssue:
    detail = [issue.sheet, issue.row, issue.column, issue.value_seen, issue.value_expected, issue.subject]
    key_id, sealed = settings.KEYRING.encrypt(json.dumps(detail).encode(), issue_context(run.pk, number))
    return ImportIssue(
        run=run,
        region_code=run.region_code,
        number=number,
        severity=issue.severity.value,
        code=issue.code,
        column=issue.column[:_COLUMN_CHARS],
        detail=sealed,
        key_id=key_id,
        created_by=run.created_by,
    )


def open_issue(row: ImportIssue) -> ShownIssue:
    """Decrypt one issue. Raises TamperedError, UnknownKeyError."""
    clear = settings.KEYRING.decrypt(row.key_id, bytes(row.detail), issue_context(row.run_id, row.number))
    sheet, line, column, seen, expected, subject = json.loads(clear)
    return ShownIssue(row.number, row.severity, row.code, sheet, line, column, seen, expected, subject)


def issue_context(run_id: int, number: int) -> bytes:
    """What binds an issue's ciphertext to its place."""
    return f"rumah_dataku.import_issue:{run_id}:{number}".encode()
