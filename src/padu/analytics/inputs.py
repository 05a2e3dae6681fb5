"""Recognising the input files of the index before any engine opens them: kind, encoding, delimiter, header.

CSV: UTF-8 (with or without a byte order mark), comma, semicolon, tab or bar, header in any letter case.
Reading here is bounded: a file is streamed, never held.
"""

from __future__ import annotations

import codecs
import csv
import errno
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from padu.analytics.faults import COLUMNS, MAX_FAULTS, BadInputError, Fault
from padu.domain.tabular import nearest

DELIMITERS: Final = ",;\t|"
HEADER_BYTES: Final = 1 << 20
CHUNK_BYTES: Final = 1 << 22
PARQUET_MAGIC: Final = b"PAR1"
_REFUSED: Final = {
    errno.ENOENT: "berkas tidak ditemukan",
    errno.ENOTDIR: "berkas tidak ditemukan",
    errno.EACCES: "berkas tidak boleh dibaca oleh pengguna ini",
}
_FOREIGN: Final = {
    b"PK\x03\x04": "buku kerja XLSX atau berkas ZIP",
    b"\x1f\x8b": "berkas terkompresi gzip",
    b"\x28\xb5\x2f\xfd": "berkas terkompresi zstd",
    b"\xd0\xcf\x11\xe0": "buku kerja XLS lama",
    b"PARE": "Parquet yang terenkripsi",
    b"\xff\xfe": "teks UTF-16",
    b"\xfe\xff": "teks UTF-16",
    b"%PDF": "dokumen PDF",
}


@dataclass(frozen=True, slots=True)
class CsvInput:
    """A CSV file whose header was read. `header` are the names as written, `positions` column -> place in it."""

    path: Path
    delimiter: str
    header: tuple[str, ...]
    positions: dict[str, int]


@dataclass(frozen=True, slots=True)
class ParquetInput:
    """A file that begins like Parquet; its columns are read by the engine."""

    path: Path


Input = CsvInput | ParquetInput


def recognise(path: Path) -> Input:
    """What kind of file this is. Raises BadInputError with one fault (or one per missing column)."""
    _refuse_what_is_no_file(path)
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    if not head:
        raise BadInputError([Fault(str(path), "berkas kosong; tidak ada kepala kolom dan tidak ada data")])
    if head.startswith(PARQUET_MAGIC):
        return ParquetInput(path)
    for magic, name in _FOREIGN.items():
        if head.startswith(magic):
            message = f"ini {name}; yang dibaca hanya CSV (UTF-8) dan Parquet"
            raise BadInputError([Fault(str(path), message)])
    return _read_header(path)


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as problem:
        raise BadInputError([Fault(str(path), _REFUSED.get(problem.errno or 0, str(problem.strerror)))]) from problem
    if not stat.S_ISREG(mode):
        raise BadInputError([Fault(str(path), "bukan berkas biasa")])
    if not os.access(path, os.R_OK):
        raise BadInputError([Fault(str(path), _REFUSED[errno.EACCES])])


def _read_header(path: Path) -> CsvInput:
    check_utf8(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = file.readline(HEADER_BYTES)
    if not line.strip():
        raise BadInputError([Fault(str(path), "baris pertama kosong; kepala kolom tidak ditemukan", row=1)])
    rows = {delimiter: _header_cells(line, delimiter) for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda d: (len(set(map(_name, rows[d])) & set(COLUMNS)), len(rows[d])))
    header = rows[delimiter]
    return CsvInput(path, delimiter, header, find_columns(path, header, row=1))


def _header_cells(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(next(csv.reader([line], delimiter=delimiter), []))


def _name(cell: str) -> str:
    """How a header cell is compared: letter case and blanks around it do not matter."""
    return cell.strip().lower()


def find_columns(path: Path, header: Sequence[str], row: int | None = None) -> dict[str, int]:
    """Column -> position in the header. Raises BadInputError naming each missing or doubled column."""
    names = [_name(cell) for cell in header]
    unknown = [cell for cell in header if _name(cell) not in COLUMNS]
    faults = []
    for column in COLUMNS:
        if names.count(column) > 1:
            faults.append(Fault(str(path), f"kolom ini ada {names.count(column)} kali", row, column))
        elif column not in names:
            near = nearest(column, unknown)
            hint = f'; yang paling mirip di berkas ini "{near}"' if near else ""
            faults.append(Fault(str(path), f"kolom ini tidak ada{hint}", row, column))
    if faults:
        raise BadInputError(faults)
    return {column: names.index(column) for column in COLUMNS}


def ignored_columns(header: Sequence[str]) -> tuple[str, ...]:
    """The named columns of a header that the index does not know."""
    return tuple(cell for cell in header if _name(cell) and _name(cell) not in COLUMNS)


def check_utf8(path: Path) -> None:
    """Raises BadInputError with line and byte of the first place that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            pending = len(decoder.getstate()[0])
            try:
                if pending or not chunk.isascii():
                    decoder.decode(chunk)
            except UnicodeDecodeError as problem:
                raise BadInputError([_not_utf8(path, offset - pending + problem.start)]) from problem
            offset += len(chunk)
    if unfinished := len(decoder.getstate()[0]):
        raise BadInputError([_not_utf8(path, offset - unfinished)])


def _not_utf8(path: Path, offset: int) -> Fault:
    """The fault of the byte at `offset`, with its line."""
    line, left = 1, offset
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(CHUNK_BYTES, left))):
            line += chunk.count(b"\n")
            left -= len(chunk)
    message = (
        f"bukan teks UTF-8 (bita ke-{offset + 1}); simpan ulang sebagai CSV UTF-8, "
        "berkas lama dari Windows biasanya memakai Windows-1252"
    )
    return Fault(str(path), message, row=line)


def records(source: CsvInput) -> Iterator[tuple[int, list[str]]]:
    """Row number as a person counts and cells of every record after the header; blank lines count but are left out."""
    # the largest size that the C reader takes: a long cell is no reason to fail in the middle of an explanation
    csv.field_size_limit(2**31 - 1)
    with source.path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=source.delimiter, strict=True)
        for row, cells in enumerate(reader, start=1):
            if row > 1 and cells:
                yield row, cells


def cells_at(source: CsvInput, ordinals: Collection[int]) -> dict[int, tuple[int, dict[str, str]]]:
    """Record number (0 = first after the header) -> row number and the 20 cells, for the records asked for."""
    wanted, found = set(ordinals), {}
    last = max(wanted, default=-1)
    for ordinal, (row, cells) in enumerate(records(source)):
        if ordinal in wanted:
            found[ordinal] = (row, {column: cells[place] for column, place in source.positions.items()})
        if ordinal >= last:
            break
    return found


def rewrite(source: CsvInput, target: Path) -> CsvInput:
    """The same records in the plainest CSV, for a file that the engine's quick reader refuses (mixed line ends ...).

    Raises BadInputError naming the rows whose number of cells differs from the header, or the row that cannot be read.
    """
    faults: list[Fault] = []
    broken = 0
    plain = CsvInput(target, ",", COLUMNS, {column: place for place, column in enumerate(COLUMNS)})
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row, cells in _readable(source):
            if len(cells) == len(source.header):
                writer.writerow([cells[place] for place in source.positions.values()])
                continue
            broken += 1
            if broken <= MAX_FAULTS:
                faults.append(_ragged(source, row, cells))
    if faults:
        raise BadInputError(faults, broken)
    return plain


def _ragged(source: CsvInput, row: int, cells: Sequence[str]) -> Fault:
    beyond = min(len(cells), len(source.header) - 1)
    message = f"baris ini punya {len(cells)} sel; seharusnya {len(source.header)} seperti kepala kolom"
    return Fault(str(source.path), message, row, source.header[beyond].strip())


def _readable(source: CsvInput) -> Iterator[tuple[int, list[str]]]:
    row = 1
    try:
        for row, cells in records(source):
            yield row, cells
    except csv.Error as problem:
        message = "tanda kutip tidak ditutup atau tidak pada tempatnya mulai baris ini"
        raise BadInputError([Fault(str(source.path), message, row + 1)]) from problem
