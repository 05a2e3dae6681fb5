"""What goes with a family that was anonymised: drafts about it, and the code on its printed form."""

from __future__ import annotations

from collections.abc import Sequence

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import FamilyDraft, FamilyPaperCode
from padu.domain.regions import NATION


def forget_families(*, family_ids: Sequence[int]) -> None:
    """Receiver of Event.FAMILIES_ANONYMISED. Files of printed forms are gone long before, after their week."""
    with scoped(system_actor(NATION, Verb.FAMILY_READ, Verb.FAMILY_WRITE)):
        FamilyDraft.objects.filter(family_id__in=family_ids).delete()
        FamilyPaperCode.objects.filter(family_id__in=family_ids).delete()
