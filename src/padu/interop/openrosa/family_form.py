"""The form of a family for the phone: the template's columns as questions, a known family chosen from a list.

The list `keluarga` comes with the form as entities: families of the sender's own villages with what is needed to find
them at the door and nothing more (no number, no answers). An answer left empty changes nothing that is stored
[assumption]: on the phone nothing can be emptied, that is done on the family's page.
"""

from __future__ import annotations

from typing import Final

from padu.apps.rumah_dataku.files.codes import Code, CodeList
from padu.apps.rumah_dataku.files.columns import Column
from padu.apps.rumah_dataku.files.family_columns import (
    FAMILY_COLUMNS,
    PERSON_COLUMNS,
    QUESTIONS,
    SCREENING,
    SPECIFIC_QUESTIONS,
)
from padu.interop.openrosa.sheets import Line, XlsForm, lists_of, question

FORM_ID: Final = "padu_keluarga"
VERSION: Final = "2026112201"
"""Raised with every change of the form, or phones keep the old one."""

ENTITY_LIST: Final = "keluarga"
MEMBER_LIST: Final = "anggota"
VILLAGE_LIST: Final = "desa"
UPDATE, NEW = "1", "2"
WAY: Final = CodeList(
    "cara", "Keluarga ini", (Code("update", 1, "Sudah tercatat: perbarui"), Code("new", 2, "Belum tercatat: baru"))
)

# Chosen or known otherwise on the phone.
_NOT_ASKED: Final = frozenset(
    {"family_key", "village_code", "line", "surveyed_on", "welfare_source", "welfare_as_of"}
) | {column.key for column in SCREENING}
_ABOUT: Final = ("head_name", "hamlet", "rw", "rt", "address", "no_kk", "welfare_decile", "welfare_source")
FAMILY_FIELDS: Final = tuple(c.key for c in FAMILY_COLUMNS if c.key not in _NOT_ASKED)
MEMBER_FIELDS: Final = tuple(c.key for c in PERSON_COLUMNS if c.key not in _NOT_ASKED)
# Shown beside what is typed, so that the officer sees what is stored now.
PREFILLED: Final = ("head_name", "hamlet", "rw", "rt")
# Rows of a list that comes with a form stand as `item` in an element of this name.
_LIST_ELEMENT: Final = "root"
_KNOWN: Final = f"instance('{ENTITY_LIST}')/{_LIST_ELEMENT}/item[name = ${{keluarga}}]"


def _begin(name: str, label: str, kind: str = "begin_group", **more: str) -> Line:
    return {"type": kind, "name": name, "label": label} | more


def _end(kind: str = "end_group") -> Line:
    return {"type": kind}


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
            "relevant": f"${{cara}} = '{UPDATE}'",
        },
        {
            "type": f"select_one_from_file {VILLAGE_LIST}.csv",
            "name": "village_code",
            "label": "Desa",
            "required": "yes",
            "relevant": f"${{cara}} = '{NEW}'",
        },
        {"type": "calculate", "name": "id_baru", "calculation": "once(uuid())"},
    ]


def _about_family() -> list[Line]:
    by_key = {column.key: column for column in FAMILY_COLUMNS}
    lines = []
    for key in _ABOUT[:-1]:
        more = {"trigger": "${keluarga}", "calculation": f"{_KNOWN}/{key}"} if key in PREFILLED else {}
        more |= {"save_to": key} if key in PREFILLED else {}
        lines.append(question(by_key[key], **more))
    return [_begin("tentang", "Alamat dan kartu", appearance="field-list"), *lines, _end()]


def _member_question(column: Column) -> Line:
    if column.key == "name":
        return question(column, required="${siapa} = ''", hint="Untuk anggota tercatat boleh dikosongkan")
    if column.key in {"kb_method", "kb_reason"}:
        return question(column, relevant="${sex} = '2'")
    if column.key == "nik_reason":
        return question(column, relevant="${nik} = '' and ${siapa} = ''")
    return question(column)


def _members() -> list[Line]:
    asked = [_member_question(column) for column in PERSON_COLUMNS if column.key in MEMBER_FIELDS]
    who: Line = {
        "type": f"select_one_from_file {MEMBER_LIST}.csv",
        "name": "siapa",
        "label": "Anggota tercatat",
        "hint": "Kosongkan bila anggota baru. Isian yang dikosongkan tidak mengubah data tercatat",
        "choice_filter": "keluarga = ${keluarga}",
        "relevant": f"${{cara}} = '{UPDATE}'",
    }
    return [
        _begin("anggota", "Anggota keluarga", "begin_repeat"),
        _begin("orang", "Anggota", appearance="field-list"),
        who,
        *asked,
        _end(),
        _end("end_repeat"),
    ]


def _answers() -> list[Line]:
    open_ones = [question(column) for column in QUESTIONS if column.key not in SPECIFIC_QUESTIONS]
    specific = [question(column) for column in QUESTIONS if column.key in SPECIFIC_QUESTIONS]
    return [
        {"type": "date", "name": "surveyed_on", "label": "Tanggal pendataan", "default": "today()"}
        | {"required": "yes", "constraint": ". <= today()", "constraint_message": "Tanggal tidak boleh di masa depan"},
        _begin("keadaan", "Keadaan keluarga (blok III)"),
        *open_ones,
        _end(),
        _begin("khusus", "Jawaban khusus: hanya petugas berwenang yang membacanya"),
        *specific,
        _end(),
    ]


def family_form() -> XlsForm:
    """The form as its sheets."""
    meta: list[Line] = [
        {"type": "start", "name": "start"},
        {"type": "end", "name": "end"},
    ]
    survey = [*meta, *_which_family(), *_about_family(), *_members(), *_answers()]
    entity = {
        "list_name": ENTITY_LIST,
        "entity_id": f"if(${{cara}} = '{UPDATE}', ${{keluarga}}, ${{id_baru}})",
        "create_if": f"${{cara}} = '{NEW}'",
        "update_if": f"${{cara}} = '{UPDATE}'",
        "label": "concat(${head_name}, ' RT ', ${rt}, ' RW ', ${rw})",
    }
    return XlsForm(
        form_id=FORM_ID,
        title="Pendataan keluarga",
        version=VERSION,
        instance_name="concat('Keluarga ', ${head_name})",
        survey=tuple(survey),
        lists=(WAY, *lists_of([*(c for c in FAMILY_COLUMNS if c.key in FAMILY_FIELDS), *PERSON_COLUMNS])),
        entities=(entity,),
    )
