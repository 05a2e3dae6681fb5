"""The process that opens a workbook: run as a script, with bounded memory and nothing but the opened file.

A damaged workbook can make the reader ask for any amount of memory or stop the whole process. Here that ends a child,
not the server. Standard library and the reader only; one JSON line in, one JSON line out:
  {"do": "sheets"}                -> [[name, kind], ...]
  {"do": "open", "sheet": name}   -> [far column, far row] from 0, or null for an empty sheet
  {"do": "next", "rows": n}       -> [[cells, positions of number cells], ...], empty at the end
  anything that cannot be done    -> {"error": "password" | "broken"}
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from collections.abc import Iterator
from typing import IO, Any

MEMORY_BYTES = 3 * 1024**3  # [assumption] the largest sheet that is let through needs about half of it
CPU_SECONDS = 900  # [assumption]
BATCH_CHARS = 1_000_000


def main(file_number: int, max_cell_chars: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    from python_calamine import CalamineError, PasswordError

    desk = Desk(open(file_number, "rb"), max_cell_chars)  # noqa: SIM115  # open as long as the process lives
    for line in sys.stdin.buffer:
        try:
            answer = desk.answer(json.loads(line))
        except PasswordError:
            answer = {"error": "password"}
        except (CalamineError, OSError, ValueError, MemoryError):
            answer = {"error": "broken"}
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


class Desk:
    """The opened workbook and the sheet that is read; one sheet is kept until another is asked for."""

    def __init__(self, file: IO[bytes], max_cell_chars: int) -> None:
        self.file, self.max_cell_chars = file, max_cell_chars
        self.workbook: Any = None
        self.name = ""
        self.sheet: Any = None
        self.rows: Iterator[list[Any]] = iter(())

    def answer(self, request: dict[str, Any]) -> Any:
        if request["do"] == "next":
            return self.next_rows(request["rows"])
        if self.workbook is None:
            from python_calamine import CalamineWorkbook

            self.workbook = CalamineWorkbook.from_filelike(self.file)
        if request["do"] == "sheets":
            return [[sheet.name, str(sheet.typ)] for sheet in self.workbook.sheets_metadata]
        return self.open(request["sheet"])

    def open(self, name: str) -> list[int] | None:
        if self.sheet is None or self.name != name:
            self.name, self.sheet, self.rows = name, None, iter(())
            self.sheet = self.workbook.get_sheet_by_name(name)
        if self.sheet is None or self.sheet.end is None or self.sheet.start is None:
            self.rows = iter(())
            return None
        # The reader hands out rows from the first one on, but columns from the first filled one.
        left = self.sheet.start[1]
        self.rows = ([""] * left + row for row in self.sheet.iter_rows())
        return [self.sheet.end[1], self.sheet.end[0]]

    def next_rows(self, count: int) -> list[tuple[list[str], list[int]]]:
        """Up to `count` rows, fewer where they are long."""
        batch: list[tuple[list[str], list[int]]] = []
        chars = 0
        while len(batch) < count and chars < BATCH_CHARS and (values := next(self.rows, None)) is not None:
            cells = [self.text(value) for value in values]
            batch.append((cells, [at for at, value in enumerate(values) if type(value) is float or type(value) is int]))
            chars += sum(map(len, cells))
        return batch

    def text(self, value: Any) -> str:
        """A cell as text; one that is too long is cut one sign behind the limit, so that it is seen to be."""
        plain = value if type(value) is str else text_of(value)
        return plain if len(plain) <= self.max_cell_chars else plain[: self.max_cell_chars + 1]


def text_of(value: Any) -> str:
    """Numbers without a needless fraction, days as ISO, truth values as TRUE and FALSE."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        whole = value == value and abs(value) < 1e18 and value == int(value)
        return str(int(value)) if whole else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
