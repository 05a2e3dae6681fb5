"""Pictures of a report, drawn as SVG in the page: nothing is fetched, nothing runs.

Lengths are in the units of the picture's own frame. What has no figure has no bar, and says so in words.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final

from padu.reports.formats import cell_text, missing_in
from padu.reports.html.text import plain, safe
from padu.reports.model import Kind, Picture, Pyramid, Radar, RadarSeries, Scalar, SideBySide

_FONT: Final = 'font-family="Padu Print, Liberation Sans, DejaVu Sans, sans-serif"'
_INK, _PALE = "#16232a", "#9aa7ac"
_MALE, _FEMALE = "#2f6f8f", "#a35d2b"
_LINES: Final = ("#0b5f5a", "#a35d2b", "#5b4636")
_DASHES: Final = ("", "5 3", "1 3")
"""Lines differ by dash as well: a copy in grey has no colours."""

_WIDTH, _ROW, _HEAD, _LABEL, _FIGURE = 420, 15, 20, 52, 34
_CENTRE, _RADIUS = (210, 112), 80
_SHORT, _LINE_HEIGHT = 14, 10.5
_RINGS: Final = (0.25, 0.5, 0.75, 1.0)


def pyramid_html(block: Pyramid) -> str:
    """Bars left and right of the groups, oldest on top, with the figure at the end of each bar."""
    longest = max((known for value in (*block.male, *block.female) if (known := _known(value)) is not None), default=0)
    groups = list(zip(block.labels, block.male, block.female, strict=True))[::-1]
    rows = "".join(_pyramid_row(at, *group, longest) for at, group in enumerate(groups))
    middle, height = _WIDTH / 2, _HEAD + _ROW * len(groups)
    heads = _text(middle - _LABEL / 2 - 4, 13, "Laki-laki", "end", bold=True)
    heads += _text(middle + _LABEL / 2 + 4, 13, "Perempuan", "start", bold=True)
    return _figure(block.caption, _WIDTH, height, heads + rows)


def _pyramid_row(at: int, label: str, male: Scalar, female: Scalar, longest: float) -> str:
    middle, top = _WIDTH / 2, _HEAD + _ROW * at
    room = middle - _LABEL / 2 - _FIGURE
    left, right = (_length(value, longest, room) for value in (male, female))
    from_left, from_right = middle - _LABEL / 2, middle + _LABEL / 2
    return (
        _bar(from_left - left, top, left, _MALE)
        + _bar(from_right, top, right, _FEMALE)
        + _text(middle, top + 10.5, label, "middle")
        + _text(from_left - left - 3, top + 10.5, _words(male), "end")
        + _text(from_right + right + 3, top + 10.5, _words(female), "start")
    )


def _bar(x: float, y: float, length: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y + 1:.1f}" width="{length:.1f}" height="{_ROW - 3}" fill="{colour}"/>'


def _length(value: Scalar, longest: float, room: float) -> float:
    known = _known(value)
    return room * known / longest if known and longest else 0.0


def radar_html(block: Radar) -> str:
    """Rings at each quarter, one closed line a series; an axis without a figure is left out of the line."""
    count = len(block.axes)
    rings = "".join(_ring(share, count) for share in _RINGS)
    spokes = "".join(_spoke(at, count, label) for at, label in enumerate(block.axes))
    lines = "".join(_series(at, one) for at, one in enumerate(block.series))
    legend = "".join(_legend(at, one.label) for at, one in enumerate(block.series))
    height = _CENTRE[1] * 2 + 16 * len(block.series)
    return _figure(block.caption, _WIDTH, height, rings + spokes + lines + legend)


def _point(at: int, count: int, share: float) -> tuple[float, float]:
    """The first axis stands upright, the others follow the clock."""
    angle = 2 * pi * at / count - pi / 2
    return _CENTRE[0] + _RADIUS * share * cos(angle), _CENTRE[1] + _RADIUS * share * sin(angle)


def _ring(share: float, count: int) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_point(at, count, share) for at in range(count)))
    return f'<polygon points="{corners}" fill="none" stroke="{_PALE}" stroke-width="0.6"/>'


def _spoke(at: int, count: int, label: str) -> str:
    x, y = _point(at, count, 1.0)
    far_x, far_y = _point(at, count, 1.1)
    side = far_x - _CENTRE[0]
    anchor = "middle" if abs(side) < 12 else "start" if side > 0 else "end"
    words = _two_lines(label)
    # The lines stand around the end of the axis; above the upright one they end there.
    first = far_y + 3 - (_LINE_HEIGHT * (len(words) - 1) * (1 if far_y < _CENTRE[1] - _RADIUS else 0.5))
    told = "".join(_text(far_x, first + _LINE_HEIGHT * line, part, anchor) for line, part in enumerate(words))
    line = f'<line x1="{_CENTRE[0]}" y1="{_CENTRE[1]}" x2="{x:.1f}" y2="{y:.1f}" stroke="{_PALE}" stroke-width="0.6"/>'
    return line + told


def _two_lines(label: str) -> list[str]:
    """A long label broken at the blank that is nearest to its middle."""
    blanks = [at for at, letter in enumerate(label) if letter == " "]
    if len(label) <= _SHORT or not blanks:
        return [label]
    at = min(blanks, key=lambda blank: abs(blank - len(label) / 2))
    return [label[:at], label[at + 1 :]]


def _series(at: int, one: RadarSeries) -> str:
    count = len(one.values)
    known = [(place, _known(value)) for place, value in enumerate(one.values)]
    points = [_point(place, count, min(max(share, 0.0), 1.0)) for place, share in known if share is not None]
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    colour, dash = _LINES[at % len(_LINES)], _DASHES[at % len(_DASHES)]
    line = (
        f'fill="{colour}" fill-opacity="0.12" stroke="{colour}" stroke-width="1.6" stroke-dasharray="{dash or "none"}"'
    )
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{colour}"/>' for x, y in points)
    return f'<polygon points="{corners}" {line}/>{dots}'


def _legend(at: int, label: str) -> str:
    y, colour, dash = _CENTRE[1] * 2 + 16 * at, _LINES[at % len(_LINES)], _DASHES[at % len(_DASHES)]
    stroke = f'stroke="{colour}" stroke-width="1.8" stroke-dasharray="{dash or "none"}"'
    line = f'<line x1="120" y1="{y}" x2="146" y2="{y}" {stroke}/>'
    return line + _text(152, y + 3.5, label, "start")


def side_by_side_html(block: SideBySide) -> str:
    return f'<div class="pictures">{picture_html(block.left)}{picture_html(block.right)}</div>'


def picture_html(picture: Picture) -> str:
    return pyramid_html(picture) if isinstance(picture, Pyramid) else radar_html(picture)


def _figure(caption: str, width: float, height: float, inside: str) -> str:
    return (
        f'<figure class="picture"><figcaption>{safe(caption)}</figcaption>'
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{plain(caption)}">{inside}</svg></figure>'
    )


def _text(x: float, y: float, words: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="9.5" fill="{_INK}"{weight} {_FONT}>'
        f"{plain(words)}</text>"
    )


def _words(value: Scalar) -> str:
    return cell_text(value, Kind.INT, short=True)


def _known(value: Scalar) -> float | None:
    return float(value) if missing_in(value) is None and isinstance(value, int | float) else None
