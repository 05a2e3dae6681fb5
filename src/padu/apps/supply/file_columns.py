"""Columns of the sheets Dana and Tawaran, and the cells in them that hold lists: months, problems, villages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from padu.apps.rumah_dataku.files.codes import Code, CodeList
from padu.apps.rumah_dataku.files.columns import Column, Kind
from padu.apps.rumah_dataku.files.villages import VillageLookup
from padu.domain.identity import IssueLevel
from padu.domain.tabular import MONTHS_BY_NAME, CellError, fold, nearest, parse_decimal

FUND_SHEETS: Final = ("Dana", "funds", "daftar dana")
OFFER_SHEETS: Final = ("Tawaran", "offers", "penawaran", "daftar tawaran")
ALL_MONTHS: Final = tuple(range(1, 13))
_EVERYTHING: Final = frozenset({"", "semua", "semuakampung", "semuadesa", "seluruhdesa", "seluruhkampung", "all"})
_WHOLE_YEAR: Final = _EVERYTHING | {"sepanjangtahun", "setahun"}
_MONTHS_EXPECTED: Final = "bulan, misalnya 2-6; 9 atau Feb-Jun; Sep"
_MAX_RUPIAH: Final = 10**15  # [assumption] beyond the whole national budget: a slip of the pen


class Document(StrEnum):
    """Planning documents that can carry a fund or an offer, or the plain statement that none does."""

    RENJA = "renja"
    RKPD = "rkpd"
    DPA = "dpa"
    RKPDES = "rkpdes"
    APBDES = "apbdes"
    NONE = "none"


DOCUMENTS: Final = CodeList(
    "document",
    "Dokumen perencanaan",
    (
        Code(Document.RENJA, None, "Renja", ("rencanakerja",)),
        Code(Document.RKPD, None, "RKPD"),
        Code(Document.DPA, None, "DPA", ("dokumenpelaksanaananggaran",)),
        Code(Document.RKPDES, None, "RKPDes", ("rkpnagari", "rkpdesa")),
        Code(Document.APBDES, None, "APBDes", ("apbnagari", "apbdesa")),
        Code(Document.NONE, None, "Tidak ada dokumen", ("tidakada", "none", "belumada")),
    ),
)


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency and the names by which a file may call it."""

    code: str
    short_name: str
    name: str


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    """An activity of the catalogue. `addresses`: problem type -> share of a village's gap that one delivery closes."""

    key: str
    name: str
    programme_no: int
    addresses: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SupplyContext:
    """What the sender and the catalogue say about a file of funds and offers.

    year            of every row
    agencies        of the regency; own_agency: code of the sender's, for rows that name none and against all others;
                    None: rows of every agency are taken (the regency's team)
    activities      the catalogue; problem_types and sources: key -> Indonesian name
    village_status  looks a dotted code up
    """

    year: int
    agencies: Sequence[AgencyName]
    activities: Sequence[ActivityEntry]
    problem_types: Mapping[str, str]
    sources: Mapping[str, str]
    village_status: VillageLookup
    own_agency: str | None = None


def agency_list(context: SupplyContext) -> CodeList:
    """Agencies by short name, name and code."""
    codes = (Code(one.code, None, one.short_name, (fold(one.name), fold(one.code))) for one in context.agencies)
    return CodeList("agency", "Perangkat daerah", tuple(codes), "agency_unknown")


def activity_list(context: SupplyContext) -> CodeList:
    """Activities by name and key."""
    codes = (Code(one.key, None, one.name, (fold(one.key),)) for one in context.activities)
    return CodeList("activity", "Kegiatan", tuple(codes), "activity_unknown")


def source_list(context: SupplyContext) -> CodeList:
    """Sources of money by name and key."""
    codes = (Code(key, None, name, (fold(key),)) for key, name in context.sources.items())
    return CodeList("source", "Sumber dana", tuple(codes))


def fund_columns(context: SupplyContext) -> tuple[Column, ...]:
    """Columns of the sheet Dana."""
    error = IssueLevel.ERROR
    return (
        _agency_column(context),
        Column("fund", "Nama dana", aliases=("dana", "fund"), expected=True, filled=error, max_length=160),
        Column(
            "source",
            "Sumber dana",
            Kind.CODE,
            aliases=("sumber",),
            expected=True,
            filled=error,
            codes=source_list(context),
        ),
        Column(
            "budget_idr",
            "Pagu setahun (Rp)",
            Kind.INTEGER,
            aliases=("pagu", "pagu setahun", "anggaran", "budget"),
            expected=True,
            filled=error,
            low=0,
            high=_MAX_RUPIAH,
            example="150000000",
        ),
        *_document_columns(expected=True),
    )


def offer_columns(context: SupplyContext) -> tuple[Column, ...]:
    """Columns of the sheet Tawaran."""
    error = IssueLevel.ERROR
    return (
        _agency_column(context),
        Column("fund", "Nama dana", aliases=("dana", "fund"), expected=True, filled=error, max_length=160),
        Column(
            "activity",
            "Kegiatan",
            Kind.CODE,
            aliases=("kegiatan menurut katalog", "activity", "activity_id", "kode kegiatan"),
            expected=True,
            filled=error,
            codes=activity_list(context),
        ),
        Column("title", "Judul tawaran", aliases=("judul", "judul penawaran"), max_length=200, hint="Boleh kosong"),
        Column(
            "programme",
            "Program",
            Kind.INTEGER,
            aliases=("no program",),
            low=1,
            high=8,
            hint="1 sampai 8; boleh kosong",
        ),
        Column(
            "unit_cost_idr",
            "Biaya sekali pelaksanaan (Rp)",
            Kind.INTEGER,
            aliases=("biaya sekali pelaksanaan", "biaya satuan", "unit_cost"),
            expected=True,
            filled=error,
            low=0,
            high=_MAX_RUPIAH,
            example="3000000",
        ),
        Column(
            "max_deliveries",
            "Kuota setahun (kali)",
            Kind.INTEGER,
            aliases=("kuota setahun", "kuota", "max_deliveries"),
            expected=True,
            filled=error,
            low=1,
            high=100_000,
        ),
        Column(
            "max_per_village",
            "Paling banyak per desa (kali)",
            Kind.INTEGER,
            aliases=("paling banyak per desa", "max_per_village"),
            low=1,
            high=366,
            hint="Kosong: 1",
        ),
        Column(
            "min_gap_days",
            "Jarak antarpelaksanaan (hari)",
            Kind.INTEGER,
            aliases=("jarak antarpelaksanaan", "jarak minimal", "min_gap_days"),
            low=0,
            high=366,
            hint="Di desa yang sama; kosong: 0",
        ),
        Column(
            "months",
            "Bulan",
            aliases=("bulan pelaksanaan", "months"),
            hint=f"Kosong: sepanjang tahun; {_MONTHS_EXPECTED}",
        ),
        Column(
            "addresses",
            "Masalah yang dijawab",
            aliases=("masalah", "addresses"),
            max_length=2000,
            lines=True,
            hint="Kosong: menurut katalog. Selain itu jenis masalah dan bagiannya, misalnya stunting_risk_family: 0,3",
        ),
        Column(
            "villages",
            "Desa",
            aliases=("desa sasaran", "villages"),
            max_length=4000,
            lines=True,
            hint="Kosong: semua; atau kode desa",
        ),
        *_document_columns(expected=False),
    )


def _agency_column(context: SupplyContext) -> Column:
    hint = "Nama singkat atau kode" + ("; boleh kosong" if context.own_agency else "")
    return Column(
        "agency",
        "Perangkat daerah",
        Kind.CODE,
        aliases=("opd", "perangkat daerah/instansi", "instansi", "agency"),
        expected=context.own_agency is None,
        filled=None if context.own_agency else IssueLevel.ERROR,
        codes=agency_list(context),
        hint=hint,
    )


def _document_columns(*, expected: bool) -> tuple[Column, ...]:
    kind = Column(
        "document",
        "Dokumen perencanaan",
        Kind.CODE,
        aliases=("dokumen", "jenis dokumen"),
        expected=expected,
        codes=DOCUMENTS,
        hint="Bila belum tercantum di mana pun, pilih Tidak ada dokumen",
    )
    return (
        kind if expected else replace(kind, hint="Kosong: sama dengan dananya"),
        Column("document_code", "Kode dokumen", aliases=("kode atau nomor dokumen", "nomor dokumen"), max_length=80),
        Column(
            "budget_line",
            "Kode rekening",
            aliases=("baris anggaran", "kode rekening atau baris anggaran"),
            max_length=80,
        ),
        Column("document_year", "Tahun dokumen", Kind.INTEGER, low=2015, high=2100),
    )


def parse_months(text: str) -> tuple[int, ...]:
    """Months of a cell, ascending: `1-4; 9`, `Feb-Jun`, `Nov-Feb` over the new year, empty for all. Raises CellError.

    >>> parse_months("Nov-Jan; 5")
    (1, 5, 11, 12)
    """
    if fold(text) in _WHOLE_YEAR:
        return ALL_MONTHS
    found: set[int] = set()
    for part in filter(None, re.split(r"[;,\s]*[;,]\s*|\s+dan\s+", text.strip())):
        first, dash, last = (
            piece.strip() for piece in re.sub(r"\s*(-|–|s\.?d\.?|sampai)\s*", "-", part).partition("-")
        )
        start, end = _month(first), _month(last if dash else first)
        found.update(
            month for month in ALL_MONTHS if (start <= month <= end if start <= end else month >= start or month <= end)
        )
    return tuple(sorted(found))


def _month(text: str) -> int:
    number = int(text) if re.fullmatch(r"0?\d|1[0-2]", text) else MONTHS_BY_NAME.get(fold(text), 0)
    if number not in ALL_MONTHS:
        raise CellError("months_form", _MONTHS_EXPECTED)
    return number


def parse_addresses(text: str, problem_types: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    """Problem types and effects of a cell: `type: 0,3; type: 0,1`, by key or name; in order of keys.

    Raises CellError.
    """
    by_word = {fold(word): key for key, name in problem_types.items() for word in (name, key)}
    found: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        kind, _, effect = (piece.strip() for piece in re.sub(r"\s*[:=]\s*", ":", part).rpartition(":"))
        key = by_word.get(fold(kind))
        if key is None:
            near = nearest(kind or part, problem_types.values())
            raise CellError(
                "problem_type_unknown",
                f"jenis masalah: bagian, mungkin “{near}: 0,3”" if near else "jenis masalah: bagian",
            )
        found[key] = _effect(effect)
    return tuple(sorted(found.items()))


def _effect(text: str) -> float:
    try:
        value = parse_decimal(text)
    except CellError as error:
        raise CellError("effect_form", "lebih dari 0 sampai 1, misalnya 0,3") from error
    if not Decimal(0) < value <= Decimal(1):
        raise CellError("effect_form", "lebih dari 0 sampai 1, misalnya 0,3")
    return float(value)


def village_texts(text: str) -> tuple[str, ...] | None:
    """Codes as they stand in a cell, or None for all villages."""
    return None if fold(text) in _EVERYTHING else tuple(filter(None, re.split(r"[;,\s]+", text)))
