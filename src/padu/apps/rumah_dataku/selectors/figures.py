"""The figures of a village from the one figure table, by the groups of the village items, with source and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from padu.apps.programmes.models import VillageItem
from padu.apps.rumah_dataku.files.elements import Element, ValueKind, all_elements
from padu.apps.rumah_dataku.models import Figure
from padu.domain.values import FigureValue, Missing

GROUP_TITLES: Final = {
    "potential": "Potensi desa",
    "quantity": "Jumlah penduduk",
    "quality": "Mutu penduduk",
    "mobility": "Mobilitas penduduk",
    "family_development": "Pembangunan keluarga",
    "civil_registration": "Administrasi kependudukan",
    "social_protection": "Perlindungan sosial",
}
INDICES: Final = "Indeks desa dari luar Padu"
OTHERS: Final = "Angka lain"
_DECIMALS: Final = {ValueKind.SHARE: 4, ValueKind.DECIMAL: 2, ValueKind.SIGNED: 2}
_STATES: Final = {
    Figure.State.UNKNOWN: Missing.UNKNOWN,
    Figure.State.NOT_APPLICABLE: Missing.NOT_APPLICABLE,
    Figure.State.SUPPRESSED: Missing.SUPPRESSED,
}


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure with what it says and where it is from.

    value  a number, or one of the four states; text "" unless the figure is a word (then value is None)
    """

    label: str
    value: FigureValue
    text: str
    unit: str
    decimals: int
    period: str
    source: str
    as_of: dt.date | None
    element: str
    component: str
    sex: str


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that belong together."""

    title: str
    lines: tuple[FigureLine, ...]


def figures_of(region_code: str) -> list[FigureGroup]:
    """All figures of one place, newest period first within an element, in the order of the village items."""
    items = {item.key: item for item in VillageItem.objects.all()}
    known = {(one.element, one.component, one.sex): (at, one) for at, one in enumerate(all_elements())}
    rows = list(Figure.objects.filter(region_code=region_code))
    rows.sort(key=lambda row: row.period, reverse=True)
    rows.sort(key=lambda row: (_place(row, known), row.element, row.component, row.sex))
    groups: dict[str, list[FigureLine]] = {}
    for row in rows:
        groups.setdefault(_group(row, items, known), []).append(_line(row, known))
    return [FigureGroup(title, tuple(lines)) for title, lines in groups.items()]


Known = dict[tuple[str, str, str], tuple[int, Element]]


def _place(row: Figure, known: Known) -> int:
    found = known.get((row.element, row.component, row.sex))
    return found[0] if found else len(known)


def _group(row: Figure, items: dict[str, VillageItem], known: Known) -> str:
    item = items.get(row.element)
    if item is not None:
        return GROUP_TITLES.get(item.group, item.group.replace("_", " ").capitalize())
    return INDICES if (row.element, row.component, row.sex) in known else OTHERS


def _line(row: Figure, known: Known) -> FigureLine:
    found = known.get((row.element, row.component, row.sex))
    element = found[1] if found else None
    return FigureLine(
        label=element.label if element else " ".join(part for part in (row.element, row.component, row.sex) if part),
        value=None if row.text else _STATES.get(Figure.State(row.state), row.value),
        text=_words(row, element),
        unit="Rp" if element and element.kind is ValueKind.MONEY else "",
        decimals=_DECIMALS.get(element.kind, 0) if element else 2,
        period=row.period,
        source=row.source,
        as_of=row.as_of,
        element=row.element,
        component=row.component,
        sex=row.sex,
    )


def _words(row: Figure, element: Element | None) -> str:
    """A status, or yes and no; "" for a number."""
    if row.text:
        return str(row.text)
    if element and element.kind is ValueKind.YES_NO and row.value is not None:
        return "ya" if row.value else "tidak"
    return ""


def newest(lines: Iterable[FigureLine]) -> FigureLine | None:
    """The line of the newest period."""
    return max(lines, key=lambda line: line.period, default=None)
