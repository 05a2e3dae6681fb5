"""Figures of a village that somebody types in: each with year, source and day, and who entered it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.elements import Element, all_elements
from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.services.runs import worker_of
from padu.domain.errors import PaduError
from padu.domain.values import FigureValue, Missing, missing_of
from padu.domain.village_profile import is_own_source


class FigureRefused(PaduError):
    """Figures that cannot be taken. data: reason (future, own_source, sexes), element."""

    code = "figure.refused"


@dataclass(frozen=True, slots=True)
class FigureBasis:
    """What holds for all figures entered at once: year, who published them, and the day they are of."""

    year: int
    source: str
    as_of: dt.date


_STATES = {
    Missing.UNKNOWN: Figure.State.UNKNOWN,
    Missing.NOT_APPLICABLE: Figure.State.NOT_APPLICABLE,
    Missing.SUPPRESSED: Figure.State.SUPPRESSED,
}
_KEY = ["region_code", "element", "component", "sex", "period", "source"]


def figures_enter(*, actor: Actor, region_code: str, basis: FigureBasis, values: Mapping[Element, FigureValue]) -> int:
    """Store figures of one source and year; an earlier entry of the same source and year is written over.

    What is not among `values` stays as it is. Where both sexes are known and nothing is said of all, their sum is
    stored with them. Returns how many figures were stored. Raises FigureRefused, then nothing is stored.
    """
    require_place(actor, region_code, Verb.FIGURE_IMPORT)
    _check(basis, timezone.localdate())
    complete = with_totals(values)
    rows = [_row(actor, region_code, basis, element, value) for element, value in complete.items()]
    with scoped(worker_of(actor, region_code)):
        Figure.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=_KEY,
            update_fields=["state", "value", "as_of", "import_run_id", "entered_by", "updated_at"],
        )
    if rows:
        record_change(actor, "figures.enter", region_code, f"year:{basis.year}", basis.source[:80])
        publish(Event.FIGURES_STORED, region_codes=[region_code], user_id=actor.user_id)
    return len(rows)


def _check(basis: FigureBasis, today: dt.date) -> None:
    if basis.as_of > today or basis.year > today.year:
        raise FigureRefused(reason="future", element="")
    if is_own_source(basis.source):
        raise FigureRefused(reason="own_source", element="")


def with_totals(values: Mapping[Element, FigureValue]) -> dict[Element, FigureValue]:
    """The values with the sum of two sexes where nothing is said of all. Raises FigureRefused where they contradict."""
    found = dict(values)
    by_key = {(one.element, one.component, one.sex): value for one, value in values.items()}
    for one in values:
        parts = [by_key.get((one.element, one.component, sex)) for sex in ("L", "P")]
        if not one.sex or any(missing_of(part) is not None for part in parts):
            continue
        together = sum(map(plain_number, parts), 0.0)
        whole = by_key.get((one.element, one.component, ""))
        if whole is None:
            found[_for_all(one)] = together
        elif missing_of(whole) is None and plain_number(whole) < together:
            raise FigureRefused(reason="sexes", element=_for_all(one).label)
    return found


def plain_number(value: FigureValue) -> float:
    """A value that has a number. Raises ValueError for one without."""
    if value is None or isinstance(value, Missing):
        raise ValueError(value)
    return float(value)


def _for_all(one: Element) -> Element:
    return next(e for e in all_elements() if (e.element, e.component, e.sex) == (one.element, one.component, ""))


def _row(actor: Actor, region_code: str, basis: FigureBasis, element: Element, value: FigureValue) -> Figure:
    missing = missing_of(value)
    return Figure(
        region_code=region_code,
        element=element.element,
        component=element.component,
        sex=element.sex,
        period=str(basis.year),
        source=basis.source,
        state=Figure.State.KNOWN if missing is None else _STATES[missing],
        value=None if missing is not None else plain_number(value),
        as_of=basis.as_of,
        entered_by=actor.user_id,
        updated_at=timezone.now(),
    )
