"""Papers of the privacy duties: access report, copy of data, breach notice, register, notice for the cadre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils import timezone

from padu.apps.privacy.models import Breach, DataRequest
from padu.apps.privacy.selectors.trail import FamilyTrail, Looker
from padu.domain.data_rights.breaches import DATA_KINDS
from padu.domain.data_rights.notice import NOTICE
from padu.domain.data_rights.processing import Processing
from padu.domain.formatting import date_long, moment_long
from padu.reports.model import (
    Block,
    Column,
    Document,
    Heading,
    Kind,
    Orientation,
    Paragraph,
    Signatory,
    SignatureBlock,
    Table,
)

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FONT = "build/assets/plus-jakarta-sans-latin-wght-normal"
SOURCE = "Padu: jejak akses"


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished file with its name."""

    name: str
    media_type: str
    content: bytes


def house_typeface() -> Path | None:
    """The typeface of the front-end build, None where it has not been built."""
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            if path.replace("\\", "/").startswith(_FONT):
                return Path(storage.path(path))
    return None


def as_pdf(name: str, document: Document) -> Paper:
    from padu.reports.pdf import render_pdf

    return Paper(f"{name}.pdf", PDF, render_pdf(document, font_file=house_typeface()))


def as_xlsx(name: str, document: Document) -> Paper:
    from padu.reports.xlsx import render_xlsx

    return Paper(f"{name}.xlsx", XLSX, render_xlsx(document))


def moment(at: dt.datetime | None) -> str:
    """A moment in the site's time zone; an unknown one in words."""
    return moment_long(at, timezone.get_current_timezone()) if at else "belum diketahui"


def office_of(who: Looker) -> str:
    """Role and office, without the name: what a citizen's paper shows [assumption]."""
    return " · ".join(part for part in (who.role, who.place) if part)


def access_report(trail: FamilyTrail, place: str, ticket: DataRequest | None, today: dt.date) -> Document:
    """Who looked at or changed a family's record. Names of officers are left out; the office can name them."""
    rows = tuple((moment(line.at), office_of(line.who), line.what, line.purpose or "–") for line in trail.lines)
    lists = tuple((office_of(line.who), line.what, line.times, moment(line.last_at)) for line in trail.lists)
    blocks: list[Block] = [
        Paragraph(_intro(trail)),
        Table(
            "Siapa melihat atau mengubah data keluarga ini",
            (
                Column("Waktu", width=1.2),
                Column("Petugas", width=1.6),
                Column("Yang dilakukan", width=1.4),
                Column("Tujuan", width=1.6),
            ),
            rows,
        ),
        Table(
            "Daftar keluarga desa yang dibuka (memuat nama banyak keluarga sekaligus)",
            (
                Column("Petugas", width=1.6),
                Column("Daftar", width=1.6),
                Column("Berapa kali", Kind.INT, width=0.6),
                Column("Terakhir", width=1.2),
            ),
            lists,
        ),
        *_ticket_words(ticket),
        Paragraph(
            "Nama petugas tidak dicantumkan di lembar ini; kantor desa dapat menunjukkannya bila ada dugaan "
            "penyalahgunaan.",
            small=True,
        ),
    ]
    return Document(
        title="Laporan akses data keluarga",
        subtitle=trail.family.head_name,
        place=place,
        period=f"sejak {moment(trail.since)}",
        blocks=tuple(blocks),
        as_of=today,
        source=SOURCE,
        demo=trail.family.made_up,
    )


def _intro(trail: FamilyTrail) -> str:
    words = (
        "Setiap warga berhak mengetahui siapa yang melihat datanya (UU 27/2022 pasal 32). Daftar ini diambil dari "
        "jejak yang hanya dapat bertambah."
    )
    if trail.left_out:
        words += f" {trail.left_out} catatan yang lebih lama tidak dimuat."
    return words


def _ticket_words(ticket: DataRequest | None) -> list[Block]:
    if ticket is None:
        return []
    return [
        Paragraph(
            f"Permohonan nomor {ticket.pk}, diterima {moment(ticket.received_at)} dari "
            f"{ticket.get_applicant_display()}; harus dijawab paling lambat {moment(ticket.clock.due_at)} (3 x 24 jam)."
        )
    ]


def breach_notice(breach: Breach, place: str, today: dt.date, contact: str, demo: bool) -> Document:
    """The written notice of article 46: what was exposed, when and how, what is done, and whom to ask."""
    kinds = [DATA_KINDS[kind] for kind in breach.data_kinds]
    persons = "jumlahnya belum diketahui" if breach.persons is None else f"{breach.persons} orang"
    blocks: list[Block] = [
        Paragraph("Dengan ini kami beritahukan kegagalan pelindungan data pribadi menurut UU 27/2022 pasal 46."),
        Heading("Data pribadi yang terungkap"),
        Paragraph("; ".join(kinds) if kinds else "Belum diketahui; akan diberitahukan menyusul."),
        Paragraph(f"Yang terkena: {persons}."),
        Heading("Kapan dan bagaimana"),
        Paragraph(f"Diketahui {moment(breach.discovered_at)}. Terjadi {moment(breach.happened_at)}."),
        Paragraph(breach.how),
        Heading("Akibat yang mungkin timbul"),
        Paragraph(breach.consequences or "Belum diketahui; akan diberitahukan menyusul."),
        Heading("Penanganan dan pemulihan"),
        Paragraph(breach.measures or "Sedang disusun; akan diberitahukan menyusul."),
        Heading("Bertanya dan mengadu"),
        Paragraph(breach.contact or contact),
        SignatureBlock(place, today, (Signatory("Petugas pelindungan data pribadi", place),)),
    ]
    return Document(
        title="Pemberitahuan kegagalan pelindungan data pribadi",
        subtitle=breach.title,
        place=place,
        period=date_long(today),
        blocks=tuple(blocks),
        as_of=today,
        source="Padu: daftar insiden",
        demo=demo,
    )


_REGISTER_COLUMNS = (
    ("Pemrosesan", "name", 1.2),
    ("Tujuan", "purpose", 1.6),
    ("Dasar", "basis", 1.3),
    ("Data", "data", 1.6),
    ("Orang", "people", 1.0),
    ("Penerima", "recipients", 1.4),
    ("Masa simpan", "retention", 1.2),
    ("Pengamanan", "safeguards", 1.6),
)


def register_paper(rows: Iterable[Processing], place: str, today: dt.date, demo: bool) -> Document:
    """The register of processing of a place (article 31)."""
    table = Table(
        "Daftar pemrosesan data pribadi",
        tuple(Column(label, width=width) for label, _, width in _REGISTER_COLUMNS),
        tuple(tuple(getattr(row, name) for _, name, _ in _REGISTER_COLUMNS) for row in rows),
    )
    return Document(
        title="Daftar kegiatan pemrosesan data pribadi",
        subtitle="UU 27/2022 pasal 31",
        place=place,
        period=date_long(today),
        blocks=(table,),
        as_of=today,
        source="Padu",
        demo=demo,
        orientation=Orientation.LANDSCAPE,
    )


def notice_paper(contact: str, today: dt.date) -> Document:
    """The privacy notice on one sheet."""
    blocks: list[Block] = []
    for heading, sentences in NOTICE:
        blocks += [Heading(heading), *(Paragraph(sentence) for sentence in sentences)]
    blocks += [Heading("Bertanya atau mengadu"), Paragraph(contact)]
    return Document(
        title="Pemberitahuan privasi",
        subtitle="Dibacakan kader sebelum pendataan",
        place="Kampung Keluarga Berkualitas",
        period=date_long(today),
        blocks=tuple(blocks),
        as_of=today,
        source="Padu",
    )
