"""Packed files (XLSX, ODS, a zip of CSV) are looked through before anything opens them.

A workbook reader lays a sheet out as a full rectangle, so that two cells in opposite corners cost gigabytes, and it
trusts the sizes that the zip directory names. Here everything is unpacked once as a stream, with bounded memory:
sizes, checksums, the corners of each sheet, macros and formulas.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from padu.apps.rumah_dataku.files.limits import (
    CHUNK_BYTES,
    MAX_CELLS,
    MAX_FORMULAS,
    MAX_MEMBERS,
    MAX_PACKING_RATIO,
    MAX_UNPACKED_BYTES,
    RATIO_FROM_BYTES,
)
from padu.apps.rumah_dataku.files.problems import FileRefused, refusal
from padu.apps.rumah_dataku.files.sheets import FileKind

_OVERLAP_BYTES: Final = 4096
_REF: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_CELL: Final = rb"""<(?:\w+:)?c\b([^>]*)>"""
_FORMULA: Final = re.compile(_CELL + rb"""\s*<(?:\w+:)?f[\s/>]""")
_ERROR: Final = re.compile(rb"""<(?:\w+:)?c\b([^>]*\st\s*=\s*["']e["'][^>]*)>""")
_FORMULA_START: Final = re.compile(rb"""[<:]f[\s/>]""")
_ERROR_TYPE: Final = re.compile(rb"""=\s*["']e["']""")
_MACRO_PARTS: Final = re.compile(r"(^|/)(vbaproject\.bin|macrosheets/|vbadata\.xml)|^(basic|scripts)/", re.IGNORECASE)
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,  # what `zipfile` raises for a way of packing that it does not know
    OSError,
    RuntimeError,
    ValueError,
)
"""What unpacking raises for a broken, cut or encrypted file (a name that is no text, a part that is missing, ...)."""

Marks = dict[int, set[int]]


@dataclass(slots=True)
class PartScan:
    """What was seen in one part of a workbook: its far corner, and formulas and errors as row number -> positions."""

    rows: int = 0
    columns: int = 0
    formulas: Marks = field(default_factory=dict)
    errors: Marks = field(default_factory=dict)


def kind_of_archive(path: Path, name: str) -> FileKind:
    """Which table file the zip is. Raises FileRefused for macros, encryption, bombs, broken or other files."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive, path.stat().st_size, name)
            return _kind(archive, name)
    except BROKEN as error:
        raise broken_file(name) from error


def scan_parts(path: Path, name: str) -> dict[str, PartScan]:
    """Unpack every part once and note what a reader would have to hold. Raises FileRefused when that is too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {part.filename: _scan(archive, part, name) for part in archive.infolist()}
    except BROKEN as error:
        raise broken_file(name) from error


def broken_file(name: str) -> FileRefused:
    return refusal(
        "broken_file",
        f"Berkas “{name}” rusak atau terpotong sehingga tidak dapat dibuka.",
        "Buka berkas di komputer Anda, simpan ulang sebagai .xlsx, lalu kirim lagi.",
    )


def macros_refused(name: str) -> FileRefused:
    return refusal(
        "macros",
        f"Buku kerja “{name}” berisi makro. Demi keamanan, buku kerja bermakro tidak dibuka.",
        "Di Excel pilih Simpan sebagai, jenis “Buku Kerja Excel (.xlsx)”, lalu kirim berkas .xlsx itu.",
    )


def encrypted_refused(name: str) -> FileRefused:
    return refusal(
        "encrypted",
        f"Berkas “{name}” dikunci dengan kata sandi.",
        "Buka berkas, hapus kata sandinya, simpan, lalu kirim lagi.",
    )


def unsupported_refused(name: str, what: str) -> FileRefused:
    return refusal(
        "unsupported_type",
        f"Berkas “{name}” adalah {what}, bukan tabel yang dapat dibaca.",
        "Kirim tabel sebagai .xlsx, .xls, .ods atau .csv; templat dapat diunduh di halaman ini.",
    )


def _check_directory(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise encrypted_refused(name)
    unpacked = sum(part.file_size for part in parts)
    twice = [part for part, count in Counter(part.filename.casefold() for part in parts).items() if count > 1]
    if len(parts) > MAX_MEMBERS or twice:
        raise broken_file(name)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > RATIO_FROM_BYTES and unpacked > MAX_PACKING_RATIO * packed):
        raise refusal(
            "unpacked_too_large",
            f"Isi berkas “{name}” menjadi terlalu besar setelah dibuka.",
            "Hapus baris dan lembar yang tidak perlu atau bagi berkas, lalu kirim lagi.",
        )
    if any(_MACRO_PARTS.search(part.filename) for part in parts):
        raise macros_refused(name)


def _kind(archive: zipfile.ZipFile, name: str) -> FileKind:
    names = {part.filename.casefold() for part in archive.infolist() if not part.is_dir()}
    if "mimetype" in names:
        return _open_document(archive, name)
    if "[content_types].xml" in names:
        return _office_document(archive, names, name)
    if names and all(part.endswith((".csv", ".txt")) for part in names):
        return FileKind.CSV_ZIP
    raise unsupported_refused(name, "arsip zip tanpa tabel CSV")


def _open_document(archive: zipfile.ZipFile, name: str) -> FileKind:
    with archive.open("mimetype") as part:
        mime = part.read(100).decode("ascii", "replace").strip()
    if mime not in (
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet-template",
    ):
        raise unsupported_refused(name, "dokumen OpenDocument")
    with archive.open("META-INF/manifest.xml") as part:
        if b"encryption-data" in part.read(CHUNK_BYTES):
            raise encrypted_refused(name)
    return FileKind.ODS


def _office_document(archive: zipfile.ZipFile, names: set[str], name: str) -> FileKind:
    with archive.open("[Content_Types].xml") as part:
        types = part.read(CHUNK_BYTES)
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise macros_refused(name)
    if any(part.endswith("workbook.bin") for part in names):
        raise unsupported_refused(name, "buku kerja biner (.xlsb)")
    if b"spreadsheetml.sheet.main" not in types and b"spreadsheetml.template.main" not in types:
        raise unsupported_refused(name, "dokumen Office yang bukan lembar kerja")
    return FileKind.XLSX


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> PartScan:
    """Read one part to its end, so that its checksum and true size are proved too."""
    found = PartScan()
    for window in _windows(archive, part):
        _note_corner(found, window)
        if _FORMULA_START.search(window):  # a quick look before the slow one
            _note_marks(found.formulas, _FORMULA, window)
        if _ERROR_TYPE.search(window):
            _note_marks(found.errors, _ERROR, window)
        if found.rows * found.columns > MAX_CELLS:
            raise sheet_too_large(name)
        if sum(map(len, found.formulas.values())) > MAX_FORMULAS:
            raise too_many_formulas(name)
    return found


def _windows(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Chunks with the end of the one before, so that nothing hides on a border."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield tail + chunk
            tail = chunk[-_OVERLAP_BYTES:]


def _note_corner(found: PartScan, window: bytes) -> None:
    refs = _REF.findall(window)
    if refs:
        found.rows = max(found.rows, max(int(row) for _, row in refs))
        found.columns = max(found.columns, max(_column_number(letters) for letters in {letters for letters, _ in refs}))


def _note_marks(marks: Marks, pattern: re.Pattern[bytes], window: bytes) -> None:
    for match in pattern.finditer(window):
        ref = _REF.search(b" " + match.group(1))
        if ref:
            marks.setdefault(int(ref.group(2)), set()).add(_column_number(ref.group(1)) - 1)


def _column_number(letters: bytes) -> int:
    """A is 1, XFD is 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def sheet_too_large(name: str) -> FileRefused:
    return refusal(
        "sheet_too_large",
        f"Sebuah lembar di “{name}” memakai terlalu banyak baris dan kolom.",
        "Hapus sel kosong di bawah dan di kanan tabel, atau kirim sebagai CSV.",
    )


def too_many_formulas(name: str) -> FileRefused:
    return refusal(
        "too_many_formulas",
        f"Buku kerja “{name}” berisi terlalu banyak rumus.",
        "Salin tabel lalu tempel sebagai nilai, simpan, dan kirim lagi.",
    )
