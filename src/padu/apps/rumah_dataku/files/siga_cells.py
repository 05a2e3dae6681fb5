"""Cells as SIGA writes them: months by name, codes as fractions, coordinates with points between thousands."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from padu.domain.tabular import MONTHS_BY_NAME, CellError

LATITUDES: Final = (Decimal("-11.1"), Decimal("6.2"))
LONGITUDES: Final = (Decimal("94.9"), Decimal("141.1"))
"""Degrees between which Indonesia lies."""
_PERIOD: Final = "bulan dan tahun, misalnya JUNI 2024, atau tahun saja"
_DEGREES: Final = "derajat desimal dalam Indonesia, misalnya -2,1229 atau 119,3512"


def read_period(month: str, year: str, default_year: str) -> str:
    """`2024-06` from a month's name or number and a year that may stand in it; a year alone is `2024`.

    Raises CellError for anything else, as a quarter or half of a year.
    """
    whole = " ".join(month.replace(".", " ").replace("-", " ").replace("/", " ").split())
    found = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", f"{whole} {year}")
    named = found[1] if found else default_year
    rest = re.sub(r"(?<!\d)(19|20)\d\d(?!\d)", "", whole).strip().casefold()
    if not rest:
        return named
    number = MONTHS_BY_NAME.get(rest) or (int(rest.split()[0]) if re.fullmatch(r"0?\d{1,2}( 0)?", rest) else 0)
    if not 1 <= number <= 12:
        raise CellError("period_form", _PERIOD)
    return f"{named}-{number:02}"


def read_code_end(text: str) -> str:
    """The last four digits of a village's code, written as a number (`2001.0`) or in full; "" for anything else."""
    found = re.fullmatch(r"0*(\d{1,4})(?:[.,]0+)?", text.strip())
    if found:
        return found[1].zfill(4)
    digits = re.sub(r"\D", "", text.strip().removesuffix(".0"))
    return digits[-4:] if len(digits) == 10 else ""


def read_degrees(text: str, bounds: tuple[Decimal, Decimal]) -> Decimal:
    """Degrees, also where points were set between the thousands of `-2122958`, which was -2.122958.

    The decimal mark belongs behind the first group if that lies in the bounds, else where only one place does.
    Raises CellError.
    """
    plain = text.replace(" ", "").replace("−", "-")
    if re.fullmatch(r"-?\d+([.,]\d+)?", plain):
        degrees = Decimal(plain.replace(",", "."))
        if bounds[0] <= degrees <= bounds[1]:
            return degrees
    if not re.fullmatch(r"-?\d{1,3}([.,]\d{3})*|-?\d+", plain):
        raise CellError("degrees_form", _DEGREES)
    sign, groups = ("-" if plain.startswith("-") else ""), re.split(r"[.,]", plain.lstrip("-"))
    digits = "".join(groups)
    places = [Decimal(f"{sign}{digits[:at]}.{digits[at:]}") for at in range(1, len(digits))]
    fitting = [one for one in places if bounds[0] <= one <= bounds[1]]
    first = Decimal(f"{sign}{groups[0]}.{digits[len(groups[0]) :] or '0'}")
    if len(groups) > 1 and first in fitting:
        return first
    if len(fitting) != 1:
        raise CellError("degrees_form", _DEGREES)
    return fitting[0]
