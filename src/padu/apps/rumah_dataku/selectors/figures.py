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
from padu.apps.rumah_dataku.files.siga_columns import own_elements
from padu.apps.rumah_dataku.models import Figure
from padu.domain.privacy import hide_small_rows
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
SIGA: Final = "Tabel SIGA"
OTHERS: Final = "Angka lain"
STRUCTURE: Final = "population_structure"
ADDITIVE: Final = {
    "bpjs_members": "insurance", "kis_pbi_members": "insurance", "fp_users": "fp_users", STRUCTURE: STRUCTURE,
    "siga_method_mix": "fp_users", "siga_krs": "siga_krs", "siga_companions": "siga_companions",
    "in_migration": "migration", "out_migration": "migration", "net_migration": "migration",
}  # fmt: skip
"""Items whose components add up to one another: small ones are hidden together with others that they follow from."""
SPECIFIC_ELEMENTS: Final = frozenset({"fp_users", "siga_krs", "siga_method_mix", "siga_companions"})
"""Counted from answers that are specific personal data."""
_THINGS: Final = ("sarana", "kelompok", "BKR", "km")
"""Beginnings of units that count things; counts of all other items are counts of people or families."""
_PEOPLE: Final = ("families_", "members_")
"""Beginnings of components that count people or families, also where their item counts things beside them."""
_DECIMALS: Final = {ValueKind.SHARE: 4, ValueKind.DECIMAL: 2, ValueKind.SIGNED: 2}
_STATES: Final = {
    Figure.State.UNKNOWN: Missing.UNKNOWN,
    Figure.State.NOT_APPLICABLE: Missing.NOT_APPLICABLE,
    Figure.State.SUPPRESSED: Missing.SUPPRESSED,
}


Known = dict[tuple[str, str, str], tuple[int, Element]]


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

    Counts of people from 1 to 9 are hidden from who has no duty for the families there, and with them what they
    would follow from: of ages all, of other elements the sexes and other parts that it takes.
    """
    whole = sees_whole(region_code)
    items = {item.key: item for item in VillageItem.objects.all()}
    known = known_elements()
    rows = list(Figure.objects.filter(region_code=region_code))
    rows.sort(key=lambda row: row.period, reverse=True)
    rows.sort(key=lambda row: (_place(row, known), row.element, row.component, row.sex))
    hidden = _hidden_rows([row for row in rows if not whole(row.element) and _counts_people(row, items, known)])
    groups: dict[str, list[FigureLine]] = {}
    for row in rows:
        groups.setdefault(_group(row, items, known), []).append(_line(row, known, hide=row.pk in hidden))
    return [FigureGroup(title, tuple(lines)) for title, lines in groups.items()]


def known_elements() -> Known:
    """Every element that a figure may be of, with its place in the list of all."""
    named = (*all_elements(), *(one.element for one in own_elements().values()))
    return {(one.element, one.component, one.sex): (at, one) for at, one in enumerate(named)}


def hidden_figures(rows: Iterable[Figure]) -> set[int]:
    """Keys of those rows, of any villages, that the current actor may not see whole: as on the page of figures.

    rows  all rows of the elements in question and of those hidden with them (`hidden_with`), every sex
    """
    items = {item.key: item for item in VillageItem.objects.all()}
    known = known_elements()
    villages: dict[str, list[Figure]] = {}
    for row in rows:
        villages.setdefault(row.region_code, []).append(row)
    found: set[int] = set()
    for code, figures in villages.items():
        whole = sees_whole(code)
        found |= _hidden_rows([row for row in figures if not whole(row.element) and _counts_people(row, items, known)])
    return found


def hidden_with(elements: Iterable[str]) -> set[str]:
    """These elements, and others whose small counts are hidden together with theirs."""
    asked = set(elements)
    sets = {ADDITIVE[one] for one in asked if one in ADDITIVE}
    return asked | {one for one, name in ADDITIVE.items() if name in sets}


def sees_whole(region_code: str) -> Callable[[str], bool]:
    """Whether the current actor sees small counts of an element there: counts of specific answers need their verb."""
    actor = current_actor()
    families, specific = actor.may(Verb.FAMILY_READ, region_code), actor.may(Verb.SPECIFIC_READ, region_code)
    return lambda element: specific if element in SPECIFIC_ELEMENTS else families


def _hidden_rows(rows: Iterable[Figure]) -> set[int]:
    """Keys of the rows that are not shown to who may not see small counts."""
    sets: dict[tuple[str, str, str], dict[str, list[Figure]]] = {}
    for row in rows:
        together = sets.setdefault((hiding_set(row.element, row.component), row.period, row.source), {})
        together.setdefault(f"{row.element}.{row.component}", []).append(row)
    found: set[int] = set()
    for parts in sets.values():
        table = [[_count_of(part, sex) for sex in ("", "L", "P")] for part in parts.values()]
        hidden = hide_small_rows(table)
        for part, before, after in zip(parts.values(), table, hidden, strict=True):
            if tuple(before) != after or (hidden != tuple(map(tuple, table)) and part[0].element == STRUCTURE):
                found |= {row.pk for row in part}
    return found


def _count_of(rows: Iterable[Figure], sex: str) -> int | Missing:
    row = next((row for row in rows if row.sex == sex), None)
    if row is None or row.value is None or row.state != Figure.State.KNOWN:
        return Missing.UNKNOWN
    return max(int(row.value), 0)


def _place(row: Figure, known: Known) -> int:
    found = known.get((row.element, row.component, row.sex))
    return found[0] if found else len(known)


def _group(row: Figure, items: dict[str, VillageItem], known: Known) -> str:
    item = items.get(row.element)
    if item is not None:
        return GROUP_TITLES.get(item.group, item.group.replace("_", " ").capitalize())
    if (row.element, row.component, row.sex) in own_elements():
        return SIGA
    if row.element == AREA:
        return GROUP_TITLES["potential"]
    found = known.get((row.element, row.component, row.sex))
    return INDICES if found is not None and found[1].kind is not ValueKind.DERIVED else OTHERS


def _counts_people(row: Figure, items: dict[str, VillageItem], known: Known) -> bool:
    siga = own_elements().get((row.element, row.component, row.sex))
    if siga is not None:
        return siga.people
    item, found = items.get(row.element), known.get((row.element, row.component, row.sex))
    return item is not None and found is not None and counts_people(item, found[1].kind, row.component)


def counts_people(item: VillageItem, kind: ValueKind, component: str) -> bool:
    """Whether a component of an item is a count of people or families."""
    counted = kind is ValueKind.COUNT or item.key == "net_migration"
    return counted and (component.startswith(_PEOPLE) or not item.unit.startswith(_THINGS))


def hiding_set(element: str, component: str) -> str:
    """Components that are hidden together have one name; most stand alone."""
    return ADDITIVE.get(element, f"{element}.{component}")


def _value(row: Figure, *, hide: bool) -> FigureValue:
    if row.text:
        return None
    missing = _STATES.get(Figure.State(row.state))
    if missing is not None or row.value is None:
        return missing
    return Missing.SUPPRESSED if hide else row.value


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
