"""Search a place for persons and families that stand in it twice. Done again it changes nothing that people said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.analytics.linkage.engine import Pair, duplicates_find
from padu.analytics.linkage.records import LinkRecord
from padu.apps.record_linkage.models import DuplicatePair
from padu.apps.record_linkage.services.register import records_of, register_of
from padu.apps.rumah_dataku.models import Family
from padu.domain.linkage.families import FamilyPair, PersonPair, family_pairs
from padu.domain.linkage.names import initials
from padu.domain.linkage.review import PairState
from padu.domain.regions import NATION, CodeRange, regency_of

_BATCH: Final = 1_000
_UPDATED: Final = ("score", "agreement", "members", "seen_at", "own_family_id", "other_family_id")
_DUTIES: Final = (Verb.FAMILY_READ, Verb.FAMILY_WRITE)
# A search may open and close these by itself; an answer of people stays.
_CLOSED_BY_SEARCH: Final = (PairState.OPEN,)
_OPENED_BY_SEARCH: Final = (PairState.GONE, PairState.MERGED)


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    """How many persons were compared, and how many pairs stand there now, across villages counted once."""

    persons: int
    person_pairs: int
    family_pairs: int


@dataclass(frozen=True, slots=True)
class _Found:
    """One pair, of persons or families, with a record of each side to speak for it."""

    kind: str
    left: int
    right: int
    score: float
    agreement: dict[str, Any]
    members: tuple[tuple[int, int], ...]
    left_record: LinkRecord
    right_record: LinkRecord


def pairs_search_now(*, actor: Actor, region_code: str) -> SearchOutcome:
    """Search one village because somebody who reviews there asks. Raises Http404, VerbMissing."""
    require_place(actor, region_code, Verb.FAMILY_MERGE)
    return pairs_search(region_code=region_code, on_behalf_of=actor)


def pairs_search(
    *, region_code: str, on_behalf_of: Actor | None = None, now: dt.datetime | None = None
) -> SearchOutcome:
    """Compare all persons of a place with each other and keep the pairs, within villages and across those in it."""
    moment = now or timezone.now()
    with scoped(system_actor(region_code, *_DUTIES, on_behalf_of=on_behalf_of)) as system:
        sizes: Counter[int] = Counter()
        pairs = duplicates_find(_counted(register_of(region_code), sizes))
        records = records_of(region_code, {at for pair in pairs for at in (pair.left, pair.right)})
        # Who left while the search went on is no pair any more.
        found = _found([one for one in pairs if {one.left, one.right} <= records.keys()], records, sizes)
        rows = [row for one in found for row in _rows(one, moment)]
        DuplicatePair.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["region_code", "kind", "left_id", "right_id"],
            update_fields=_UPDATED,
            batch_size=_BATCH,
        )
        _open_and_close(region_code, moment)
        record_change(system, "duplicates.search", region_code, f"pairs:{len(found)}")
    kinds = Counter(one.kind for one in found)
    return SearchOutcome(sizes.total(), kinds[DuplicatePair.Kind.PERSON], kinds[DuplicatePair.Kind.FAMILY])


def _counted(records: Iterable[LinkRecord], sizes: Counter[int]) -> Iterator[LinkRecord]:
    """The records as they pass; sizes: family -> members so far."""
    for record in records:
        sizes[record.group or 0] += 1
        yield record


def _found(pairs: list[Pair], records: dict[int, LinkRecord], sizes: Counter[int]) -> list[_Found]:
    family_of = {at: record.group or 0 for at, record in records.items()}
    shared = family_pairs([PersonPair(p.left, p.right, p.score) for p in pairs], family_of, sizes)
    families = [one for one in shared if _one_decision(one, records, sizes)]
    covered = {frozenset(member) for family in families for member in family.members}
    by_persons = {frozenset((pair.left, pair.right)): pair for pair in pairs}
    whole = [_family(one, records, by_persons, sizes) for one in families]
    single = [_person(pair, records) for key, pair in by_persons.items() if key not in covered]
    return whole + single


def _one_decision(one: FamilyPair, records: dict[int, LinkRecord], sizes: Counter[int]) -> bool:
    """Across villages a family gives way as a whole: only where each has all members of the other."""
    left, right = one.members[0]
    if records[left].place == records[right].place:
        return True
    return len(one.members) == sizes[one.left] == sizes[one.right]


def _person(pair: Pair, records: dict[int, LinkRecord]) -> _Found:
    kind = DuplicatePair.Kind.PERSON
    return _Found(kind, pair.left, pair.right, pair.score, pair.agreement, (), records[pair.left], records[pair.right])


def _family(
    one: FamilyPair, records: dict[int, LinkRecord], pairs: dict[frozenset[int], Pair], sizes: Counter[int]
) -> _Found:
    best = max((pairs[frozenset(member)] for member in one.members), key=lambda pair: pair.score)
    agreement: dict[str, Any] = {**best.agreement, "shared": len(one.members)}
    agreement |= {"left_size": sizes[one.left], "right_size": sizes[one.right]}
    left, right = next(member for member in one.members if frozenset(member) == frozenset((best.left, best.right)))
    kind = DuplicatePair.Kind.FAMILY
    return _Found(kind, one.left, one.right, one.score, agreement, one.members, records[left], records[right])


def _rows(one: _Found, moment: dt.datetime) -> Iterator[DuplicatePair]:
    """The row of each village; one row where both sides stand in the same."""
    left, right = one.left_record, one.right_record
    if left.place == right.place:
        yield _inside(one, moment)
        return
    yield _across(one, moment, one.left, left, right)
    yield _across(one, moment, one.right, right, left)


def _inside(one: _Found, moment: dt.datetime) -> DuplicatePair:
    return DuplicatePair(
        region_code=one.left_record.place or "",
        own_id=one.left,
        own_family_id=one.left_record.group or 0,
        other_family_id=one.right_record.group,
        members=[list(member) for member in one.members],
        **_shared(one, moment),
    )


def _across(one: _Found, moment: dt.datetime, own_id: int, own: LinkRecord, other: LinkRecord) -> DuplicatePair:
    """As one village sees it; the other's family and members are not told."""
    return DuplicatePair(
        region_code=own.place or "",
        own_id=own_id,
        own_family_id=own.group or 0,
        other_region_code=other.place or "",
        other_initials=initials(other.name)[:20],
        other_birth_year=other.birth_date.year if other.birth_date else None,
        **_shared(one, moment),
    )


def _shared(one: _Found, moment: dt.datetime) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "left_id": one.left,
        "right_id": one.right,
        "score": one.score,
        "agreement": one.agreement,
        "found_at": moment,
        "seen_at": moment,
    }


def _open_and_close(region_code: str, moment: dt.datetime) -> None:
    """Pairs that are seen again come back, those no longer seen are gone; only where both sides were looked at."""
    rows = _both_sides_in(region_code)
    rows.filter(seen_at=moment, state__in=_OPENED_BY_SEARCH).update(
        state=PairState.OPEN, answer="", other_answer="", reason="", answered_by=None, answered_at=None
    )
    rows.filter(seen_at__lt=moment, state__in=_CLOSED_BY_SEARCH).update(state=PairState.GONE)


def _both_sides_in(region_code: str) -> Any:
    span = CodeRange.below(region_code)
    rows = DuplicatePair.objects.filter(region_code__gte=span.start, region_code__lt=span.end)
    inside = rows.filter(other_region_code="")
    return inside | rows.filter(other_region_code__gte=span.start, other_region_code__lt=span.end)


def regencies_with_families() -> list[str]:
    """Regencies in which a family stands: where the nightly search looks."""
    with scoped(system_actor(NATION, Verb.FAMILY_READ)):
        return sorted({regency_of(code) for code in Family.objects.values_list("region_code", flat=True).distinct()})
