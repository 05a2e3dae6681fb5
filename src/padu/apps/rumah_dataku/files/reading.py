"""Open a file that somebody sent, whatever it is, and hand out its sheets as rows of text cells.

The content decides what a file is, not its name; the name only helps to say it in words. Nothing is executed, no link
is followed, and memory stays bounded (`limits`): a file that would break these bounds is refused before it is opened.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath
from typing import IO, Final

from padu.apps.rumah_dataku.files.archives import (
    BROKEN,
    broken_file,
    kind_of_archive,
    macros_refused,
    scan_parts,
    unsupported_refused,
)
from padu.apps.rumah_dataku.files.limits import MAX_FILE_BYTES, MIB
from padu.apps.rumah_dataku.files.problems import FileProblem, refusal
from padu.apps.rumah_dataku.files.sheets import Assigned, Book, FileKind, Row
from padu.apps.rumah_dataku.files.text_tables import TextTable, open_text
from padu.apps.rumah_dataku.files.workbooks import open_workbook
from padu.domain.tabular import NumberStyle

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP: Final = b"\x1f\x8b"
_FOREIGN: Final = (
    (b"%PDF", "dokumen PDF"),
    (b"\x89PNG", "gambar"),
    (b"\xff\xd8\xff", "gambar"),
    (b"GIF8", "gambar"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7z"),
    (b"{\\rtf", "dokumen RTF"),
    (b"SQLite format 3", "basis data"),
)
_MACRO_SUFFIXES: Final = frozenset({".xlsm", ".xltm", ".xlam", ".xla"})
_TEXT_SUFFIXES: Final = frozenset({".csv", ".txt", ".tsv", ".tab", ".xls", ""})
_WEB_PAGE: Final = (b"<html", b"<!doctype", b"<table", b"<?xml")


@dataclass(slots=True)
class TextBook:
    """One or more text tables, each standing for a sheet."""

    kind: FileKind
    tables: dict[str, TextTable]
    notices: tuple[FileProblem, ...] = ()
    assigned: Mapping[str, Assigned] = field(default_factory=dict)

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(self.tables)

    def style(self, sheet: str, /) -> NumberStyle:
        return self.tables[sheet].style

    def rows(self, sheet: str) -> Iterator[Row]:
        return self.tables[sheet].rows()


@contextmanager
def open_book(path: Path, file_name: str = "", assigned: Mapping[str, Assigned] | None = None) -> Iterator[Book]:
    """Open a table file for reading; it stays open inside the `with` block.

    assigned   what a person said about the columns of its sheets

    path       where the bytes are
    file_name  the sender's name for it, shown in messages and used for the sheet name of a CSV; default: that of path
    raises     FileRefused with words for the sender
    """
    name = PurePath(file_name or path.name).name
    size = path.stat().st_size
    if size == 0:
        raise refusal("empty_file", f"Berkas “{name}” kosong (0 bita).", "Isi templat dengan data, lalu kirim lagi.")
    if size > MAX_FILE_BYTES:
        message = f"Berkas “{name}” lebih besar dari batas {MAX_FILE_BYTES // MIB} MB."
        raise refusal("file_too_large", message, "Bagi berkas, misalnya per kecamatan, atau kirim sebagai .csv.gz.")
    if PurePath(name.casefold()).suffix in _MACRO_SUFFIXES:
        raise macros_refused(name)
    with path.open("rb") as stream:
        head = stream.read(4096)
    kind = _workbook_kind(path, head, name)
    if kind is None:
        yield _open_text_book(path, head, name, assigned or {})
    else:
        with open_workbook(path, kind, name, assigned) as book:
            yield book


def _workbook_kind(path: Path, head: bytes, name: str) -> FileKind | None:
    """The kind of workbook, or None for text tables, packed or not."""
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        kind = kind_of_archive(path, name)
        return None if kind is FileKind.CSV_ZIP else kind
    return FileKind.XLS if head.startswith(_OLE) else None


def _open_text_book(path: Path, head: bytes, name: str, assigned: Mapping[str, Assigned]) -> Book:
    book = _text_book(path, head, name)
    book.assigned = assigned
    return book


def _text_book(path: Path, head: bytes, name: str) -> TextBook:
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _open_csv_zip(path, name)
    if head.startswith(_GZIP):
        return _open_packed_text(path, name)
    _refuse_foreign(head, name)
    table = open_text(partial(_open_plain, path), name)
    return TextBook(FileKind.CSV, {_stem(name): table})


def _refuse_foreign(head: bytes, name: str) -> None:
    """Say what a file is that is neither a workbook nor a text table."""
    for mark, what in _FOREIGN:
        if head.startswith(mark):
            raise unsupported_refused(name, what)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB_PAGE):
        raise unsupported_refused(name, "halaman web atau berkas XML yang diberi nama lembar kerja")
    if _suffix(name) not in _TEXT_SUFFIXES:
        raise unsupported_refused(name, f"berkas berjenis “{_suffix(name)}”")


def _open_packed_text(path: Path, name: str) -> TextBook:
    """A CSV packed with gzip (`.csv.gz`)."""
    plain = name.removesuffix(".gz")
    if _suffix(plain) not in _TEXT_SUFFIXES:
        raise unsupported_refused(name, "arsip gzip")
    opener = partial(_open_gzip, path)
    try:
        return TextBook(FileKind.CSV, {_stem(plain): open_text(opener, name)})
    except BROKEN as error:
        raise broken_file(name) from error


def _open_plain(path: Path) -> IO[bytes]:
    return path.open("rb")


def _open_gzip(path: Path) -> IO[bytes]:
    return io.BufferedReader(gzip.open(path, "rb"))


def _open_csv_zip(path: Path, name: str) -> TextBook:
    """A zip of CSV files, each a sheet; notes in .txt are left aside."""
    scan_parts(path, name)
    with zipfile.ZipFile(path) as archive:
        parts = [part.filename for part in archive.infolist() if part.filename.casefold().endswith(".csv")]
    if not parts:
        raise unsupported_refused(name, "arsip zip tanpa tabel CSV")
    try:
        tables = {
            _sheet_name(part, parts): open_text(partial(_open_part, path, part), PurePath(part).name) for part in parts
        }
    except BROKEN as error:
        raise broken_file(name) from error
    return TextBook(FileKind.CSV_ZIP, tables)


def _open_part(path: Path, part: str) -> IO[bytes]:
    return zipfile.ZipFile(path).open(part)


def _sheet_name(part: str, parts: list[str]) -> str:
    """The plain file name, or the whole path where two folders hold files of one name."""
    same = [other for other in parts if _stem(other) == _stem(part)]
    return _stem(part) if len(same) == 1 else part


def _suffix(name: str) -> str:
    return PurePath(name.casefold()).suffix


def _stem(name: str) -> str:
    return PurePath(name).stem
