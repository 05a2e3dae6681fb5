"""A population pyramid as one table: the bars stand in the cells that hold the figures. Oldest on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from padu.domain.values import FigureValue
from padu.ui.drawing import percent_of, plain


@dataclass(frozen=True, slots=True)
class PyramidRow:
    """One age group; lengths in percent of the longest bar, "" where there is no figure."""

    label: str
    male: FigureValue
    female: FigureValue
    male_start: str
    male_length: str
    female_length: str


@dataclass(frozen=True, slots=True)
class PyramidPicture:
    """Groups youngest first, as the rules hand them out; `rows` gives them oldest first."""

    title: str
    labels: Sequence[str]
    male: Sequence[FigureValue]
    female: Sequence[FigureValue]
    source: str = ""
    as_of: dt.date | None = None

    @property
    def rows(self) -> list[PyramidRow]:
        """Rows with their bars, oldest first."""
        longest = max((plain(value) or 0.0 for value in (*self.male, *self.female)), default=0.0)
        found = [
            self._row(label, male, female, longest)
            for label, male, female in zip(self.labels, self.male, self.female, strict=True)
        ]
        return found[::-1]

    def _row(self, label: str, male: FigureValue, female: FigureValue, longest: float) -> PyramidRow:
        def share(value: FigureValue) -> float:
            known = plain(value)
            return known / longest if known and longest else 0.0

        return PyramidRow(
            label, male, female, percent_of(1 - share(male)), percent_of(share(male)), percent_of(share(female))
        )
