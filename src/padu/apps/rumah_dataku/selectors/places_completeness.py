"""How far the seven groups of data are filled in the places below a place, in three statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.db.models.functions import Left

from padu.apps.programmes.models import VillageItem
from padu.apps.regions.selectors import list_villages, names_of
from padu.apps.rumah_dataku.files.elements import ValueKind, all_elements
from padu.apps.rumah_dataku.selectors.standings import BELOW
from padu.apps.rumah_dataku.services.staging import ask
from padu.domain.population_indicators import share_of
from padu.domain.regions import CodeRange, level_of
from padu.domain.values import FigureValue

_KNOWN: Final = """
select left(region_code, %s), element, component, count(distinct region_code)
  from rumah_dataku_figure
 where region_code >= %s and region_code < %s and length(region_code) = 13 and sex = '' and state <> 'unknown'
   and element = any(%s)
 group by 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class CompletenessLine:
    """One place: of each group the per cent of its components that its villages have told, all villages counted."""

    region_code: str
    name: str
    villages: int
    shares: Mapping[str, FigureValue]


def completeness_below(region_code: str) -> list[CompletenessLine]:
    """A line for each place below, by code. A village that has told nothing counts with nought."""
    length = BELOW[level_of(region_code)]
    places = list_villages(region_code).order_by().annotate(place=Left("code", length)).values_list("place")
    villages: dict[str, int] = dict(places.annotate(villages=Count("pk")))
    components = _components()
    known = _known(region_code, length, components)
    names = names_of(villages)
    every = Counter(components.values())
    return [
        CompletenessLine(
            code,
            names.get(code, code),
            count,
            {group: share_of(known[code, group], of * count) for group, of in every.items()},
        )
        for code, count in sorted(villages.items())
    ]


def _components() -> dict[tuple[str, str], str]:
    """Element and component -> group, of what is told and not computed from others."""
    groups = dict(VillageItem.objects.values_list("key", "group"))
    return {
        (one.element, one.component): groups[one.element]
        for one in all_elements()
        if one.element in groups and not one.sex and one.kind is not ValueKind.DERIVED
    }


def _known(
    region_code: str, length: int, components: Mapping[tuple[str, str], str]
) -> defaultdict[tuple[str, str], int]:
    """Place and group -> how many components its villages have told together."""
    span = CodeRange.below(region_code)
    elements = sorted({element for element, _component in components})
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for code, element, component, villages in ask(_KNOWN, (length, span.start, span.end, elements)):
        group = components.get((element, component))
        if group is not None:
            found[code, group] += villages
    return found
