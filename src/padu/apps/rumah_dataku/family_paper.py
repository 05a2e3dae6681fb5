"""The family form as a document: empty, or with what is stored of one family.

Numbers stand with their first four digits, specific answers not at all: paper lies about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from padu.apps.rumah_dataku.entry_steps import MEMBER_KEYS, SPECIFIC, STEPS
from padu.apps.rumah_dataku.files.columns import Column, Kind, Shown
from padu.apps.rumah_dataku.services.family_cells import FAMILY, MEMBER, Cells, FamilyCells
from padu.domain.identity import mask_number
from padu.domain.paper_code import spaced
from padu.reports.model import BLANK, Block, Document, Orientation, Paragraph, Row, Table
from padu.reports.model import Column as PaperColumn

BLANK_MEMBERS: Final = 8  # [assumption] lines on an empty form
FREE_LINES: Final = 3  # [assumption] lines for new members on a prefilled one
_SHORT_CHOICES: Final = 6
_HEADS: Final = {
    "name": ("Nama", 3.2), "nik": ("NIK", 2.6), "nik_reason": ("Alasan NIK kosong", 1.1), "sex": ("L/P", 0.7),
    "birth_date": ("Tanggal lahir", 1.6), "relation": ("Hubungan", 1.2), "marital_status": ("Kawin", 0.9),
    "birth_certificate": ("Akta lahir", 0.8), "mother_line": ("No. ibu", 0.8), "religion": ("Agama", 0.9),
    "education": ("Pendidikan", 1.3), "occupation": ("Pekerjaan", 1.3), "insurance": ("Jaminan", 1.1),
    "whereabouts": ("Keberadaan", 1.3),
}  # fmt: skip
_NOTES: Final = (
    "Isi dengan angka kodenya. Biarkan kosong bila tidak ditanyakan; kosong berarti belum diketahui.",
    "Isian yang sudah tercetak hanya ditulis ulang bila berubah. NIK dan No. KK dicetak empat angka pertama saja.",
    "Jawaban khusus (konflik, sakit, KB, risiko stunting) tidak pernah dicetak; simpan formulir ini di tempat aman.",
)


def blank_form(place: str, today: dt.date) -> Document:
    """The form without anything filled in."""
    return _form(FamilyCells("", "", ""), place, "", today, demo=False)


def filled_form(cells: FamilyCells, place: str, code: str, as_of: dt.date) -> Document:
    """The form of a stored family. `code` finds it again; specific answers of `cells` are left out."""
    return _form(cells, place, code, as_of, demo=cells.made_up)


def _form(cells: FamilyCells, place: str, code: str, as_of: dt.date, *, demo: bool) -> Document:
    head = cells.family.get("head_name", "")
    return Document(
        title=f"Formulir keluarga{f': {head}' if head else ''}",
        subtitle=f"Kode formulir {spaced(code)}" if code else "Formulir kosong, keluarga baru",
        place=place,
        period=f"Tahun {as_of.year}",
        blocks=(*_address(cells.family), _members(cells), _legend(), *_questions(cells.family)),
        as_of=as_of,
        source="data keluarga Padu",
        notes=_NOTES,
        demo=demo,
        orientation=Orientation.LANDSCAPE,
    )


def _address(family: Mapping[str, str]) -> list[Block]:
    keys = STEPS[0].keys
    columns = tuple(PaperColumn(FAMILY[key].label, width=2.4 if key in ("no_kk", "address") else 1.2) for key in keys)
    row: Row = tuple(_cell(FAMILY[key], family.get(key, "")) for key in keys)
    return [Table("Alamat dan Kartu Keluarga", columns, (row,), roomy=True)]


def _cell(column: Column, text: str) -> str:
    """A stored text on paper; "" leaves room to write."""
    if not text:
        return BLANK
    if column.shown is Shown.MASKED:
        return mask_number(text)[:4] + "…"
    if column.kind is Kind.DATE:
        return "/".join(reversed(text.split("-")))
    return text


def _members(cells: FamilyCells) -> Table:
    columns = (PaperColumn("No.", width=0.5), *(PaperColumn(head, width=width) for head, width in _HEADS.values()))
    rows = [_member(line, member) for line, member in sorted(cells.members.items())]
    free = FREE_LINES if rows else BLANK_MEMBERS
    first = cells.next_line if rows else 1
    rows += [_member(line, {}) for line in range(first, first + free)]
    return Table("Anggota keluarga", columns, tuple(rows), roomy=True)


def _member(line: int, member: Cells) -> Row:
    return (str(line), *(_cell(MEMBER[key], member.get(key, "")) for key in MEMBER_KEYS))


def _legend() -> Paragraph:
    """Codes of the members' columns, in the order of the columns."""
    parts = [
        f"{_HEADS[key][0]}: {', '.join(code.choice.replace(' - ', ' ', 1) for code in codes.codes)}."
        for key in MEMBER_KEYS
        if (codes := MEMBER[key].codes) is not None
    ]
    return Paragraph(" ".join(parts), small=True)


def _questions(family: Mapping[str, str]) -> list[Block]:
    """Each visit has a day of its own: that of the last one stands at the top of the form, not among the answers."""
    asked = [step for step in STEPS[2:] if step.keys]
    family = {key: text for key, text in family.items() if key != "surveyed_on"}
    return [_step(str(step.title), step.keys, {} if step.slug == SPECIFIC else family) for step in asked]


def _step(title: str, keys: Sequence[str], family: Mapping[str, str]) -> Table:
    """Two questions in a row, read down the left side first: a family takes fewer sheets."""
    side = (PaperColumn("Pertanyaan", width=3.6), PaperColumn("Pilihan", width=4.4), PaperColumn("Jawaban", width=1.4))
    cells = [(*_asked(key), _cell(_column(key), family.get(key, ""))) for key in keys]
    half = (len(cells) + 1) // 2
    right = [*cells[half:], *[(BLANK, BLANK, BLANK)] * (2 * half - len(cells))]
    rows = tuple((*one, *other) for one, other in zip(cells[:half], right, strict=True))
    return Table(title, side * 2, rows, roomy=True)


def _column(key: str) -> Column:
    return FAMILY.get(key) or MEMBER[key]


def _asked(key: str) -> tuple[str, str]:
    column = _column(key)
    if column.codes is None:
        return column.label, "tulis tanggalnya" if column.kind is Kind.DATE else "tulis isinya"
    return column.label, " · ".join(code.choice.replace(" - ", " ", 1) for code in column.codes.codes)
