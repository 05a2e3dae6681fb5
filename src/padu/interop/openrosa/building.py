"""Make the forms from their descriptions: the workbook that people can read and the XForm that phones get.

Run `python -m padu.interop.openrosa.building` after a change of a form or of a column of the import; it writes the
workbooks into `forms/`, which is part of the repository. The XForm is compiled from the workbook when it is first
asked for. `--check` asks ODK Validate, which needs a Java.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from padu.interop.openrosa.activity_form import activity_form
from padu.interop.openrosa.family_form import family_form
from padu.interop.openrosa.sheets import XlsForm

FOLDER: Final = Path(__file__).parent / "forms"
FORMS: Final[dict[str, Callable[[], XlsForm]]] = {"keluarga": family_form, "kegiatan": activity_form}
_MADE: Final = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)  # noqa: UP017 - the same bytes on every machine
# ODK Validate lets a name of no function pass, so the names are held against this list.
KNOWN_FUNCTIONS: Final = frozenset(
    {
        "concat",
        "count",
        "count-selected",
        "decimal-date-time",
        "if",
        "indexed-repeat",
        "instance",
        "int",
        "not",
        "now",
        "once",
        "regex",
        "selected",
        "string",
        "string-length",
        "today",
        "uuid",
    }
)
_OPERATORS: Final = frozenset({"and", "or"})  # a bracket may follow them
_CALL: Final = re.compile(r"([a-zA-Z][\w-]*)\s*\(")
_XPATH_CELLS: Final = ("constraint", "relevant", "calculation", "required", "choice_filter", "default")


def workbook(form: XlsForm) -> bytes:
    """The form as an XLSForm workbook; the same form is the same bytes."""
    from xlsxwriter import Workbook

    memory = BytesIO()
    book = Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE.replace(tzinfo=None)})
    for name, lines in form.sheets().items():
        sheet = book.add_worksheet(name)
        headings = list(dict.fromkeys(key for line in lines for key in line))
        sheet.write_row(0, 0, headings)
        for row, line in enumerate(lines, start=1):
            for position, heading in enumerate(headings):
                sheet.write_string(row, position, line.get(heading, ""))
    book.close()
    return memory.getvalue()


def xform(content: bytes, *, check: bool = False) -> str:
    """The XForm of a workbook. `check` asks ODK Validate, too (Java). Raises pyxform's errors for a wrong form."""
    from pyxform.xls2xform import convert

    # A path of its own: the name of the file becomes the name of nothing else.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(content)
        made: Any = convert(path, validate=check)
    text: str = made.xform
    return text


@cache
def compiled(name: str) -> str:
    """The XForm of a form of the repository; compiled once a process. Raises KeyError for a form that is none."""
    if name not in FORMS:
        raise KeyError(name)
    return xform((FOLDER / f"{name}.xlsx").read_bytes())


def unknown_functions(form: XlsForm) -> set[str]:
    """Names that are called in some cell and are no function of ours."""
    return {name for text in _expressions(form) for name in _CALL.findall(text)} - KNOWN_FUNCTIONS - _OPERATORS


def _expressions(form: XlsForm) -> Iterator[str]:
    for line in (*form.survey, *form.entities):
        yield from (line[key] for key in (*_XPATH_CELLS, "entity_id", "create_if", "update_if") if key in line)
    yield from (entity["label"] for entity in form.entities)
    yield form.instance_name


def can_check() -> bool:
    """Whether there is a Java to run ODK Validate with."""
    return shutil.which("java") is not None


def build(*, check: bool) -> list[Path]:
    """Write every workbook into `forms/` and compile it once. Returns what was written."""
    written = []
    for name, make in FORMS.items():
        book = FOLDER / f"{name}.xlsx"
        book.write_bytes(workbook(make()))
        xform(book.read_bytes(), check=check)
        written.append(book)
    return written


if __name__ == "__main__":
    for path in build(check="--check" in sys.argv):
        sys.stdout.write(f"{path.name}\n")
