"""Printing family forms: each print is a look with its purpose; a short code leads back to the family."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change, record_look
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, FamilyPaperCode, FamilySurvey, PaperBatch
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.rumah_dataku.services.family_cells import FamilyCells, stored_cells
from padu.apps.rumah_dataku.services.looking import MIN_REASON
from padu.apps.rumah_dataku.services.runs import OPERATOR_ID
from padu.domain.errors import PaduError
from padu.domain.paper_code import make_code, read_code
from padu.domain.regions import NATION

PRINT_EVENT: Final = "family.print"
FIND_EVENT: Final = "family.find_paper"
MAX_FAMILIES: Final = 300  # [assumption] an RT has 30 to 100 families; more is a village, not a walk
KEEP_DAYS: Final = 7  # [assumption] printed within a week or made anew
_TRIES: Final = 20
State = PaperBatch.State


class PrintRefused(PaduError):
    """Nothing is printed. data: reason (purpose: none is told; none: no family there; too_many)."""

    code = "paper.refused"


@dataclass(frozen=True, slots=True)
class Printed:
    """What goes onto the paper of one family."""

    cells: FamilyCells
    code: str
    as_of: dt.date


def _purpose(text: str) -> str:
    words = text.strip()[:200]
    if len(words) < MIN_REASON:
        raise PrintRefused(reason="purpose")
    return words


def family_print(*, actor: Actor, family_id: int, purpose: str) -> Printed:
    """What the paper of one family shows, logged as a look. Raises Http404, PermissionDenied, PrintRefused."""
    words = _purpose(purpose)
    family: Family | None = Family.objects.select_related("household").filter(pk=family_id, active=True).first()
    if family is None:
        raise Http404
    require_place(actor, family.region_code, Verb.FAMILY_WRITE)
    return _printed(actor, family, words)


def _printed(actor: Actor, family: Family, purpose: str) -> Printed:
    record_look(actor, PRINT_EVENT, family.region_code, f"family:{family.pk}", purpose)
    newest = FamilySurvey.objects.filter(family=family).order_by("-year").first()
    year = newest.year if newest else timezone.localdate().year
    # In the actor's own scope: what they may not read does not come onto the paper.
    cells = stored_cells(family, year)
    return Printed(cells, code_of(family), timezone.localdate(family.updated_at))


def code_of(family: Family) -> str:
    """The family's code, made when it is asked for first. Runs in a scope that writes families."""
    found: FamilyPaperCode | None = FamilyPaperCode.objects.filter(family=family).first()
    for _ in range(_TRIES):
        if found is not None:
            return found.code
        code = make_code(secrets.randbelow)
        FamilyPaperCode.objects.bulk_create(
            [FamilyPaperCode(region_code=family.region_code, family=family, code=code)], ignore_conflicts=True
        )
        found = FamilyPaperCode.objects.filter(family=family).first()
    raise RuntimeError("no free code")  # 600 million codes a village: cannot happen


def paper_find(*, actor: Actor, text: str) -> Family | None:
    """The family whose form carries this code, in the actor's places; None for a code that is wrong or nobody's."""
    code = read_code(text)
    row = FamilyPaperCode.objects.filter(code=code).select_related("family").first() if code else None
    if row is None or not actor.may(Verb.FAMILY_WRITE, row.region_code):
        return None
    record_look(actor, FIND_EVENT, row.region_code, f"family:{row.family_id}", "Menyalin formulir kertas")
    family: Family = row.family
    return family


def batch_order(*, actor: Actor, region_code: str, rw: str, rt: str, purpose: str) -> PaperBatch:
    """Ask for the forms of an RT; the work itself is `batch_make`. Raises Http404, PermissionDenied, PrintRefused."""
    require_place(actor, region_code, Verb.FAMILY_WRITE)
    words = _purpose(purpose)
    total = _families(region_code, rw, rt).count()
    if not total or total > MAX_FAMILIES:
        raise PrintRefused(reason="too_many" if total else "none")
    waiting = PaperBatch.objects.filter(
        region_code=region_code, rw=rw, rt=rt, created_by=actor.user_id, state__in=(State.WAITING, State.RUNNING)
    ).first()
    if waiting is not None:
        found: PaperBatch = waiting
        return found
    made: PaperBatch = PaperBatch.objects.create(
        region_code=region_code, rw=rw, rt=rt, purpose=words, total=total, created_by=actor.user_id or OPERATOR_ID
    )
    record_change(actor, "family.print_order", region_code, f"papers:{made.pk}", words)
    return made


def _families(region_code: str, rw: str, rt: str) -> QuerySet[Family]:
    rows = Family.objects.filter(region_code=region_code, rw=rw, rt=rt, active=True)
    return rows.select_related("household").order_by("head_name", "pk")


def get_batch(actor: Actor, batch_id: int) -> PaperBatch:
    """The actor's own batch. Raises Http404 for anybody else's."""
    row: PaperBatch | None = PaperBatch.objects.filter(pk=batch_id, created_by=actor.user_id).first()
    if row is None:
        raise Http404
    require_place(actor, row.region_code, Verb.FAMILY_WRITE)
    return row


def own_batches(actor: Actor) -> list[PaperBatch]:
    """The newest batches of the actor."""
    rows = PaperBatch.objects.filter(created_by=actor.user_id).exclude(state=State.GONE)
    return list(rows.order_by("-created_at", "-pk")[:20])


Render = Callable[[Iterator[Printed]], bytes]


def batch_make(*, actor: Actor, batch_id: int, render: Render) -> PaperBatch:
    """Make the file of a batch; done already, it stays. After a failure it can be made again.

    render  from the families, one after the other, to the file; it is told nothing else
    """
    with scoped(actor):
        batch = get_batch(actor, batch_id)
        if batch.state == State.DONE:
            return batch
        printed = [
            _printed(actor, family, batch.purpose) for family in _families(batch.region_code, batch.rw, batch.rt)
        ]
    finished = False
    try:
        content = render(_counted(actor, batch, printed))
        kept = kept_files.keep([content])
        _note(actor, batch, state=State.DONE, path=kept.path, key_id=kept.key_id, done=len(printed))
        finished = True
    finally:
        if not finished:
            _note(actor, batch, state=State.FAILED)
    return batch


def _counted(actor: Actor, batch: PaperBatch, printed: list[Printed]) -> Iterator[Printed]:
    """Families one by one; how many were taken is noted in a transaction of its own each time."""
    for done, one in enumerate(printed):
        _note(actor, batch, state=State.RUNNING, done=done, total=len(printed))
        yield one


def _note(actor: Actor, batch: PaperBatch, **fields: object) -> None:
    with scoped(actor):
        for name, value in fields.items():
            setattr(batch, name, value)
        batch.save(update_fields=list(fields))


def batches_purge(*, now: dt.datetime) -> int:
    """Take away files of batches whose week is over. Returns how many."""
    with scoped(system_actor(NATION, Verb.FAMILY_READ, Verb.FAMILY_WRITE)) as actor:
        rows = PaperBatch.objects.exclude(state=State.GONE)
        over = list(rows.filter(created_at__lt=now - dt.timedelta(days=KEEP_DAYS)))
        paths = [row.path for row in over if row.path]
        for row in over:
            record_change(actor, "family.print_purge", row.region_code, f"papers:{row.pk}")
            row.state, row.path, row.key_id = State.GONE, "", ""
            row.save(update_fields=["state", "path", "key_id"])
    for path in paths:
        kept_files.forget(path)
    return len(over)
