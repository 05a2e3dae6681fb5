"""The index of every family of a place, of its villages, and exactly rolled up to the nation.

One definition (`padu.analytics`), compiled for PostgreSQL and run on Django's own connection inside the scope.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.measurement.models import IndexResult
from padu.apps.measurement.services.family_masks import FAMILY_MASKS
from padu.apps.measurement.services.rolling_up import results_above
from padu.apps.measurement.services.sums import REGISTERED, no_sums, result_from_sums
from padu.domain.ibangga import FORMULA_VERSION
from padu.domain.regions import NATION, CodeRange

_KEEP = (("family_id", "int64"), ("met_mask", "int32"), ("applicable_mask", "int32"), ("answered_mask", "int32"))
_SCORES_INTO = """
insert into measurement_familyindex
    (region_code, family_id, year, met, applicable, answered, ketenteraman, kemandirian, kebahagiaan,
     index, category, partial, formula_version, computed_at)
select region_code, family_id, year, met_mask, applicable_mask, answered_mask, ketenteraman, kemandirian, kebahagiaan,
       index, category, partial, %s, %s
  from ({scores}) as scored
on conflict (family_id, year) do update set
    met = excluded.met, applicable = excluded.applicable, answered = excluded.answered,
    ketenteraman = excluded.ketenteraman, kemandirian = excluded.kemandirian, kebahagiaan = excluded.kebahagiaan,
    index = excluded.index, category = excluded.category, partial = excluded.partial,
    formula_version = excluded.formula_version, computed_at = excluded.computed_at
"""
_GONE = """
delete from measurement_familyindex i
 where i.region_code >= %s and i.region_code < %s and i.year = %s
   and not exists (select 1 from rumah_dataku_familysurvey s
                     join rumah_dataku_family f on f.id = s.family_id and f.active
                    where s.family_id = i.family_id and s.year = i.year)
"""
_REGISTERED = """
select region_code, count(*)
  from rumah_dataku_family
 where active and region_code >= %s and region_code < %s
 group by region_code
"""
_DATES = """
select s.region_code, max(s.surveyed_on)
  from rumah_dataku_familysurvey s
 where s.region_code >= %s and s.region_code < %s and s.year = %s
 group by s.region_code
"""


def index_compute(*, region_code: str, year: int, on_behalf_of: Actor | None = None) -> int:
    """Compute the index of all families of a place in a year, and of every place from its villages to the nation.

    The system works with the person's right to read specific answers, because the result needs all 17; what a person
    may see of it is decided when they look. Returns how many villages have families; where none of them was surveyed
    the result says so, without an index.
    """
    duties = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)
    with scoped(system_actor(region_code, *duties, on_behalf_of=on_behalf_of)) as actor:
        span = CodeRange.below(region_code)
        bounds = (span.start, span.end, year)
        _store_family_scores(bounds)
        villages = list(_village_results(bounds, year))
        record_change(actor, "index.compute", region_code, f"year:{year}")
    with scoped(system_actor(NATION, on_behalf_of=on_behalf_of)):
        _store(villages)
        _drop_empty_villages(span, year, {result.region_code for result in villages})
        for results in results_above(region_code, year):
            _store(results)
    return len(villages)


def _store_family_scores(bounds: tuple[str, str, int]) -> None:
    from padu.analytics import sql

    source = (
        f"select *, met as met_mask, applicable as applicable_mask, answered as answered_mask from ({FAMILY_MASKS}) m"  # noqa: S608 - our own text
    )
    scores = sql.with_source(sql.family_scores_sql("postgres", _KEEP), sql.FAMILIES_TABLE, source)
    with connection.cursor() as cursor:
        cursor.execute(_GONE, bounds)
        cursor.execute(_SCORES_INTO.format(scores=scores), [FORMULA_VERSION, timezone.now(), *bounds])


def _village_results(bounds: tuple[str, str, int], year: int) -> Iterable[IndexResult]:
    from padu.analytics import sql

    statement = sql.with_source(sql.village_aggregates_sql("postgres"), sql.FAMILIES_TABLE, FAMILY_MASKS)
    with connection.cursor() as cursor:
        cursor.execute(_DATES, bounds)
        dates: dict[str, dt.date] = dict(cursor.fetchall())
        cursor.execute(statement, bounds)
        names = [column.name for column in cursor.description or ()]
        rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    surveyed = {str(row.pop("region_code")): row for row in rows}
    for code, registered in _registered(bounds).items():
        counted = {name: int(value) for name, value in surveyed.get(code, {}).items() if name != "year"}
        yield result_from_sums(code, year, {**no_sums(), **counted, REGISTERED: registered}, dates.get(code))


def _registered(bounds: tuple[str, str, int]) -> dict[str, int]:
    """Active families by village: what the index covers is a part of them, perhaps none."""
    with connection.cursor() as cursor:
        cursor.execute(_REGISTERED, bounds[:2])
        return dict(cursor.fetchall())


def _store(results: Iterable[IndexResult]) -> None:
    changing = [field.name for field in IndexResult._meta.fields if field.name not in ("id", "region_code", "year")]
    IndexResult.objects.bulk_create(
        results,
        update_conflicts=True,
        unique_fields=["region_code", "year"],
        update_fields=changing,
        batch_size=500,
    )


def _drop_empty_villages(span: CodeRange, year: int, kept: set[str]) -> None:
    """A village whose last family went away has no result, which is not a result of zero."""
    below = IndexResult.objects.filter(region_code__gte=span.start, region_code__lt=span.end, year=year)
    below.exclude(region_code__in=kept).delete()
