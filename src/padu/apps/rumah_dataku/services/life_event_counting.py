"""A village's events of one year into the figure table."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Figure, LifeEvent, LifeEventPerson
from padu.domain.life_events.counting import Part, year_counts
from padu.domain.values import Missing
from padu.domain.village_profile import EVENT_SOURCE


def life_event_figures_write(*, region_code: str, year: int, on_behalf_of: Actor | None = None) -> int:
    """Count anew what happened in a village in a year; how many figures stand afterwards.

    A year counts as written down once one event of it stands [assumption]; then what did not happen is nought. Without
    any event nothing is said.
    """
    with scoped(system_actor(region_code, Verb.FAMILY_READ, on_behalf_of=on_behalf_of)):
        here = Figure.objects.filter(region_code=region_code, period=str(year), source=EVENT_SOURCE)
        here.delete()
        rows = _figures(region_code, year)
        Figure.objects.bulk_create(rows)
    return len(rows)


def _figures(region_code: str, year: int) -> list[Figure]:
    events = LifeEvent.objects.filter(region_code=region_code, day__year=year, undone_at=None)
    last: dt.datetime | None = events.aggregate(last=Max("recorded_at"))["last"]
    if last is None:
        return []
    as_of = min(timezone.localdate(last), dt.date(year, 12, 31))
    return [
        Figure(
            region_code=region_code,
            element=element,
            component=component,
            sex=sex,
            period=str(year),
            source=EVENT_SOURCE,
            state=Figure.State.UNKNOWN if isinstance(value, Missing) else Figure.State.KNOWN,
            value=None if value is None or isinstance(value, Missing) else float(value),
            as_of=as_of,
            updated_at=timezone.now(),
        )
        for (element, component, sex), value in year_counts(_parts(region_code, year)).items()
    ]


def _parts(region_code: str, year: int) -> list[Part]:
    rows = LifeEventPerson.objects.filter(
        region_code=region_code, event__day__year=year, event__undone_at=None
    ).values_list(
        "event_id", "event__kind", "event__day", "person__sex", "person__birth_date", "part", "event__paper",
        "event__paper_number",
    )  # fmt: skip
    return [
        Part(event, kind, day, sex, born, part == LifeEventPerson.Part.MOTHER, paper, bool(number))
        for event, kind, day, sex, born, part, paper, number in rows
    ]
