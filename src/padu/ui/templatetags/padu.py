"""`{% load padu %}`: formats, value states, icons, badges and block components.

Filters accept the four values everywhere: a missing one becomes its words, never an empty cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from padu.domain import formatting
from padu.domain.values import FigureValue, Missing, missing_of
from padu.ui import vocabulary
from padu.ui.cells import cell_html
from padu.ui.components import Column, Row, Term

register = template.Library()


# --- numbers -----------------------------------------------------------------------------------------------------


def _figure(value: FigureValue, decimals: int, unit: str) -> str:
    missing = missing_of(value)
    return gettext(formatting.MISSING_TEXT[missing]) if missing else formatting.figure(value, decimals, unit)


@register.filter
def number(value: FigureValue, decimals: int = 0) -> str:
    """`{{ 1234.5|number:1 }}` -> `1.234,5`."""
    return _figure(value, decimals, "")


@register.filter
def percent(value: FigureValue, decimals: int = 1) -> str:
    """A percentage 0..100: `12,3 %`."""
    return _figure(value, decimals, "%")


@register.filter
def share(value: FigureValue, decimals: int = 1) -> str:
    """A share 0..1 as a percentage: `12,3 %`."""
    if missing_of(value) is not None:
        return _figure(value, decimals, "")
    assert value is not None
    assert not isinstance(value, Missing)
    return formatting.share_percent(value, decimals)


@register.filter
def rupiah(value: FigureValue) -> str:
    """`Rp1.234.567`."""
    return _figure(value, 0, "Rp")


@register.filter
def rupiah_short(value: FigureValue) -> str:
    """`Rp1,2 juta`; the full amount belongs in a title or a table beside it."""
    if missing_of(value) is not None:
        return _figure(value, 0, "")
    assert value is not None
    assert not isinstance(value, Missing)
    return formatting.rupiah_short(value)


@register.filter
def signed(value: FigureValue, decimals: int = 0) -> str:
    """A change with its sign: `+1,2`."""
    if missing_of(value) is not None:
        return _figure(value, decimals, "")
    assert value is not None
    assert not isinstance(value, Missing)
    return formatting.signed(value, decimals)


@register.filter
def file_size(value: int) -> str:
    """Bytes as `12,3 MB`."""
    return formatting.file_size(value)


@register.filter
def value_state(value: FigureValue) -> str:
    """`known`, `zero`, `unknown`, `not_applicable` or `suppressed`."""
    missing = missing_of(value)
    if missing is not None:
        return missing.value
    return "zero" if value == 0 else "known"


@register.simple_tag
def value(figure: FigureValue, decimals: int = 0, unit: str = "") -> SafeString:
    """A figure as HTML: `{% value x decimals=1 unit="%" %}`; a missing one has its icon and words."""
    missing = missing_of(figure)
    if missing is None:
        return format_html('<span class="num">{}</span>', formatting.figure(figure, decimals, unit))
    return format_html(
        '<span class="missing {}">{}{}</span>',
        missing.value.replace("_", "-"),
        icon(vocabulary.MISSING_ICONS[missing]),
        gettext(formatting.MISSING_TEXT[missing]),
    )


@register.simple_tag
def short_value(figure: FigureValue, decimals: int = 0, unit: str = "") -> SafeString:
    """A figure for a tight cell; a missing one is a sign with its words for screen readers and on hover."""
    missing = missing_of(figure)
    if missing is None:
        return format_html("{}", formatting.figure(figure, decimals, unit))
    words = gettext(formatting.MISSING_TEXT[missing])
    sign = vocabulary.MISSING_SIGNS[missing]
    return format_html(
        '<span class="missing" title="{0}"><span aria-hidden="true">{1}</span>'
        '<span class="visually-hidden">{0}</span></span>',
        words,
        sign,
    )


@register.simple_tag
def term_value(term: Term) -> SafeString | str:
    """The value of a definition list's line: text as it is, dates short, everything else as a figure."""
    if isinstance(term.value, Missing) or not isinstance(term.value, str | dt.date):
        return value(term.value, term.decimals, term.unit)  # type: ignore[arg-type]  # a figure by the line above
    return date_short(term.value) if isinstance(term.value, dt.date) else term.value


@register.filter
def unlocalized(value: FigureValue) -> str:
    """A number for a machine: digits with a decimal point, empty without a number."""
    return "" if missing_of(value) is not None else str(value)


# --- dates -------------------------------------------------------------------------------------------------------


def _day(moment: dt.date) -> dt.date:
    """The local calendar day of a date or an aware datetime."""
    return timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment


@register.filter
def date_long(value: dt.date | None) -> str:
    """`3 November 2026`."""
    return formatting.date_long(_day(value)) if value else _figure(None, 0, "")


@register.filter
def date_short(value: dt.date | None) -> str:
    """`3 Nov 2026`."""
    return formatting.date_short(_day(value)) if value else _figure(None, 0, "")


@register.filter
def date_with_day(value: dt.date | None) -> str:
    """`Selasa, 3 November 2026`."""
    return formatting.date_with_day(_day(value)) if value else _figure(None, 0, "")


@register.filter
def month_year(value: dt.date | None) -> str:
    """`November 2026`."""
    return formatting.month_year(_day(value)) if value else _figure(None, 0, "")


@register.filter
def month_name(value: int) -> str:
    """`November` for 11."""
    return formatting.month_name(value)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """`3 November 2026 pukul 14.05 WIB`, in the current zone."""
    return formatting.moment_long(value, timezone.get_current_timezone()) if value else _figure(None, 0, "")


@register.filter
def clock(value: dt.datetime | None) -> str:
    """`14.05 WIB`, in the current zone."""
    return formatting.clock(value, timezone.get_current_timezone()) if value else _figure(None, 0, "")


@register.filter
def days_from_now(value: dt.date) -> str:
    """`3 hari lagi`, `kemarin`, `2 bulan lalu`."""
    return formatting.days_between(_day(value), timezone.localdate())


@register.simple_tag
def date_range(first: dt.date, last: dt.date) -> str:
    """`3–5 November 2026`."""
    return formatting.date_range(_day(first), _day(last))


# --- signs -------------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; without a label it is hidden from screen readers."""
    sprite = static("build/icons.svg")
    classes = f"icon {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>', classes, label, sprite, name
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, sprite, name)


@register.simple_tag
def badge(text: str, tone: str = "", icon_name: str = "") -> SafeString:
    """A small mark with words; tone is "", accent, good, warn, act or outline."""
    return format_html('<span class="badge {}">{}{}</span>', tone, icon(icon_name) if icon_name else "", text)


@register.simple_tag
def category_badge(category: str | None) -> SafeString:
    """The iBangga category (`rentan`, `berkembang`, `tangguh`); None is "belum diketahui"."""
    return _vocabulary_badge(vocabulary.CATEGORIES, category)


@register.simple_tag
def class_badge(kampung_class: str | None) -> SafeString:
    """The class of a kampung (`dasar`, `berkembang`, `mandiri`, `berkelanjutan`)."""
    return _vocabulary_badge(vocabulary.CLASSES, kampung_class)


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """A state of a proposal, commitment, event, decision, analysis or import run. An unknown code is an error."""
    entry = vocabulary.STATES[state]
    return badge(gettext(entry.label), entry.tone, entry.icon)


def _vocabulary_badge(entries: Mapping[str, vocabulary.Entry], code: str | None) -> SafeString:
    if code is None:
        return badge(gettext("belum diketahui"), "outline", "question")
    entry = entries[code]
    return badge(gettext(entry.label), entry.tone, entry.icon)


@register.simple_tag
def chosen(choices: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The one that is active, None when none is."""
    return next((choice for choice in choices if choice["active"]), None)


# --- block components --------------------------------------------------------------------------------------------


@register.simple_block_tag
def section(content: str, title: str, **options: Any) -> str:  # options are template keywords of any type
    """A ruled section: `{% section title="..." lead="..." id="..." source="..." as_of=d more_url="..." %}`."""
    return render_to_string("ui/components/section.html", {"content": content, "title": title, **options})


@register.simple_block_tag
def card(content: str, title: str = "", **options: Any) -> str:  # as above
    """A framed card: `{% card title="..." tone="act" foot="..." %}`."""
    return render_to_string("ui/components/card.html", {"content": content, "title": title, **options})


@register.simple_block_tag
def data_table(content: str, caption: str, **options: Any) -> str:  # as above
    """Frame, scroll area and caption round your own <thead> and <tbody>: `stacked=True compact=True heat=True`."""
    return render_to_string("ui/components/data_table.html", {"content": content, "caption": caption, **options})


@register.simple_block_tag
def notice(content: str, tone: str = "note", title: str = "") -> str:
    """A message in the page; tone is note, good, warn or act."""
    return render_to_string("ui/components/notice.html", {"content": content, "tone": tone, "title": title})


@register.inclusion_tag("ui/components/sort_header.html")
def sort_header(label: str, url: str = "", sorted: str = "", numeric: bool = False, help: str = "") -> dict[str, Any]:
    """A <th> whose words are a link that sorts; `sorted` is "", "ascending" or "descending"."""
    return {"label": label, "url": url, "sorted": sorted, "numeric": numeric, "help": help}


@register.simple_tag
def table_cell(columns: Sequence[Column], index: int, cell: object, row: Row) -> SafeString:
    """One cell of `ui/components/table.html`."""
    return cell_html(columns[index], index, cell, row)
