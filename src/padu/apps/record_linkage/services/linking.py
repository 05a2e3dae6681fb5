"""Rows of a list to members of families: by rule from a high score, by a person in between, not at all below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.analytics.linkage.engine import Pair, links_find
from padu.analytics.linkage.records import LinkRecord
from padu.apps.record_linkage.list_file import ListedPerson
from padu.apps.record_linkage.models import SectorDelivery, SectorRow
from padu.apps.record_linkage.services.merging import reason_of
from padu.apps.record_linkage.services.register import register_of_villages
from padu.apps.record_linkage.services.sealed_rows import row_keys, seal_content
from padu.apps.rumah_dataku.models import Person
from padu.apps.rumah_dataku.services.numbers import kk_hash, nik_hash
from padu.domain.errors import PaduError
from padu.domain.linkage.agreement import RULE_THRESHOLD
from padu.domain.states import SECTOR_ROW

_BATCH = 1_000
_STATE = SectorRow.State
# What people said stays, whatever a new list scores.
_DECIDED = (_STATE.LINKED, _STATE.REFUSED)
_CHANGED = (
    "delivery", "row_key", "content", "key_id", "status", "data_on", "state", "score", "agreement_by_field",
    "family_id", "person_id",
)  # fmt: skip


class NotInVillage(PaduError):
    """A row is linked to an active member of a family of its own village."""

    code = "sector.not_in_village"


@dataclass(frozen=True, slots=True)
class _Proposal:
    """The best member for a row, with the score; None where none is near."""

    person_id: int | None
    family_id: int | None
    score: float | None
    agreement: dict[str, str]


_NOBODY = _Proposal(None, None, None, {})


def rows_link(delivery: SectorDelivery, persons: Iterable[ListedPerson]) -> list[str]:
    """Link the persons of a list and keep each as a row. Returns the state of each row.

    Stands in a scope of the delivery's place. A NIK listed twice is one row; two whom nothing tells apart are two.
    """
    keyed = _keyed(persons)
    listed = [person for person, _ in keyed]
    proposals = _proposals(listed)
    known = _known(delivery, keyed)
    new: list[SectorRow] = []
    old: list[SectorRow] = []
    newer: list[SectorRow] = []
    for (person, keys), proposal in zip(keyed, proposals, strict=True):
        row = next((known[at] for key in keys if (at := (person.village_code, key)) in known), None)
        if row is not None and row.data_on > delivery.data_on:
            # A list that came late says nothing anew of whom a newer one has told already.
            newer.append(row)
            continue
        (new if row is None else old).append(_written(row, delivery, person, keys[0], proposal))
    SectorRow.objects.bulk_create(new, batch_size=_BATCH)
    SectorRow.objects.bulk_update(old, _CHANGED, batch_size=_BATCH)
    return [str(row.state) for row in (*new, *old, *newer)]


def _keyed(persons: Iterable[ListedPerson]) -> list[tuple[ListedPerson, tuple[str, ...]]]:
    """Each person with the keys of its row; of a NIK that stands twice in a village the last one."""
    alike: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str], tuple[ListedPerson, tuple[str, ...]]] = {}
    for person in persons:
        same = (person.village_code, row_keys(person)[0])
        alike[same] += 1
        keys = row_keys(person, 1 if person.nik else alike[same])
        found[person.village_code, keys[0]] = (person, keys)
    return list(found.values())


def _proposals(listed: list[ListedPerson]) -> list[_Proposal]:
    register = register_of_villages({person.village_code for person in listed})
    records = (_record(at, person) for at, person in enumerate(listed))
    found: dict[int, Pair] = {pair.left: pair for pair in links_find(records, register, same_place=True)}
    families = _families({pair.right for pair in found.values()})
    proposals = [_NOBODY] * len(listed)
    for at, pair in found.items():
        # Who left their family while the list was compared is not proposed.
        if pair.right in families:
            proposals[at] = _Proposal(pair.right, families[pair.right], pair.score, pair.agreement)
    return proposals


def _families(ids: set[int]) -> dict[int, int]:
    """Person -> the family in which they stand now."""
    members = Person.objects.filter(pk__in=ids, active=True, family__active=True)
    return dict(members.values_list("pk", "family_id"))


def _record(at: int, person: ListedPerson) -> LinkRecord:
    return LinkRecord(
        id=at,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        nik=nik_hash(person.nik).hex() if person.nik else None,
        kk=kk_hash(person.no_kk).hex() if person.no_kk else None,
        place=person.village_code,
        neighbourhood=f"{person.rw}/{person.rt}" if person.rt else None,
    )


def _known(
    delivery: SectorDelivery, keyed: list[tuple[ListedPerson, tuple[str, ...]]]
) -> dict[tuple[str, str], SectorRow]:
    """Rows that earlier lists brought, by village and key: somebody who moved is another row there."""
    wanted = [key for _, keys in keyed for key in keys]
    rows = SectorRow.objects.filter(source=delivery.source, row_key__in=wanted)
    return {(row.region_code, row.row_key): row for row in rows}


def _written(
    row: SectorRow | None, delivery: SectorDelivery, person: ListedPerson, key: str, proposal: _Proposal
) -> SectorRow:
    made = row or SectorRow(
        region_code=person.village_code, agency_id=delivery.agency_id, source=delivery.source, state=_STATE.UNMATCHED
    )
    made.delivery, made.row_key, made.status, made.data_on = delivery, key, person.status, delivery.data_on
    made.key_id, made.content = seal_content(person, delivery.source, key)
    if made.state not in _DECIDED or _another(made, proposal):
        _propose(made, proposal)
    return made


def _another(row: SectorRow, proposal: _Proposal) -> bool:
    """A row that somebody refused is asked about again only for another person."""
    return row.state == _STATE.REFUSED and proposal.person_id not in (None, row.refused_person_id)


def _propose(row: SectorRow, proposal: _Proposal) -> None:
    row.person_id, row.family_id = proposal.person_id, proposal.family_id
    row.score, row.agreement_by_field = proposal.score, proposal.agreement
    if proposal.score is None:
        row.state = _STATE.UNMATCHED
    else:
        row.state = _STATE.BY_RULE if proposal.score >= RULE_THRESHOLD else _STATE.REVIEW


def row_confirm(*, actor: Actor, row_id: int, reason: str, person_id: int | None = None) -> SectorRow:
    """Say that a row is the proposed member, or another active one of the village.

    Raises Http404, VerbMissing, ReasonMissing, IllegalTransition, NotInVillage.
    """
    row, plain = _row_of(actor, row_id), reason_of(reason)
    chosen = person_id or row.person_id
    person: Person | None = Person.objects.filter(
        pk=chosen, region_code=row.region_code, active=True, family__active=True
    ).first()
    if person is None:
        raise NotInVillage
    row.person_id, row.family_id = person.pk, person.family_id
    return _decided(actor, row, "confirm", plain)


def row_refuse(*, actor: Actor, row_id: int, reason: str) -> SectorRow:
    """Say that a row is not the member it was linked to; that member is not proposed again.

    Raises Http404, VerbMissing, ReasonMissing, IllegalTransition.
    """
    row, plain = _row_of(actor, row_id), reason_of(reason)
    row.refused_person_id, row.person_id, row.family_id = row.person_id, None, None
    return _decided(actor, row, "refuse", plain)


def _row_of(actor: Actor, row_id: int) -> SectorRow:
    row: SectorRow | None = SectorRow.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise Http404
    require_place(actor, row.region_code, Verb.FAMILY_MERGE)
    return row


def _decided(actor: Actor, row: SectorRow, step: str, reason: str) -> SectorRow:
    row.state = SECTOR_ROW.next_state(row.state, step)
    row.reason, row.decided_by, row.decided_at = reason, actor.user_id, timezone.now()
    with because(reason):
        row.save()
    record_change(actor, f"sector.{step}", row.region_code, f"sector_row:{row.pk}", f"keluarga:{row.family_id}")
    return row
