"""An analysis goes to the regency, and may come back with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.verbs import Verb
from padu.apps.situation.models import Problem, SituationAnalysis
from padu.apps.situation.services.editing import locked_analysis, stated
from padu.domain.errors import PaduError
from padu.domain.states import SITUATION_ANALYSIS


class NothingToSubmit(PaduError):
    """An analysis without a single ranked problem asks the regency for nothing."""

    code = "situation.nothing_to_submit"


@transaction.atomic
def situation_submit(*, actor: Actor, region_code: str, year: int) -> SituationAnalysis:
    """Send the ranking to the regency; from then on it stands still.

    Raises Http404, PermissionDenied, IllegalTransition, NothingToSubmit.
    """
    analysis = locked_analysis(actor, region_code, year, Verb.SITUATION_EDIT)
    state = SITUATION_ANALYSIS.next_state(analysis.state, "submit")
    if not Problem.objects.filter(analysis=analysis, agreed_rank__isnull=False).exists():
        raise NothingToSubmit
    analysis.state, analysis.submitted_at, analysis.submitted_by = state, timezone.now(), actor.user_id
    analysis.return_reason = ""
    analysis.save(update_fields=["state", "submitted_at", "submitted_by", "return_reason"])
    Problem.objects.filter(analysis=analysis).update(is_new=False)
    record_change(actor, "situation.submit", region_code, f"situation:{analysis.pk}")
    return analysis


@transaction.atomic
def situation_return(*, actor: Actor, region_code: str, year: int, reason: str) -> SituationAnalysis:
    """Give the ranking back to its pokja, with the reason they will read.

    Raises Http404, PermissionDenied, IllegalTransition, ReasonMissing.
    """
    analysis = locked_analysis(actor, region_code, year, Verb.PLAN_RUN)
    analysis.state = SITUATION_ANALYSIS.next_state(analysis.state, "return")
    analysis.return_reason = stated(reason)
    analysis.save(update_fields=["state", "return_reason"])
    record_change(actor, "situation.return", region_code, f"situation:{analysis.pk}", analysis.return_reason)
    return analysis
