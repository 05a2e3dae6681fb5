"""The report of an activity for the phone: work that was done and stands in no plan, or is joined to one later."""

from __future__ import annotations

from typing import Final

from padu.apps.rumah_dataku.files.codes import YES_NO
from padu.interop.openrosa.family_form import VILLAGE_LIST
from padu.interop.openrosa.sheets import Line, XlsForm

FORM_ID: Final = "padu_kegiatan"
VERSION: Final = "2026112201"
"""Raised with every change of the form, or phones keep the old one."""

PROGRAMME_LIST: Final = "program"
COLUMN_LIST: Final = "kolom"
PHOTOS: Final = ("foto_1", "foto_2", "foto_3")
_TITLE_LENGTH: Final = 200
_MANY: Final = 1_000_000


def _from_list(name: str, of: str, label: str) -> Line:
    return {"type": f"select_one_from_file {of}.csv", "name": name, "label": label, "required": "yes"}


def _text(name: str, label: str, **more: str) -> Line:
    rule = {"constraint": f"string-length(.) <= {_TITLE_LENGTH}"}
    return {"type": "text", "name": name, "label": label} | rule | {"constraint_message": "Terlalu panjang"} | more


def _photo(name: str) -> Line:
    more = {"relevant": "${setuju_foto} = '1'", "parameters": "max-pixels=1600"}
    return {"type": "image", "name": name, "label": f"Foto {name[-1]} (boleh kosong)"} | more


def activity_form() -> XlsForm:
    """The form as its sheets."""
    survey: list[Line] = [
        {"type": "start", "name": "start"},
        {"type": "end", "name": "end"},
        _from_list("village_code", VILLAGE_LIST, "Desa"),
        {"type": "date", "name": "done_on", "label": "Tanggal kegiatan", "default": "today()", "required": "yes"}
        | {"constraint": ". <= today()", "constraint_message": "Laporkan kegiatan yang sudah terlaksana"},
        _text("title", "Nama kegiatan", required="yes"),
        _from_list("programme_no", PROGRAMME_LIST, "Program"),
        _from_list("column_key", COLUMN_LIST, "Sektor pelaksana"),
        _text("agency_name", "Nama pelaksana", hint="Misalnya Puskesmas atau PKK nagari; boleh kosong"),
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
    return XlsForm(
        form_id=FORM_ID,
        title="Laporan kegiatan",
        version=VERSION,
        instance_name="${title}",
        survey=tuple(survey),
        lists=(YES_NO,),
    )
