"""Tables of changes as people send them, read into rows: successions, older code lists, codes of Statistics Indonesia.

What cannot be read is an issue of its row; nothing here asks the database. The file itself is opened by a reader that a
later app registers when the apps start: workbooks are opened there, in a process of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from padu.domain.errors import PaduError
from padu.domain.regions import is_region_code
from padu.domain.regions_over_time import ChangeIssue, ChangeKind, share_from
from padu.domain.tabular import CellError, fold, parse_date, parse_yes_no, starts_like_formula

MAX_ROWS = 200_000
MAX_NAME = 120
MAX_SOURCE = 200


class FileUnreadable(PaduError):
    """Nothing of the file can be used. data: message, todo: words for the sender."""

    code = "regions.file_unreadable"


# A row of the file: its number as a person counts, and its cells as texts.
Line = tuple[int, Sequence[str]]
# Every row of the first sheet, the header first; a cell with a formula begins with "=". Raises FileUnreadable.
Reader = Callable[[Path, str], Iterable[Line]]
_reader: list[Reader] = []


def register_reader(read: Reader) -> None:
    """Open files of changes with this; registering again replaces it."""
    _reader[:] = [read]


@dataclass(slots=True)
class ReadTable:
    """Rows as plain values (JSON), each with the number of its line in the file, and what could not be read."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    issues: list[ChangeIssue] = field(default_factory=list)


_COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "successions": {
        "from_code": ("from_code", "kode lama", "kode asal"),
        "to_code": ("to_code", "kode baru", "kode pengganti"),
        "effective_on": ("effective_on", "berlaku sejak", "tanggal berlaku", "tanggal"),
        "share": ("share", "bagian"),
        "kind": ("kind", "jenis perubahan", "jenis"),
        "source": ("source", "sumber", "dasar hukum"),
        "to_name": ("to_name", "nama baru"),
        "families": ("families", "keluarga ikut", "data keluarga ikut"),
    },
    "older_list": {"code": ("code", "kode", "kode wilayah"), "name": ("name", "nama", "nama wilayah")},
    "bps_codes": {"code": ("code", "kode", "kode kemendagri"), "bps_code": ("bps_code", "kode bps")},
}
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "successions": ("from_code", "to_code", "effective_on", "share", "kind", "source"),
    "older_list": ("code", "name"),
    "bps_codes": ("code", "bps_code"),
}
_KIND_WORDS = {
    "pemekaran": ChangeKind.SPLIT,
    "penggabungan": ChangeKind.MERGE,
    "gantinama": ChangeKind.RENAME,
    "kodebaru": ChangeKind.NEW_CODE,
    "provinsibaru": ChangeKind.NEW_PROVINCE,
    "pembubaran": ChangeKind.DISSOLVED,
    "perubahanbatas": ChangeKind.BOUNDARY,
} | {fold(kind.value): kind for kind in ChangeKind}


def columns_of(kind: str) -> tuple[str, ...]:
    """Names of the columns a file of this kind must have."""
    return _REQUIRED[kind]


def read_changes(path: Path, file_name: str, kind: str) -> ReadTable:
    """Read a file of one kind. Raises FileUnreadable when columns are missing or it is no table."""
    lines = iter(_reader[0](path, file_name))
    _, header = next(lines, (1, ()))
    places = _places(header, kind)
    table = ReadTable()
    parse = _PARSERS[kind]
    for number, cells in _filled(lines):
        if len(table.rows) + len(table.issues) >= MAX_ROWS:
            raise FileUnreadable(
                message=gettext("Berkas berisi terlalu banyak baris."), todo=gettext("Bagi berkasnya.")
            )
        texts = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        parse(number, texts, table)
    if not table.rows and not table.issues:
        raise FileUnreadable(
            message=gettext("Berkas tidak berisi baris."), todo=gettext("Isi paling sedikit satu baris di bawah judul.")
        )
    return table


def _places(header: Sequence[str], kind: str) -> dict[str, int]:
    spoken = {fold(cell): at for at, cell in enumerate(header)}
    found: dict[str, int] = {}
    for name, aliases in _COLUMNS[kind].items():
        at = next((spoken[fold(alias)] for alias in aliases if fold(alias) in spoken), None)
        if at is not None:
            found[name] = at
    missing = [name for name in _REQUIRED[kind] if name not in found]
    if missing:
        raise FileUnreadable(
            message=gettext("Kolom ini tidak ditemukan: %(columns)s.") % {"columns": ", ".join(missing)},
            todo=gettext("Baris pertama berkas memuat judul kolom: %(columns)s.")
            % {"columns": ", ".join(_REQUIRED[kind])},
        )
    return found


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    return (line for line in lines if any(cell.strip() for cell in line[1]))


def _parse_succession(number: int, texts: Mapping[str, str], table: ReadTable) -> None:
    row: dict[str, Any] = {"line": number, "source": texts["source"][:MAX_SOURCE], "to_name": texts.get("to_name", "")}
    issues = _text_issues(number, texts, ("source", "to_name"))
    for column in ("from_code", "to_code"):
        row[column] = texts[column]
        if not is_region_code(texts[column]) and (texts[column] or column == "from_code"):
            issues.append(ChangeIssue(number, "code_form", column, texts[column], _CODE_FORM()))
    for column, read in (("effective_on", _day), ("share", _share), ("kind", _kind), ("families", _families)):
        try:
            row[column] = read(texts.get(column, ""))
        except CellError as error:
            issues.append(ChangeIssue(number, error.code, column, texts[column], error.expected))
    if not row["source"]:
        issues.append(
            ChangeIssue(number, "value_required", "source", "", gettext("dasar perubahan, misalnya UU 14/2022"))
        )
    table.issues += issues
    if not issues:
        table.rows.append(row)


def _CODE_FORM() -> str:  # noqa: N802 - a constant in the reader's language
    return gettext("kode bertitik sebagai teks, misalnya 13.01.01.2001")


def _text_issues(number: int, texts: Mapping[str, str], columns: Sequence[str]) -> list[ChangeIssue]:
    issues = []
    for column in columns:
        text = texts.get(column, "")
        if starts_like_formula(text):
            issues.append(ChangeIssue(number, "formula_cell", column, text[:40], gettext("teks, bukan rumus")))
        elif len(text) > MAX_NAME:
            issues.append(ChangeIssue(number, "value_too_long", column, text[:40], gettext("paling panjang 120 huruf")))
    return issues


def _day(text: str) -> str:
    return parse_date(text).isoformat()


def _share(text: str) -> str | None:
    try:
        share = share_from(text)
    except ValueError as error:
        raise CellError(
            "share_form", gettext("0,4 atau 40%, paling banyak enam desimal; kosong bila belum diketahui")
        ) from error
    return None if share is None else str(share)


def _kind(text: str) -> str:
    kind = _KIND_WORDS.get(fold(text))
    if kind is None:
        words = ", ".join(ChangeKind)
        raise CellError("kind_unknown", gettext("salah satu dari: %(words)s") % {"words": words})
    return kind.value


def _families(text: str) -> bool | None:
    return parse_yes_no(text) if text else None


def _parse_place(number: int, texts: Mapping[str, str], table: ReadTable) -> None:
    issues = _text_issues(number, texts, ("name",))
    if not is_region_code(texts["code"]):
        issues.append(ChangeIssue(number, "code_form", "code", texts["code"][:40], _CODE_FORM()))
    if not texts["name"]:
        issues.append(ChangeIssue(number, "value_required", "name", "", gettext("nama wilayah")))
    table.issues += issues
    if not issues:
        table.rows.append({"line": number, "code": texts["code"], "name": " ".join(texts["name"].split())})


def _parse_bps(number: int, texts: Mapping[str, str], table: ReadTable) -> None:
    if not is_region_code(texts["code"]):
        table.issues.append(ChangeIssue(number, "code_form", "code", texts["code"][:40], _CODE_FORM()))
        return
    table.rows.append({"line": number, "code": texts["code"], "bps_code": texts["bps_code"]})


_PARSERS: Mapping[str, Callable[[int, Mapping[str, str], ReadTable], None]] = {
    "successions": _parse_succession,
    "older_list": _parse_place,
    "bps_codes": _parse_bps,
}


def day_of(row: Mapping[str, Any]) -> dt.date:
    return dt.date.fromisoformat(row["effective_on"])
