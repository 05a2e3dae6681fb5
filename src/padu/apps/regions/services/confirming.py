"""Suggestions that a person confirms: only then does a new place follow an old one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.reference import writing_reference
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.regions.models import RegionSuccession
from padu.apps.regions.selectors.suggestions import OpenSuggestion, open_suggestions
from padu.domain.errors import PaduError
from padu.domain.region_lists import Basis
from padu.domain.regions import NATION


class NotSuggested(PaduError):
    """A pair is no suggestion (any more): confirmed already, or settled by a file. data: pairs."""

    code = "regions.not_suggested"


@writing_reference()
def suggestions_confirm(*, actor: Actor, pairs: Iterable[tuple[str, str]]) -> int:
    """Let each new place follow its old one, whole, from the day after the old one's last. Returns how many.

    pairs  (old code, new code) as suggested. All or none: raises NotSuggested, Http404, PermissionDenied.
    """
    require_place(actor, NATION, Verb.REGION_EDIT)
    asked = set(pairs)
    known = {(s.from_code, s.to_code): s for s in open_suggestions()}
    strange = sorted(asked - known.keys())
    if strange:
        raise NotSuggested(pairs=strange[:20])
    now = timezone.now()
    RegionSuccession.objects.bulk_create(_succession(known[pair], actor, now) for pair in sorted(asked))
    if asked:
        subject = f"{min(asked)[0]}:{len(asked)}"
        record_change(actor, "region.suggestion.confirm", NATION, f"succession:{subject}")
    return len(asked)


def _succession(suggestion: OpenSuggestion, actor: Actor, now: dt.datetime) -> RegionSuccession:
    kind = RegionSuccession.Kind.NEW_CODE
    if suggestion.basis is Basis.NEW_PROVINCE:
        kind = RegionSuccession.Kind.NEW_PROVINCE
    return RegionSuccession(
        from_code=suggestion.from_code,
        to_code=suggestion.to_code,
        effective_on=suggestion.effective_on,
        share=Decimal(1),
        kind=kind,
        source=gettext("Nama yang sama dalam dua daftar kode, dikonfirmasi"),
        confirmed_by=actor.user_id,
        confirmed_at=now,
    )
