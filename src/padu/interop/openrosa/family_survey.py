"""The part of the family form that is asked of the family as a whole: the pages of the form in steps, on the phone.

Specific answers are only sent: no list brings any to a phone, and none is filled in before somebody asks.
"""

from __future__ import annotations

from typing import Final

from padu.apps.rumah_dataku.files.codes import YES_NO
from padu.apps.rumah_dataku.files.columns import Column
from padu.apps.rumah_dataku.files.family_columns import (
    FAMILY_COLUMNS,
    PERSON_COLUMNS,
    QUESTIONS,
    SCREENING,
    SPECIFIC_QUESTIONS,
)
from padu.interop.openrosa.family_gates import RELEVANT
from padu.interop.openrosa.sheets import Line, begin, end, question

_COLUMNS: Final = {column.key: column for column in (*PERSON_COLUMNS, *FAMILY_COLUMNS)}


def _numbered(first: int, last: int) -> tuple[str, ...]:
    """Questions P.first to P.last that are not specific."""
    open_ones = (column.key for column in QUESTIONS if column.key not in SPECIFIC_QUESTIONS)
    return tuple(key for key in open_ones if first <= int(key[1:3]) <= last)


_SCREENED: Final = tuple(column.key for column in SCREENING)
_WELFARE: Final = ("welfare_decile", "welfare_source", "welfare_as_of")
_PAGES: Final = (
    ("kehidupan", "Kehidupan keluarga, enam bulan terakhir", _numbered(1, 8)),
    ("kebersamaan", "Kebersamaan, enam bulan terakhir", _numbered(9, 12)),
    ("kelompok", "Kelompok dan bantuan", _numbered(13, 18)),
    ("rumah", "Rumah yang ditempati sekarang", _numbered(19, 28)),
    ("kesejahteraan", "Desil kesejahteraan: salin dari daftar resmi, kosongkan bila tidak ada", _WELFARE),
)
"""Group, title and questions of each page, as the steps of the form on the screen have them."""
_CALM: Final = "Jawaban khusus: tanyakan dengan tenang, jangan dibacakan di depan orang lain"
USES, NOT = "1", "2"
_WITH_DECILE, _WITH_STATUS = "${welfare_decile} != ''", "${krs} != ''"
_ONLY_WITH_VALUE: Final = {
    "welfare_source": _WITH_DECILE,
    "welfare_as_of": _WITH_DECILE,
    "krs_source": _WITH_STATUS,
    "krs_as_of": _WITH_STATUS,
}
_MORE: Final = {
    "welfare_source": {"relevant": _WITH_DECILE},
    "welfare_as_of": {"relevant": _WITH_DECILE, "hint": "Tanggal daftar desil itu"},
    "kb_method": {"relevant": f"${{ber_kb}} = '{USES}'", "hint": "Satu cara; bila lebih dari satu, yang utama"},
    "kb_reason": {"relevant": f"${{ber_kb}} = '{NOT}'"},
    "krs": {"hint": "Salin dari daftar resmi; kosongkan bila tidak ada daftarnya"},
    "krs_source": {"relevant": _WITH_STATUS},
    "krs_as_of": {"relevant": _WITH_STATUS, "hint": "Tanggal daftar itu"},
}
"""Cells that differ from the template's, by question."""


def survey_pages() -> list[Line]:
    """Pages after the members, and what is still empty: `jumlah_kosong` (count) and `belum` (which)."""
    specific = tuple(column.key for column in QUESTIONS if column.key in SPECIFIC_QUESTIONS)
    return [
        *[line for page in _PAGES for line in _page(*page)],
        *_page("khusus", _CALM, specific),
        begin("kb", "Keluarga berencana", appearance="field-list", relevant=RELEVANT["ber_kb"]),
        {"type": f"select_one {YES_NO.key}", "name": "ber_kb", "appearance": "columns-pack"}
        | {"label": "Pasangan memakai alat atau cara KB?"},
        *[_asked(key) for key in ("kb_method", "kb_reason")],
        end(),
        *_page("stunting", "Risiko stunting (KRS) dan pendampingan", _SCREENED, relevant=RELEVANT["krs"]),
        *_empty_ones(),
    ]


def _page(name: str, title: str, keys: tuple[str, ...], **more: str) -> list[Line]:
    return [begin(name, title, appearance="field-list", **more), *[_asked(key) for key in keys], end()]


def _asked(key: str) -> Line:
    gate = {"relevant": RELEVANT[key]} if key in RELEVANT and key not in _SCREENED else {}
    return question(_COLUMNS[key], **gate | _MORE.get(key, {}))


def _checked() -> list[tuple[str, str]]:
    """When something that is asked is empty, and its name: block III, and values of lists without source or day."""
    found = [(column, RELEVANT.get(column.key, "")) for column in QUESTIONS]
    found += [(_COLUMNS[key], rule) for key, rule in _ONLY_WITH_VALUE.items()]
    return [(f"${{{column.key}}} = ''" + (f" and ({rule})" if rule else ""), _name(column)) for column, rule in found]


def _name(column: Column) -> str:
    return column.question or column.label


def _empty_ones() -> list[Line]:
    count = " + ".join(f"if({empty}, 1, 0)" for empty, _ in _checked())
    which = ", ".join(f"if({empty}, '{name}; ', '')" for empty, name in _checked())
    return [
        {"type": "calculate", "name": "jumlah_kosong", "calculation": count},
        {"type": "calculate", "name": "belum", "calculation": f"concat({which})"},
    ]
