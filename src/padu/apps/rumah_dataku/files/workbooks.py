"""Workbooks (XLSX, XLS, ODS) as sheets of text cells, opened in a process of their own, one sheet at a time.

Formulas: of XLSX and ODS each cell that holds one is known; the old XLS format does not tell, its results are read as
plain values. A result that was never stored (written by a program, never opened) is an empty text.
"""

from __future__ import annotations

import json
import mmap
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from padu.apps.rumah_dataku.files import archives, opendocument, workbook_child
from padu.apps.rumah_dataku.files.archives import PartScan, broken_file, encrypted_refused, macros_refused
from padu.apps.rumah_dataku.files.limits import MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS, MIB
from padu.apps.rumah_dataku.files.problems import FileProblem, notice
from padu.apps.rumah_dataku.files.sheets import NOWHERE, Assigned, FileKind, Row
from padu.apps.rumah_dataku.files.text_tables import cell_too_long, too_many_columns, too_many_rows
from padu.domain.tabular import NumberStyle

_MAX_INDEX_BYTES: Final = 4 * MIB  # workbook.xml and its relations name sheets; they are small
_BATCH_ROWS: Final = 500
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
    child: Child
    sheet_names: tuple[str, ...]
    name: str
    scans: dict[str, PartScan]
    notices: tuple[FileProblem, ...] = ()
    assigned: Mapping[str, Assigned] = field(default_factory=dict)
    _reading: int = 0

    def style(self, _sheet_name: str, /) -> NumberStyle:
        """Number cells carry their value; what somebody typed as text could be either."""
        return NumberStyle.UNSURE

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows of a sheet, from row 1 and column A on, wherever the data begin; one reading at a time."""
        self._reading += 1
        reading = self._reading
        corner = self.child.ask(do="open", sheet=sheet)
        if corner is None:
            return
        if corner[0] >= MAX_COLUMNS:
            raise too_many_columns(corner[0] + 1)
        if corner[1] >= MAX_ROWS:
            raise too_many_rows()
        scan, before = self.scans.get(sheet, PartScan()), 0
        while batch := self.child.ask(do="next", rows=_BATCH_ROWS):
            for number, (cells, numeric) in enumerate(batch, start=before + 1):
                if max(map(len, cells), default=0) > MAX_CELL_CHARS:
                    raise cell_too_long(number)
                yield _row(number, cells, numeric, scan)
            before += len(batch)
            assert reading == self._reading  # a second reading of the same book would take rows from this one


class Child:
    """The process that holds the workbook. Whatever ends it early is told as a broken file."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        # The opened file is handed over, not its name: it may be one that has no name, or that only we can open.
        with path.open("rb") as file:
            command = [sys.executable, "-I", workbook_child.__file__, str(file.fileno()), str(MAX_CELL_CHARS)]
            self.process = subprocess.Popen(  # noqa: S603  # our own script, run by our own interpreter
                command, stdin=pipe, stdout=pipe, stderr=nowhere, env={}, pass_fds=[file.fileno()]
            )

    def ask(self, **request: object) -> Any:
        """Answer of the child. Raises FileRefused."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except OSError as error:
            raise broken_file(self.name) from error
        answer = json.loads(line) if line else {"error": "broken"}
        if isinstance(answer, dict):
            raise encrypted_refused(self.name) if answer["error"] == "password" else broken_file(self.name)
        return answer

    def close(self) -> None:
        """End the process; it keeps nothing that is worth waiting for."""
        self.process.kill()
        self.process.communicate()


@contextmanager
def open_workbook(
    path: Path, kind: FileKind, name: str, assigned: Mapping[str, Assigned] | None = None
) -> Iterator[WorkbookBook]:
    """Look a workbook through and open it. Raises FileRefused."""
    scans = _scans(path, kind, name)
    child = Child(path, name)
    try:
        kinds = {sheet: typ.rpartition(".")[2] for sheet, typ in child.ask(do="sheets")}
        if {"MacroSheet", "Vba"} & set(kinds.values()):
            raise macros_refused(name)
        names = tuple(sheet for sheet, typ in kinds.items() if typ == "WorkSheet")
        notices = (_OLD_FORMAT,) if kind is FileKind.XLS else ()
        yield WorkbookBook(kind, child, names, name, scans, notices, assigned or {})
    finally:
        child.close()


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
    except (*archives.BROKEN, expat.ExpatError) as error:
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


def _row(number: int, cells: list[str], numeric: list[int], scan: PartScan) -> Row:
    formulas, errors = scan.formulas.get(number), scan.errors.get(number)
    return Row(
        number,
        tuple(cells),
        frozenset(numeric) if numeric else NOWHERE,
        frozenset(formulas) if formulas else NOWHERE,
        frozenset(errors) if errors else NOWHERE,
    )
