"""Tables as HTML: grouped heads, row groups, stacked cells, totals, and the legend of what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from padu.domain.values import Missing
from padu.reports.formats import LEGEND, MONEY_SHORT_LEGEND, cell_text, missing_in
from padu.reports.html.text import breakable, safe
from padu.reports.model import NUMERIC_KINDS, Blank, Cell, Column, Kind, Measure, Row, Scalar, Stack, Table

TIGHT_FROM_COLUMNS: Final = 8
"""From so many columns on a table is set small and says missing values by short marks."""


UPRIGHT_MM_PER_LETTER: Final = 1.25
"""Room a letter of a turned head takes, in 6.8 point."""


def table_html(table: Table) -> str:
    """The table with its caption above and footnotes and legend below."""
    tight = is_tight(table)
    classes = " ".join(
        name
        for name, on in (("table", True), ("tight", tight), ("matrix", bool(table.measures)), ("roomy", table.roomy))
        if on
    )
    under = " ".join(f"<p>{line}</p>" for line in _under(table, tight=tight))
    return (
        f'<div class="{classes}"><table class="data">{_caption(table.caption)}'
        f"{_widths(table.columns)}<thead>{_heads(table)}</thead><tbody>{''.join(_body(table, tight=tight))}"
        f"{''.join(_totals(table, tight=tight))}</tbody></table>"
        + (f'<div class="under">{under}</div>' if under else "")
        + "</div>"
    )


def _caption(text: str) -> str:
    return f"<caption>{safe(text)}</caption>" if text else ""


def is_tight(table: Table) -> bool:
    """Whether a table is set small: many columns, or several values in one cell."""
    return len(table.columns) >= TIGHT_FROM_COLUMNS or bool(table.measures)


def _widths(columns: tuple[Column, ...]) -> str:
    whole = sum(column.width for column in columns)
    return "".join(f'<col style="width:{100 * column.width / whole:.3f}%">' for column in columns)


def _heads(table: Table) -> str:
    """One line of heads, or two where columns stand in groups."""
    columns = table.columns
    if not any(column.group_label for column in columns):
        return f"<tr>{''.join(_head(column, _has_stack(table, i)) for i, column in enumerate(columns))}</tr>"
    upper: list[str] = []
    lower: list[str] = []
    for label, members in groupby(enumerate(columns), key=lambda pair: pair[1].group_label):
        group = list(members)
        if label is None:
            upper.extend(_head(column, _has_stack(table, i), rows=2) for i, column in group)
        else:
            upper.append(f'<th class="group" colspan="{len(group)}" scope="colgroup">{breakable(label)}</th>')
            lower.extend(_head(column, _has_stack(table, i)) for i, column in group)
    return f"<tr>{''.join(upper)}</tr><tr>{''.join(lower)}</tr>"


def _has_stack(table: Table, index: int) -> bool:
    return any(isinstance(row[index], Stack) for row in (*table.rows, *table.totals))


def _head(column: Column, stacked: bool, rows: int = 1) -> str:
    css = "stack" if stacked else _align(column.kind)
    span = f' rowspan="{rows}"' if rows > 1 else ""
    if column.upright:
        height = 4 + UPRIGHT_MM_PER_LETTER * len(column.head)
        return (
            f'<th class="upright" scope="col"{span} style="height:{height:.1f}mm"><span>{safe(column.head)}</span></th>'
        )
    return f'<th class="{css}" scope="col"{span}>{breakable(column.head)}</th>'


def _align(kind: Kind) -> str:
    if kind in NUMERIC_KINDS:
        return "num"
    return "mark" if kind is Kind.MARK else "text"


def _body(table: Table, *, tight: bool) -> Iterator[str]:
    """Rows with the heading line of their group before them."""
    starts, position = {}, 0
    for group in table.row_groups:
        starts[position] = group.label
        position += group.rows
    for index, row in enumerate(table.rows):
        if index in starts:
            yield f'<tr class="rowgroup"><th colspan="{len(row)}" scope="rowgroup">{safe(starts[index])}</th></tr>'
        yield f"<tr>{_cells(table, row, tight=tight)}</tr>"


def _totals(table: Table, *, tight: bool) -> Iterator[str]:
    """In the body, not in a foot: a foot would be printed on every page."""
    for index, row in enumerate(table.totals):
        css = "total first" if index == 0 else "total"
        yield f'<tr class="{css}">{_cells(table, row, tight=tight)}</tr>'


def _cells(table: Table, row: Row, *, tight: bool) -> str:
    return "".join(_cell(table, column, cell, tight=tight) for column, cell in zip(table.columns, row, strict=True))


def _cell(table: Table, column: Column, cell: Cell, *, tight: bool) -> str:
    if isinstance(cell, Stack):
        return f'<td class="stack filled">{stack_html(table.measures, cell.values)}</td>'
    text = safe(cell_text(cell, column.kind, column.decimals, short=tight))
    css = _align(column.kind) if missing_in(cell) is None else f"{_align(column.kind)} missing"
    return f'<td class="{css}">{text}</td>'


def stack_html(measures: tuple[Measure, ...], values: tuple[Scalar, ...]) -> str:
    """The values of a stack below each other; a joined one stands behind the one before it: 3/4."""
    lines: list[str] = []
    for measure, value in zip(measures, values, strict=True):
        text = safe(cell_text(value, measure.kind, measure.decimals, short=True))
        if not text or (measure.quiet and value == 0):
            continue
        text = safe(measure.prefix) + text
        if measure.joined and lines:
            lines[-1] += f"/{text}"
        else:
            lines.append(f"<b>{text}</b>" if measure.strong else text)
    return "".join(f"<span>{line}</span>" for line in lines)


def _under(table: Table, *, tight: bool) -> Iterator[str]:
    """Footnotes, then what stands in a cell, then what the marks mean that really occur."""
    yield from (safe(note) for note in table.footnotes)
    if table.measures:
        yield f"Isi sel: {safe(measures_legend(table.measures))}."
    if not tight:
        return
    marks = [LEGEND[missing] for missing in Missing if missing in _missing_in_table(table)]
    if _uses_short_money(table):
        marks.insert(0, MONEY_SHORT_LEGEND)
    if marks:
        yield f"Keterangan: {safe('; '.join(marks))}."


def measures_legend(measures: tuple[Measure, ...]) -> str:
    """What the lines of a stacked cell are, in their order: "jumlah kampung; kegiatan selesai/rencana; dana"."""
    words: list[str] = []
    for measure in measures:
        label = f"{measure.prefix.strip()} {measure.label}{' (0 tidak dicetak)' if measure.quiet else ''}".strip()
        if measure.joined:
            words[-1] += f"/{label}"
        else:
            words.append(label)
    return "; ".join(words)


def _missing_in_table(table: Table) -> set[Missing]:
    return {missing for value in _values(table) if (missing := missing_in(value)) is not None}


def _values(table: Table) -> Iterator[Scalar]:
    for row in (*table.rows, *table.totals):
        for cell in row:
            if isinstance(cell, Stack):
                yield from cell.values
            else:
                yield cell


def _uses_short_money(table: Table) -> bool:
    kinds = {column.kind for column in table.columns} | {measure.kind for measure in table.measures}
    return Kind.MONEY_SHORT in kinds and any(not isinstance(value, Blank) for value in _values(table))
