"""The year a page is asked for, and the switch to other years in its head."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from padu.ui.components import Choice

YEAR_PARAMETER = "tahun"
_FIRST_YEAR, _LAST_YEAR = 2015, 2100


def asked_year(request: HttpRequest, default: int) -> int:
    """The year of the address. Raises Http404 for anything that is no year."""
    text = request.GET.get(YEAR_PARAMETER, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR):
        raise Http404
    return int(text)


def year_choices(request: HttpRequest, year: int, around: int) -> list[Choice]:
    """The years to switch to: the one shown, the one now and its neighbours; other parameters stay."""
    choices = []
    for other in sorted({year, around - 1, around, around + 1}):
        query = request.GET.copy()
        query[YEAR_PARAMETER] = str(other)
        choices.append(Choice(label=str(other), url=f"{request.path}?{query.urlencode()}", active=other == year))
    return choices
