"""Text on its way into HTML."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from padu.reports.formats import TICK, printable

_BREAK_AFTER: Final = re.compile(r"(?<=[/])(?=\S)")


_TICK_DRAWN: Final = (
    '<svg class="tick" viewBox="0 0 10 10" width="0.75em" height="0.75em">'
    '<path d="M1 5.6 3.9 8.4 9 1.8" fill="none" stroke="#16232a" stroke-width="1.7"/></svg>'
)
"""Drawn, because neither the house typeface nor every machine has the character."""


def plain(text: str) -> str:
    """Escaped text, as it may stand in any element."""
    return escape(printable(text))


def safe(text: str) -> str:
    """As `plain`, with ticks drawn: for anything within the page."""
    return plain(text).replace(TICK, _TICK_DRAWN)


def breakable(text: str) -> str:
    """Escaped text that may also break after a slash (Pertanian/Perikanan in a narrow head)."""
    return _BREAK_AFTER.sub("<wbr>", safe(text))


def paragraphs(text: str, css_class: str = "") -> str:
    """Text as paragraphs: an empty line separates them, a single line end is kept as a line."""
    attribute = f' class="{css_class}"' if css_class else ""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(f"<p{attribute}>{safe(part).replace(chr(10), '<br>')}</p>" for part in parts)
