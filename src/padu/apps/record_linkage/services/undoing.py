"""Take a merge back: everything is as it was before, or nothing is changed and the reason is said."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.record_linkage.models import DuplicatePair, Merge
from padu.apps.record_linkage.services.journal import take_back
from padu.apps.record_linkage.services.merging import duty, families_touched, reason_of, tell_changed
from padu.domain.linkage.review import PairState


def merge_undo(*, actor: Actor, merge_id: int, reason: str) -> Merge:
    """Put both records back as they were; the pair waits for an answer again. Twice is once.

    Raises Http404, VerbMissing, ReasonMissing, UndoBlocked.
    """
    found: Merge | None = Merge.objects.filter(pk=merge_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.FAMILY_MERGE)
    plain = reason_of(reason)
    with scoped(duty(found.region_code, actor)), because(plain):
        merge: Merge = Merge.objects.select_for_update().get(pk=merge_id)
        if merge.undone_at is not None:
            return merge
        families = (merge.kept_family_id, merge.dropped_family_id)
        # Both years of data are told: those the families had together and those they have apart.
        tell_changed(merge.region_code, families, actor)
        take_back(merge.journal, merge.marks)
        merge.undone_at, merge.undone_by, merge.undo_reason = timezone.now(), actor.user_id, plain
        merge.save(update_fields=["undone_at", "undone_by", "undo_reason"])
        families_touched(families)
        record_change(actor, "duplicates.undo", merge.region_code, f"{merge.kind}:{merge.kept_id}", f"merge:{merge.pk}")
    pairs_reopen(merge, actor)
    return merge


def pairs_reopen(merge: Merge, actor: Actor) -> None:
    """The pair of a merge that was taken back is to be looked at again, in both villages."""
    ids = sorted((merge.kept_id, merge.dropped_id))
    for place in {merge.region_code, merge.kept_region_code}:
        with scoped(duty(place, actor)):
            DuplicatePair.objects.filter(
                region_code=place, kind=merge.kind, left_id=ids[0], right_id=ids[1], state=PairState.MERGED
            ).update(state=PairState.OPEN, answer="", other_answer="", keep_code="", other_keep_code="")
