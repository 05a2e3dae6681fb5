"""What goes with an anonymised family: drafts of it, the code of its printed form, questions, offers elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.history import forget_history, history_of
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import FamilyArrival, FamilyDraft, FamilyHandOver, FamilyPaperCode, MissingFamily
from padu.apps.rumah_dataku.models.hand_overs import HandOverState
from padu.domain.regions import NATION


def _worker() -> Actor:
    return system_actor(NATION, Verb.FAMILY_READ, Verb.FAMILY_WRITE)


def forget_families(*, family_ids: Sequence[int]) -> None:
    """Receiver of Event.FAMILIES_ANONYMISED. Files of printed forms are gone long before, after their week."""
    with scoped(_worker()):
        FamilyDraft.objects.filter(family_id__in=family_ids).delete()
        FamilyPaperCode.objects.filter(family_id__in=family_ids).delete()
        given = FamilyHandOver.objects.filter(family_id__in=family_ids).values_list("pk", flat=True)
        offers = FamilyArrival.objects.filter(hand_over_id__in=list(given))
        ids = list(offers.values_list("pk", flat=True))
        offers.update(initials="", reason="")
        forget_history(FamilyArrival, ids)
        asked = list(MissingFamily.objects.filter(family_id__in=family_ids).values_list("pk", flat=True))
        MissingFamily.objects.filter(pk__in=asked).delete()
        forget_history(MissingFamily, asked)


def initials_forget() -> int:
    """Empty initials of families in answered offers that the history still holds. Returns how many old rows.

    Offers forget them when they are answered; this is for those that were answered before they did.
    """
    with scoped(_worker()):
        answered = FamilyArrival.objects.exclude(state=HandOverState.PROPOSED).values_list("pk", flat=True)
        held = history_of(FamilyArrival).objects.filter(forgotten_at=None).values_list("row_id", flat=True)
        return forget_history(FamilyArrival, {str(pk) for pk in answered} & set(held))
