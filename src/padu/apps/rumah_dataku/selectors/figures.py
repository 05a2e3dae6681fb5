"""The figures of a village from the one figure table, by the groups of the village items, with source and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from padu.access.gate import current_actor
from padu.access.verbs import Verb
from padu.apps.programmes.models import VillageItem
from padu.apps.rumah_dataku.files.elements import AREA, Element, ValueKind, all_elements
from padu.apps.rumah_dataku.models import Figure
from padu.domain.privacy import suppress_small
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
SPECIFIC_ELEMENTS: Final = frozenset({"fp_users"})
"""Counted from answers that are specific personal data."""
_THINGS: Final = ("sarana", "kelompok", "BKR", "km")
"""Beginnings of units that count things; counts of all other items are counts of people or families."""
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
    """All figures of one place, newest period first within an element, in the order of the village items.

    Counts of people from 1 to 9 are hidden from who has no duty for the families there, one by one: a table of parts
    and totals for the public needs `suppress_row` as well.
    """
    whole = sees_whole(region_code)
    items = {item.key: item for item in VillageItem.objects.all()}
    known = {(one.element, one.component, one.sex): (at, one) for at, one in enumerate(all_elements())}
    rows = list(Figure.objects.filter(region_code=region_code))
    rows.sort(key=lambda row: row.period, reverse=True)
    rows.sort(key=lambda row: (_place(row, known), row.element, row.component, row.sex))
    groups: dict[str, list[FigureLine]] = {}
    for row in rows:
        groups.setdefault(_group(row, items, known), []).append(
            _line(row, known, hide=not whole(row.element) and _counts_people(row, items, known))
        )
    return [FigureGroup(title, tuple(lines)) for title, lines in groups.items()]


def sees_whole(region_code: str) -> Callable[[str], bool]:
    """Whether the current actor sees small counts of an element there: counts of specific answers need their verb."""
    actor = current_actor()
    families, specific = actor.may(Verb.FAMILY_READ, region_code), actor.may(Verb.SPECIFIC_READ, region_code)
    return lambda element: specific if element in SPECIFIC_ELEMENTS else families


Known = dict[tuple[str, str, str], tuple[int, Element]]


def _place(row: Figure, known: Known) -> int:
    found = known.get((row.element, row.component, row.sex))
    return found[0] if found else len(known)


def _group(row: Figure, items: dict[str, VillageItem], known: Known) -> str:
    item = items.get(row.element)
    if item is not None:
        return GROUP_TITLES.get(item.group, item.group.replace("_", " ").capitalize())
    if row.element == AREA:
        return GROUP_TITLES["potential"]
    found = known.get((row.element, row.component, row.sex))
    return INDICES if found is not None and found[1].kind is not ValueKind.DERIVED else OTHERS


def _counts_people(row: Figure, items: dict[str, VillageItem], known: Known) -> bool:
    item, found = items.get(row.element), known.get((row.element, row.component, row.sex))
    return (
        item is not None
        and found is not None
        and found[1].kind is ValueKind.COUNT
        and not item.unit.startswith(_THINGS)
    )


def _value(row: Figure, *, hide: bool) -> FigureValue:
    if row.text:
        return None
    missing = _STATES.get(Figure.State(row.state))
    if missing is not None or row.value is None:
        return missing
    return suppress_small(int(row.value)) if hide else row.value


def _line(row: Figure, known: Known, *, hide: bool) -> FigureLine:
    found = known.get((row.element, row.component, row.sex))
    element = found[1] if found else None
    return FigureLine(
        label=element.label if element else " ".join(part for part in (row.element, row.component, row.sex) if part),
        value=_value(row, hide=hide),
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
