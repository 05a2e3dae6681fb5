"""Pairs, merges and listed rows of a family go with its identity; who merged, and when, stays in the trail."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.history import forget_history
from padu.access.verbs import Verb
from padu.apps.record_linkage.models import DuplicatePair, Merge, SectorRow
from padu.domain.regions import NATION


def pairs_forget(*, family_ids: Sequence[int]) -> int:
    """Delete pairs, merges and listed rows of these families, and empty their old rows. Returns how many rows went.

    A pair across villages goes in both: the other side's row holds the initials of this one.
    """
    with scoped(system_actor(NATION, Verb.FAMILY_READ, Verb.FAMILY_WRITE)):
        own = DuplicatePair.objects.filter(Q(own_family_id__in=family_ids) | Q(other_family_id__in=family_ids))
        keys = set(own.values_list("kind", "left_id", "right_id"))
        pairs = [pk for key in keys for pk in _rows_of(*key)]
        sides = Q(kept_family_id__in=family_ids) | Q(dropped_family_id__in=family_ids)
        merges = list(Merge.objects.filter(sides).values_list("pk", flat=True))
        DuplicatePair.objects.filter(pk__in=pairs).delete()
        Merge.objects.filter(pk__in=merges).delete()
        forget_history(DuplicatePair, pairs)
        forget_history(Merge, merges)
        listed = list(SectorRow.objects.filter(family_id__in=family_ids).values_list("pk", flat=True))
        SectorRow.objects.filter(pk__in=listed).delete()
        forget_history(SectorRow, listed)
    return len(pairs) + len(merges) + len(listed)


def _rows_of(kind: str, left_id: int, right_id: int) -> list[int]:
    rows = DuplicatePair.objects.filter(kind=kind, left_id=left_id, right_id=right_id)
    return list(rows.values_list("pk", flat=True))
