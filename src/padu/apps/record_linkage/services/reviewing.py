"""What a village says of a pair, and what follows when both villages have said it."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.origin import because
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.record_linkage.models import DuplicatePair, Merge
from padu.apps.record_linkage.services.journal import Journal, marks_now
from padu.apps.record_linkage.services.merging import (
    NotMergeable,
    duty,
    families_touched,
    reason_of,
    require_not_offered,
    tell_changed,
)
from padu.apps.rumah_dataku.models import Family, Person
from padu.domain.errors import PaduError
from padu.domain.linkage.review import Answer, PairState, joint_state

_ANSWERABLE: Final = (
    PairState.OPEN, PairState.WAITING, PairState.UNSURE, PairState.DISPUTED, PairState.DIFFERENT,
)  # fmt: skip


class KeepMissing(PaduError):
    """Of one person in two villages each village says where the person stays."""

    code = "pair.keep_missing"


class AlreadyDecided(PaduError):
    """The pair was merged, or is not found any more. data: state."""

    code = "pair.already_decided"


def pair_answer(*, actor: Actor, pair_id: int, answer: Answer, reason: str, keep_code: str = "") -> DuplicatePair:
    """Say what a pair is, for the own village; with the duty in both villages for both.

    keep_code  for "the same" across villages: the village in which the person stays
    Raises Http404, VerbMissing, ReasonMissing, KeepMissing, AlreadyDecided, HandOverOpen, NotMergeable (the same within
    one village is said by merging).
    """
    found: DuplicatePair | None = DuplicatePair.objects.filter(pk=pair_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.FAMILY_MERGE)
    plain = reason_of(reason)
    if answer is Answer.SAME and not found.across:
        raise NotMergeable(why="choose")
    if answer is Answer.SAME and keep_code not in (found.region_code, found.other_region_code):
        raise KeepMissing
    # All or nothing: the page that tells of a refusal is stored with what was written before it.
    with transaction.atomic():
        # Both villages at once must not wait for each other's rows.
        one_at_a_time(f"pair:{found.kind}:{found.left_id}:{found.right_id}")
        pair = _answered(found, actor, answer, plain, keep_code)
        if pair.across:
            _tell_other(pair, actor)
            _settle(pair, actor, plain)
    pair.refresh_from_db()
    return pair


def _answered(found: DuplicatePair, actor: Actor, answer: Answer, reason: str, keep_code: str) -> DuplicatePair:
    with scoped(duty(found.region_code, actor)), because(reason):
        pair: DuplicatePair = DuplicatePair.objects.select_for_update().get(pk=found.pk)
        if pair.state not in _ANSWERABLE:
            raise AlreadyDecided(state=pair.state)
        _write_own(pair, actor, answer, reason, keep_code if answer is Answer.SAME else "")
        record_change(actor, "duplicates.answer", pair.region_code, f"pair:{pair.pk}", answer.value)
    return pair


def _write_own(pair: DuplicatePair, actor: Actor, answer: Answer, reason: str, keep_code: str) -> None:
    pair.answer, pair.reason, pair.keep_code = answer, reason, keep_code
    pair.answered_by, pair.answered_at, pair.decided_above = actor.user_id, timezone.now(), False
    if not pair.across:
        pair.state = joint_state([answer], [keep_code]) or PairState.OPEN
    elif actor.may(Verb.FAMILY_MERGE, pair.other_region_code):
        # Who has the duty in both villages decides for both [assumption].
        pair.other_answer, pair.other_keep_code, pair.decided_above = answer, keep_code, True
    pair.save()


def _mirror(pair: DuplicatePair) -> DuplicatePair | None:
    """The other village's row; read inside a scope of that village."""
    rows = DuplicatePair.objects.filter(
        region_code=pair.other_region_code, kind=pair.kind, left_id=pair.left_id, right_id=pair.right_id
    )
    found: DuplicatePair | None = rows.select_for_update().first()
    return found


def _tell_other(pair: DuplicatePair, actor: Actor) -> None:
    """The other village sees what this one said, never its reason (it may name people)."""
    with scoped(duty(pair.other_region_code, actor)):
        mirror = _mirror(pair)
        if mirror is None:
            return
        mirror.other_answer, mirror.other_keep_code = pair.answer, pair.keep_code
        if pair.decided_above:
            mirror.answer, mirror.keep_code, mirror.decided_above = pair.other_answer, pair.other_keep_code, True
            mirror.answered_by, mirror.answered_at = pair.answered_by, pair.answered_at
        mirror.save()


def _settle(pair: DuplicatePair, actor: Actor, reason: str) -> None:
    """Write the joint state in both villages; where both say the same, the record that does not stay steps back."""
    answers = [Answer(said) if said else None for said in (pair.answer, pair.other_answer)]
    keeps = [pair.keep_code, pair.other_keep_code]
    state = joint_state(answers, keeps)
    if state is None:
        _step_back(pair, actor, reason)
        state = PairState.MERGED
    for place in (pair.region_code, pair.other_region_code):
        with scoped(duty(place, actor)):
            DuplicatePair.objects.filter(
                region_code=place, kind=pair.kind, left_id=pair.left_id, right_id=pair.right_id
            ).update(state=state)


def _step_back(pair: DuplicatePair, actor: Actor, reason: str) -> None:
    """Across villages nothing is copied [assumption]: the record of the village that gives way becomes inactive."""
    goes = pair.other_region_code if pair.keep_code == pair.region_code else pair.region_code
    with scoped(duty(goes, actor)), because(reason):
        row = pair if goes == pair.region_code else _mirror(pair)
        if row is None:
            raise NotMergeable(why="inactive")
        journal = Journal()
        _rows_off(journal, row)
        merge = Merge.objects.create(
            region_code=goes,
            kind=row.kind,
            pair_id=row.pk,
            kept_id=row.other_id,
            kept_region_code=pair.keep_code,
            # The family of the other village is not told here.
            kept_family_id=0,
            dropped_id=row.own_id,
            dropped_family_id=row.own_family_id,
            journal=journal.steps,
            marks=marks_now([Person, Family]),
            reason=reason,
            merged_by=actor.user_id,
            merged_at=timezone.now(),
        )
        families_touched([row.own_family_id])
        record_change(actor, "duplicates.merge", goes, f"{row.kind}:{row.own_id}", f"merge:{merge.pk}")
        tell_changed(goes, [row.own_family_id], actor)


def _rows_off(journal: Journal, row: DuplicatePair) -> None:
    """The person, or the family with all its members. Raises NotMergeable (not active any more), HandOverOpen."""
    family = Family.objects.filter(pk=row.own_family_id, active=True).first()
    whole = row.kind == DuplicatePair.Kind.FAMILY
    people = list(Person.objects.filter(family_id=row.own_family_id, active=True).order_by("pk"))
    going = [person.pk for person in people if whole or person.pk == row.own_id]
    if family is None or not going:
        raise NotMergeable(why="inactive")
    same = {at: other for pair in row.members for at, other in (pair, reversed(pair))}
    for person_id in going:
        journal.off(Person, person_id, into=same.get(person_id) if whole else row.other_id)
    if len(going) == len(people):
        require_not_offered([family.pk])
        # In which family a person stands in the other village is not told here.
        journal.off(Family, family.pk, into=row.other_id if whole else 0)
