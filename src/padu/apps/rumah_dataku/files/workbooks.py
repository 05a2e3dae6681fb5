"""Workbooks (XLSX, XLS, ODS) as sheets of text cells, one sheet in memory at a time.

Formulas: of XLSX and ODS each cell that holds one is known; the old XLS format does not tell, its results are read as
plain values. A result that was never stored (written by a program, never opened) is an empty text.
"""

from __future__ import annotations

import datetime as dt
import mmap
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

from padu.apps.rumah_dataku.files import archives, opendocument
from padu.apps.rumah_dataku.files.archives import PartScan, broken_file, encrypted_refused, macros_refused
from padu.apps.rumah_dataku.files.limits import MAX_COLUMNS, MAX_ROWS, MIB
from padu.apps.rumah_dataku.files.problems import FileProblem, notice
from padu.apps.rumah_dataku.files.sheets import NOWHERE, FileKind, Row
from padu.apps.rumah_dataku.files.text_tables import too_many_columns, too_many_rows
from padu.domain.tabular import NumberStyle

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MAX_INDEX_BYTES: Final = 4 * MIB  # workbook.xml and its relations name sheets; they are small
_WIDE: Final = "utf-16-le"
_OLD_FORMAT: Final = notice(
    "xls_formulas_unseen",
    "Berkas .xls (format lama): sel berumus tidak dapat dikenali, hasilnya dibaca sebagai nilai.",
    "Bila ragu, simpan sebagai .xlsx lalu kirim lagi.",
)


@dataclass(slots=True)
class WorkbookBook:
    """A workbook that passed the look-through."""

    kind: FileKind
    workbook: CalamineWorkbook
    sheet_names: tuple[str, ...]
    name: str
    scans: dict[str, PartScan]
    notices: tuple[FileProblem, ...] = ()
    _open: tuple[str, CalamineSheet] | None = field(default=None, repr=False)

    def style(self, _sheet_name: str, /) -> NumberStyle:
        """Number cells carry their value; what somebody typed as text could be either."""
        return NumberStyle.UNSURE

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows of a sheet, from row 1 and column A on, wherever the data begin."""
        opened = self._sheet(sheet)
        if opened.end is None or opened.start is None:
            return
        if opened.end[1] >= MAX_COLUMNS:
            raise too_many_columns(opened.end[1] + 1)
        if opened.end[0] >= MAX_ROWS:
            raise too_many_rows()
        scan = self.scans.get(sheet, PartScan())
        # The reader hands out rows from the first one on, but columns from the first filled one.
        left = opened.start[1]
        padding = ("",) * left
        with _no_panic(self.name):
            for number, values in enumerate(opened.iter_rows(), start=1):
                yield _row(number, left, padding, values, scan)

    def _sheet(self, sheet: str) -> CalamineSheet:
        """The sheet, kept until another one is asked for."""
        if self._open is None or self._open[0] != sheet:
            self._open = None
            with _no_panic(self.name):
                self._open = (sheet, self.workbook.get_sheet_by_name(sheet))
        return self._open[1]


def open_workbook(path: Path, kind: FileKind, name: str) -> WorkbookBook:
    """Look a workbook through and open it. Raises FileRefused."""
    scans = _scans(path, kind, name)
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with _no_panic(name):
        workbook = CalamineWorkbook.from_path(str(path))
        kinds = {sheet.name: sheet.typ for sheet in workbook.sheets_metadata}
    if any(typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba) for typ in kinds.values()):
        raise macros_refused(name)
    names = tuple(sheet for sheet, typ in kinds.items() if typ == SheetTypeEnum.WorkSheet)
    return WorkbookBook(kind, workbook, names, name, scans, (_OLD_FORMAT,) if kind is FileKind.XLS else ())


def _scans(path: Path, kind: FileKind, name: str) -> dict[str, PartScan]:
    if kind is FileKind.XLS:
        _check_old_workbook(path, name)
        return {}
    parts = archives.scan_parts(path, name)
    if kind is FileKind.ODS:
        return opendocument.scan_sheets(path, name)
    return {sheet: parts[part] for sheet, part in _sheet_parts(path, name).items() if part in parts}


def _check_old_workbook(path: Path, name: str) -> None:
    """Names of streams stand in clear in the old container: macros and encryption show without opening it."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode(_WIDE)) >= 0:
            raise encrypted_refused(name)
        if content.find("_VBA_PROJECT".encode(_WIDE)) >= 0:
            raise macros_refused(name)
        if all(content.find(stream_name.encode(_WIDE)) < 0 for stream_name in ("Workbook", "Book")):
            raise archives.unsupported_refused(name, "dokumen Office lama yang bukan lembar kerja")


def _sheet_parts(path: Path, name: str) -> dict[str, str]:
    """Sheet name -> part of the zip, from the workbook's own index."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = _attributes(archive, "xl/workbook.xml", "sheet")
            targets = _attributes(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    except (*archives.BROKEN, KeyError, expat.ExpatError) as error:
        raise broken_file(name) from error
    by_id = {target.get("Id"): target.get("Target", "") for target in targets}
    return {sheet.get("name", ""): _part_name(by_id.get(_relation(sheet), "")) for sheet in sheets}


def _attributes(archive: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
    """Attributes of every element `tag`, whatever its prefix. Raises ExpatError for a document type of its own."""
    found: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element.rpartition(":")[2] == tag:
            found.append(attributes)

    def refuse(*_: object) -> None:
        raise expat.ExpatError

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    with archive.open(part) as stream:
        parser.Parse(stream.read(_MAX_INDEX_BYTES), True)
    return found


def _relation(sheet: dict[str, str]) -> str:
    return next((value for key, value in sheet.items() if key.rpartition(":")[2] == "id"), "")


def _part_name(target: str) -> str:
    plain = re.sub(r"^(\./)+", "", target)
    return plain.lstrip("/") if plain.startswith("/") else f"xl/{plain}"


@contextmanager
def _no_panic(name: str) -> Iterator[None]:
    """Turn every way in which the reader gives up on a broken file into a refusal."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise encrypted_refused(name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise broken_file(name) from error
    except BaseException as error:
        # A panic of the Rust reader is no Exception and its class cannot be imported.
        if type(error).__name__ == "PanicException":
            raise broken_file(name) from error
        raise


def _row(number: int, left: int, padding: tuple[str, ...], values: list[Any], scan: PartScan) -> Row:
    """`values` are what the reader makes of cells: text, numbers, days, truth values."""
    numeric = [at for at, value in enumerate(values, start=left) if type(value) is float or type(value) is int]
    formulas, errors = scan.formulas.get(number), scan.errors.get(number)
    return Row(
        number,
        padding + tuple([value if type(value) is str else _text(value) for value in values]),
        frozenset(numeric) if numeric else NOWHERE,
        frozenset(formulas) if formulas else NOWHERE,
        frozenset(errors) if errors else NOWHERE,
    )


def _text(value: object) -> str:
    for kinds, write in _WRITERS:
        if isinstance(value, kinds):
            return write(value)
    return str(value)


def _number_text(value: Any) -> str:  # a float or an int
    return str(int(value)) if value == value and abs(value) < 1e18 and value == int(value) else repr(value)


def _moment_text(value: dt.datetime) -> str:
    """Midnight is a plain day."""
    return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")


_WRITERS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (bool, lambda value: "TRUE" if value else "FALSE"),
    (int, _number_text),
    (float, _number_text),
    (dt.datetime, _moment_text),
    (dt.date, lambda value: value.isoformat()),
)
