"""The report of an activity for the phone: of an event of the plan, chosen from a list, or of work outside any plan.

The lists of events and of what was agreed for them come with the form; a report of an event speaks of its commitments
as the page of the event does, so that both roads end in the same services.
"""

from __future__ import annotations

from typing import Final

from padu.apps.rumah_dataku.files.codes import YES_NO, Code, CodeList
from padu.interop.openrosa.family_form import VILLAGE_LIST
from padu.interop.openrosa.sheets import Line, XlsForm

FORM_ID: Final = "padu_kegiatan"
VERSION: Final = "2026112202"
"""Raised with every change of the form, or phones keep the old one."""

PROGRAMME_LIST: Final = "program"
COLUMN_LIST: Final = "kolom"
EVENT_LIST: Final = "acara"
COMMITMENT_LIST: Final = "komitmen"
PLANNED, OUTSIDE = "1", "2"
KIND: Final = CodeList(
    "jenis",
    "Kegiatan ini",
    (Code("planned", 1, "Ada dalam rencana"), Code("outside", 2, "Di luar rencana")),
)
_IS_PLANNED: Final = f"${{jenis}} = '{PLANNED}'"
_IS_OUTSIDE: Final = f"${{jenis}} = '{OUTSIDE}'"
PHOTOS: Final = ("foto_1", "foto_2", "foto_3")
_TITLE_LENGTH: Final = 200
_MANY: Final = 1_000_000


def _from_list(name: str, of: str, label: str, **more: str) -> dict[str, str]:
    return {"type": f"select_one_from_file {of}.csv", "name": name, "label": label, "required": "yes"} | more


def _text(name: str, label: str, **more: str) -> dict[str, str]:
    rule = {"constraint": f"string-length(.) <= {_TITLE_LENGTH}"}
    return {"type": "text", "name": name, "label": label} | rule | {"constraint_message": "Terlalu panjang"} | more


def _photo(name: str) -> Line:
    more = {"relevant": "${setuju_foto} = '1'", "parameters": "max-pixels=1600"}
    return {"type": "image", "name": name, "label": f"Foto {name[-1]} (boleh kosong)"} | more


def _of_the_plan() -> list[Line]:
    """Which event, what of it was done, and why the rest was not."""
    return [
        _from_list(
            "acara", EVENT_LIST, "Acara yang mana?", relevant=_IS_PLANNED, choice_filter="desa = ${village_code}"
        )
        | {"hint": "Tidak ada dalam daftar? Perbarui formulir, atau laporkan di luar rencana"},
        {
            "type": f"select_multiple_from_file {COMMITMENT_LIST}.csv",
            "name": "komitmen",
            "label": "Yang terlaksana",
            "hint": "Kosongkan bila tidak satu pun terlaksana",
            "choice_filter": "acara = ${acara}",
            "relevant": f"{_IS_PLANNED} and ${{acara}} != ''",
        },
        _text("alasan", "Mengapa yang lain tidak terlaksana?", required="${komitmen} = ''")
        | {"hint": "Kosongkan bila belum tahu: yang lain tetap menunggu laporan"}
        | {"relevant": f"{_IS_PLANNED} and ${{acara}} != ''"},
    ]


def _outside_the_plan() -> list[Line]:
    return [
        _text("title", "Nama kegiatan", required="yes", relevant=_IS_OUTSIDE),
        _from_list("programme_no", PROGRAMME_LIST, "Program", relevant=_IS_OUTSIDE),
        _from_list("column_key", COLUMN_LIST, "Sektor pelaksana", relevant=_IS_OUTSIDE),
        _text("agency_name", "Nama pelaksana", relevant=_IS_OUTSIDE)
        | {"hint": "Misalnya Puskesmas atau PKK nagari; boleh kosong"},
    ]


def _what_happened() -> list[Line]:
    return [
        {"type": "date", "name": "done_on", "label": "Tanggal kegiatan", "default": "today()", "required": "yes"}
        | {"constraint": ". <= today()", "constraint_message": "Laporkan kegiatan yang sudah terlaksana"},
        {
            "type": "integer",
            "name": "families_reached",
            "label": "Keluarga yang ikut",
            "hint": "Kosong berarti belum diketahui",
        }
        | {"constraint": f". >= 0 and . <= {_MANY}", "constraint_message": "Isi 0 atau lebih"},
        _text("participants", "Siapa yang ikut", hint="Kelompok, bukan nama orang"),
        _text("note", "Catatan"),
        {"type": f"select_one {YES_NO.key}", "name": "setuju_foto", "label": "Orang dalam foto sudah setuju difoto?"}
        | {"hint": "Tanpa persetujuan, kirim laporan tanpa foto"},
        *[_photo(name) for name in PHOTOS],
    ]


def activity_form() -> XlsForm:
    """The form as its sheets."""
    survey: list[Line] = [
        {"type": "start", "name": "start"},
        {"type": "end", "name": "end"},
        _from_list("village_code", VILLAGE_LIST, "Desa"),
        {"type": f"select_one {KIND.key}", "name": "jenis", "label": KIND.title, "required": "yes"},
        *_of_the_plan(),
        *_outside_the_plan(),
        *_what_happened(),
    ]
    return XlsForm(
        form_id=FORM_ID,
        title="Laporan kegiatan",
        version=VERSION,
        instance_name=f"if({_IS_OUTSIDE}, ${{title}}, concat('Acara ', ${{done_on}}))",
        survey=tuple(survey),
        lists=(KIND, YES_NO),
    )
