"""Printed family forms as PDF; the print engine is loaded when something is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.family_paper import blank_form, filled_form
from padu.apps.rumah_dataku.services.family_papers import Printed
from padu.reports.model import Document
from padu.ui.typeface import house_typeface


def render_blank(region_code: str, today: dt.date) -> bytes:
    from padu.reports.pdf import render_pdf

    return render_pdf(blank_form(_place(region_code), today), font_file=house_typeface())


def render_one(printed: Printed) -> bytes:
    from padu.reports.pdf import render_pdf

    return render_pdf(_document(printed), font_file=house_typeface())


def render_batch(printed: Iterator[Printed]) -> bytes:
    """All forms in one file, laid out one after the other."""
    from padu.reports.pdf import render_pdfs

    return render_pdfs(map(_document, printed), font_file=house_typeface())


def _document(printed: Printed) -> Document:
    return filled_form(printed.cells, _place(printed.cells.village_code), printed.code, printed.as_of)


def _place(region_code: str) -> str:
    return names_of([region_code]).get(region_code, region_code)
