"""Keeping field workers, their villages and hand-overs: the regency's team does, with FIELD_EDIT."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import get_object_or_404

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.origin import because
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency, FieldWorker, Territory, TerritoryHandOver
from padu.apps.institutions.selectors.field import duties_in
from padu.apps.regions.selectors import list_villages
from padu.domain.errors import PaduError
from padu.domain.field_work import Duty, Span, TerritoryRole, TpkPart, WorkerKind, check_new, hand_over
from padu.domain.regions import CodeRange, Level, ancestors, level_of, regency_of


class NameMissing(PaduError):
    """A field worker has a name."""

    code = "field.name_missing"


class ReasonMissing(PaduError):
    """Ending and handing over are done with a reason."""

    code = "field.reason_missing"


class WorkerRepeated(PaduError):
    """The regency already has somebody of this name, kind and number. data: worker."""

    code = "field.worker_repeated"


class WrongPlace(PaduError):
    """Workers belong to a regency, their territories to villages of it. data: codes."""

    code = "field.wrong_place"


class WrongSender(PaduError):
    """The sending agency is one of the regency, below it or above it. data: agency."""

    code = "field.wrong_sender"


class WrongSupervisor(PaduError):
    """The supervisor is another worker of the same regency, and nobody supervises in a circle. data: worker."""

    code = "field.wrong_supervisor"


class OutsideService(PaduError):
    """The day lies before the worker or the territory began, or after it ended. data: day."""

    code = "field.outside_service"


@dataclass(frozen=True, slots=True)
class WorkerData:
    """What is known of a worker; the account and the sender may be unknown."""

    name: str
    kind: WorkerKind
    starts_on: dt.date
    number: str = ""
    phone: str = ""
    user_id: int | None = None
    sender_id: int | None = None
    supervisor_id: int | None = None

    def columns(self) -> dict[str, object]:
        return {
            "name": " ".join(self.name.split()),
            "kind": self.kind.value,
            "starts_on": self.starts_on,
            "number": self.number.strip(),
            "phone": self.phone.strip(),
            "user_id": self.user_id,
            "sender_id": self.sender_id,
            "supervisor_id": self.supervisor_id,
        }


@dataclass(frozen=True, slots=True)
class TerritoryData:
    """Villages that a worker begins to serve. villages: codes of villages, or of districts for all of theirs."""

    villages: Sequence[str]
    starts_on: dt.date
    role: TerritoryRole = TerritoryRole.GUIDE
    ends_on: dt.date | None = None
    part_of_village: str = ""
    tpk_team: int | None = None
    tpk_part: TpkPart | None = None


@transaction.atomic
def worker_save(
    *, actor: Actor, region_code: str, data: WorkerData, worker_id: int | None = None, made_up: bool = False
) -> FieldWorker:
    """Add a worker of a regency, or change one.

    Raises NameMissing, WorkerRepeated, WrongPlace, WrongSender, WrongSupervisor, OutsideService (a village was served
    before the first day), Http404, PermissionDenied.
    """
    require_place(actor, region_code, Verb.FIELD_EDIT)
    _check_worker(region_code, data, worker_id)
    if worker_id is None:
        worker: FieldWorker = FieldWorker.objects.create(region_code=region_code, made_up=made_up, **data.columns())
    else:
        worker = _locked(actor, worker_id)
        if Territory.objects.filter(worker=worker, starts_on__lt=data.starts_on).exists():
            raise OutsideService(day=data.starts_on)
        for column, value in data.columns().items():
            setattr(worker, column, value)
        worker.save(update_fields=list(data.columns()))
    record_change(actor, "field_worker.save", region_code, f"field_worker:{worker.pk}")
    return worker


def _check_worker(region_code: str, data: WorkerData, worker_id: int | None) -> None:
    if level_of(region_code) is not Level.REGENCY:
        raise WrongPlace(codes=[region_code])
    if not data.name.strip():
        raise NameMissing
    twin = FieldWorker.objects.filter(
        region_code=region_code, name=data.columns()["name"], kind=data.kind.value, number=data.number.strip()
    ).exclude(pk=worker_id)
    if twin.exists():
        raise WorkerRepeated(worker=twin.get().pk)
    _check_sender(region_code, data.sender_id)
    _check_supervisor(region_code, data.supervisor_id, worker_id)


def _check_sender(region_code: str, sender_id: int | None) -> None:
    if sender_id is None:
        return
    sender = Agency.objects.filter(pk=sender_id).first()
    near = sender is not None and (
        CodeRange.below(region_code).holds(sender.region_code) or sender.region_code in ancestors(region_code)
    )
    if not near:
        raise WrongSender(agency=sender_id)


def _check_supervisor(region_code: str, supervisor_id: int | None, worker_id: int | None) -> None:
    """Walk up the line: the chain stays in the regency and does not come back to the worker."""
    seen: set[int] = {worker_id} if worker_id is not None else set()
    above = supervisor_id
    while above is not None:
        row = FieldWorker.objects.filter(pk=above, region_code=region_code).first()
        if row is None or above in seen:
            raise WrongSupervisor(worker=supervisor_id)
        seen.add(above)
        above = row.supervisor_id


def _locked(actor: Actor, worker_id: int) -> FieldWorker:
    """The worker, locked, for somebody who keeps the list. Raises Http404, PermissionDenied."""
    # Read before locking: row security silently leaves out of a lock what may be read and not be written.
    worker: FieldWorker = get_object_or_404(FieldWorker.objects, pk=worker_id)
    require_place(actor, worker.region_code, Verb.FIELD_EDIT)
    locked: FieldWorker = FieldWorker.objects.select_for_update().get(pk=worker_id)
    return locked


def _queue(regency: str) -> None:
    """One change of territories at a time per regency: the check for overlaps reads rows of several workers."""
    one_at_a_time(f"field:{regency}")


@transaction.atomic
def worker_end(*, actor: Actor, worker_id: int, day: dt.date, reason: str) -> FieldWorker:
    """End a worker's service with all territories still standing; `day` is the last one.

    Raises ReasonMissing, OutsideService, Http404, PermissionDenied.
    """
    worker = _locked(actor, worker_id)
    if not reason.strip():
        raise ReasonMissing
    if day < worker.starts_on or worker.ends_on is not None:
        raise OutsideService(day=day)
    standing = list(Territory.objects.filter(worker=worker).exclude(ends_on__lte=day))
    if any(territory.starts_on > day for territory in standing):
        raise OutsideService(day=day)
    for territory in standing:
        _end(territory, day, reason)
    worker.ends_on, worker.end_reason = day, reason.strip()
    with because(worker.end_reason):
        worker.save(update_fields=["ends_on", "end_reason"])
    record_change(actor, "field_worker.end", worker.region_code, f"field_worker:{worker.pk}", reason[:200])
    return worker


def _end(territory: Territory, day: dt.date, reason: str, hand_over_id: int | None = None) -> None:
    territory.ends_on, territory.end_reason, territory.ended_by_id = day, reason.strip(), hand_over_id
    with because(territory.end_reason):
        territory.save(update_fields=["ends_on", "end_reason", "ended_by_id"])


@transaction.atomic
def territory_add(*, actor: Actor, worker_id: int, data: TerritoryData, made_up: bool = False) -> list[Territory]:
    """Have a worker serve villages from a day on; one row per village.

    Raises WrongPlace, OutsideService, SpanReversed, TerritoryOverlap, SecondGuide, RecorderNotNeeded, Http404,
    PermissionDenied.
    """
    worker = _locked(actor, worker_id)
    _queue(worker.region_code)
    if data.starts_on < worker.starts_on or (worker.ends_on is not None and data.starts_on > worker.ends_on):
        raise OutsideService(day=data.starts_on)
    villages = _villages(worker.region_code, data.villages)
    span, kind = Span(data.starts_on, data.ends_on), WorkerKind(worker.kind)
    new = [Duty(worker.pk, village, span, kind, data.role) for village in villages]
    check_new(duties_in(worker.region_code, villages), new)
    rows = [_territory(worker, duty, data, made_up) for duty in new]
    stored = list(Territory.objects.bulk_create(rows))
    record_change(actor, "territory.add", worker.region_code, f"field_worker:{worker.pk}")
    return stored


def _villages(regency: str, codes: Sequence[str]) -> list[str]:
    """Codes of villages below the places named, all in the regency. Raises WrongPlace."""
    found: set[str] = set()
    for code in codes:
        below = set(list_villages(code).values_list("code", flat=True)) if _lies_in(regency, code) else set()
        if not below:
            raise WrongPlace(codes=[code])
        found |= below
    if not found:
        raise WrongPlace(codes=[])
    return sorted(found)


def _lies_in(regency: str, code: str) -> bool:
    return CodeRange.below(regency).holds(code) and level_of(code) in (Level.DISTRICT, Level.VILLAGE)


def _territory(worker: FieldWorker, duty: Duty, data: TerritoryData, made_up: bool) -> Territory:
    return Territory(
        worker=worker,
        region_code=duty.village,
        regency_code=worker.region_code,
        role=duty.role.value,
        tpk_team=data.tpk_team,
        tpk_part=data.tpk_part.value if data.tpk_part else "",
        part_of_village=data.part_of_village.strip(),
        starts_on=duty.span.start,
        ends_on=duty.span.end,
        made_up=made_up,
    )


@transaction.atomic
def territory_end(*, actor: Actor, territory_id: int, day: dt.date, reason: str) -> Territory:
    """End one territory; `day` is the last one. Raises ReasonMissing, OutsideService, Http404, PermissionDenied."""
    territory: Territory = get_object_or_404(Territory.objects, pk=territory_id)
    require_place(actor, territory.region_code, Verb.FIELD_EDIT)
    _locked(actor, territory.worker_id)
    if not reason.strip():
        raise ReasonMissing
    if day < territory.starts_on or (territory.ends_on is not None and day >= territory.ends_on):
        raise OutsideService(day=day)
    _end(territory, day, reason)
    record_change(actor, "territory.end", territory.region_code, f"territory:{territory.pk}", reason[:200])
    return territory


@transaction.atomic
def recorder_appoint(
    *, actor: Actor, village: str, data: WorkerData, worker_id: int | None = None, made_up: bool = False
) -> Territory:
    """Appoint who records in a village without PKB/PLKB (Perban 20/2023), from the first day of `data` on.

    worker_id  somebody already on the list; else a new worker is made from `data`
    Raises RecorderNotNeeded, TerritoryOverlap, NameMissing, WorkerRepeated, WrongPlace, Http404, PermissionDenied.
    """
    regency = regency_of(village)
    require_place(actor, village, Verb.FIELD_EDIT)
    if worker_id is None:
        worker_id = worker_save(actor=actor, region_code=regency, data=data, made_up=made_up).pk
    duty = TerritoryData([village], data.starts_on, TerritoryRole.RECORDER)
    return territory_add(actor=actor, worker_id=worker_id, data=duty, made_up=made_up)[0]


@dataclass(frozen=True, slots=True)
class HandOverData:
    """From whom to whom, from which day on, why. villages: those chosen; None: all served on that day."""

    from_id: int
    to_id: int
    day: dt.date
    reason: str
    open_things: str = ""
    villages: Collection[str] | None = None


@transaction.atomic
def territory_hand_over(*, actor: Actor, data: HandOverData, made_up: bool = False) -> TerritoryHandOver:
    """Hand villages over from one worker to another as one action; to undo it, hand them back on a later day.

    Old territories end the day before, new ones begin on the day; all or nothing. Hats of accounts are not touched.
    Raises ReasonMissing, OutsideService, SamePerson, NothingToHandOver, BeforeStart, TerritoryOverlap, SecondGuide,
    WrongPlace, Http404, PermissionDenied.
    """
    giver, taker = _locked(actor, data.from_id), _locked(actor, data.to_id)
    _check_hand_over(giver, taker, data)
    _queue(giver.region_code)
    change = hand_over(
        duties_in(giver.region_code),
        from_worker=giver.pk,
        to_worker=taker.pk,
        to_kind=WorkerKind(taker.kind),
        day=data.day,
        villages=data.villages,
    )
    done = TerritoryHandOver.objects.create(
        region_code=giver.region_code,
        from_worker=giver,
        to_worker=taker,
        day=data.day,
        reason=data.reason.strip(),
        open_things=data.open_things.strip(),
        made_by=actor.user_id,
    )
    _carry_over(change.ended, change.begun, done, made_up)
    record_change(actor, "territory.hand_over", giver.region_code, f"hand_over:{done.pk}", data.reason[:200])
    made: TerritoryHandOver = done
    return made


def _check_hand_over(giver: FieldWorker, taker: FieldWorker, data: HandOverData) -> None:
    if not data.reason.strip():
        raise ReasonMissing
    if giver.region_code != taker.region_code:
        raise WrongPlace(codes=[taker.region_code])
    if data.day < taker.starts_on or (taker.ends_on is not None and taker.ends_on < data.day):
        raise OutsideService(day=data.day)


def _carry_over(ended: Sequence[Duty], begun: Sequence[Duty], done: TerritoryHandOver, made_up: bool) -> None:
    """Write what the rule decided; what else stands on a territory goes along."""
    rows = Territory.objects.in_bulk([duty.key for duty in ended])
    for old, new in zip(ended, begun, strict=True):
        row = rows[old.key]
        Territory.objects.create(
            worker_id=new.worker,
            region_code=new.village,
            regency_code=row.regency_code,
            role=row.role,
            tpk_team=row.tpk_team,
            tpk_part=row.tpk_part,
            part_of_village=row.part_of_village,
            starts_on=new.span.start,
            ends_on=new.span.end,
            begun_by_id=done.pk,
            made_up=made_up,
        )
        if old.span.end is None:  # a hand-over always ends what it takes over
            raise ValueError(old)
        _end(row, old.span.end, done.reason, done.pk)
