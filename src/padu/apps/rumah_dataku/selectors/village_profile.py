"""The village's items: the value that is shown, others beside it, last year's, and the medians of the neighbours."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from padu.apps.programmes.models import VillageItem
from padu.apps.rumah_dataku.files.elements import Element, ValueKind, all_elements
from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.selectors.figures import GROUP_TITLES, STRUCTURE, counts_people, hiding_set, sees_whole
from padu.apps.rumah_dataku.services.staging import ask
from padu.domain.privacy import below_threshold, hide_small_rows
from padu.domain.regions import CodeRange, Level
from padu.domain.values import FigureValue, Missing, missing_of
from padu.domain.village_profile import (
    FRESH_DAYS,
    MEDIAN_OF_AT_LEAST,
    SourcedValue,
    choose,
    year_before,
)

SEX_COLUMNS: Final = ("", "L", "P")
_STATES: Final = {
    Figure.State.UNKNOWN: Missing.UNKNOWN,
    Figure.State.NOT_APPLICABLE: Missing.NOT_APPLICABLE,
    Figure.State.SUPPRESSED: Missing.SUPPRESSED,
}
Key = tuple[str, str, str]
"""Element, component, sex."""


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One component of an item.

    values  shown value for all ("") and for each sex ("L", "P") of the shown source and period
    shown   the value for all with period, source and day; None where nobody told anything
    others  values of other sources of the newest year each, for all
    before  value of the same source a year earlier, None where there is none
    district, regency  medians of the villages there
    """

    element: str
    component: str
    label: str
    kind: ValueKind
    values: Mapping[str, FigureValue]
    shown: SourcedValue | None
    others: Sequence[SourcedValue]
    before: FigureValue
    district: FigureValue
    regency: FigureValue


@dataclass(frozen=True, slots=True)
class ProfileItem:
    """One of the 44 items."""

    key: str
    title: str
    unit: str
    usual_source: str
    sex_split: bool
    lines: Sequence[ProfileLine]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many components of a group have a figure at all, and the days of those shown."""

    group: str
    title: str
    known: int
    all: int
    days: Sequence[dt.date]

    @property
    def newest(self) -> dt.date | None:
        return max(self.days, default=None)

    @property
    def share(self) -> float:
        return self.known / self.all if self.all else 0.0

    def fresh_share(self, today: dt.date) -> float:
        """Part of the components whose figure is new."""
        fresh = sum((today - day).days <= FRESH_DAYS for day in self.days)
        return fresh / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that stands for one element of a village."""

    element: Element
    values: Sequence[SourcedValue]

    @property
    def shown(self) -> SourcedValue | None:
        return choose(self.values)


def items_of_group(group: str) -> list[VillageItem]:
    return list(VillageItem.objects.filter(group=group).order_by("order"))


def elements_of(keys: Iterable[str]) -> list[Element]:
    """Elements of these items in the order of the catalogue."""
    wanted = set(keys)
    return [one for one in all_elements() if one.element in wanted]


def values_of(region_code: str, keys: Iterable[str] | None = None) -> dict[Key, list[SourcedValue]]:
    """Every stored value of a place by element; all elements without keys. Nothing is hidden here."""
    rows = Figure.objects.filter(region_code=region_code)
    if keys is not None:
        rows = rows.filter(element__in=list(keys))
    found: dict[Key, list[SourcedValue]] = defaultdict(list)
    for row in rows:
        value = _STATES.get(Figure.State(row.state), row.value)
        one = SourcedValue(value, row.period, row.source, row.as_of, row.entered_by)
        found[row.element, row.component, row.sex].append(one)
    return found


def group_profile(region_code: str, group: str) -> list[ProfileItem]:
    """Items of one group as the current actor may see them."""
    items = items_of_group(group)
    keys = [item.key for item in items]
    values = values_of(region_code, keys)
    medians = {level: medians_below(_above(region_code, level), keys) for level in (Level.DISTRICT, Level.REGENCY)}
    whole = sees_whole(region_code)
    found = [_item(item, values, medians) for item in items]
    return _hidden(found, {item.key: item for item in items}, whole)


def _above(code: str, level: Level) -> str:
    return code[:8] if level is Level.DISTRICT else code[:5]


def _item(item: VillageItem, values: Mapping[Key, Sequence[SourcedValue]], medians: Medians) -> ProfileItem:
    by_component: dict[str, list[Element]] = defaultdict(list)
    for one in elements_of([item.key]):
        by_component[one.component].append(one)
    lines = [_line(elements[0], values, medians) for elements in by_component.values()]
    return ProfileItem(item.key, item.name, item.unit, item.usual_source, item.sex_split, lines)


Medians = Mapping[Level, Mapping[tuple[str, str], FigureValue]]


def _line(element: Element, values: Mapping[Key, Sequence[SourcedValue]], medians: Medians) -> ProfileLine:
    key = (element.element, element.component)
    of_all = values.get((*key, ""), [])
    shown = choose(of_all)
    before = year_before(of_all, shown) if shown else None
    return ProfileLine(
        element=element.element,
        component=element.component,
        label=element.label.partition(": ")[2] or element.label,
        kind=element.kind,
        values={sex: _beside(values.get((*key, sex), []), shown) for sex in SEX_COLUMNS},
        shown=shown,
        others=_others(of_all, shown),
        before=before.value if before else None,
        district=medians[Level.DISTRICT].get(key),
        regency=medians[Level.REGENCY].get(key),
    )


def _beside(values: Sequence[SourcedValue], shown: SourcedValue | None) -> FigureValue:
    """The value of one sex: of the source and period that is shown for all, never of another."""
    if shown is None:
        return None
    fitting = (one.value for one in values if (one.source, one.period) == (shown.source, shown.period))
    return next(fitting, None)


def _others(values: Sequence[SourcedValue], shown: SourcedValue | None) -> list[SourcedValue]:
    """The newest value of each other source."""
    by_source: dict[str, list[SourcedValue]] = defaultdict(list)
    for one in values:
        if shown is not None and one.source != shown.source:
            by_source[one.source].append(one)
    return [newest for group in by_source.values() if (newest := choose(group)) is not None]


_MEDIANS: Final = """
select element, component, percentile_cont(0.5) within group (order by value), count(*)
  from (select distinct on (region_code, element, component) element, component, value
          from rumah_dataku_figure
         where region_code >= %s and region_code < %s and length(region_code) = 13
           and element = any(%s) and sex = '' and state = 'known' and value is not null
         order by region_code, element, component, left(period, 4) desc,
                  (source ilike '%%dukcapil%%') desc, (source ilike 'catatan kejadian padu') desc,
                  (source ilike 'hitungan padu%%'), period desc,
                  as_of desc nulls last) newest
 group by element, component
"""


def medians_below(place: str, keys: Sequence[str]) -> dict[tuple[str, str], FigureValue]:
    """Median of the shown values of the villages of a place, by element and component; of too few villages unknown."""
    span = CodeRange.below(place)
    return {
        (element, component): float(middle) if villages >= MEDIAN_OF_AT_LEAST else Missing.UNKNOWN
        for element, component, middle, villages in ask(_MEDIANS, (span.start, span.end, list(keys)))
    }


# --- hiding small counts from who has no duty for the families ----------------------------------------------------


def _hidden(
    items: Sequence[ProfileItem], catalogue: Mapping[str, VillageItem], whole: Callable[[str], bool]
) -> list[ProfileItem]:
    """Items with small counts of people hidden; parts and sexes of related items in one go."""
    related: dict[str, list[ProfileLine]] = defaultdict(list)
    for item in items:
        if not whole(item.key):
            for line in item.lines:
                if counts_people(catalogue[item.key], line.kind, line.component):
                    related[hiding_set(line.element, line.component)].append(line)
    kept: dict[tuple[str, str], ProfileLine] = {}
    for lines in related.values():
        for line in hide_lines(lines):
            kept[line.element, line.component] = line
    return [
        ProfileItem(
            item.key, item.title, item.unit, item.usual_source, item.sex_split,
            [kept.get((line.element, line.component), line) for line in item.lines],
        )
        for item in items
    ]  # fmt: skip


def hide_lines(lines: Sequence[ProfileLine]) -> list[ProfileLine]:
    """A line with a small count among its values loses all of them, and other lines with it where it takes that."""
    cells = [[whole_count(value) for value in _all_values(line)] for line in lines]
    width = max((len(row) for row in cells), default=0)
    filled = [[*row, *([Missing.NOT_APPLICABLE] * (width - len(row)))] for row in cells]
    hidden = hide_small_rows(filled)
    if hidden != tuple(map(tuple, filled)) and lines[0].element == STRUCTURE:
        # The broad groups of ages are shown elsewhere: one hidden part of them would follow from the others.
        return [_without(line) for line in lines]
    return [
        line if list(before) == list(after) else _without(line)
        for line, before, after in zip(lines, filled, hidden, strict=True)
    ]


def _all_values(line: ProfileLine) -> list[FigureValue]:
    """The shown values first, in fixed places, then what else is told of the same people."""
    return [*(line.values.get(sex) for sex in SEX_COLUMNS), line.before, *(one.value for one in line.others)]


def whole_count(value: FigureValue) -> int | Missing:
    """A count, or why there is none."""
    missing = missing_of(value)
    return missing if missing is not None else max(round(float(value)), 0)  # type: ignore[arg-type]  # a number then


def _without(line: ProfileLine) -> ProfileLine:
    def gone(value: FigureValue) -> FigureValue:
        return value if missing_of(value) is not None else Missing.SUPPRESSED

    shown = line.shown
    return ProfileLine(
        line.element, line.component, line.label, line.kind,
        {sex: gone(value) for sex, value in line.values.items()},
        shown and replace(shown, value=gone(shown.value)),
        [replace(one, value=gone(one.value)) for one in line.others],
        gone(line.before), line.district, line.regency,
    )  # fmt: skip


# --- completeness ---------------------------------------------------------------------------------------------------


def completeness_of(region_code: str) -> list[Completeness]:
    """Of each group how many components are known, of those that are not computed from others."""
    values = values_of(region_code)
    groups = dict(VillageItem.objects.values_list("key", "group"))
    known: dict[str, int] = defaultdict(int)
    every: dict[str, int] = defaultdict(int)
    days: dict[str, list[dt.date]] = defaultdict(list)
    for one in all_elements():
        group = groups.get(one.element)
        if group is None or one.sex or one.kind is ValueKind.DERIVED:
            continue
        every[group] += 1
        shown = choose(values.get((one.element, one.component, ""), []))
        if shown is not None and missing_of(shown.value) is not Missing.UNKNOWN:
            known[group] += 1
            days[group].append(day_of(shown))
    return [
        Completeness(group, title, known[group], every[group], days[group]) for group, title in GROUP_TITLES.items()
    ]


def day_of(value: SourcedValue) -> dt.date:
    """Day of a value; without one the end of its period's year."""
    return value.as_of or dt.date(int(value.period[:4]), 12, 31)


def trend_of(region_code: str, line: ProfileLine) -> list[SourcedValue]:
    """The years of a line's shown source, oldest first; nothing where the line is hidden."""
    if line.shown is None or missing_of(line.shown.value) is not None:
        return []
    return years_of(region_code, line.element, line.component)


def years_of(region_code: str, element: str, component: str) -> list[SourcedValue]:
    """Every year of the source that is shown of a component, oldest first; nothing where one of them is hidden."""
    values = values_of(region_code, [element]).get((element, component, ""), [])
    shown = choose(values)
    points = sorted((one for one in values if shown and one.source == shown.source), key=lambda one: one.period)
    whole = sees_whole(region_code)(element)
    return points if whole or not any(_small(one.value) for one in points) else []


def _small(value: FigureValue) -> bool:
    count = whole_count(value)
    return not isinstance(count, Missing) and count > 0 and below_threshold(count)
