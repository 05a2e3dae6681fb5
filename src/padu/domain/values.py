"""Four values that are never mixed: known (also zero), unknown, not applicable, suppressed.

A figure is a number or one of the members of `Missing`. None is read as unknown, because a null column means
that nobody answered. Zero is a number and stays one.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


class Missing(StrEnum):
    """Why a figure carries no number."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"


Number = int | float | Decimal
"""A number as rules and queries hand it out; bool is not meant."""

FigureValue = Number | Missing | None
"""What a place on a screen or in a report may hold; None is the same as Missing.UNKNOWN."""


def missing_of(value: FigureValue) -> Missing | None:
    """The reason why `value` has no number, or None when it has one (NaN counts as unknown)."""
    if value is None:
        return Missing.UNKNOWN
    if isinstance(value, Missing):
        return value
    if value != value:  # NaN: engines hand it out for 0/0
        return Missing.UNKNOWN
    return None
