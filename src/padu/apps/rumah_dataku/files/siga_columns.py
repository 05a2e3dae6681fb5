"""Columns of the tables that SIGA exports, from `reference/siga_columns.csv`: the one place of their spellings.

Headers are upper case and spelled in more than one way; some counts are those of village items and are kept as such.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final

from padu.apps.rumah_dataku.files.columns import Column, Kind
from padu.apps.rumah_dataku.files.elements import Element, ValueKind, all_elements
from padu.domain.tabular import fold

TABLES: Final = {
    "kampung": "Kampung KB",
    "rumah_dataku": "Rumah DataKu",
    "krs": "Keluarga berisiko stunting (KRS)",
    "companions": "Pendampingan keluarga",
    "method_mix": "Peserta KB menurut metode",
    "bkb": "Laporan BKB",
    "bkb_families": "Keluarga dan pertemuan BKB",
}
"""Tables that are read, with their Indonesian names."""

NEEDS_WORD: Final = {"bkb": "bkb"}
"""Tables whose headers other tables have as well: the word must stand in the file's name, its title or a header."""

SPELLINGS: Final = (
    (r">\s*=?", " di atas "),
    (r"\bber(?:e|i)siko\b", "berisiko"),
    (r"\bresiko\b", "risiko"),
    (r"\b(?:prosentase|persentasi|persen|%)\b", "persentase"),
    (r"\bimplant\b", "implan"),
    (r"\bsuntikan\b", "suntik"),
    (r"\b(?:kondom|condom)\b", "kondom"),
    (r"\bkab\.?\s*/\s*kota\b", "kabupaten"),
    (r"\bkabupaten\s*/\s*kota\b", "kabupaten"),
    (r"\bdesa\s*/\s*kel(?:urahan)?\b", "kelurahan/desa"),
)
"""Two spellings of one word in headers: what is found, and what it is read as."""


class SigaKind(StrEnum):
    """A count; a share that stands beside counts and is only compared with them; a degree of latitude or longitude."""

    COUNT = "count"
    SHARE = "share"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"


@dataclass(frozen=True, slots=True)
class SigaColumn:
    """One column of a table. of: keys of the columns whose quotient a share is; people: counts people or families."""

    table: str
    element: Element
    kind: SigaKind
    of: tuple[str, ...]
    people: bool
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.element.key

    @property
    def column(self) -> Column:
        return Column(self.key, self.element.label, Kind.DECIMAL, aliases=self.names)


PLACES: Final = (
    Column("province", "Provinsi", aliases=("nama provinsi",), max_length=80),
    Column("regency", "Kabupaten", aliases=("nama kabupaten", "kota"), max_length=80),
    Column("district", "Kecamatan", aliases=("nama kecamatan",), max_length=80),
    Column("code", "Kode", aliases=("kode desa", "kode kelurahan", "kode kelurahan/desa")),
    Column(
        "village", "Kelurahan", aliases=("desa", "kelurahan/desa", "nama desa", "nama kelurahan"), expected=True,
        max_length=80,
    ),
    Column("month", "Bulan", aliases=("periode", "bulan laporan", "periode laporan")),
    Column("year", "Tahun", aliases=("tahun laporan",)),
)  # fmt: skip
"""Columns that say which village and which month a row is about."""


def spell(text: str) -> str:
    """A header with its words in one spelling, then folded as all are; a remark in brackets does not count.

    >>> spell("KELUARGA BERESIKO") == spell("Keluarga berisiko"), spell("> 2019") == spell("2019")
    (True, False)
    """
    plain = text.casefold()
    for found, read in SPELLINGS:
        plain = re.sub(found, read, plain)
    return fold(plain)


@lru_cache(maxsize=1)
def siga_columns() -> tuple[SigaColumn, ...]:
    """Every column of every table, in the order of the exports."""
    text = resources.files("padu.apps.rumah_dataku").joinpath("reference", "siga_columns.csv").read_text("utf-8")
    return tuple(map(_column, csv.DictReader(io.StringIO(text, newline=""))))


def _column(row: dict[str, str]) -> SigaColumn:
    kind = SigaKind(row["kind"])
    names = tuple(row["names"].split("|"))
    of = tuple(part for part in row["of"].split("/") if part)
    return SigaColumn(row["table"], _element(row, kind), kind, of, row["people"] == "y", names)


def _element(row: dict[str, str], kind: SigaKind) -> Element:
    """The village item that is counted, else an element of the exports' own."""
    if row["label_id"]:
        value_kind = ValueKind.COUNT if kind is SigaKind.COUNT else ValueKind.SIGNED
        return Element(row["element"], row["component"], "", row["label_id"], value_kind)
    wanted = (row["element"], row["component"], "")
    return next(one for one in all_elements() if (one.element, one.component, one.sex) == wanted)


@lru_cache(maxsize=1)
def own_elements() -> dict[tuple[str, str, str], SigaColumn]:
    """Elements that only these exports bring, by element, component and sex."""
    found = {(one.element.element, one.element.component, ""): one for one in siga_columns()}
    return {key: one for key, one in found.items() if key[0].startswith("siga_")}


def columns_of(table: str) -> tuple[SigaColumn, ...]:
    """Columns of one table; of all tables for ""."""
    return tuple(one for one in siga_columns() if not table or one.table == table)


def sheet_columns(table: str) -> Sequence[Column]:
    """What a sheet with a table is looked through for."""
    return (*PLACES, *(one.column for one in columns_of(table)))
