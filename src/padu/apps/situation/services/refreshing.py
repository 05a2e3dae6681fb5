"""Measure, compare, rank: everything that follows when data of a place have changed."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.situation.models import ProblemMeasure
from padu.apps.situation.services.assessing import situations_compute
from padu.apps.situation.services.measuring import measures_take, reference_day
from padu.apps.situation.services.references import references_compute
from padu.domain.regions import CodeRange


def place_measure(*, region_code: str, year: int, on_behalf_of: Actor | None = None) -> int:
    """Measure all villages of a place, and the year before where nothing of it was kept. Returns rows written."""
    today = timezone.localdate()
    written = measures_take(
        region_code=region_code,
        year=year,
        day=reference_day(year, today),
        past=year < today.year,
        on_behalf_of=on_behalf_of,
    )
    if not _measured(region_code, year - 1):
        earlier = _year_earlier(reference_day(year, today))
        written += measures_take(
            region_code=region_code, year=year - 1, day=earlier, past=True, on_behalf_of=on_behalf_of
        )
    return written


def regency_rank(*, regency_code: str, year: int, on_behalf_of: Actor | None = None) -> int:
    """Medians of the regency, then the analyses of its villages, of this year and of the next where it has begun.

    Returns how many analyses were brought up.
    """
    done = 0
    for one in (year, year + 1):
        if one == year or _measured(regency_code, one):
            day = reference_day(one, timezone.localdate())
            references_compute(region_code=regency_code, year=one, day=day, on_behalf_of=on_behalf_of)
            done += situations_compute(region_code=regency_code, year=one, on_behalf_of=on_behalf_of)
    return done


def situation_compute(*, actor: Actor, region_code: str, year: int) -> int:
    """Compute one village's analysis again from its newest data, for the pokja who asks. Returns 1, or 0 when it was
    submitted. Medians are those the last job stored. Raises Http404, PermissionDenied.
    """
    require_place(actor, region_code, Verb.SITUATION_EDIT)
    place_measure(region_code=region_code, year=year, on_behalf_of=actor)
    return situations_compute(region_code=region_code, year=year, on_behalf_of=actor)


def _measured(region_code: str, year: int) -> bool:
    span = CodeRange.below(region_code)
    with scoped(system_actor(region_code, Verb.FAMILY_READ)):
        rows = ProblemMeasure.objects.filter(region_code__gte=span.start, region_code__lt=span.end, year=year)
        return bool(rows.exists())


def _year_earlier(day: dt.date) -> dt.date:
    """The same day a year ago; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
