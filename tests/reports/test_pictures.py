"""Pictures of a report: bars and lines as long as their figures, and nothing where there is none."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from padu.domain.values import Missing
from padu.reports.html.pictures import pyramid_html, radar_html
from padu.reports.model import BadDocument, Document, Pyramid, Radar, RadarSeries, SideBySide
from padu.reports.xlsx import render_xlsx

AGES = Pyramid("Piramida <2026>", ("0-4", "5-9"), (100, 50), (25, Missing.SUPPRESSED))
GROUPS = Radar("Kelompok", ("A", "B", "C", "D"), (RadarSeries("Terisi", (1.0, 0.5, 0.0, Missing.UNKNOWN)),))


def widths(svg: str) -> list[float]:
    return [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', svg)]


def test_bars_are_as_long_as_their_figures_oldest_on_top() -> None:
    svg = pyramid_html(AGES)
    men_old, women_old, men_young, women_young = widths(svg)
    # 420 / 2 less half the labels (26) and the room of the figure (34).
    assert men_young == 150.0
    assert (men_old, women_young, women_old) == (75.0, 37.5, 0.0)
    assert svg.index(">5-9<") < svg.index(">0-4<")
    assert "Piramida &lt;2026&gt;" in svg
    # Hidden is neither nought nor nothing.
    assert ">0<" not in svg


def test_a_pyramid_of_hidden_figures_has_no_bar() -> None:
    gone = (Missing.SUPPRESSED,) * 2
    assert widths(pyramid_html(Pyramid("x", ("a", "b"), gone, gone))) == [0.0] * 4


def test_a_radar_stands_upright_and_leaves_out_what_is_unknown() -> None:
    svg = radar_html(GROUPS)
    line = re.findall(r'<polygon points="([^"]+)" fill="#0b5f5a"', svg)
    # Up by the whole radius (80 from the middle at 210, 112), right by half of it, and the middle itself.
    assert line == ["210.0,32.0 250.0,112.0 210.0,112.0"]
    assert svg.count("<circle") == 3


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Pyramid("x", ("a",), (1, 2), (1,)),
        lambda: Radar("x", ("a", "b"), ()),
        lambda: Radar("x", ("a", "b", "c"), (RadarSeries("y", (1.0,)),)),
    ],
)
def test_pictures_that_contradict_themselves_are_refused(wrong: object) -> None:
    with pytest.raises(BadDocument):
        wrong()  # type: ignore[operator]


def test_a_workbook_has_the_figures_of_the_pictures() -> None:
    document = Document("Uji", "Sini", "2026", (SideBySide(AGES, GROUPS),))
    book = CalamineWorkbook.from_filelike(BytesIO(render_xlsx(document)))
    cells = {cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row}
    assert {"0-4", 100, 25, "Terisi", 0.5, "disamarkan"} <= cells
