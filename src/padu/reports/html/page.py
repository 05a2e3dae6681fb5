"""The whole report as one HTML page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from padu.domain.formatting import date_long
from padu.reports.formats import DEMO_BAND, DEMO_EXPLANATION, cell_text, data_age, missing_in
from padu.reports.html.months import month_html
from padu.reports.html.pictures import pyramid_html, radar_html, side_by_side_html
from padu.reports.html.tables import table_html
from padu.reports.html.text import paragraphs, plain, safe
from padu.reports.model import (
    Block,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    MonthGrid,
    Paragraph,
    Pyramid,
    Radar,
    SideBySide,
    Signatory,
    SignatureBlock,
    Table,
)


def document_html(document: Document) -> str:
    """The report as an HTML page without style; `print.css` gives it its look."""
    body = "".join(block_html(block) for block in document.blocks)
    notes = "".join(f"<p>{safe(note)}</p>" for note in document.notes)
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{plain(document.title)}</title>'
        f'<meta name="generator" content="Padu"></head><body class="{document.orientation.value}">'
        f"{_running(document)}{_title(document)}<main>{body}</main>"
        + (f'<section class="notes">{notes}</section>' if notes else "")
        + "</body></html>"
    )


def _running(document: Document) -> str:
    """What stands on every page; it must come before the text it accompanies."""
    band = f'<div class="band">{DEMO_BAND} — {DEMO_EXPLANATION}</div>' if document.demo else ""
    where = " · ".join(part for part in (document.place, document.period) if part)
    return (
        f'{band}<div class="head-left">{safe(document.title)}</div><div class="head-right">{safe(where)}</div>'
        f'<div class="foot-left">{safe(_foot(document))}</div>'
    )


def _foot(document: Document) -> str:
    parts = ["Padu", data_age(document)]
    if document.source:
        parts.append(f"Sumber: {document.source}")
    return " · ".join(parts)


def _title(document: Document) -> str:
    subtitle = f'<p class="subtitle">{safe(document.subtitle)}</p>' if document.subtitle else ""
    where = " · ".join(safe(part) for part in (document.place, document.period) if part)
    age = f"<span>{'· ' if where else ''}{safe(data_age(document))}</span>"
    return f'<header class="title"><h1>{safe(document.title)}</h1>{subtitle}<p class="where">{where} {age}</p></header>'


def block_html(block: Block) -> str:
    """One block of the document."""
    return _WRITERS[type(block)](block)


def _heading(block: Heading) -> str:
    level = min(3, max(2, block.level + 1))
    return f"<h{level}>{safe(block.text)}</h{level}>"


def _paragraph(block: Paragraph) -> str:
    return paragraphs(block.text, "small" if block.small else "")


def _key_figures(block: KeyFigures) -> str:
    return f'<div class="figures">{"".join(_key_figure(item) for item in block.items)}</div>'


def _key_figure(item: KeyFigure) -> str:
    css = "value" if missing_in(item.value) is None else "value missing"
    note = f'<div class="note">{safe(item.note)}</div>' if item.note else ""
    value = safe(cell_text(item.value, item.kind, item.decimals))
    return f'<div><div class="label">{safe(item.label)}</div><div class="{css}">{value}</div>{note}</div>'


def _signatures(block: SignatureBlock) -> str:
    day = date_long(block.date) if block.date else "............................"
    heading = f'<p class="heading">{safe(block.heading)}</p>' if block.heading else ""
    lines = "".join(
        f'<tr class="{css}">{"".join(f"<td>{part(person)}</td>" for person in block.signatories)}</tr>'
        for css, part in _SIGNATURE_LINES
    )
    return (
        f'<section class="signatures">{heading}<p class="when">{safe(block.place)}, {day}</p>'
        f"<table>{lines}</table></section>"
    )


def _role(person: Signatory) -> str:
    return f"<b>{safe(person.role)}</b><br>{safe(person.organisation)}"


_SIGNATURE_LINES: Final[tuple[tuple[str, Callable[[Signatory], str]], ...]] = (
    ("role", _role),
    ("room", lambda _: ""),
    ("name", lambda person: f"<div>{safe(person.name)}</div>"),
    ("identity", lambda person: safe(person.identity)),
)
"""Line by line, so that the lines to sign on stand at one height however long the offices' names are."""

_WRITERS: Final[dict[type, Callable[..., str]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Table: table_html,
    KeyFigures: _key_figures,
    SignatureBlock: _signatures,
    MonthGrid: month_html,
    Pyramid: pyramid_html,
    Radar: radar_html,
    SideBySide: side_by_side_html,
}
