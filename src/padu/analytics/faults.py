"""What can be wrong with the input of the index, as data and as one Indonesian sentence each.

Rows are counted as a person counts them in a spreadsheet: the header of a CSV file is row 1, its first family row 2. A
Parquet file has no header row, so its first family is row 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from padu.domain.errors import PaduError
from padu.domain.ibangga import INDICATOR_IDS
from padu.domain.identity import NUMBER_LENGTH, mask_numbers_in

KEY_COLUMNS: Final = ("family_id", "region_code", "year")
COLUMNS: Final[tuple[str, ...]] = (*KEY_COLUMNS, *INDICATOR_IDS)
"""The 20 columns of the input."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
"""[assumption] years outside are typing errors."""

REGION_FORM: Final = "[0-9]{2}[.][0-9]{2}[.][0-9]{2}[.][0-9]{4}"
"""Form of a village code, as a regular expression that Python and the engines read alike."""
ANSWER_TEXTS: Final = ("-1", "0", "1", "")
"""What a cell of an indicator may hold, in the order of the staging codes 0 to 3."""

SHOWN_CHARACTERS: Final = 60
MAX_FAULTS: Final = 20
"""So many faults are listed; the others are counted."""

_EXPECTED: Final = {
    "family_id": "teks yang tidak kosong",
    "region_code": "kode desa berbentuk NN.NN.NN.NNNN",
    "year": f"tahun {FIRST_YEAR} sampai {LAST_YEAR}, bilangan bulat",
}
_EXPECTED_ANSWER: Final = "1, 0, -1, atau kosong"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that stops the run. `row` and `column` are None when the whole file is meant."""

    file: str
    message: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"baris {self.row}")
        if self.column is not None:
            place.append(f"kolom {self.column}")
        return f"{', '.join(place)}: {self.message}"


class BadInputError(PaduError):
    """The files cannot be used. `faults` are the first MAX_FAULTS, `total` counts all that were found."""

    code = "index.bad_input"

    def __init__(self, faults: list[Fault], total: int | None = None) -> None:
        self.faults = faults
        self.total = len(faults) if total is None else max(total, len(faults))
        super().__init__(faults=len(faults), total=self.total)


def seen_and_expected(column: str, text: str) -> str:
    """The sentence for a cell. NIK-like numbers are masked, long texts cut."""
    # a village code typed without dots is no person's number: showing it helps
    shown = text if column == "region_code" and len(text) < NUMBER_LENGTH else mask_numbers_in(text)
    if len(shown) > SHOWN_CHARACTERS:
        shown = shown[:SHOWN_CHARACTERS] + "…"
    seen = f'terbaca "{shown}"' if text else "kosong"
    return f"{seen}; seharusnya {_EXPECTED.get(column, _EXPECTED_ANSWER)}"


def cell_is_good(column: str, text: str) -> bool:
    """Whether the text of a cell may stand in a column; the engines apply the same rule to whole columns."""
    if column == "family_id":
        return text.strip(" ") != ""
    if column == "region_code":
        return re.fullmatch(REGION_FORM, text) is not None
    if column == "year":
        return re.fullmatch("[0-9]{4}", text) is not None and FIRST_YEAR <= int(text) <= LAST_YEAR
    return text in ANSWER_TEXTS


def row_faults(file: str, row: int, cells: Mapping[str, str]) -> list[Fault]:
    """Every bad cell of one row; `cells` holds the text of the 20 columns, empty for null."""
    return [
        Fault(file, seen_and_expected(column, cells[column]), row, column)
        for column in COLUMNS
        if not cell_is_good(column, cells[column])
    ]
