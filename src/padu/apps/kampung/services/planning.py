"""Which villages are to have a kampung by when, and how many a regency has to reach in a year."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.kampung.models import FormationPlan, FormationTarget
from padu.apps.kampung.refusals import RegisterRefused
from padu.apps.kampung.selectors.coverage import formed_villages
from padu.apps.regions.selectors import list_villages
from padu.domain.kampung_fields import FIRST_YEAR
from padu.domain.kampung_formation import PlanDate
from padu.domain.regions import Level, level_of

YEARS_AHEAD = 5  # [assumption] nobody plans further


def plans_set(
    *,
    actor: Actor,
    region_code: str,
    villages: Sequence[str],
    when: PlanDate,
    responsible: str = "",
    note: str = "",
) -> int:
    """Plan these villages of a place for one time, new or moved from another. Returns how many.

    All or none: raises RegisterRefused where one has a kampung already or is no village of the place.
    """
    require_place(actor, region_code, Verb.REGISTER_EDIT)
    wanted, today = set(villages), timezone.localdate()
    _refuse_year(when.year)
    if not wanted:
        raise RegisterRefused(reason="no_villages")
    if wanted - set(list_villages(region_code).values_list("code", flat=True)):
        raise RegisterRefused(reason="not_a_village")
    if wanted & formed_villages(region_code, today):
        raise RegisterRefused(reason="has_kampung")
    for code in sorted(wanted):
        FormationPlan.objects.update_or_create(
            region_code=code,
            defaults={
                "year": when.year,
                "month": when.month,
                "responsible": responsible.strip(),
                "note": note.strip(),
                "dropped_on": None,
                "dropped_reason": "",
                "updated_by": actor.user_id,
                "updated_at": timezone.now(),
            },
        )
        record_change(actor, "kampung.plan", code, f"formation:{code}")
    return len(wanted)


def plan_drop(*, actor: Actor, region_code: str, reason: str) -> FormationPlan:
    """Give a plan up, with the reason; the row stays. Raises RegisterRefused, Http404."""
    require_place(actor, region_code, Verb.REGISTER_EDIT)
    plan: FormationPlan | None = FormationPlan.objects.filter(region_code=region_code).first()
    if plan is None:
        raise Http404
    if not reason.strip():
        raise RegisterRefused(reason="no_reason")
    plan.dropped_on, plan.dropped_reason = timezone.localdate(), reason.strip()
    plan.updated_by, plan.updated_at = actor.user_id, timezone.now()
    with because(reason.strip()):
        plan.save()
    record_change(actor, "kampung.plan_drop", region_code, f"formation:{region_code}", reason.strip()[:200])
    return plan


def target_set(*, actor: Actor, region_code: str, year: int, villages: int, source: str = "") -> FormationTarget:
    """How many villages of a regency are to have a kampung by the end of a year. Raises RegisterRefused."""
    if level_of(region_code) is not Level.REGENCY:
        raise ValueError(region_code)
    require_place(actor, region_code, Verb.REGISTER_EDIT)
    _refuse_year(year)
    if villages > list_villages(region_code).count():
        raise RegisterRefused(reason="too_many")
    target, _ = FormationTarget.objects.update_or_create(
        region_code=region_code,
        year=year,
        defaults={
            "villages": villages,
            "source": source.strip(),
            "updated_by": actor.user_id,
            "updated_at": timezone.now(),
        },
    )
    record_change(actor, "kampung.target", region_code, f"formation_target:{year}")
    stored: FormationTarget = target
    return stored


def _refuse_year(year: int) -> None:
    if not FIRST_YEAR <= year <= timezone.localdate().year + YEARS_AHEAD:
        raise RegisterRefused(reason="bad_year")
