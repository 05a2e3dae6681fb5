"""Figures of villages held against those of the other villages of the regency, and against last year's."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.data_quality.models import FigureOutlier
from padu.apps.data_quality.services.family_rules_sql import FOUND
from padu.apps.data_quality.services.issue_writing import write_issues
from padu.apps.programmes.models import VillageItem
from padu.apps.rumah_dataku.files.elements import ValueKind, all_elements
from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.selectors.figures import SPECIFIC_ELEMENTS, counts_people
from padu.domain.data_quality.outliers import COUNTS_DIFFER_BY, Standing, growth, standings
from padu.domain.data_quality.rules import FIGURE_RULES
from padu.domain.formatting import number
from padu.domain.regions import CodeRange
from padu.domain.village_profile import SourcedValue, choose, year_before

POPULATION: Final = ("population", "total")
PER: Final = 100
"""Counts of people and families are compared per so many inhabitants."""
KINDS: Final = {(one.element, one.component): one.kind for one in all_elements() if not one.sex}
"""What kind of value a figure has."""
_COMPARED: Final = frozenset({ValueKind.COUNT, ValueKind.SHARE, ValueKind.DECIMAL, ValueKind.SIGNED, ValueKind.DERIVED})
_AGAINST: Final = FigureOutlier.Against
_RULE: Final = {_AGAINST.NEIGHBOURS: FIGURE_RULES[0], _AGAINST.LAST_YEAR: FIGURE_RULES[1]}
_FOUND_COLUMNS: Final = ("region_code", "rule", "subject_key", "seen", "made_up")

Key = tuple[str, str]
"""Element and component."""
Values = dict[Key, dict[str, list[SourcedValue]]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure of a village beside the others'. value, before: as stored; compared: what was compared."""

    code: str
    key: Key
    against: FigureOutlier.Against
    shown: SourcedValue
    before: float | None
    compared: float
    standing: Standing
    inhabitants: float | None = None

    @property
    def usual(self) -> float:
        """What the figure would be if it were as is usual among the others."""
        if self.before is not None:
            return self.before * math.exp(self.standing.middle)
        return self.standing.middle * (self.inhabitants / PER if self.inhabitants else 1)

    @property
    def matters(self) -> bool:
        """Whether a count is off by more than a few; other figures always matter."""
        if KINDS[self.key] is not ValueKind.COUNT:
            return True
        return abs((_number(self.shown) or 0.0) - self.usual) >= COUNTS_DIFFER_BY


def outliers_write(*, regency_code: str, today: dt.date | None = None, on_behalf_of: Actor | None = None) -> int:
    """Find the figures of a regency's villages that stand out; those that no longer do go, issues with them.

    Run again it finds the same. Returns how many stand out.
    """
    span, today = CodeRange.below(regency_code), today or timezone.localdate()
    verbs = (Verb.PLACE_READ, Verb.FAMILY_READ, Verb.FAMILY_WRITE)
    with scoped(system_actor(regency_code, *verbs, on_behalf_of=on_behalf_of)):
        values, people = values_of(regency_code), people_items()
        found = [one for one in judged(values, people) if one.standing.stands_out and one.matters]
        FigureOutlier.objects.filter(region_code__gte=span.start, region_code__lt=span.end).delete()
        FigureOutlier.objects.bulk_create((_row(one, people) for one in found), batch_size=2_000)
        _write_issues(found, span, today)
    return len(found)


def people_items() -> frozenset[Key]:
    """Elements and components that count people or families."""
    items = {item.key: item for item in VillageItem.objects.all()}
    known = ((one, items.get(one.element)) for one in all_elements() if not one.sex)
    return frozenset(
        (one.element, one.component) for one, item in known if item and counts_people(item, one.kind, one.component)
    )


def values_of(place: str) -> Values:
    """Known numbers of the villages of a place by figure and village, without the split by sex."""
    span = CodeRange.below(place)
    rows = Figure.objects.filter(
        region_code__gte=span.start, region_code__lt=span.end, sex="", state=Figure.State.KNOWN, value__isnull=False
    ).values_list("region_code", "element", "component", "value", "period", "source", "as_of")
    found: Values = defaultdict(lambda: defaultdict(list))
    for code, element, component, *rest in rows:
        if KINDS.get((element, component)) in _COMPARED:
            found[element, component][code].append(SourcedValue(*rest))
    return found


def judged(values: Values, people: frozenset[Key]) -> Iterator[Judged]:
    """Every figure that can be compared, with how it stands."""
    inhabitants = {code: _number(choose(rows)) for code, rows in values.get(POPULATION, {}).items()}
    for key, villages in values.items():
        shown = {code: one for code, rows in villages.items() if (one := choose(rows)) is not None}
        if key != POPULATION:
            yield from _among_neighbours(key, shown, inhabitants if key in people else None)
        yield from _since_last_year(key, shown, villages)


def _number(one: SourcedValue | None) -> float | None:
    return float(one.value) if one is not None and isinstance(one.value, int | float) else None


def comparable(one: SourcedValue, inhabitants: float | None, *, per_inhabitants: bool) -> float | None:
    """The number to compare: itself, or per 100 inhabitants; None where they are not known."""
    value = _number(one)
    if value is None or not per_inhabitants:
        return value
    return PER * value / inhabitants if inhabitants else None


def _among_neighbours(
    key: Key, shown: Mapping[str, SourcedValue], inhabitants: Mapping[str, float | None] | None
) -> Iterator[Judged]:
    """Villages of the newest year of the figure only: an old one beside new ones would stand out by its age."""
    year = max(one.period[:4] for one in shown.values())
    compared = {
        code: value
        for code, one in shown.items()
        if one.period[:4] == year
        and (value := comparable(one, (inhabitants or {}).get(code), per_inhabitants=inhabitants is not None))
        is not None
    }
    for code, standing in standings(compared).items():
        people = inhabitants.get(code) if inhabitants is not None else None
        yield Judged(code, key, _AGAINST.NEIGHBOURS, shown[code], None, compared[code], standing, people)


def _since_last_year(
    key: Key, shown: Mapping[str, SourcedValue], villages: Mapping[str, list[SourcedValue]]
) -> Iterator[Judged]:
    before = {code: _number(year_before(villages[code], one)) for code, one in shown.items()}
    changes = {
        code: change
        for code, one in shown.items()
        if (now := _number(one)) is not None
        and (then := before[code]) is not None
        and (change := growth(then, now)) is not None
    }
    for code, standing in standings(changes).items():
        yield Judged(code, key, _AGAINST.LAST_YEAR, shown[code], before[code], changes[code], standing)


def _row(one: Judged, people: frozenset[Key]) -> FigureOutlier:
    return FigureOutlier(
        region_code=one.code,
        element=one.key[0],
        component=one.key[1],
        period=one.shown.period,
        source=one.shown.source,
        against=one.against,
        value=_number(one.shown) or 0.0,
        before=one.before,
        per_inhabitants=one.against == _AGAINST.NEIGHBOURS and one.key in people,
        compared=one.compared,
        middle=one.standing.middle,
        low=one.standing.low,
        high=one.standing.high,
        score=one.standing.score,
        others=one.standing.others,
        as_of=one.shown.as_of,
        found_at=timezone.now(),
    )


def _write_issues(found: list[Judged], span: CodeRange, today: dt.date) -> None:
    rows = [(one.code, _RULE[one.against], subject_key(one.key), _seen(one)[:200], False) for one in found]
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.quality_found")
        cursor.execute(FOUND)
        with cursor.copy(f"copy quality_found ({', '.join(_FOUND_COLUMNS)}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)
    params: dict[str, Any] = {"start": span.start, "end": span.end, "today": today, "now": timezone.now()}
    write_issues(params | {"run": None, "rules": list(FIGURE_RULES)})
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.quality_found")


def subject_key(key: Key) -> str:
    """What an issue about a figure is about: "figure:population.total"."""
    return f"figure:{key[0]}.{key[1]}"[:80]


def _seen(one: Judged) -> str:
    if one.key[0] in SPECIFIC_ELEMENTS:
        # Counted from what was answered in confidence: small counts are not for everybody who reads issues.
        return f"{one.shown.period}, {one.shown.source}"
    words = f"{_plain(_number(one.shown) or 0.0)} ({one.shown.period}, {one.shown.source})"
    if one.before is None:
        return words
    return f"{words}; setahun sebelumnya {_plain(one.before)}"


def _plain(value: float) -> str:
    return number(value, 0 if value.is_integer() else 2)
