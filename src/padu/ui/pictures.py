"""What the picture templates expect: gaps, ranked problems, charts, heat tables, tile maps, gauges.

As in `components`, selectors fill these shapes and templates print them; the geometry comes from `drawing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from padu.domain.values import FigureValue
from padu.ui.components import Badge
from padu.ui.drawing import (
    SHARE_BOUNDS,
    Bounds,
    GapBar,
    Segment,
    Sparkline,
    gap_bar,
    plain,
    scale_step,
    sparkline,
    stacked,
)


@dataclass(frozen=True, slots=True)
class GapFigure:
    """Value, reference and worst on one scale; `reference_label` says whose the reference is."""

    value: FigureValue
    reference: FigureValue
    worst: FigureValue = None
    unit: str = "%"
    decimals: int = 1
    reference_label: str = ""
    best: float = 0.0

    @property
    def bar(self) -> GapBar:
        """Positions for the picture."""
        return gap_bar(self.value, self.reference, self.worst, self.best)


@dataclass(frozen=True, slots=True)
class RankCard:
    """A ranked problem: what, how far from the reference, how many it touches, how it moves.

    id             what a move of this card posts
    affected       families (or `affected_unit`) touched
    trend          earlier figures, oldest first, for the sparkline
    machine_rank   the place the machine gave it, shown where a person moved it
    """

    id: str
    rank: int
    title: str
    gap: GapFigure
    programme: str = ""
    affected: FigureValue = None
    affected_unit: str = "keluarga"
    trend: Sequence[FigureValue] = ()
    trend_text: str = ""
    url: str = ""
    machine_rank: int | None = None
    reason: str = ""
    badges: Sequence[Badge] = ()

    @property
    def spark(self) -> Sparkline:
        """The trend as lines."""
        return sparkline(self.trend)


@dataclass(frozen=True, slots=True)
class Series:
    """One line, bar set or outline of a chart; values in the order of the labels."""

    name: str
    values: Sequence[FigureValue]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table in one: the picture is drawn from the table that is printed with it.

    kind     radar, bar (lying), column (standing) or line
    maximum  end of the axis; 0 lets the picture choose
    """

    kind: Literal["radar", "bar", "column", "line"]
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    label_head: str = ""
    unit: str = ""
    decimals: int = 1
    maximum: float = 0
    description: str = ""
    source: str = ""
    as_of: dt.date | None = None
    download_url: str = ""

    @property
    def rows(self) -> list[tuple[int, str, list[FigureValue]]]:
        """Number, label and one figure per series."""
        return [
            (index + 1, label, [series.values[index] for series in self.series])
            for index, label in enumerate(self.labels)
        ]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell of a heat table; `scale` is `scale` for the index and shares, `need` for what is missing."""

    value: FigureValue
    decimals: int = 0
    unit: str = ""
    bounds: Bounds = SHARE_BOUNDS
    scale: Literal["scale", "need"] = "scale"
    url: str = ""
    text: str = ""

    @property
    def css(self) -> str:
        """The class that colours the cell."""
        step = scale_step(self.value, self.bounds)
        return "scale-none" if step is None else f"{self.scale}-{step}"


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: str
    cells: Sequence[HeatCell]
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A table coloured by five steps, with the figure in each cell and a legend."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[HeatRow]
    row_head: str = ""
    legend: Sequence[str] = ()
    scale: Literal["scale", "need"] = "scale"
    upright_heads: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the tile map. `column` and `row` (from 1) fix its spot; without them tiles follow each other."""

    label: str
    value: FigureValue
    url: str = ""
    title: str = ""
    decimals: int = 0
    unit: str = ""
    bounds: Bounds = SHARE_BOUNDS
    scale: Literal["scale", "need"] = "scale"
    column: int = 0
    row: int = 0

    @property
    def css(self) -> str:
        """Colour and spot as classes."""
        step = scale_step(self.value, self.bounds)
        spot = f" tile-c{self.column} tile-r{self.row}" if self.column and self.row else ""
        return ("scale-none" if step is None else f"{self.scale}-{step}") + spot


@dataclass(frozen=True, slots=True)
class TileMap:
    title: str
    tiles: Sequence[Tile]
    legend: Sequence[str] = ()
    scale: Literal["scale", "need"] = "scale"

    @property
    def placed(self) -> bool:
        """Whether the tiles have spots of their own."""
        return any(tile.column and tile.row for tile in self.tiles)


@dataclass(frozen=True, slots=True)
class Gauge:
    """How much of a whole is used: money, quota, team days. `used` is firm, `planned` is on top of it."""

    label: str
    whole: FigureValue
    used: FigureValue
    planned: FigureValue = 0
    unit: str = "Rp"
    used_label: str = ""
    planned_label: str = ""
    note: str = ""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts of the bar."""
        return stacked(((self.used, "used"), (self.planned, "planned")), self.whole)

    @property
    def over(self) -> bool:
        """Whether used and planned together exceed the whole."""
        whole = plain(self.whole)
        return whole is not None and (plain(self.used) or 0) + (plain(self.planned) or 0) > whole
