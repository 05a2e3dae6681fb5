"""Taking hold of an analysis in order to change it."""

from __future__ import annotations

from django.http import Http404

from padu.access.actor import Actor
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.situation.models import SituationAnalysis
from padu.apps.situation.services.keeping import EDITABLE
from padu.domain.errors import PaduError


class NotEditable(PaduError):
    """The analysis was submitted: it stays as it is until the regency returns it. data: state."""

    code = "situation.not_editable"


class ReasonMissing(PaduError):
    """A change by people is kept with its reason."""

    code = "situation.reason_missing"


def locked_analysis(actor: Actor, region_code: str, year: int, verb: Verb) -> SituationAnalysis:
    """The analysis, locked, for somebody who may do this to it. Raises Http404, PermissionDenied."""
    require_place(actor, region_code, verb)
    found: SituationAnalysis | None = (
        SituationAnalysis.objects.select_for_update().filter(region_code=region_code, year=year).first()
    )
    if found is None:
        raise Http404
    return found


def editable_analysis(actor: Actor, region_code: str, year: int) -> SituationAnalysis:
    """As `locked_analysis`, for its pokja, while it may still be changed. Raises NotEditable."""
    analysis = locked_analysis(actor, region_code, year, Verb.SITUATION_EDIT)
    if analysis.state not in EDITABLE:
        raise NotEditable(state=analysis.state)
    return analysis


def stated(reason: str) -> str:
    """The reason without blanks around it. Raises ReasonMissing for an empty one."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
