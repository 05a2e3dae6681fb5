"""Class of the Rumah DataKu of kampung, from what they declared and how fresh their figures are, kept by day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.kampung.models import Declaration, Kampung
from padu.apps.programmes.models import VillageItem
from padu.apps.rumah_dataku.models import RumahDatakuStanding
from padu.apps.rumah_dataku.services.staging import ask
from padu.domain.kampung_fields import FieldGroup, newest_of
from padu.domain.rumah_dataku_class import DataGroup, Facility, RumahDatakuResult, RumahDatakuState, classify

NEVER: Final = dt.date.min
"""Day of what was declared never to have happened: told, and not fresh."""
Told = Mapping[str, Declaration]


def standings_write(*, region_codes: Iterable[str], on_behalf_of: Actor | None = None) -> int:
    """Classify the kampung of these villages and add a row where class or reasons changed. Returns rows added."""
    codes = sorted(set(region_codes))
    if not codes:
        return 0
    today = timezone.localdate()
    place = codes[0] if len(codes) == 1 else _common(codes)
    with scoped(system_actor(place, Verb.PLACE_READ, on_behalf_of=on_behalf_of)):
        results = results_of(codes, today)
        last = _last_rows(codes)
        rows = [
            RumahDatakuStanding(region_code=kampung.region_code, kampung_id=kampung.pk, day=today, **_words(result))
            for kampung, result in results
            if last.get(kampung.pk) != _words(result)
        ]
        RumahDatakuStanding.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["kampung_id", "day"], update_fields=["reached", "missing"]
        )
    return len(rows)


def villages_with_kampung() -> list[str]:
    """Codes of all villages with a kampung that is not dissolved."""
    with scoped(system_actor("00", Verb.PLACE_READ)):
        rows = Kampung.objects.filter(dissolved_on__isnull=True).values_list("region_code", flat=True)
        return sorted(set(rows))


def _common(codes: list[str]) -> str:
    """The regency of all villages, else the nation."""
    regencies = {code[:5] for code in codes}
    return regencies.pop() if len(regencies) == 1 else "00"


def _words(result: RumahDatakuResult) -> dict[str, object]:
    return {
        "reached": result.reached.value if result.reached else "",
        "missing": [requirement.key for requirement in result.missing],
    }


def _last_rows(codes: list[str]) -> dict[int, dict[str, object]]:
    rows = RumahDatakuStanding.objects.filter(region_code__in=codes).order_by("day")
    return {row.kampung_id: {"reached": row.reached, "missing": row.missing} for row in rows}


def results_of(codes: Iterable[str], today: dt.date) -> list[tuple[Kampung, RumahDatakuResult]]:
    """Kampung of these villages that are not dissolved, each with its class on a day. Stands in the caller's scope."""
    kampung = list(Kampung.objects.filter(region_code__in=list(codes), dissolved_on__isnull=True).order_by("pk"))
    told: dict[int, list[Declaration]] = defaultdict(list)
    fields = Declaration.objects.filter(kampung__in=kampung, field__startswith=f"{FieldGroup.RUMAH_DATAKU}.")
    for one in fields:
        told[one.kampung_id].append(one)
    groups = group_days(codes, today)
    return [(one, classify(state_of(told[one.pk], groups.get(one.region_code, {})), today)) for one in kampung]


_DAYS: Final = """
select region_code, element, max(coalesce(as_of, least(make_date(left(period, 4)::int, 12, 31), %s)))
  from rumah_dataku_figure where region_code = any(%s) and state in ('known', 'not_applicable')
 group by region_code, element
"""


def group_days(codes: Iterable[str], today: dt.date) -> dict[str, dict[DataGroup, dt.date]]:
    """Day of the newest figure of each group that has any, by village.

    Without a day of its own a figure is of the end of its year, in the running year of today (`age_days`).
    """
    groups = dict(VillageItem.objects.values_list("key", "group"))
    found: dict[str, dict[DataGroup, dt.date]] = defaultdict(dict)
    for code, element, day in ask(_DAYS, (today, list(codes))):
        if element in groups:
            group = DataGroup(groups[element])
            found[code][group] = max(day, found[code].get(group, dt.date.min))
    return found


def state_of(declarations: Iterable[Declaration], groups: Mapping[DataGroup, dt.date]) -> RumahDatakuState:
    """What is known of one Rumah DataKu: what was last declared, and the days of its figures."""
    told = {field.rpartition(".")[2]: row for (field, _), row in newest_of(declarations).items()}
    facilities = {one: told[one.value] for one in Facility if one.value in told}
    return RumahDatakuState(
        has_decree=_answer(told, "decree"),
        has_chair=_answer(told, "chair"),
        cadres=_number(told, "cadres"),
        oriented=_answer(told, "oriented"),
        facilities=frozenset(one for one, row in facilities.items() if row.answer) if facilities else None,
        groups=groups,
        presentations=_number(told, "presentations"),
        analysed_on=_day(told, "analysed"),
        used_in_planning_on=_day(told, "used_in_planning"),
        used_in_intervention_on=_day(told, "used_in_intervention"),
    )


def _answer(told: Told, key: str) -> bool | None:
    return told[key].answer if key in told else None


def _number(told: Told, key: str) -> int | None:
    """A no is nought; a yes without a number says nothing of how many."""
    answer = _answer(told, key)
    if answer is None:
        return None
    count: int | None = told[key].details.get("count") if answer else 0
    return count


def _day(told: Told, key: str) -> dt.date | None:
    answer = _answer(told, key)
    if answer is None:
        return None
    text = told[key].details.get("date") if answer else ""
    if not answer:
        return NEVER
    return dt.date.fromisoformat(text) if text else None
