"""The index of one family goes with its identity: an answer could be read back from it. Figures of places stay."""

from __future__ import annotations

from collections.abc import Sequence

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.measurement.models import FamilyIndex
from padu.domain.regions import NATION


def forget_families(*, family_ids: Sequence[int]) -> None:
    """Receiver of Event.FAMILIES_ANONYMISED."""
    with scoped(system_actor(NATION, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)):
        FamilyIndex.objects.filter(family_id__in=family_ids).delete()


def forget_rounds(*, family_ids: Sequence[int], year: int) -> None:
    """Receiver of Event.ROUNDS_ANONYMISED."""
    with scoped(system_actor(NATION, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)):
        FamilyIndex.objects.filter(family_id__in=family_ids, year=year).delete()
