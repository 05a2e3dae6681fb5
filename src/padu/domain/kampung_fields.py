"""What a kampung says of itself: a frozen catalogue of fields, each answered yes, no or "not known" with a date.

The newest answer of a field counts; earlier ones stay. A field that nobody answered is unknown, never "no". The lists
are those of the national portal's classification (classification.md, section 3) and of programme.md, section 7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from padu.domain.errors import PaduError

STALE_DAYS: Final = 365  # [assumption] an older declaration is asked for anew
FIRST_YEAR: Final = 2016  # the programme began on 14 January 2016
MAX_COUNT: Final = 100_000
MAX_AMOUNT: Final = 10**13
MAX_TEXT: Final = 200


class FieldGroup(StrEnum):
    """Fields that are asked together on one page."""

    PREREQUISITE = "prasyarat"
    MAIN = "utama"
    AREA = "wilayah"
    SPECIAL = "khusus"
    FACILITY = "sarana"
    FUNDING = "dana"
    REGULATION = "peraturan"
    DATA_USE = "data"
    MECHANISM = "mekanisme"
    TRAINING = "pelatihan"
    RUMAH_DATAKU = "rumah_dataku"


GROUP_LABELS: Final[Mapping[FieldGroup, str]] = {
    FieldGroup.PREREQUISITE: "Prasyarat",
    FieldGroup.MAIN: "Kriteria utama",
    FieldGroup.AREA: "Kriteria wilayah",
    FieldGroup.SPECIAL: "Kriteria khusus",
    FieldGroup.FACILITY: "Sarana",
    FieldGroup.FUNDING: "Sumber dana per tahun",
    FieldGroup.REGULATION: "Peraturan dan rencana kerja",
    FieldGroup.DATA_USE: "Penggunaan data",
    FieldGroup.MECHANISM: "Mekanisme operasional",
    FieldGroup.TRAINING: "Pelatihan pokja",
    FieldGroup.RUMAH_DATAKU: "Rumah DataKu",
}
CRITERIA_GROUPS: Final = (FieldGroup.PREREQUISITE, FieldGroup.MAIN, FieldGroup.AREA, FieldGroup.SPECIAL)


class DetailKind(StrEnum):
    TEXT = "text"
    COUNT = "count"
    AMOUNT = "amount"
    DATE = "date"
    CHOICE = "choice"


FREQUENCIES: Final[Mapping[str, str]] = {
    "weekly": "setiap minggu",
    "monthly": "setiap bulan",
    "quarterly": "setiap tiga bulan",
    "half_yearly": "setiap enam bulan",
    "yearly": "setiap tahun",
    "at_need": "bila perlu",
}
REGULATION_KINDS: Final[Mapping[str, str]] = {
    "perdes": "Peraturan desa/nagari",
    "perbup": "Peraturan bupati/wali kota",
    "sk_kepala_desa": "Keputusan kepala desa/lurah",
    "sk_bupati": "Keputusan bupati/wali kota",
    "instruction": "Instruksi atau surat edaran",
    "other": "Lainnya",
}


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that is told beside a yes; never asked for where the answer is no."""

    name: str
    label: str
    kind: DetailKind
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """One thing that a kampung tells of itself.

    yearly    asked for each year anew (funds, work plan)
    counted   a variable of the classification reads it
    with_file a paper can be handed in with it
    """

    key: str
    group: FieldGroup
    label: str
    details: tuple[Detail, ...] = ()
    yearly: bool = False
    counted: bool = False
    with_file: bool = False


_HOW_OFTEN: Final = (Detail("frequency", "Seberapa sering", DetailKind.CHOICE, FREQUENCIES),)
_HOW_MANY: Final = (Detail("count", "Jumlahnya", DetailKind.COUNT),)
_ON_DAY: Final = (Detail("date", "Tanggal terakhir", DetailKind.DATE),)
_AMOUNT: Final = (Detail("amount", "Jumlah (Rp), kosong bila belum diketahui", DetailKind.AMOUNT),)
_WHICH: Final = (Detail("text", "Keterangan", DetailKind.TEXT),)
_REGULATION: Final = (
    Detail("kind", "Jenis peraturan", DetailKind.CHOICE, REGULATION_KINDS),
    Detail("number", "Nomor", DetailKind.TEXT),
    Detail("date", "Tanggal peraturan", DetailKind.DATE),
)
_TRAINING: Final = (
    Detail("count", "Jumlah anggota yang dilatih", DetailKind.COUNT),
    Detail("text", "Nama pelatihan", DetailKind.TEXT),
    Detail("date", "Tanggal pelatihan", DetailKind.DATE),
)


def _fields(
    group: FieldGroup, details: tuple[Detail, ...], rows: Mapping[str, str], **more: bool
) -> list[DeclaredField]:
    return [DeclaredField(f"{group}.{key}", group, label, details, **more) for key, label in rows.items()]


FIELDS: Final[tuple[DeclaredField, ...]] = (
    *_fields(
        FieldGroup.PREREQUISITE,
        _WHICH,
        {
            "accurate_data": "Data kependudukan yang akurat tersedia",
            "commitment": "Dukungan dan komitmen pemerintah daerah",
            "participation": "Partisipasi aktif masyarakat",
        },
    ),
    *_fields(
        FieldGroup.MAIN,
        _WHICH,
        {
            "poor_families": "Keluarga miskin di atas rata-rata desa",
            "fp_users": "Peserta KB di bawah rata-rata desa",
        },
    ),
    *_fields(
        FieldGroup.AREA,
        _WHICH,
        {
            "slum": "Kawasan kumuh",
            "coast": "Kawasan pesisir atau nelayan",
            "river": "Daerah aliran sungai",
            "railway": "Bantaran rel kereta api",
            "poor": "Kawasan miskin",
            "remote": "Kawasan terpencil",
            "border": "Kawasan perbatasan",
            "industry": "Kawasan industri",
            "tourism": "Kawasan wisata",
            "dense": "Kawasan padat penduduk",
        },
    ),
    *_fields(
        FieldGroup.SPECIAL,
        _WHICH,
        {"low_education": "Pendidikan penduduk rendah", "poor_infrastructure": "Sarana dan prasarana kurang memadai"},
    ),
    *_fields(
        FieldGroup.FACILITY,
        _WHICH,
        {"secretariat": "Sekretariat kampung", "rumah_dataku": "Rumah DataKu"},
        counted=True,
    ),
    *_fields(FieldGroup.FACILITY, _WHICH, {"other": "Sarana lain"}),
    *_fields(
        FieldGroup.FUNDING,
        _AMOUNT,
        {
            "apbn": "APBN",
            "apbd": "APBD",
            "dana_desa": "Dana Desa",
            "donation": "Donasi/hibah masyarakat",
            "csr": "Perusahaan (CSR)",
            "swadaya": "Swadaya masyarakat",
        },
        yearly=True,
        counted=True,
    ),
    *_fields(
        FieldGroup.REGULATION,
        _REGULATION,
        {"regulation": "Peraturan daerah atau desa tentang Kampung KB"},
        counted=True,
        with_file=True,
    ),
    *_fields(FieldGroup.REGULATION, _WHICH, {"work_plan": "Rencana kerja tahunan"}, yearly=True, with_file=True),
    *_fields(
        FieldGroup.DATA_USE,
        _WHICH,
        {
            "pk": "Pendataan Keluarga dan pemutakhirannya",
            "routine": "Data rutin BKKBN",
            "podes": "Potensi Desa",
            "sector": "Data sektoral",
            "other": "Data lain",
        },
        counted=True,
    ),
    *_fields(
        FieldGroup.MECHANISM,
        _HOW_OFTEN,
        {
            "planning": "Rapat perencanaan",
            "coordination": "Rapat koordinasi dengan dinas/instansi",
            "socialisation": "Sosialisasi kegiatan",
            "monitoring": "Monitoring dan evaluasi",
            "reporting": "Penyusunan laporan",
        },
        counted=True,
    ),
    *_fields(FieldGroup.TRAINING, _TRAINING, {"members": "Anggota pokja sudah dilatih"}, counted=True),
    *_fields(FieldGroup.RUMAH_DATAKU, _WHICH, {"decree": "Keputusan (SK) Rumah DataKu"}, with_file=True),
    *_fields(FieldGroup.RUMAH_DATAKU, _WHICH, {"chair": "Ketua Rumah DataKu ditetapkan"}),
    *_fields(FieldGroup.RUMAH_DATAKU, _HOW_MANY, {"cadres": "Kader data bertugas"}),
    *_fields(
        FieldGroup.RUMAH_DATAKU,
        _WHICH,
        {
            "oriented": "Pengelola sudah mengikuti orientasi dasar",
            "name_board": "Papan nama",
            "data_book": "Buku data",
            "data_board": "Papan data",
            "population_corner": "Pojok kependudukan",
            "computer": "Komputer",
            "other": "Sarana lain Rumah DataKu",
        },
    ),
    *_fields(FieldGroup.RUMAH_DATAKU, _HOW_MANY, {"presentations": "Data disajikan (papan, laman, lembar, ...)"}),
    *_fields(
        FieldGroup.RUMAH_DATAKU,
        _ON_DAY,
        {
            "analysed": "Data dianalisis",
            "used_in_planning": "Data dipakai dalam perencanaan desa",
            "used_in_intervention": "Data dipakai dalam intervensi",
        },
    ),
)
FIELD_BY_KEY: Final[Mapping[str, DeclaredField]] = {field.key: field for field in FIELDS}

DetailValue = str | int
"""Dates as ISO text, so that a declaration is plain JSON."""


class DeclarationRefused(PaduError):
    """A declaration that cannot be taken. data: field, reason (unknown_field, year, future, detail, empty), detail."""

    code = "kampung.declaration_refused"


@dataclass(frozen=True, slots=True)
class NewDeclaration:
    """One answer. `answer` None says "not known" with a date of its own; `year` for yearly fields only."""

    field: str
    answer: bool | None
    details: Mapping[str, DetailValue]
    as_of: dt.date
    year: int | None = None
    note: str = ""


def check_declaration(new: NewDeclaration, today: dt.date) -> DeclaredField:
    """The field that is answered. Raises DeclarationRefused."""
    field = FIELD_BY_KEY.get(new.field)
    if field is None:
        raise DeclarationRefused(field=new.field, reason="unknown_field")
    if new.as_of > today:
        raise DeclarationRefused(field=new.field, reason="future")
    _check_year(field, new.year, today)
    if new.details and new.answer is not True:
        raise DeclarationRefused(field=new.field, reason="detail", detail=next(iter(new.details)))
    known = {detail.name: detail for detail in field.details}
    for name, value in new.details.items():
        if name not in known or not _fits(known[name], value, today):
            raise DeclarationRefused(field=new.field, reason="detail", detail=name)
    return field


def _check_year(field: DeclaredField, year: int | None, today: dt.date) -> None:
    if field.yearly != (year is not None):
        raise DeclarationRefused(field=field.key, reason="year")
    # A plan or a budget may be told for the coming year.
    if year is not None and not FIRST_YEAR <= year <= today.year + 1:
        raise DeclarationRefused(field=field.key, reason="year")


def _fits(detail: Detail, value: DetailValue, today: dt.date) -> bool:
    if detail.kind in (DetailKind.COUNT, DetailKind.AMOUNT):
        top = MAX_COUNT if detail.kind is DetailKind.COUNT else MAX_AMOUNT
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= top
    if not isinstance(value, str) or not value or len(value) > MAX_TEXT:
        return False
    if detail.kind is DetailKind.DATE:
        return _is_past_day(value, today)
    return detail.choices is None or value in detail.choices


def _is_past_day(text: str, today: dt.date) -> bool:
    try:
        return dt.date.fromisoformat(text) <= today
    except ValueError:
        return False


class Dated(Protocol):
    """What is needed of a stored declaration to tell which one counts."""

    @property
    def field(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def as_of(self) -> dt.date: ...
    @property
    def pk(self) -> int: ...


D = TypeVar("D", bound=Dated)


def newest_of(declarations: Iterable[D]) -> dict[tuple[str, int | None], D]:
    """The one that counts for each field and year: the latest day, of one day the last that was entered."""
    found: dict[tuple[str, int | None], D] = {}
    for one in sorted(declarations, key=lambda d: (d.as_of, d.pk)):
        found[one.field, one.year] = one
    return found


def is_stale(as_of: dt.date, today: dt.date) -> bool:
    """Whether a declaration is so old that it is asked for anew."""
    return (today - as_of).days > STALE_DAYS
