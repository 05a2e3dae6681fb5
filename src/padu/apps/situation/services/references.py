"""Medians that villages are compared with: computed for a whole regency by a job, never in a village's request."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.measurement.models import ReferenceValue
from padu.apps.situation.catalogue import problem_types
from padu.apps.situation.models import ProblemMeasure
from padu.apps.situation.services.measuring import STRICT_TYPES, strict_values
from padu.domain.problems.figures import Reference, ReferenceBasis, VillageValue, median_reference, regency_median
from padu.domain.regions import CodeRange, parent_of, regency_of
from padu.domain.values import Missing

TOO_FEW_VILLAGES: Final = "too_few_villages"
# Of these the mean over the villages is kept as well: the main criteria of a kampung stand against an average.
AVERAGED: Final = ("poor_families", "low_mcpr")

Values = dict[str, list[VillageValue]]


def references_compute(*, region_code: str, year: int, day: dt.date, on_behalf_of: Actor | None = None) -> int:
    """Store the reference of every type that is compared with a median. Returns how many have one.

    region_code  the regency, or any place in it
    With too few sound villages in the regency the province's median stands in; where that fails too, the reference
    is stored as unknown with its reason.
    """
    regency = regency_of(region_code)
    types = [t.problem_type_id for t in problem_types().values() if t.target is None]
    own = _values(regency, year, day, types)
    lacking = [t for t in types if isinstance(median_reference(own.get(t, ()), _OWN), Missing)]
    province = parent_of(regency) or ""
    wider = _values(province, year, day, lacking) if lacking else {}
    rows = [_row(regency, province, year, key, own.get(key, ()), wider.get(key, ())) for key in types]
    means = [_mean_row(regency, year, key, found) for key, found in _values(regency, year, day, AVERAGED).items()]
    with scoped(system_actor(regency, on_behalf_of=on_behalf_of)):
        ReferenceValue.objects.bulk_create(
            [*rows, *means],
            update_conflicts=True,
            unique_fields=["region_code", "problem_type", "year"],
            update_fields=["value", "villages", "from_region_code", "reason", "computed_at"],
        )
    return sum(1 for row in rows if row.value is not None)


_OWN: Final = ReferenceBasis.REGENCY_MEDIAN


def _values(region_code: str, year: int, day: dt.date, types: Iterable[str]) -> Values:
    """Values of all villages of a place; strict types are counted afresh, because they are not all written down."""
    asked = set(types)
    found: defaultdict[str, list[VillageValue]] = defaultdict(list)
    span = CodeRange.below(region_code)
    with scoped(system_actor(region_code, Verb.FAMILY_READ)):
        rows = ProblemMeasure.objects.filter(
            region_code__gte=span.start, region_code__lt=span.end, year=year, problem_type__in=asked - STRICT_TYPES
        )
        for key, value, base, coverage in rows.values_list("problem_type", "value", "denominator", "coverage"):
            found[key].append(VillageValue(value, None if base is None else int(base), coverage))
    if asked & STRICT_TYPES:
        found |= {key: many for key, many in strict_values(region_code, year, day).items() if key in asked}
    return found


def _row(
    regency: str, province: str, year: int, key: str, own: Iterable[VillageValue], wider: Iterable[VillageValue]
) -> ReferenceValue:
    found = regency_median(own, median_reference(wider, ReferenceBasis.PROVINCE_MEDIAN))
    known = isinstance(found, Reference)
    return ReferenceValue(
        region_code=regency,
        problem_type=key,
        year=year,
        value=found.value if isinstance(found, Reference) else None,
        villages=(found.villages or 0) if isinstance(found, Reference) else 0,
        from_region_code=_place_of(found, regency, province),
        reason="" if known else TOO_FEW_VILLAGES,
        computed_at=timezone.now(),
    )


def average_key(problem_type: str) -> str:
    """Under which name the mean over the villages of a regency is kept beside the median."""
    return f"mean:{problem_type}"


def _mean_row(regency: str, year: int, key: str, villages: Iterable[VillageValue]) -> ReferenceValue:
    """Each village counts once, as in "the average of the villages"; one without a sound figure does not count."""
    known = [
        float(v.value) for v in villages if v.is_sound and v.value is not None and not isinstance(v.value, Missing)
    ]
    return ReferenceValue(
        region_code=regency,
        problem_type=average_key(key),
        year=year,
        value=sum(known) / len(known) if known else None,
        villages=len(known),
        from_region_code=regency if known else "",
        reason="" if known else TOO_FEW_VILLAGES,
        computed_at=timezone.now(),
    )


def _place_of(found: Reference | Missing, regency: str, province: str) -> str:
    if isinstance(found, Missing):
        return ""
    return regency if found.basis is _OWN else province


def medians_of(regency: str, year: int) -> dict[str, Reference]:
    """The stored references of a regency and year, as the rules want them."""
    rows = ReferenceValue.objects.filter(region_code=regency, year=year, value__isnull=False)
    return {
        row.problem_type: Reference(
            row.value,
            _OWN if row.from_region_code == regency else ReferenceBasis.PROVINCE_MEDIAN,
            villages=row.villages,
        )
        for row in rows
    }
