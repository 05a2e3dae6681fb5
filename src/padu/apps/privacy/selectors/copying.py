"""Everything the system holds on one person, gathered for that person (UU 27/2022 article 32), with what is left out.

Conflict and violence answers are never in a copy: they are about several members of one house, and who asks may be the
one they speak about (article 33). Other specific answers are family answers too: they go to the head and the spouse
only [assumption]. The whole NIK goes to the person itself only; everybody else sees the first four digits.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.models import CaseGrant
from padu.access.verbs import Verb
from padu.apps.privacy.models import DataRequest
from padu.apps.privacy.reports import moment, office_of
from padu.apps.privacy.selectors.own_records import hand_overs_of, issues_about, merges_of
from padu.apps.privacy.selectors.registers import consents_of, requests_of
from padu.apps.privacy.selectors.trail import family_trail
from padu.apps.rumah_dataku.life_event_words import kind_title, paper_words
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, LifeEventPerson, Person
from padu.apps.rumah_dataku.selectors.family_page import member_line
from padu.apps.rumah_dataku.services.numbers import open_nik
from padu.domain.ibangga import INDICATORS
from padu.domain.pk21.codes import Relation
from padu.reports.model import Block, Column, Document, Heading, Paragraph, Table

FORMAT: Final = "padu-salinan-data-1"
SPECIFIC_READERS: Final = frozenset({Relation.HEAD.value, Relation.SPOUSE.value})  # [assumption] see above
CONFLICT: Final = "p03"
LEFT_OUT_CONFLICT: Final = (
    "Jawaban tentang konflik dan kekerasan tidak dimuat, untuk melindungi anggota keluarga lain (UU 27/2022 pasal 33)."
)
LEFT_OUT_SPECIFIC: Final = (
    "Jawaban kesehatan dan kontrasepsi keluarga hanya dimuat dalam salinan kepala keluarga atau pasangannya."
)
LEFT_OUT_NIK: Final = "NIK lengkap hanya dimuat bila yang meminta adalah orangnya sendiri."
LEFT_OUT_NOTES: Final = "Catatan bebas petugas tidak dimuat karena dapat menyebut orang lain."


@dataclass(frozen=True, slots=True, repr=False)
class PersonCopy:
    """The copy as plain values by section, and what is left out with the reason."""

    ticket: DataRequest
    name: str
    content: dict[str, Any]
    left_out: tuple[str, ...]


def person_copy(actor: Actor, family: Family, ticket: DataRequest) -> PersonCopy:
    """Gather the copy for a ticket that names a member of the family. Raises Http404."""
    trail = family_trail(actor, family)
    duties = (Verb.FAMILY_READ, Verb.SPECIFIC_READ)
    with scoped(system_actor(family.region_code, *duties, on_behalf_of=actor)):
        row: Person | None = Person.objects.filter(family_id=family.pk, pk=ticket.person_id).first()
        if row is None:
            raise Http404
        own, couple = ticket.applicant == DataRequest.Applicant.SELF, row.relation in SPECIFIC_READERS
        content = {
            "orang": _person(row, own=own),
            "keluarga": _family(family),
            "pendataan": _surveys(family),
            "jawaban_khusus": _specific(family) if couple else [],
            "rujukan": _cases(family),
            "kejadian": _events(row),
            "mutu_data": issues_about(row, family_too=couple),
            "penyatuan": merges_of(row),
            "serah_terima": hand_overs_of(family),
        }
    content["persetujuan"] = _consents(family, row)
    content["permohonan"] = _requests(family, row)
    content["jejak_akses"] = [
        {"waktu": line.at.isoformat(), "petugas": office_of(line.who), "tindakan": line.what, "tujuan": line.purpose}
        for line in trail.lines
    ]
    left_out = [LEFT_OUT_CONFLICT, LEFT_OUT_NOTES]
    left_out += [] if couple else [LEFT_OUT_SPECIFIC]
    left_out += [] if own or not row.nik_first4 else [LEFT_OUT_NIK]
    return PersonCopy(ticket, row.name, content, tuple(left_out))


def _person(row: Person, *, own: bool) -> dict[str, Any]:
    line = member_line(row)
    return {
        "nama": line.name,
        "nik": open_nik(row) or None if own else line.nik,
        "jenis_kelamin": line.sex,
        "tanggal_lahir": line.birth_date.isoformat() if line.birth_date else None,
        "hubungan": line.relation,
        "status_perkawinan": line.marital_status,
        "akta_lahir": line.certificate,
        "agama": row.religion or None,
        "pendidikan": line.education,
        "pekerjaan": line.occupation,
        "jaminan_kesehatan": line.insurance,
        "keberadaan": line.whereabouts,
        "masih_terdata": row.active,
    }


def _family(family: Family) -> dict[str, Any]:
    return {
        "nomor": family.pk,
        "kepala_keluarga": family.head_name,
        "wilayah": family.region_code,
        "dusun": family.hamlet,
        "rw": family.rw,
        "rt": family.rt,
        "alamat": family.address,
        "desil_kesejahteraan": family.welfare_decile,
        "sumber_desil": family.welfare_source,
        "tanggal_desil": family.welfare_as_of.isoformat() if family.welfare_as_of else None,
        "sumber": family.source,
        "diperbarui": family.updated_at.isoformat(),
    }


def _surveys(family: Family) -> list[dict[str, Any]]:
    """Each survey round with its indicators: 1 met, 0 not met, -1 not applicable, null not answered."""
    rows = FamilySurvey.objects.filter(family_id=family.pk).order_by("year")
    open_ones = [one.indicator_id for one in INDICATORS if hasattr(FamilySurvey, one.indicator_id)]
    return [
        {
            "tahun": row.year,
            "tanggal": row.surveyed_on.isoformat(),
            "indikator": {name: getattr(row, name) for name in open_ones},
            "jawaban": row.answers,
        }
        for row in rows
    ]


def _specific(family: Family) -> list[dict[str, Any]]:
    rows = FamilySurveySpecific.objects.filter(family_id=family.pk).order_by("year")
    return [
        {
            "tahun": row.year,
            "bebas_sakit_atau_disabilitas": row.no_illness_or_disability,
            "jawaban": {key: value for key, value in row.answers.items() if not key.startswith(CONFLICT)},
        }
        for row in rows
    ]


def _cases(family: Family) -> list[dict[str, Any]]:
    rows = CaseGrant.objects.filter(region_code=family.region_code, family_id=family.pk).order_by("pk")
    return [
        {"layanan": row.service, "dibuka": row.opened_at.isoformat(), "sampai": row.valid_to.isoformat()}
        for row in rows
    ]


def _events(row: Person) -> list[dict[str, Any]]:
    """What was written down as having happened to this person; what concerns others is theirs."""
    parts = LifeEventPerson.objects.filter(region_code=row.region_code, person_id=row.pk).select_related("event")
    return [
        {
            "jenis": kind_title(part.event.kind),
            "tanggal": part.event.day.isoformat(),
            "surat": paper_words(part.event.paper, part.event.paper_number) or None,
            "sebagai": part.get_part_display(),
            "dibatalkan": part.event.undone_at is not None,
        }
        for part in parts.order_by("event__day", "pk")
    ]


def _consents(family: Family, row: Person) -> list[dict[str, Any]]:
    return [
        {
            "untuk": one.get_purpose_display(),
            "versi_teks": one.text_version,
            "diberikan": one.given_on.isoformat(),
            "sampai": one.valid_until.isoformat(),
            "keadaan": one.get_state_display(),
        }
        for one in consents_of(family.pk)
        if one.person_id in (None, row.pk)
    ]


def _requests(family: Family, row: Person) -> list[dict[str, Any]]:
    return [
        {
            "jenis": one.get_kind_display(),
            "diterima": one.received_at.isoformat(),
            "keadaan": one.get_state_display(),
        }
        for one in requests_of(family.pk)
        if one.person_id in (None, row.pk)
    ]


def copy_json(copy: PersonCopy) -> bytes:
    """The copy for machines; the same content as the paper."""
    head = {
        "format": FORMAT,
        "dibuat": timezone.now().isoformat(),
        "permohonan": copy.ticket.pk,
        "tidak_dimuat": list(copy.left_out),
    }
    return json.dumps(head | copy.content, ensure_ascii=False, indent=2).encode()


_TITLES: Final = {
    "orang": "Orang",
    "keluarga": "Keluarga",
    "pendataan": "Pendataan",
    "jawaban_khusus": "Jawaban khusus",
    "rujukan": "Rujukan ke OPD",
    "kejadian": "Kejadian yang dicatat",
    "mutu_data": "Catatan mutu data",
    "penyatuan": "Penyatuan data ganda",
    "serah_terima": "Serah terima antardesa",
    "persetujuan": "Persetujuan",
    "permohonan": "Permohonan",
    "jejak_akses": "Jejak akses",
}
_INDICATOR_WORDS: Final = {1: "terpenuhi", 0: "belum terpenuhi", -1: "tidak berlaku", None: "belum diketahui"}


def copy_document(copy: PersonCopy, place: str, today: dt.date, *, demo: bool) -> Document:
    """The copy for people: one table for each section."""
    blocks: list[Block] = []
    for key, title in _TITLES.items():
        part = copy.content[key]
        blocks.append(Heading(title))
        blocks += [_pairs(title, part)] if isinstance(part, dict) else _parts(title, part)
    blocks += [Heading("Yang tidak dimuat"), *(Paragraph(words) for words in copy.left_out)]
    return Document(
        title="Salinan data pribadi",
        subtitle=copy.name,
        place=place,
        period=f"permohonan nomor {copy.ticket.pk}, diterima {moment(copy.ticket.received_at)}",
        blocks=tuple(blocks),
        as_of=today,
        source="Padu",
        demo=demo,
    )


def _parts(title: str, parts: list[dict[str, Any]]) -> list[Block]:
    if not parts:
        return [Paragraph("Tidak ada.")]
    if title == "Pendataan":
        return [_pairs(f"Tahun {part['tahun']}", _round_words(part)) for part in parts]
    heads = list(parts[0])
    rows = tuple(tuple(_words(part[head]) for head in heads) for part in parts)
    return [Table(title, tuple(Column(head.replace("_", " ").capitalize()) for head in heads), rows)]


def _round_words(part: dict[str, Any]) -> dict[str, Any]:
    labels = {one.indicator_id: one.label_id for one in INDICATORS}
    met = {labels[name]: _INDICATOR_WORDS[value] for name, value in part["indikator"].items()}
    answers: dict[str, Any] = part["jawaban"]
    return {"tanggal": part["tanggal"]} | met | answers


def _pairs(title: str, part: dict[str, Any]) -> Table:
    rows = tuple((key.replace("_", " "), _words(value)) for key, value in part.items())
    return Table(title, (Column("Isian"), Column("Isi", width=1.6)), rows)


def _words(value: Any) -> str:
    """A value in words; nothing there is "belum diketahui", never an empty cell."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(one)}" for key, one in value.items()) or "tidak ada"
    return str(value) if value not in (None, "") else "belum diketahui"
