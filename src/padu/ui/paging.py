"""Pages of a list: which one the address asks for, and the ways to the one before and after."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from padu.domain.formatting import number
from padu.ui.components import Pager

PAGE, AFTER = "hal", "sesudah"
# No list has more pages; longer digits are not read as a number at all.
_MOST_DIGITS = 7


def asked_page(query: QueryDict, count: int, per_page: int) -> int:
    """The page the address asks for, from 1, at most the last one; anything odd is the first."""
    text = query.get(PAGE, "1")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 1
    return max(1, min(asked, -(-count // per_page)))


def numbered_pager(query: QueryDict, page: int, count: int, per_page: int) -> Pager | None:
    """`1–50 dari 120` with the pages beside; None where all fits on one page."""
    if count <= per_page:
        return None
    first, last = (page - 1) * per_page + 1, min(page * per_page, count)
    words = {"first": number(first), "last": number(last), "all": number(count)}
    return Pager(
        previous_url=_page_address(query, page - 1) if page > 1 else "",
        next_url=_page_address(query, page + 1) if last < count else "",
        shown=_("%(first)s–%(last)s dari %(all)s") % words,
    )


def _page_address(query: QueryDict, page: int) -> str:
    changed = query.copy()
    changed[PAGE] = str(page)
    return f"?{changed.urlencode()}"


def onward_pager(query: QueryDict, after: str, shown: str) -> Pager | None:
    """For lists that go on after a key: back is the beginning. None where the beginning is all there is.

    after  key of the last row where more follow, else ""; shown: what is on this page, in words
    """
    begun = AFTER in query
    if not after and not begun:
        return None
    kept = {key: value for key, value in query.items() if key != AFTER and value}
    return Pager(
        previous_url="?" + urlencode(kept) if begun else "",
        next_url="?" + urlencode(kept | {AFTER: after}) if after else "",
        shown=shown,
    )
