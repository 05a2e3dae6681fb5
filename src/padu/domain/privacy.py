"""Small numbers of people are not shown, and what is hidden cannot be computed from what is shown.

Source: `identity_and_privacy.md`, rules for our system, point 5 (public numbers below 10 are suppressed, also in
complements). Suppression is the last step before a figure leaves the house; inside, figures stay whole.

Zero stays visible: it is about nobody, and a table that hides it says "unknown" where the truth is "none". Where even
zero must not show (types marked strict), ask `below_threshold` first and hide the whole type, as `problems.py` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from padu.domain.values import Missing

SMALL_CELL_THRESHOLD: Final = 10
"""Counts of people or families from 1 to one below this are hidden (identity_and_privacy.md, rule 5 [assumption])."""


def below_threshold(count: int, threshold: int = SMALL_CELL_THRESHOLD) -> bool:
    """True for 0 up to one below the threshold; ValueError for a negative count."""
    if count < 0:
        raise ValueError(f"a count below 0: {count}")
    return count < threshold


def few_behind(*counts: float | None) -> bool:
    """Whether one of the known counts is below the threshold, zero too; None is a count that nobody knows."""
    return any(count is not None and below_threshold(int(count)) for count in counts)


def suppress_small(count: int | Missing, threshold: int = SMALL_CELL_THRESHOLD) -> int | Missing:
    """The count, or SUPPRESSED when it is from 1 to threshold - 1. Zero and the other `Missing` stay as they are."""
    if isinstance(count, Missing):
        return count
    return Missing.SUPPRESSED if count != 0 and below_threshold(count, threshold) else count


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A row of parts and their total as it may be published."""

    parts: tuple[int | Missing, ...]
    total: int | Missing


def suppress_row(parts: Sequence[int | Missing], threshold: int = SMALL_CELL_THRESHOLD) -> PublicRow:
    """Hide the small parts of a row and as many others as it takes, so that no hidden part follows from the rest.

    parts    counts that add up to the total (for example families by kind); a `Missing` part stays as it is and is
             not in the total
    returns  the parts and the total of the known parts; the total is hidden only where hiding parts is not enough

    Hidden cells together hold at least the threshold, are at least two, and are not pinned by their sum: not all 1,
    and not all threshold - 1. The next one to hide is chosen by its place, never by its size: a reader who knows that
    the smallest was taken could bound it by its neighbours (4 | 2 | 5 with a threshold of 4 gives itself away).
    Holds for one row. A table whose columns have totals too needs the same care in both directions.
    """
    known = {index: part for index, part in enumerate(parts) if not isinstance(part, Missing)}
    hidden = {index for index, part in known.items() if suppress_small(part, threshold) is Missing.SUPPRESSED}
    total: int | Missing = sum(known.values())
    while hidden and not _protected([known[index] for index in hidden], threshold):
        visible = [index for index, part in known.items() if part > 0 and index not in hidden]
        if not visible:
            total = Missing.SUPPRESSED
            break
        first = min(hidden)
        hidden.add(min(visible, key=lambda index: (index - first) % len(parts)))
    shown = tuple(Missing.SUPPRESSED if index in hidden else part for index, part in enumerate(parts))
    return PublicRow(shown, total)


def _protected(hidden: Sequence[int], threshold: int) -> bool:
    """Whether the sum of the hidden cells, which anyone can compute, leaves each of them open.

    A single hidden cell is a small one, so it never holds the threshold alone.
    """
    together, cells = sum(hidden), len(hidden)
    pinned_low = together == cells
    pinned_high = together == cells * (threshold - 1) and max(hidden) < threshold
    return together >= threshold and not pinned_low and not pinned_high


def hide_small_rows(
    rows: Sequence[Sequence[int | Missing]], threshold: int = SMALL_CELL_THRESHOLD
) -> tuple[tuple[int | Missing, ...], ...]:
    """A table of counts (ages by sex, parts of an item by sex) whose columns' totals may be known elsewhere.

    A row with a small cell is hidden whole, so that nothing follows from its own sum, and further rows by their place,
    until at least two are hidden and each column's hidden cells hold the threshold together. Zero is a small cell only
    beside others that are hidden. Rows have one length.
    """
    hidden = {
        at for at, row in enumerate(rows) if any(suppress_small(cell, threshold) is Missing.SUPPRESSED for cell in row)
    }
    first = min(hidden, default=0)
    following = [at % len(rows) for at in range(first + 1, first + len(rows)) if at % len(rows) not in hidden]
    for at in following:
        if not hidden or _rows_protected([rows[one] for one in hidden], threshold):
            break
        hidden.add(at)
    return tuple(
        tuple(cell if at not in hidden or isinstance(cell, Missing) else Missing.SUPPRESSED for cell in row)
        for at, row in enumerate(rows)
    )


def _rows_protected(hidden: Sequence[Sequence[int | Missing]], threshold: int) -> bool:
    if len(hidden) < 2:
        return False
    for column in zip(*hidden, strict=True):
        known = [cell for cell in column if not isinstance(cell, Missing)]
        if known and not _protected(known, threshold):
            return False
    return True
