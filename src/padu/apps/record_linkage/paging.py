"""Pages of a list by number."""

from __future__ import annotations

from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from padu.domain.formatting import number
from padu.ui.components import Pager

PER_PAGE: Final = 50


def page_of(query: QueryDict, count: int) -> int:
    """The page an address asks for, at most the last one."""
    text = query.get("hal", "1")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return max(1, min(asked, -(-count // PER_PAGE)))


def pager(query: QueryDict, page: int, count: int) -> Pager | None:
    """None where all fits on one page."""
    if count <= PER_PAGE:
        return None
    first, last = (page - 1) * PER_PAGE + 1, min(page * PER_PAGE, count)
    return Pager(
        previous_url=_address(query, page - 1) if page > 1 else "",
        next_url=_address(query, page + 1) if last < count else "",
        shown=_("%(first)s–%(last)s dari %(all)s") % {"first": first, "last": last, "all": number(count)},
    )


def _address(query: QueryDict, page: int) -> str:
    changed = query.copy()
    changed["hal"] = str(page)
    return f"?{changed.urlencode()}"
