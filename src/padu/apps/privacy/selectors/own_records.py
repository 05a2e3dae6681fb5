"""What was found out, merged and handed over about one person, for that person's copy. Runs in the system's scope.

Words that officers wrote freely are left out: they may name others. So is what was seen of a family as a whole.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q

from padu.apps.data_quality.models import DataIssue
from padu.apps.data_quality.words import seen_words, title_of
from padu.apps.record_linkage.models import DuplicatePair, Merge
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.models import Family, FamilyArrival, FamilyHandOver, Person

_OF_TWO: Final = frozenset(
    {"older_than_mother", "mother_too_young", "mother_too_old", "child_near_head", "possible_duplicate"}
)
"""Rules whose findings tell of somebody else as well."""


def issues_about(row: Person, *, family_too: bool) -> list[dict[str, Any]]:
    """Issues of data quality, the earliest first; those of the family as a whole to who answers for it."""
    about = Q(person_id=row.pk)
    if family_too:
        about |= Q(family_id=row.family_id, person_id=None)
    rows = DataIssue.objects.filter(about, region_code=row.region_code).order_by("found_at", "pk")
    return [
        {
            "tentang": "orang ini" if one.person_id else "keluarga",
            "catatan": title_of(one.rule),
            "terlihat": (seen_words(one.seen) or None) if one.person_id and one.rule not in _OF_TWO else None,
            "ditemukan": one.found_at.isoformat(),
            "keadaan": one.get_state_display(),
            "ditutup": one.closed_at.isoformat() if one.closed_at else None,
        }
        for one in rows
    ]


def merges_of(row: Person) -> list[dict[str, Any]]:
    """Merges of this person's record, and of its family's, with another one that was taken for the same."""
    person, family = DuplicatePair.Kind.PERSON, DuplicatePair.Kind.FAMILY
    of_person = Q(kind=person) & (Q(kept_id=row.pk) | Q(dropped_id=row.pk))
    of_family = Q(kind=family) & (Q(kept_id=row.family_id) | Q(dropped_id=row.family_id))
    merges = Merge.objects.filter(of_person | of_family).order_by("merged_at", "pk")
    return [
        {
            "data": one.get_kind_display(),
            "waktu": one.merged_at.isoformat(),
            "data_ini": "dipertahankan" if one.kept_id in _ids(one, row) else "dilepas",
            "dibatalkan": one.undone_at.isoformat() if one.undone_at else None,
        }
        for one in merges
    ]


def _ids(merge: Merge, row: Person) -> tuple[int, ...]:
    return (row.pk,) if merge.kind == DuplicatePair.Kind.PERSON else (row.family_id,)


def hand_overs_of(family: Family) -> list[dict[str, Any]]:
    """Offers of the family to other villages, and the one by which it came here."""
    given = FamilyHandOver.objects.filter(family=family).order_by("proposed_at", "pk")
    came = FamilyArrival.objects.filter(region_code=family.region_code, new_family=family.pk).order_by("pk")
    names = names_of([*(one.to_code for one in given), *(one.from_code for one in came)])
    rows: list[tuple[str, str, FamilyHandOver | FamilyArrival]] = [
        *(("ke", one.to_code, one) for one in given),
        *(("dari", one.from_code, one) for one in came),
    ]
    return [
        {
            "arah": way,
            "desa": names.get(code, code),
            "hari": one.day.isoformat(),
            "keadaan": one.get_state_display(),
            "dijawab": one.decided_at.isoformat() if one.decided_at else None,
        }
        for way, code, one in rows
    ]
