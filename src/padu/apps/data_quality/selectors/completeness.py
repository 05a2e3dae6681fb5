"""Completeness of a place, of what lies directly below it, and by month. Callers stand in a scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from padu.access.actor import Actor
from padu.access.gate import current_actor
from padu.access.verbs import Verb
from padu.apps.data_quality.models import CompletenessMonth
from padu.apps.regions.selectors import list_children
from padu.apps.rumah_dataku.services.staging import ask
from padu.domain.data_quality.completeness import Counted, month_of
from padu.domain.privacy import suppress_row
from padu.domain.regions import CodeRange, Level, level_of
from padu.domain.values import Missing

RECENT: Final = dt.timedelta(days=92)
"""[assumption] A count older than three months says nothing of a place today."""
MONTHS_SHOWN: Final = 12
_BELOW: Final = {Level.NATION: 2, Level.PROVINCE: 5, Level.REGENCY: 8, Level.DISTRICT: 13, Level.VILLAGE: 13}
_NAMES: Final = [one.name for one in fields(Counted) if one.name != "newest"]
_SUMS: Final = ", ".join(f"sum({name})::bigint" for name in _NAMES)
# The newest count of each village; the table holds no persons and is read by everybody who has signed in.
_NEWEST: Final = f"""
select left(region_code, %s), min(counted_on), max(newest), {_SUMS}
  from (select distinct on (region_code) * from data_quality_completenessmonth
         where part = '' and month >= %s and region_code >= %s and region_code < %s
         order by region_code, month desc) village
 group by 1 order by 1
"""  # noqa: S608 - columns of our own
_BY_MONTH: Final = f"""
select month, max(counted_on), max(newest), {_SUMS} from data_quality_completenessmonth
 where part = '' and region_code >= %s and region_code < %s group by month order by month desc limit {MONTHS_SHOWN}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Line:
    """One place or RT: what was counted and on which day; counted None: never, or too long ago.

    hidden  too few families for this reader: nothing of the line is shown
    """

    key: str
    label: str
    counted: Counted | None
    counted_on: dt.date | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PlaceCompleteness:
    """A place, its parts, and its months, oldest first."""

    whole: Line
    parts: Sequence[Line]
    months: Sequence[tuple[dt.date, Counted]]


def completeness_of(actor: Actor, place: str, name: str, today: dt.date) -> PlaceCompleteness:
    """The whole place, what lies directly below (RT of a village), and the last twelve months."""
    current_actor()  # raises outside a scope
    span = CodeRange.below(place)
    counted = _counted(span, _BELOW[level_of(place)], today)
    whole = Line(place, name, None, None)
    for found, day in counted.values():
        sums = found if whole.counted is None else whole.counted + found
        whole = Line(place, name, sums, min(day, whole.counted_on or day))
    parts = _parts_of(place, today) if level_of(place) is Level.VILLAGE else _places_below(place, counted)
    shown = [whole, *parts] if actor.may(Verb.FAMILY_READ, place) else _small_hidden(whole, parts)
    rows = [] if shown[0].hidden else ask(_BY_MONTH, (span.start, span.end))
    months = [(row[0], _sums(row)) for row in reversed(rows)]
    return PlaceCompleteness(shown[0], shown[1:], months)


def _counted(span: CodeRange, length: int, today: dt.date) -> dict[str, tuple[Counted, dt.date]]:
    rows = ask(_NEWEST, (length, month_of(today - RECENT), span.start, span.end))
    return {row[0]: (_sums(row), row[1]) for row in rows}


def _sums(row: Sequence[object]) -> Counted:
    numbers = dict(zip(_NAMES, row[3:], strict=True))
    return Counted(**numbers, newest=row[2])  # type: ignore[arg-type]  # what the statement gives


def _places_below(place: str, counted: dict[str, tuple[Counted, dt.date]]) -> list[Line]:
    lines = []
    for child in list_children(place):
        found, day = counted.get(child.code, (None, None))
        lines.append(Line(child.code, child.name, found, day))
    return lines


def _parts_of(village: str, today: dt.date) -> list[Line]:
    """RT of a village, as of its newest month."""
    rows = CompletenessMonth.objects.filter(region_code=village, month__gte=month_of(today - RECENT)).exclude(part="")
    newest = rows.order_by("-month").values_list("month", flat=True).first()
    found = rows.filter(month=newest).order_by("part").values("part", "counted_on", "newest", *_NAMES)
    lines = []
    for row in found:
        part, day = row.pop("part"), row.pop("counted_on")
        lines.append(Line(part, part_words(part), Counted(**row), day))
    return lines


def part_words(part: str) -> str:
    """RT and RW in words.

    >>> part_words("002/001"), part_words("002/-"), part_words("-/-")
    ('RT 002 / RW 001', 'RT 002', 'Tanpa RT')
    """
    rt, _slash, rw = part.partition("/")
    named = [words for words in (f"RT {rt}" if rt != "-" else "", f"RW {rw}" if rw != "-" else "") if words]
    return " / ".join(named) or "Tanpa RT"


def _small_hidden(whole: Line, parts: Sequence[Line]) -> list[Line]:
    """Lines of fewer than ten families, and others from which they would follow, are not shown."""
    counts: list[int | Missing] = [one.counted.families if one.counted else Missing.UNKNOWN for one in parts]
    found = suppress_row(counts)
    few = bool(whole.counted) and isinstance(suppress_row([whole.counted.families]).parts[0], Missing)  # type: ignore[union-attr]  # asked on the left
    hidden = [part is Missing.SUPPRESSED for part in found.parts]
    lines = [
        Line(one.key, one.label, one.counted, one.counted_on, hidden=hide or few)
        for one, hide in zip(parts, hidden, strict=True)
    ]
    return [Line(whole.key, whole.label, whole.counted, whole.counted_on, hidden=few), *lines]
