"""The form of a family for the phone: the template's columns as questions, a known family chosen from a list.

The list `keluarga` comes with the form as entities: families of the sender's own villages with what is needed to find
them at the door and nothing more (no number, no answers). An answer left empty changes nothing that is stored
[assumption]: on the phone nothing can be emptied, that is done on the family's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from padu.apps.rumah_dataku.files.codes import YES_NO, Code, CodeList
from padu.apps.rumah_dataku.files.columns import Column
from padu.apps.rumah_dataku.files.family_columns import FAMILY_COLUMNS, PERSON_COLUMNS
from padu.domain.stunting_risk import TODDLER_BELOW
from padu.interop.openrosa.family_gates import NOBODY, OF_TODDLERS, WHO
from padu.interop.openrosa.family_survey import survey_pages
from padu.interop.openrosa.sheets import Line, XlsForm, begin, end, lists_of, question

FORM_ID: Final = "padu_keluarga"
VERSION: Final = "2026112203"
"""Raised with every change of the form, or phones keep the old one."""

ENTITY_LIST: Final = "keluarga"
MEMBER_LIST: Final = "anggota"
VILLAGE_LIST: Final = "desa"
UPDATE, NEW = "1", "2"
WAY: Final = CodeList(
    "cara", "Keluarga ini", (Code("update", 1, "Sudah tercatat: perbarui"), Code("new", 2, "Belum tercatat: baru"))
)
NOT_ASKED: Final[Mapping[str, str]] = {
    "family_key": "the family is chosen from the list, or gets the id of its entity",
    "line": "a known member is chosen by it, a new one gets the next free number",
}
"""Columns of the template that the form has no question for, and why."""

_ABOUT: Final = ("head_name", "no_kk", "hamlet", "rw", "rt", "address")
_WHO_IT_IS: Final = ("name", "nik", "nik_reason", "sex", "birth_date", "relation")
_MORE: Final = (
    "marital_status", "birth_certificate", "mother_line", "religion", "education", "occupation", "insurance",
    "whereabouts",
)  # fmt: skip
# Shown beside what is typed, so that the officer sees what is stored now.
PREFILLED: Final = ("head_name", "hamlet", "rw", "rt")
# Rows of a list that comes with a form stand as `item` in an element of this name.
_LIST_ELEMENT: Final = "root"
_KNOWN: Final = f"instance('{ENTITY_LIST}')/{_LIST_ELEMENT}/item[name = ${{keluarga}}]"
_IS_UPDATE, _IS_NEW = f"${{cara}} = '{UPDATE}'", f"${{cara}} = '{NEW}'"
_FAMILY: Final = {column.key: column for column in FAMILY_COLUMNS}
_PERSON: Final = {column.key: column for column in PERSON_COLUMNS}
_NO_TODDLER: Final = f"${{umur}} = '' or ${{umur}} >= {TODDLER_BELOW}"
# Where the template's hint speaks of spreadsheets.
_HINTS: Final = {
    "no_kk": "16 angka pada Kartu Keluarga; boleh kosong",
    "rw": "Seperti yang biasa ditulis, misalnya 001",
    "rt": "Seperti yang biasa ditulis, misalnya 002",
    "nik": "16 angka; bila kosong pilih alasannya",
    "birth_date": "Kosongkan bila belum diketahui",
    "relation": "Mulai dari kepala keluarga",
    "mother_line": "Hitungan ke berapa ibunya di antara anggota keluarga ini; kosongkan bila tidak serumah",
}


def _which_family() -> list[Line]:
    return [
        {"type": f"select_one {WAY.key}", "name": "cara", "label": WAY.title, "required": "yes", "default": UPDATE},
        {
            "type": f"select_one_from_file {ENTITY_LIST}.csv",
            "name": "keluarga",
            "label": "Keluarga mana?",
            "hint": "Cari dengan nama kepala keluarga, RT, atau RW",
            "appearance": "minimal autocomplete",
            "required": "yes",
            "relevant": _IS_UPDATE,
        },
        {
            "type": f"select_one_from_file {VILLAGE_LIST}.csv",
            "name": "village_code",
            "label": "Desa",
            "appearance": "quick",
            "required": "yes",
            "relevant": _IS_NEW,
        },
        {"type": "calculate", "name": "id_baru", "calculation": "once(uuid())"},
    ]


def _asked(column: Column, **more: str) -> Line:
    return question(column, **({"hint": _HINTS[column.key]} if column.key in _HINTS else {}) | more)


def _about_family() -> list[Line]:
    lines = []
    for key in _ABOUT:
        more = {"trigger": "${keluarga}", "calculation": f"{_KNOWN}/{key}"} if key in PREFILLED else {}
        if key == "head_name":
            # A new family has its head among the members.
            more |= {"relevant": _IS_UPDATE, "hint": ""}
        elif key in PREFILLED:
            more |= {"save_to": key}
        lines.append(_asked(_FAMILY[key], **more))
    return [begin("tentang", "Alamat dan kartu", appearance="field-list"), *lines, end()]


def _member_question(key: str) -> Line:
    column = _PERSON[key]
    if key == "name":
        return _asked(column, required="${siapa} = ''", hint="Untuk anggota tercatat boleh dikosongkan")
    if key == "nik_reason":
        return _asked(column, relevant="${nik} = '' and ${siapa} = ''")
    return _asked(column, **({"relevant": _NO_TODDLER} if key in OF_TODDLERS else {}))


def _members() -> list[Line]:
    who: Line = {
        "type": f"select_one_from_file {MEMBER_LIST}.csv",
        "name": "siapa",
        "label": "Anggota tercatat",
        "hint": "Kosongkan bila anggota baru. Isian yang dikosongkan tidak mengubah data tercatat",
        "choice_filter": "keluarga = ${keluarga}",
        "relevant": _IS_UPDATE,
    }
    # As a text: ODK Web Forms takes no node there.
    years = "int((decimal-date-time(today()) - decimal-date-time(string(${birth_date}))) div 365.25)"
    return [
        {
            "type": f"select_one {YES_NO.key}",
            "name": "ubah_anggota",
            "label": "Ada anggota yang diperbarui atau ditambah?",
            "hint": "Yang meninggal atau pindah dicatat lewat halaman Padu",
            "appearance": "quick",
            "relevant": _IS_UPDATE,
        },
        begin("anggota", "Anggota keluarga", "begin_repeat", relevant=f"{_IS_NEW} or ${{ubah_anggota}} = '1'"),
        begin("orang", "Anggota", appearance="field-list"),
        who,
        *[_member_question(key) for key in _WHO_IT_IS],
        {"type": "calculate", "name": "umur", "calculation": f"if(${{birth_date}} = '', '', {years})"},
        end(),
        begin("rincian", "Keterangan anggota", appearance="field-list"),
        *[_member_question(key) for key in _MORE],
        end(),
        end("end_repeat"),
    ]


def _when_and_who() -> list[Line]:
    return [
        begin("kunjungan", "Pendataan", appearance="field-list"),
        {"type": "date", "name": "surveyed_on", "label": "Tanggal pendataan", "default": "today()"}
        | {"required": "yes", "constraint": ". <= today()", "constraint_message": "Tanggal tidak boleh di masa depan"},
        {
            "type": f"select_multiple {WHO.key}",
            "name": WHO.key,
            "label": WHO.title,
            "hint": "Centang semua yang ada; pertanyaan yang tidak berlaku lalu tidak ditanyakan",
            "constraint": f"not(selected(., '{NOBODY}') and count-selected(.) > 1)",
            "constraint_message": "Tidak satu pun hanya dapat dipilih sendiri",
        },
        end(),
    ]


def _check() -> list[Line]:
    # Collect takes no `[1]` behind a repeat for its first one.
    head = "if(${cara} = '1', ${head_name}, indexed-repeat(${name}, ${anggota}, 1))"
    return [
        {"type": "calculate", "name": "kepala", "calculation": head, "save_to": "head_name"},
        {"type": "calculate", "name": "jumlah_anggota", "calculation": "count(${anggota})"},
        begin("periksa", "Periksa, lalu kirim", appearance="field-list"),
        {
            "type": "note",
            "name": "jumlah_baru",
            "label": "${jumlah_anggota} anggota, ${jumlah_kosong} pertanyaan belum dijawab. ${belum}",
            "relevant": _IS_NEW,
        },
        {
            "type": "note",
            "name": "jumlah_perbarui",
            "label": "${jumlah_kosong} pertanyaan tidak dijawab di sini; yang sudah tercatat tetap. ${belum}",
            "relevant": _IS_UPDATE,
        },
        end(),
    ]


def family_form() -> XlsForm:
    """The form as its sheets."""
    meta: list[Line] = [
        {"type": "start", "name": "start"},
        {"type": "end", "name": "end"},
    ]
    survey = [*meta, *_which_family(), *_about_family(), *_members(), *_when_and_who(), *survey_pages(), *_check()]
    entity = {
        "list_name": ENTITY_LIST,
        "entity_id": f"if(${{cara}} = '{UPDATE}', ${{keluarga}}, ${{id_baru}})",
        "create_if": _IS_NEW,
        "update_if": _IS_UPDATE,
        "label": "concat(${kepala}, ' RT ', ${rt}, ' RW ', ${rw})",
    }
    asked = [column for column in (*FAMILY_COLUMNS, *PERSON_COLUMNS) if column.key not in NOT_ASKED]
    return XlsForm(
        form_id=FORM_ID,
        title="Pendataan keluarga",
        version=VERSION,
        instance_name="concat('Keluarga ', ${kepala})",
        survey=tuple(survey),
        lists=(WAY, WHO, *lists_of(asked)),
        entities=(entity,),
    )
