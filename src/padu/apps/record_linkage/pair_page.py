"""A pair side by side as the page draws it: for each field a cell of each side, with the one that is picked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from padu.apps.record_linkage.selectors.pairs import Comparison, Side

LEFT, RIGHT = "left", "right"
_LETTERS: Final = {LEFT: "A", RIGHT: "B"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One side's words for a field; `picked`: its radio button is set."""

    side: str
    words: str
    picked: bool

    @property
    def letter(self) -> str:
        return _LETTERS[self.side]


@dataclass(frozen=True, slots=True)
class SideCell:
    """One of the two as a whole."""

    side: str
    one: Side
    picked: bool

    @property
    def letter(self) -> str:
        return _LETTERS[self.side]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A field, or a pair of members, with a cell of each side."""

    name: str
    label: str
    differs: bool
    cells: tuple[Cell, Cell]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the template draws."""

    mergeable: bool
    sides: tuple[SideCell, SideCell]
    lines: tuple[ShownLine, ...]
    members: tuple[ShownLine, ...]


def shown(both: Comparison, given: Mapping[str, str]) -> Shown:
    """given: what was picked in a form that was refused; else the left one is, or the side that knows more."""
    keep = given.get("keep") or LEFT
    lines = tuple(
        _line(
            f"ambil_{line.key}",
            line.label,
            line.left,
            line.right,
            given,
            keep if line.left or not line.right else RIGHT,
            differs=line.differs,
        )
        for line in both.lines
    )
    members = tuple(
        _line(f"anggota_{one.left_id}", str(at), one.left, one.right, given, keep, differs=one.left != one.right)
        for at, one in enumerate(both.members, start=1)
    )
    sides = (SideCell(LEFT, both.left, keep == LEFT), SideCell(RIGHT, both.right, keep == RIGHT))
    return Shown(both.mergeable, sides, lines, members)


def _line(
    name: str, label: str, left: str, right: str, given: Mapping[str, str], default: str, *, differs: bool
) -> ShownLine:
    picked = given.get(name) or default
    cells = (Cell(LEFT, left, picked == LEFT), Cell(RIGHT, right, picked == RIGHT))
    return ShownLine(name, label, differs, cells)
