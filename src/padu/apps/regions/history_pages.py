"""What a place's page tells of its past: where it comes from, what it became, what it was called, on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from padu.apps.regions.models import Region, RegionSuccession
from padu.apps.regions.selectors import Heritage, heritage_of, names_over_time
from padu.domain.formatting import date_long
from padu.domain.tabular import CellError, parse_date
from padu.domain.values import FigureValue, Missing
from padu.ui.components import Column, Row, Table

DAY_PARAMETER = "per"


@dataclass(frozen=True, slots=True)
class PlaceHistory:
    """Tables of the past, each None where there is nothing to tell; `state` is a sentence for a place not in force."""

    state: str
    before: Table | None
    after: Table | None
    names: Table | None


def asked_day(request: HttpRequest) -> dt.date | None:
    """The day of `?per=`, None for today and for what is no day."""
    text = request.GET.get(DAY_PARAMETER, "").strip()[:20]
    try:
        return parse_date(text) if text else None
    except CellError:
        return None


def address(code: str, on: dt.date | None = None) -> str:
    """A place's page, as of the same day."""
    page = reverse("place", args=[code])
    return f"{page}?{DAY_PARAMETER}={on.isoformat()}" if on else page


def history_of(region: Region) -> PlaceHistory:
    """What is known of a place's past and future."""
    before, after = heritage_of(region.code)
    return PlaceHistory(
        state=_state(region),
        before=_table(gettext("Wilayah asal"), before) if before else None,
        after=_table(gettext("Wilayah penerus"), after) if after else None,
        names=_names(region),
    )


def _state(region: Region) -> str:
    day = region.as_of or timezone.localdate()
    if region.valid_to and day > region.valid_to:
        return gettext("Kode ini berlaku sampai %(day)s.") % {"day": date_long(region.valid_to)}
    if region.valid_from and day < region.valid_from:
        return gettext("Kode ini baru berlaku sejak %(day)s.") % {"day": date_long(region.valid_from)}
    return ""


def _table(caption: str, links: Sequence[Heritage]) -> Table:
    return Table(
        caption=caption,
        columns=[
            Column(gettext("Wilayah")),
            Column(gettext("Kode")),
            Column(gettext("Perubahan")),
            Column(gettext("Berlaku sejak"), kind="date"),
            Column(gettext("Bagian"), kind="percent", decimals=1, help=gettext("bagian wilayah lama")),
            Column(gettext("Sumber")),
        ],
        rows=[_row(link) for link in links],
        stacked=True,
    )


def _row(link: Heritage) -> Row:
    kind = RegionSuccession.Kind(link.kind).label if link.kind else gettext("beberapa perubahan")
    share: FigureValue = Missing.UNKNOWN if link.link.share is None else float(100 * link.link.share)
    cells = (str(link.region), link.region.code, kind, link.effective_on, share, link.source or "–")
    return Row(cells, url=address(link.region.code))


def _names(region: Region) -> Table | None:
    names = names_over_time(region.code)
    if not names:
        return None
    return Table(
        caption=gettext("Nama lama"),
        columns=[Column(gettext("Nama")), Column(gettext("Sampai"), kind="date"), Column(gettext("Sumber"))],
        rows=[Row((name.name, name.valid_to, name.source)) for name in names],
        stacked=True,
    )
