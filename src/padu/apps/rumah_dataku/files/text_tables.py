"""Tables as text: CSV with comma, semicolon or tab, in UTF-8 or UTF-16, plain, packed with gzip or as a part of a zip.

The text is checked as a whole before the first row is handed out, so that a wrong encoding is told with its line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from padu.apps.rumah_dataku.files.limits import CHUNK_BYTES, MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES
from padu.apps.rumah_dataku.files.problems import FileRefused, refusal
from padu.apps.rumah_dataku.files.sheets import Row
from padu.domain.formatting import number
from padu.domain.tabular import NumberStyle

DELIMITERS: Final = (";", ",", "\t", "|")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UTF32: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
SAVE_AS_UTF8: Final = "Buka berkas di Excel atau LibreOffice, pilih Simpan sebagai, lalu pilih “CSV UTF-8”."

Opener = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class TextTable:
    """One text table that can be read again and again.

    opener  gives a fresh byte stream each time; it may raise OSError, EOFError or zlib.error when the packing is broken
    """

    opener: Opener
    encoding: str
    delimiter: str

    @property
    def style(self) -> NumberStyle:
        """A semicolon parts cells where the comma is the decimal mark; a comma does so where the point is it."""
        return {";": NumberStyle.COMMA, ",": NumberStyle.POINT}.get(self.delimiter, NumberStyle.UNSURE)

    def rows(self) -> Iterator[Row]:
        """Rows as a spreadsheet counts them. Raises FileRefused at a broken quote, too many rows or columns."""
        with self.opener() as stream, io.TextIOWrapper(stream, encoding=self.encoding, newline="") as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            number = 0
            try:
                for number, cells in enumerate(reader, start=1):
                    if number == 1 and _is_separator_line(cells, self.delimiter):
                        continue
                    _check_size(number, cells)
                    yield Row(number, tuple(cells))
            except csv.Error as error:
                raise _broken_row(number + 1) from error


def open_text(opener: Opener, name: str) -> TextTable:
    """Look through the whole text once. Raises FileRefused when it is not text, not UTF-8, or empty."""
    with opener() as stream:
        encoding = _encoding(stream.read(4), name)
    _check_text(opener, encoding, name)
    first = _first_line(opener, encoding)
    if not first:
        raise refusal(
            "empty_file", f"Berkas “{name}” kosong.", "Isi berkas dengan judul kolom dan data, lalu kirim lagi."
        )
    return TextTable(opener, encoding, _delimiter(first))


def _encoding(head: bytes, name: str) -> str:
    if head in _UTF32:
        raise _not_utf8(name, 1, 1, "UTF-32")
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    return "utf-8"


def _check_text(opener: Opener, encoding: str, name: str) -> None:
    """Decode everything once, chunk by chunk. Raises FileRefused with line and byte of the first wrong byte."""
    # Without "-sig", so that a byte's place is counted from the true start.
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == "utf-8-sig" else encoding)("strict")
    lines, position = 1, 0
    with opener() as stream:
        while chunk := stream.read(CHUNK_BYTES):
            held = decoder.getstate()[0]
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                seen = bytes(error.object[: error.start])
                line = lines + seen.count(b"\n")
                raise _not_utf8(name, line, position - len(held) + error.start + 1, _guess(error)) from error
            if "\x00" in text:
                raise refusal(
                    "not_text", f"Berkas “{name}” bukan berkas teks.", "Kirim tabel sebagai .xlsx, .ods atau .csv."
                )
            lines += text.count("\n")
            position += len(chunk)
            _check_unpacked(position, name)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _not_utf8(name, lines, position, "") from error


def _check_unpacked(size: int, name: str) -> None:
    if size > MAX_UNPACKED_BYTES:
        raise refusal(
            "unpacked_too_large",
            f"Isi berkas “{name}” terlalu besar setelah dibuka.",
            "Bagi berkas, misalnya per kecamatan.",
        )


def _guess(error: UnicodeDecodeError) -> str:
    """Windows-1252 when the bytes make sense in it; a UTF-16 file that breaks is simply broken."""
    try:
        error.object.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return "Windows-1252" if error.encoding.startswith("utf-8") else ""


def _not_utf8(name: str, line: int, byte: int, guess: str) -> FileRefused:
    likely = f" Berkas ini tampaknya memakai {guess}." if guess else ""
    message = f"Berkas “{name}” bukan teks UTF-8: huruf di baris {line} (bita ke-{byte}) tidak terbaca.{likely}"
    return refusal("not_utf8", message, SAVE_AS_UTF8)


def _first_line(opener: Opener, encoding: str) -> str:
    """The first line that holds anything; a separator line (`sep=;`) counts, because it names the delimiter."""
    with opener() as stream, io.TextIOWrapper(stream, encoding=encoding) as text:
        while line := text.readline(MAX_CELL_CHARS * MAX_COLUMNS):
            if line.strip():
                return line
    return ""


def _delimiter(line: str) -> str:
    named = line.strip('\r\n "').casefold()
    if named.startswith("sep=") and named[4:] in DELIMITERS:
        return named[4:]
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside.count) if any(mark in outside for mark in DELIMITERS) else ","


def _is_separator_line(cells: list[str], delimiter: str) -> bool:
    return delimiter.join(cells).strip().casefold() == f"sep={delimiter}"


def _check_size(number: int, cells: list[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise too_many_columns(len(cells))
    if number > MAX_ROWS:
        raise too_many_rows()
    if max(map(len, cells), default=0) > MAX_CELL_CHARS:
        message = f"Baris {number} berisi sel dengan lebih dari {MAX_CELL_CHARS} huruf."
        raise refusal(
            "cell_too_long", message, "Mungkin ada tanda petik yang tidak ditutup. Perbaiki, lalu kirim lagi."
        )


def cell_too_long(number: int) -> FileRefused:
    message = f"Baris {number} berisi sel dengan lebih dari {MAX_CELL_CHARS} huruf."
    return refusal("cell_too_long", message, "Mungkin ada tanda petik yang tidak ditutup. Perbaiki, lalu kirim lagi.")


def _broken_row(number: int) -> FileRefused:
    message = f"Baris {number} tidak dapat dibaca: ada tanda petik yang tidak ditutup atau salah tempat."
    return refusal("broken_quote", message, "Periksa tanda petik di baris itu, lalu kirim lagi.")


def too_many_columns(count: int) -> FileRefused:
    message = f"Tabel memiliki {number(count)} kolom atau lebih; batasnya {number(MAX_COLUMNS)}."
    return refusal("too_many_columns", message, "Hapus kolom kosong di sebelah kanan tabel, lalu kirim lagi.")


def too_many_rows() -> FileRefused:
    message = f"Tabel memiliki lebih dari {MAX_ROWS:,} baris.".replace(",", ".")
    return refusal("too_many_rows", message, "Hapus baris kosong di bawah tabel atau bagi berkas, lalu kirim lagi.")
