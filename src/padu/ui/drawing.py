"""Geometry of the small pictures that are drawn in the page itself: templates do no arithmetic.

Lengths come out as text for SVG attributes (`style` attributes are forbidden by the content policy).
"""

from __future__ import annotations

from padu.domain.values import FigureValue, Missing, missing_of


def percent_of(share: float) -> str:
    """A share 0..1, clamped, as digits for an SVG length in percent: 0.256 -> `25.6`."""
    clamped = min(1.0, max(0.0, share))
    return f"{clamped * 100:.2f}".rstrip("0").rstrip(".")


def scale_step(value: FigureValue, bounds: tuple[float, float, float, float]) -> int | None:
    """Which of five steps a figure falls into (1..5): a bound belongs to the step above it. None without a number."""
    if value is None or missing_of(value) is not None:
        return None
    assert not isinstance(value, Missing)
    return 1 + sum(value >= bound for bound in bounds)
