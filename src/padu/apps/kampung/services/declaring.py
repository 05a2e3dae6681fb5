"""What a kampung says of itself: its pokja or field officer adds dated answers, nobody changes old ones."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.documents import CleanDocument
from padu.access.events import Event, publish
from padu.access.verbs import Verb
from padu.apps.kampung.models import Declaration, Kampung
from padu.apps.kampung.services.registering import file_keep, kampung_for
from padu.domain.kampung_fields import NewDeclaration, check_declaration, newest_of


def declarations_record(
    *,
    actor: Actor,
    kampung_id: int,
    answers: Sequence[NewDeclaration],
    files: dict[str, CleanDocument] | None = None,
) -> int:
    """Add answers; one that says what already counts, of the same day, is not added twice. Returns how many were added.

    files  papers by field key
    Raises DeclarationRefused for the first answer that cannot be taken; nothing is stored then.
    """
    kampung = kampung_for(actor, kampung_id, Verb.REGISTER_DECLARE)
    today, papers = timezone.localdate(), files or {}
    for answer in answers:
        check_declaration(answer, today)
    counting = newest_of(Declaration.objects.filter(kampung=kampung))
    rows = [
        _row(actor, kampung, answer, papers.get(answer.field))
        for answer in answers
        if answer.field in papers or not _same(counting.get((answer.field, answer.year)), answer)
    ]
    Declaration.objects.bulk_create(rows)
    if rows:
        record_change(actor, "kampung.declare", kampung.region_code, f"kampung:{kampung.pk}")
        publish(Event.KAMPUNG_DECLARED, region_code=kampung.region_code, user_id=actor.user_id)
    return len(rows)


def _same(stored: Declaration | None, new: NewDeclaration) -> bool:
    return stored is not None and (stored.answer, stored.details, stored.as_of, stored.note) == (
        new.answer,
        dict(new.details),
        new.as_of,
        new.note.strip(),
    )


def _row(actor: Actor, kampung: Kampung, new: NewDeclaration, paper: CleanDocument | None) -> Declaration:
    return Declaration(
        kampung=kampung,
        region_code=kampung.region_code,
        field=new.field,
        year=new.year,
        answer=new.answer,
        details=dict(new.details),
        as_of=new.as_of,
        note=new.note.strip(),
        file=file_keep(actor, kampung.region_code, paper),
        declared_by=actor.user_id,
        declared_name=actor.name,
        declared_at=timezone.now(),
    )
