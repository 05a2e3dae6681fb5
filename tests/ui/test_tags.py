"""Template tags: the four values stay apart, words are escaped, dates are local."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone

from padu.domain.values import Missing
from padu.ui.components import Bar, Column, Row, Term


def render(source: str, **context: Any) -> str:
    return Template("{% load padu %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ x|number:1 }}", 1234.5, "1.234,5"),
        ("{{ x|number }}", 0, "0"),
        ("{{ x|number }}", None, "belum diketahui"),
        ("{{ x|percent }}", 12.345, "12,3 %"),
        ("{{ x|percent }}", Missing.SUPPRESSED, "disamarkan (&lt;10)"),
        ("{{ x|share:0 }}", 0.285, "29 %"),
        ("{{ x|share }}", Missing.NOT_APPLICABLE, "tidak berlaku"),
        ("{{ x|rupiah }}", 1234567, "Rp1.234.567"),
        ("{{ x|rupiah_short }}", 1_250_000, "Rp1,3 juta"),
        ("{{ x|signed:1 }}", 1.23, "+1,2"),
        ("{{ x|date_long }}", dt.date(2026, 11, 3), "3 November 2026"),
        ("{{ x|date_short }}", None, "belum diketahui"),
        ("{{ x|file_size }}", 12_345_678, "12,3 MB"),
        ("{{ x|value_state }}", 0, "zero"),
        ("{{ x|value_state }}", 0.5, "known"),
        ("{{ x|value_state }}", Missing.NOT_APPLICABLE, "not_applicable"),
        ("{{ x|unlocalized }}", 0.5, "0.5"),
        ("{{ x|unlocalized }}", None, ""),
    ],
)
def test_filters(source: str, value: object, text: str) -> None:
    assert render(source, x=value) == text


def test_a_moment_is_told_in_the_current_zone() -> None:
    late = dt.datetime(2026, 11, 3, 20, 30, tzinfo=dt.UTC)
    with timezone.override("Asia/Jakarta"):
        assert render("{{ x|moment }}", x=late) == "4 November 2026 pukul 03.30 WIB"
        assert render("{{ x|date_short }}", x=late) == "4 Nov 2026"
    with timezone.override("Asia/Jayapura"):
        assert render("{{ x|clock }}", x=late) == "05.30 WIT"


def test_the_four_values_differ_in_words_and_class() -> None:
    shown = [render("{% value x %}", x=x) for x in (0, None, Missing.NOT_APPLICABLE, Missing.SUPPRESSED)]
    assert ">0<" in shown[0]
    assert 'class="missing unknown"' in shown[1]
    assert 'class="missing not-applicable"' in shown[2]
    assert 'class="missing suppressed"' in shown[3]
    assert len({render("{% short_value x %}", x=x) for x in (0, None, *Missing)}) == 4


def test_an_icon_without_label_is_hidden_and_with_label_named() -> None:
    assert 'aria-hidden="true"' in render("{% icon 'home' %}")
    assert 'aria-label="&lt;b&gt;"' in render("{% icon 'home' label=x %}", x="<b>")


def test_words_in_badges_are_escaped() -> None:
    assert "&lt;script&gt;" in render("{% badge x 'act' 'late' %}", x="<script>")


def test_an_unknown_category_is_said_and_an_unknown_state_code_is_an_error() -> None:
    assert "belum diketahui" in render("{% category_badge None %}")
    assert "Tangguh" in render("{% category_badge 'tangguh' %}")
    with pytest.raises(KeyError):
        render("{% state_badge 'no_such_state' %}")


def test_table_cells_follow_their_column() -> None:
    columns = (Column("Nagari"), Column("Indeks", "bar", 1), Column("Dana", "money"), Column("Sejak", "date"))
    row = Row(("<Air>", Bar(61.25, 0.6125), None, dt.date(2026, 11, 3)), "/x/")
    cells = [
        render("{% table_cell columns n cell row %}", columns=columns, n=n, cell=cell, row=row)
        for n, cell in enumerate(row.cells)
    ]
    assert cells[0] == '<th scope="row"><a href="/x/">&lt;Air&gt;</a></th>'
    assert 'width="61.25%"' in cells[1]
    assert "61,3" in cells[1]
    assert "belum diketahui" in cells[2]
    assert "3 Nov 2026" in cells[3]


def test_a_bar_without_figure_has_no_track() -> None:
    cell = render(
        "{% table_cell columns 1 cell row %}",
        columns=(Column("Nagari"), Column("Indeks", "bar")),
        cell=Bar(Missing.SUPPRESSED),
        row=Row(()),
    )
    assert "<rect" not in cell
    assert "disamarkan" in cell


def test_terms_show_text_dates_and_figures() -> None:
    assert render("{% term_value t %}", t=Term("Nama", "Air")) == "Air"
    assert render("{% term_value t %}", t=Term("Sejak", dt.date(2021, 6, 29))) == "29 Jun 2021"
    assert "4.312 jiwa" in render("{% term_value t %}", t=Term("Penduduk", 4312, "jiwa"))
    assert "belum diketahui" in render("{% term_value t %}", t=Term("Luas", None))


def test_blocks_take_content_unescaped_and_options_escaped() -> None:
    html = render("{% section title=x lead='L' %}<p>isi</p>{% endsection %}", x="<T>")
    assert "<p>isi</p>" in html
    assert "&lt;T&gt;" in html
    assert 'role="alert"' in render("{% notice tone='act' %}x{% endnotice %}")
    assert 'role="alert"' not in render("{% notice %}x{% endnotice %}")


def test_sorting_headers_say_their_order() -> None:
    html = render("{% sort_header 'Nagari' '?urut=nama' 'ascending' %}")
    assert 'aria-sort="ascending"' in html
    assert 'href="?urut=nama"' in html
    assert "aria-sort" not in render("{% sort_header 'Nagari' %}")
