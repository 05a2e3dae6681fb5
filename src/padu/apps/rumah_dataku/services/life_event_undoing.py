"""Taking an event back: exactly, with a reason, and only while nothing followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.models import CaseGrant
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, FamilyHandOver, FamilySurvey, LifeEvent, Person
from padu.apps.rumah_dataku.models.hand_overs import HandOverState
from padu.apps.rumah_dataku.services.life_event_rows import (
    SOURCE,
    families_touch,
    kept_changes,
    load_register,
    write_back,
)
from padu.apps.rumah_dataku.services.life_events import announce
from padu.domain.errors import PaduError
from padu.domain.life_events.register import Change, Register, changed_since

MIN_REASON: Final = 5  # [assumption] characters: "-" is no reason


class UndoRefused(PaduError):
    """Something stands against taking the event back.

    data: reason  followed (a later event; `event`), changed (rows say something else by now), surveyed (a family that
                  it made was surveyed, referred, or named by a list), offered (a hand-over waits), handed_over,
                  line_taken, nik_taken
    """

    code = "life_event.undo_refused"


class UndoReasonMissing(PaduError):
    """An event is taken back for a reason only."""

    code = "life_event.undo_reason_missing"


def life_event_undo(*, actor: Actor, event_id: int, why: str) -> LifeEvent:
    """Take an event back; taken back already, nothing happens.

    Raises Http404, PermissionDenied, UndoReasonMissing, UndoRefused.
    """
    with transaction.atomic():
        found: LifeEvent | None = LifeEvent.objects.select_for_update().filter(pk=event_id).first()
        if found is None:
            raise Http404
        require_place(actor, found.region_code, Verb.FAMILY_WRITE)
        if found.undone_at is not None:
            return found
        if len(why.strip()) < MIN_REASON:
            raise UndoReasonMissing
        changes = kept_changes(found.changes)
        register = load_register(found.region_code, families_of(found, changes), lock=True)
        refusal = _against(found, changes, register)
        if refusal is not None:
            raise refusal
        with because(f"batal kejadian: {why.strip()}"):
            write_back(changes, register)
            families_touch(register.families)
            _mark(found, actor, why)
        record_change(actor, "life_event.undo", found.region_code, f"family:{found.family_id}", f"kejadian:{found.pk}")
        announce(found.region_code, found.day.year, actor.user_id)
    return found


def undo_refusal(found: LifeEvent) -> UndoRefused | None:
    """What stands against taking it back now; None if nothing does."""
    changes = kept_changes(found.changes)
    return _against(found, changes, load_register(found.region_code, families_of(found, changes)))


def families_of(found: LifeEvent, changes: Sequence[Change]) -> set[int]:
    """All families the event touched."""
    named = {found.family_id, *([found.other_family] if found.other_family else [])}
    return named | {one.id for one in changes if one.table == "family"}


def _against(found: LifeEvent, changes: Sequence[Change], register: Register) -> UndoRefused | None:
    families = families_of(found, changes)
    if found.hand_over_id is not None:
        return UndoRefused(reason="handed_over")
    later = _later(found, families)
    if later is not None:
        return UndoRefused(reason="followed", event=later.pk)
    offered = FamilyHandOver.objects.filter(
        region_code=found.region_code, family_id__in=families, state=HandOverState.PROPOSED
    )
    if offered.exists():
        return UndoRefused(reason="offered")
    if _in_use(found, changes):
        return UndoRefused(reason="surveyed")
    if changed_since(register, tuple(changes)) or _back_into_closed(changes, register):
        return UndoRefused(reason="changed")
    return _room_taken(found, changes, register)


def _later(found: LifeEvent, families: set[int]) -> LifeEvent | None:
    """The last event after it: that one is taken back first."""
    touching = Q(family_id__in=families) | Q(other_family__in=families)
    rows = LifeEvent.objects.filter(touching, region_code=found.region_code, undone_at=None, pk__gt=found.pk)
    later: LifeEvent | None = rows.order_by("-pk").first()
    return later


def _in_use(found: LifeEvent, changes: Sequence[Change]) -> bool:
    made = [one.id for one in changes if one.table == "family" and one.before is None]
    if not made:
        return False
    if Family.objects.filter(region_code=found.region_code, pk__in=made).exclude(source=SOURCE).exists():
        return True  # a list has it under a card of its own by now
    surveyed = FamilySurvey.objects.filter(region_code=found.region_code, family_id__in=made).exists()
    open_cases = CaseGrant.objects.filter(region_code=found.region_code, family_id__in=made, closed_at=None)
    return bool(surveyed or open_cases.exists())


def _back_into_closed(changes: Sequence[Change], register: Register) -> bool:
    """Whether somebody would come back into a family that ended otherwise meanwhile: it was merged into another."""
    opened = {one.id for one in changes if one.table == "family" and (one.before or {}).get("active") is True}
    for change in changes:
        if change.table != "person" or change.before is None:
            continue
        row = register.members[change.id]
        family = change.before.get("family", row.family)
        state = register.families.get(family)
        if change.before.get("active", row.active) and family not in opened and not (state and state.active):
            return True
    return False


def _room_taken(found: LifeEvent, changes: Sequence[Change], register: Register) -> UndoRefused | None:
    """Whether those who come back find their line, and their NIK, free."""
    mine = {one.id for one in changes if one.table == "person"}
    for change in changes:
        if change.table != "person" or change.before is None:
            continue
        family = change.before.get("family", register.members[change.id].family)
        line = change.before.get("line")
        others = (one for one in register.members.values() if one.id not in mine)
        if line is not None and any((one.family, one.line) == (family, line) for one in others):
            return UndoRefused(reason="line_taken")
    back = [one.id for one in changes if one.table == "person" and (one.before or {}).get("active") is True]
    hashes = Person.objects.filter(pk__in=back, nik_hash__isnull=False).values("nik_hash")
    twice = Person.objects.filter(region_code=found.region_code, active=True, nik_hash__in=hashes)
    return UndoRefused(reason="nik_taken") if twice.exclude(pk__in=back).exists() else None


def _mark(found: LifeEvent, actor: Actor, why: str) -> None:
    found.undone_at, found.undone_by, found.undone_why = timezone.now(), actor.user_id, why.strip()[:200]
    found.save(update_fields=["undone_at", "undone_by", "undone_why"])
