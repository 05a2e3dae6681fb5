"""Rows of a template with one family and one person, and what reading them gives."""

from __future__ import annotations

import datetime as dt

from padu.apps.rumah_dataku.files.families import read_families
from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyRow, PersonRow
from padu.apps.rumah_dataku.files.villages import VillageStatus

TODAY = dt.date(2026, 11, 22)
VILLAGE = "13.01.01.2001"
KNOWN = {VILLAGE: VillageStatus.KNOWN, "13.01.01.2002": VillageStatus.KNOWN, "33.07.10.2005": VillageStatus.OUTSIDE}
CONTEXT = FamilyContext(2026, TODAY, lambda code: KNOWN.get(code, VillageStatus.UNKNOWN))

FAMILY = {"No. keluarga": "K-1", "Kode desa": VILLAGE}
PERSON = {
    "No. keluarga": "K-1",
    "K.02 Nama": "Siti Aminah",
    "NIK": "1301014503970001",
    "K.03 Jenis kelamin": "2",
    "Tanggal lahir": "05/03/1997",
    "K.10 Hubungan dengan kepala keluarga": "1",
}


def table(rows: list[dict[str, object]]) -> list[list[object]]:
    heads = list(dict.fromkeys(head for row in rows for head in row))
    return [heads, *([row.get(head) for head in heads] for row in rows)]


def parse(path, context=CONTEXT):
    with open_book(path) as book:
        file = read_families(book, context)
        items = list(file.items())
    kinds = FamilyRow, PersonRow, RowIssue
    return tuple([item for item in items if isinstance(item, kind)] for kind in kinds)


def told(issues):
    return [(issue.sheet, issue.row, issue.column, issue.code, issue.severity.value) for issue in issues]
