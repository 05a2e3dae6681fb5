"""Matrix and calendar as documents for print and spreadsheet: the official 13 columns, months, and who signs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.text import slugify

from padu.apps.convergence.planning.plannable_days import days_off
from padu.apps.convergence.selectors.calendar import blocks_of_year
from padu.apps.convergence.selectors.events import UNREPORTED, EventBlock, commitments_of
from padu.apps.convergence.selectors.lines import CommitmentLine, DoneLine, done_lines
from padu.apps.convergence.selectors.matrix import matrix_of, realisations_in
from padu.apps.programmes.selectors import list_programmes
from padu.apps.regions.selectors import get_region, names_of
from padu.domain.regions import Level, level_of
from padu.domain.values import Missing
from padu.reports.matrix_table import Stakeholder, matrix_table
from padu.reports.model import (
    BLANK,
    Column,
    DayEntry,
    DayOff,
    Document,
    Kind,
    MonthGrid,
    Orientation,
    Paragraph,
    RowGroup,
    Scalar,
    Signatory,
    SignatureBlock,
    Table,
)
from padu.ui.typeface import house_typeface

Format = Literal["xlsx", "pdf"]
MEDIA_TYPES: dict[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
# Longer lists would make the print a book and the page wait for it [assumption]; the workbook has every row.
LISTED_IN_PRINT = 60
EVENTS_IN_PRINT = 300
SOURCE = "Padu: komitmen yang disepakati rapat koordinasi dan laporan pelaksanaan"
_STATE_WORDS = {
    "planned": "direncanakan",
    "done": "terlaksana",
    "cancelled": "dibatalkan",
    "moved": "dipindahkan",
    UNREPORTED: "belum dilaporkan",
    "agreed": "disepakati",
    "under_way": "berjalan",
}


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A finished file with its name."""

    name: str
    media_type: str
    content: bytes


def write_matrix(region_code: str, year: int, form: Format, today: dt.date) -> WrittenFile:
    """The matrix of a place and year as a file, as far as the current actor may see it."""
    longest = LISTED_IN_PRINT if form == "pdf" else None
    return _written("matriks", region_code, year, form, matrix_document(region_code, year, today, longest))


def write_calendar(region_code: str, year: int, form: Format, today: dt.date) -> WrittenFile:
    """The calendar of a place and year as a file, as far as the current actor may see it."""
    longest = EVENTS_IN_PRINT if form == "pdf" else None
    return _written("kalender", region_code, year, form, calendar_document(region_code, year, today, longest))


def _written(what: str, region_code: str, year: int, form: Format, document: Document) -> WrittenFile:
    name = f"{what}-{slugify(place_name(region_code))}-{region_code}-{year}.{form}"
    return WrittenFile(name, MEDIA_TYPES[form], _RENDERERS[form](document))


def _as_xlsx(document: Document) -> bytes:
    from padu.reports.xlsx import render_xlsx

    return render_xlsx(document)


def _as_pdf(document: Document) -> bytes:
    from padu.reports.pdf import render_pdf

    return render_pdf(document, font_file=house_typeface())


_RENDERERS: dict[Format, Callable[[Document], bytes]] = {"xlsx": _as_xlsx, "pdf": _as_pdf}


def place_name(region_code: str) -> str:
    return names_of([region_code]).get(region_code, region_code)


# --- the matrix --------------------------------------------------------------------------------------------------


def matrix_document(region_code: str, year: int, today: dt.date, longest_list: int | None = None) -> Document:
    """The official print: 8 programmes x 13 stakeholders on one sheet, who signs, and the rows behind it.

    longest_list  a longer list of rows is left out, and the print says where it is; None: every row
    """
    of = matrix_of(region_code, year)
    official = [column for column in of.columns if column.folds_to_id is None]
    stakeholders = [Stakeholder(column.key, column.name, column.short_name) for column in official]
    programmes = {programme.number: programme.name for programme in list_programmes()}
    place = place_name(region_code)
    lines = commitments_of(region_code, year)
    outside = done_lines(realisations_in(region_code, year).filter(commitment=None))
    return Document(
        title="Matriks Integrasi dan Konvergensi Kampung Keluarga Berkualitas",
        place=place,
        period=f"Tahun {year}",
        blocks=(
            matrix_table(of.printed, programmes, stakeholders, "Program menurut pemangku kepentingan"),
            _signatures(region_code, place, today),
            *_behind(lines, outside, {column.key: column.short_name for column in of.columns}, longest_list),
        ),
        as_of=of.as_of,
        source=SOURCE,
        demo=of.made_up,
        orientation=Orientation.LANDSCAPE,
    )


def _behind(
    lines: Sequence[CommitmentLine], outside: Sequence[DoneLine], columns: dict[str, str], longest: int | None
) -> Sequence[Paragraph | Table]:
    if not lines and not outside:
        return (Paragraph("Belum ada komitmen yang disepakati dan belum ada kegiatan yang dilaporkan."),)
    if longest is not None and len(lines) + len(outside) > longest:
        words = f"{len(lines)} komitmen dan {len(outside)} kegiatan di luar rencana ada di berkas XLSX matriks ini."
        return (Paragraph(words, small=True),)
    tables: list[Table] = []
    if lines:
        tables.append(_commitment_table(lines, columns))
    if outside:
        tables.append(_outside_table(outside))
    return tables


def _commitment_table(lines: Sequence[CommitmentLine], columns: dict[str, str]) -> Table:
    heads = (
        Column("Kampung", width=1.4),
        Column("Tanggal", Kind.DATE, width=0.9),
        Column("Program", Kind.INT, width=0.6),
        Column("Kegiatan", width=2.2),
        Column("OPD", width=1.1),
        Column("Kolom", width=1.1),
        Column("Dana", width=1.4),
        Column("Dokumen dan baris anggaran", short_label="Dokumen", width=1.7),
        Column("Disepakati (Rp)", Kind.MONEY, width=1.1),
        Column("Keadaan", width=1.0),
        Column("Dilaksanakan", Kind.DATE, width=0.9),
        Column("Keluarga", Kind.INT, width=0.7),
        Column("Terpakai (Rp)", Kind.MONEY, width=1.1),
    )
    rows = tuple(_commitment_row(line, columns) for line in lines)
    return Table("Komitmen", heads, rows)


def _commitment_row(line: CommitmentLine, columns: dict[str, str]) -> tuple[Scalar, ...]:
    done = line.done[0] if line.done else None
    state = UNREPORTED if line.late else line.state
    return (
        line.village,
        line.day,
        line.programme_no,
        line.title,
        line.agency,
        columns.get(line.column_key, line.column_key),
        f"{line.fund} ({line.fund_source})",
        line.document,
        line.amount_idr,
        _STATE_WORDS[state],
        done.done_on if done else BLANK,
        done.families if done else BLANK,
        done.spent_idr if done else BLANK,
    )


def _outside_table(outside: Sequence[DoneLine]) -> Table:
    heads = (
        Column("Kampung", width=1.4),
        Column("Tanggal", Kind.DATE, width=0.9),
        Column("Program", Kind.INT, width=0.6),
        Column("Kegiatan", width=2.2),
        Column("Pelaksana", width=1.4),
        Column("Keluarga", Kind.INT, width=0.7),
    )
    rows = tuple(
        (one.village, one.done_on, one.programme_no, one.title, one.who or Missing.UNKNOWN, one.families)
        for one in outside
    )
    return Table("Kegiatan di luar rencana", heads, rows)


def _signatures(region_code: str, place: str, today: dt.date) -> SignatureBlock:
    """Who signs by the level of the place [assumption: the guideline names the form, not the signatories]."""
    if level_of(region_code) is Level.VILLAGE:
        people: tuple[Signatory, ...] = (
            Signatory(_village_head(region_code), place),
            Signatory("Ketua Pokja Kampung KB", place),
        )
    else:
        people = (
            Signatory("Ketua Tim Koordinasi", place),
            Signatory("Kepala perangkat daerah bidang perencanaan pembangunan", place),
            Signatory("Kepala perangkat daerah bidang pengendalian penduduk dan KB", place),
        )
    return SignatureBlock(place=place, date=today, signatories=people)


def _village_head(region_code: str) -> str:
    region = get_region(region_code)
    kind = region.kind_label if region else ""
    return {"Nagari": "Wali Nagari", "Kelurahan": "Lurah"}.get(kind, "Kepala Desa")


# --- the calendar ------------------------------------------------------------------------------------------------


def calendar_document(region_code: str, year: int, today: dt.date, longest_list: int | None = None) -> Document:
    """A grid for each month that has events, and the list of them by village.

    longest_list  a longer list is left out, and the print says where it is; None: every event
    """
    blocks = blocks_of_year(region_code, year, today)
    place = place_name(region_code)
    return Document(
        title="Kalender kegiatan bersama Kampung Keluarga Berkualitas",
        place=place,
        period=f"Tahun {year}",
        blocks=(*_grids(blocks, year), _listed(blocks, longest_list)),
        as_of=today,
        source=SOURCE,
        demo=any(block.made_up for block in blocks),
        orientation=Orientation.LANDSCAPE,
    )


def _listed(blocks: Sequence[EventBlock], longest: int | None) -> Paragraph | Table:
    if not blocks:
        return Paragraph("Belum ada kegiatan bersama pada tahun ini.")
    if longest is not None and len(blocks) > longest:
        return Paragraph(f"Daftar {len(blocks)} kegiatan menurut kampung ada di berkas XLSX kalender ini.", small=True)
    return _event_table(blocks)


def _grids(blocks: Sequence[EventBlock], year: int) -> list[MonthGrid]:
    by_month: defaultdict[int, list[EventBlock]] = defaultdict(list)
    for block in blocks:
        by_month[block.day.month].append(block)
    off = days_off(year)
    return [
        MonthGrid(
            year,
            month,
            entries=tuple(_entry(block) for block in rows),
            days_off=tuple(DayOff(day, name) for day, name in sorted(off.items()) if day.month == month),
            caption="Kegiatan bersama",
        )
        for month, rows in sorted(by_month.items())
    ]


def _entry(block: EventBlock) -> DayEntry:
    detail = ", ".join(block.agencies)
    if block.state in ("cancelled", "moved", UNREPORTED):
        detail = f"{detail} ({_STATE_WORDS[block.state]})".strip()
    return DayEntry(block.day, block.village, detail, done=block.state == "done")


def _event_table(blocks: Sequence[EventBlock]) -> Table:
    heads = (
        Column("Tanggal", Kind.DATE, width=0.9),
        Column("Kegiatan", width=3.0),
        Column("Instansi", width=2.0),
        Column("Program", width=0.8),
        Column("Keadaan", width=1.0),
    )
    ordered = sorted(blocks, key=lambda block: (block.region_code, block.day))
    villages = list(dict.fromkeys(block.village for block in ordered))
    groups = tuple(RowGroup(name, sum(block.village == name for block in ordered)) for name in villages)
    rows = tuple(
        (
            block.day,
            "; ".join(block.titles),
            ", ".join(block.agencies),
            ", ".join(str(number) for number in sorted(block.programmes)),
            _STATE_WORDS[block.state],
        )
        for block in ordered
    )
    return Table("Kegiatan bersama menurut kampung", heads, rows, row_groups=groups)
