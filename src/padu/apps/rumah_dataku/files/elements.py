"""The data elements of a village: 44 items with their components, and indices that others publish.

Items stand in the catalogue of the programme; the Indonesian names and kinds of their components stand in
`reference/village_components.csv` of this app.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final

from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.tabular import fold

MALE, FEMALE = "L", "P"
SEXES: Final = {MALE: "laki-laki", FEMALE: "perempuan"}
_SEX_WORDS: Final = {MALE: ("L", "Lk", "laki-laki", "male"), FEMALE: ("P", "Pr", "perempuan", "female")}
_SEX_IN_BRACKETS: Final = re.compile(r"\(\s*(l|p|lk|pr|laki[\s-]*laki|perempuan|pria|wanita)\s*\)", re.IGNORECASE)
IDM_STATUSES: Final = ("sangat tertinggal", "tertinggal", "berkembang", "maju", "mandiri")


class ValueKind(StrEnum):
    """What kind of value an element takes; `signed` may be below nought, `derived` is always computed here."""

    COUNT = "count"
    DECIMAL = "decimal"
    SIGNED = "signed"
    MONEY = "money"
    SHARE = "share"
    YES_NO = "yes_no"
    STATUS = "status"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that is counted or measured in a village, for one sex or (sex "") for all.

    element, component  as in the figure table; component "" where the element has none
    label               Indonesian, complete in itself
    names               other spellings of it in the header of a table
    """

    element: str
    component: str
    sex: str
    label: str
    kind: ValueKind
    names: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return ".".join(part for part in (self.element, self.component, self.sex) if part)


def spell(text: str) -> str:
    """A header folded as all are, but for a sex in brackets, which says what is counted."""
    return fold(_SEX_IN_BRACKETS.sub(r" \1 ", text))


def name_without_sex(one: Element) -> str:
    """Label of what is counted, for a table that has a column of its own for the sex."""
    return one.label.removesuffix(f", {SEXES[one.sex]}") if one.sex else one.label


_COUNTED_HERE: Final = (
    Element(
        "cross_sector_agencies",
        "last_12_months",
        "",
        "Instansi lintas sektor yang terlihat dalam 12 bulan terakhir",
        ValueKind.DERIVED,
    ),
)
"""Figures that other apps count and keep in the figure table; no file brings them."""


@lru_cache(maxsize=1)
def all_elements() -> tuple[Element, ...]:
    """Every element in the order of the catalogue, each followed by its two sexes where it is split."""
    items = _rows("padu.apps.programmes", "village_items.csv")
    components = _components()
    found = [
        element
        for item in items
        for component, label, kind in components[item["item_key"]]
        for element in _by_sex(item, component, label, kind)
    ]
    return (*_without_shared_names(found), _AREA, *_INDICES, *_COUNTED_HERE)


@lru_cache(maxsize=1)
def elements_by_name() -> dict[str, Element]:
    """Every spelling of every element, folded by `spell`."""
    return {spell(name): one for one in all_elements() for name in (one.label, one.key, *one.names)}


def _rows(package: str, name: str) -> list[dict[str, str]]:
    text = resources.files(package).joinpath("reference", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _components() -> dict[str, list[tuple[str, str, ValueKind]]]:
    found: dict[str, list[tuple[str, str, ValueKind]]] = {
        "population_structure": [(group, _age_label(group), ValueKind.COUNT) for group in FIVE_YEAR_GROUPS]
    }
    for row in _rows("padu.apps.rumah_dataku", "village_components.csv"):
        entry = (row["component"], row["label_id"], ValueKind(row["kind"]))
        found.setdefault(row["item_key"], []).append(entry)
    return found


def _age_label(group: str) -> str:
    """`umur 0-4 tahun`, `umur 75 tahun ke atas`."""
    low, _, high = group.partition("_")
    return f"umur {low} tahun ke atas" if high == "plus" else f"umur {low}-{high} tahun"


def _by_sex(item: dict[str, str], component: str, label: str, kind: ValueKind) -> list[Element]:
    """The element for all, and for each sex where the catalogue splits it."""
    key = item["item_key"]
    # "Jumlah penduduk", not "Jumlah penduduk: Jumlah"
    whole = item["label_id"] if component == "total" else f"{item['label_id']}: {label}"
    names = (f"{key}_{component}", f"{key}.{component}", *((key,) if component == "total" else (label,)))
    found = [Element(key, component, "", whole, kind, names)]
    for sex, words in _SEX_WORDS.items() if item["sex_split"] == "y" else ():
        spelt = tuple(f"{name} {word}" for name in (whole, *names) for word in words)
        found.append(Element(key, component, sex, f"{whole}, {SEXES[sex]}", kind, spelt))
    return found


def _without_shared_names(elements: list[Element]) -> list[Element]:
    """Leave out short names that two elements share, as the age groups of pupils and of drop-outs."""
    counts: dict[str, set[str]] = {}
    for one in elements:
        for name in (one.label, one.key, *one.names):
            counts.setdefault(spell(name), set()).add(one.key)
    return [
        Element(
            one.element,
            one.component,
            one.sex,
            one.label,
            one.kind,
            tuple(name for name in one.names if len(counts[spell(name)]) == 1),
        )
        for one in elements
    ]


AREA: Final = "area_km2"
"""Area of a place: what density is counted from; none of the 44 items."""
_AREA: Final = Element(AREA, "", "", "Luas wilayah administrasi (km2)", ValueKind.DECIMAL, ("luas wilayah",))

# Indeks Desa Membangun (Permendesa PDTT 2/2016): the mean of its social, economic and ecological index, and a status.
_INDICES: Final = (
    Element("idm", "", "", "Indeks Desa Membangun (IDM)", ValueKind.SHARE, ("skor idm", "nilai idm", "idm 2024")),
    Element("iks", "", "", "Indeks Ketahanan Sosial (IKS)", ValueKind.SHARE, ("skor iks", "nilai iks")),
    Element("ike", "", "", "Indeks Ketahanan Ekonomi (IKE)", ValueKind.SHARE, ("skor ike", "nilai ike")),
    Element("ikl", "", "", "Indeks Ketahanan Lingkungan (IKL)", ValueKind.SHARE, ("skor ikl", "nilai ikl")),
    Element("idm_status", "", "", "Status IDM", ValueKind.STATUS, ("status", "status desa", "status idm 2024")),
)
