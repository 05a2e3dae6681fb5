"""Two families that a person holds for one: a pair that no search has found, put beside those that one has."""

from __future__ import annotations

from typing import Final

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.record_linkage.models import DuplicatePair
from padu.apps.rumah_dataku.models import Family, Person
from padu.domain.linkage.review import PairState

REPORTED: Final = "reported"
"""Key in `agreement` of a pair that a person reported; its score says nothing."""


def pair_report(*, actor: Actor, family_id: int, other_id: int) -> DuplicatePair:
    """Put two active families of one village up for review as one; a pair that stands already is given.

    Members of the same name and birth date are proposed as the same persons; the reviewer decides.
    Raises Http404, VerbMissing.
    """
    sides = {row.pk: row for row in Family.objects.filter(pk__in=[family_id, other_id], active=True)}
    if family_id == other_id or len(sides) != 2 or len({row.region_code for row in sides.values()}) != 1:
        raise Http404
    place = sides[family_id].region_code
    require_place(actor, place, Verb.FAMILY_MERGE)
    left, right = sorted(sides)
    now = timezone.now()
    pair, made = DuplicatePair.objects.get_or_create(
        region_code=place,
        kind=DuplicatePair.Kind.FAMILY,
        left_id=left,
        right_id=right,
        defaults={
            "own_id": left, "own_family_id": left, "other_family_id": right, "members": _same_members(left, right),
            "score": 0.0, "agreement": {REPORTED: True}, "found_at": now, "seen_at": now,
            # A search closes what it does not find itself unless somebody has said something of it.
            "state": PairState.UNSURE,
        },
    )  # fmt: skip
    if not made and pair.state in (PairState.GONE, PairState.DIFFERENT):
        pair.state = PairState.UNSURE
        pair.save(update_fields=["state"])
    record_change(actor, "duplicates.report", place, f"family:{family_id}", f"dengan family:{other_id}")
    return pair  # type: ignore[no-any-return]  # the gated manager is untyped


def _same_members(left: int, right: int) -> list[list[int]]:
    """Pairs of member ids with the same name and birth date, each member once."""
    found: list[list[int]] = []
    others = {
        (name.casefold(), born): pk
        for pk, name, born in Person.objects.filter(family_id=right, active=True, birth_date__isnull=False)
        .order_by("-pk").values_list("pk", "name", "birth_date")
    }  # fmt: skip
    for pk, name, born in (
        Person.objects.filter(family_id=left, active=True).order_by("pk").values_list("pk", "name", "birth_date")
    ):
        other = others.pop((name.casefold(), born), None)
        if other is not None:
            found.append([pk, other])
    return found
