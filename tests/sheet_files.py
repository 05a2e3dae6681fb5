"""Small workbooks in the three formats that people send: XLSX, ODS, and the old XLS (BIFF8 in a compound file)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from tests.files.conftest import ods_bytes, xlsx_bytes

Sheets = Mapping[str, Sequence[Sequence[object]]]
_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ods_of(sheets: Sheets) -> bytes:
    """An OpenDocument workbook; numbers are number cells, everything else text."""
    return ods_bytes(
        "".join(f"<table:table table:name={quoteattr(n)}>{_rows(r)}</table:table>" for n, r in sheets.items())
    )


def _rows(rows: Sequence[Sequence[object]]) -> str:
    return "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
    text = escape(str(value))
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def xls_of(sheets: Sheets) -> bytes:
    """A workbook of Excel 97: text cells as LABEL, numbers as NUMBER."""
    bodies = [_sheet(rows) for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    bound = [struct.pack("<HH", 0x85, 8 + len(name)) for name in names]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    globals_size = len(head) + sum(len(b) + 8 + len(n) for b, n in zip(bound, names, strict=True)) + 4
    offset, entries = globals_size, b""
    for name, body in zip(names, bodies, strict=True):
        entries += _record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name) // 2, 1) + name)
        offset += len(body)
    return _compound(head + entries + _record(0x0A, b"") + b"".join(bodies))


def _sheet(rows: Sequence[Sequence[object]]) -> bytes:
    width = max(map(len, rows), default=0)
    out = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    out += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", at, column, 0)
            if isinstance(value, int | float):
                out += _record(0x0203, place + struct.pack("<d", value))
            elif value not in (None, ""):
                text = str(value).encode("utf-16-le")
                out += _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)
    return out + _record(0x0A, b"")


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    """The stream `Workbook` in a compound file: header, one sector of the table, the directory, the stream."""
    size = max(len(stream), 4096)  # shorter ones would go into another table
    padded = stream.ljust(-(-size // _SECTOR) * _SECTOR, b"\0")
    count = len(padded) // _SECTOR
    table = [_FAT, _END, *range(3, count + 2), _END]
    assert len(table) <= _SECTOR // 4, "one sector of the table holds about 60 KB"
    fat = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    directory = _entry("Root Entry", 5, child=1) + _entry("Workbook", 2, start=2, size=size) + bytes(256)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    return header + fat + directory + padded


def _entry(name: str, kind: int, *, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    text = name.encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, _FREE, child)
    return entry + bytes(36) + struct.pack("<IQ", start if kind == 2 else _END, size)


FORMATS: dict[str, Callable[[Sheets], bytes]] = {
    "xlsx": lambda sheets: xlsx_bytes({name: [list(row) for row in rows] for name, rows in sheets.items()}),
    "ods": ods_of,
    "xls": xls_of,
}
