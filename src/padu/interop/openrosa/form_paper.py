"""The form of the phone on paper: the same questions, with boxes and lines to write on."""

from __future__ import annotations

from typing import Final

from padu.apps.programmes.selectors import list_matrix_columns, list_programmes
from padu.interop.openrosa.activity_form import (
    COLUMN_LIST,
    COMMITMENT_LIST,
    OUTSIDE,
    PHOTOS,
    PLANNED,
    PROGRAMME_LIST,
    activity_form,
)
from padu.interop.openrosa.sheets import Line, XlsForm
from padu.reports.model import Block, Column, Document, Paragraph, Table

_BOX: Final = "[\u2003]\u00a0"
"""A box with room for a cross; the blanks are such that print neither folds nor breaks them."""
_APART: Final = " \u2003"
_WRITE: Final = "_" * 40
_ONLY: Final = {f"${{jenis}} = '{PLANNED}'": "bila dalam rencana", f"${{jenis}} = '{OUTSIDE}'": "bila di luar rencana"}
_LINES: Final = 3


def activity_paper(village: str) -> Document:
    """The blank report of an activity for the matrix columns of a village."""
    form = activity_form()
    listed = {
        PROGRAMME_LIST: [f"{row.number}. {row.name}" for row in list_programmes()],
        COLUMN_LIST: [row.name for row in list_matrix_columns(village)],
    }
    rows = tuple((_label(line), _answer(form, line, listed)) for line in form.survey if _is_asked(line))
    columns = (Column("Isian", width=1.2), Column("Jawaban", width=2.4))
    blocks: tuple[Block, ...] = (
        Paragraph(
            "Isi dengan huruf cetak, beri tanda silang pada kotak, lalu salin ke Padu: Formulir, Laporan kegiatan."
        ),
        Table("Laporan kegiatan", columns, (*rows, ("Pelapor (nama dan tanda tangan)", _WRITE))),
    )
    return Document(form.title, "", "", blocks, source=f"Formulir {form.version}", blank=True)


def _is_asked(line: Line) -> bool:
    """Photos are not put on paper."""
    return "label" in line and line["name"] not in (*PHOTOS, "setuju_foto")


def _label(line: Line) -> str:
    condition = next((words for rule, words in _ONLY.items() if line.get("relevant", "").startswith(rule)), "")
    notes = "; ".join(filter(None, [condition, line.get("hint", "")]))
    return f"{line['label']} ({notes})" if notes else line["label"]


def _answer(form: XlsForm, line: Line, listed: dict[str, list[str]]) -> str:
    """Boxes to tick, or room to write."""
    _kind, _, name = line["type"].partition(" ")
    of = name.removesuffix(".csv")
    choices = listed.get(of) or [code.label for one in form.lists if one.key == of for code in one.codes]
    if choices:
        return _APART.join(f"{_BOX}{choice}" for choice in choices)
    return " ".join([_WRITE] * _LINES) if of == COMMITMENT_LIST else _WRITE
