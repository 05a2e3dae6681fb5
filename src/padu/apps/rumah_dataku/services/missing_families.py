"""Families that a list of a whole village does not name: asked about, never closed by themselves."""

from __future__ import annotations

from typing import Final

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import ImportRun, MissingFamily
from padu.apps.rumah_dataku.services.import_changes import SEEN
from padu.apps.rumah_dataku.services.staging import run_sql

ANSWERS: Final = (MissingFamily.Answer.HERE, MissingFamily.Answer.UNKNOWN, MissingFamily.Answer.OPEN)
"""What a person can say here; the last one takes an answer back."""

# ruff: noqa: S608 - names of our own tables
# Somebody has answered for this year, or is asked already: the same list again asks nothing.
_ASK: Final = f"""
insert into rumah_dataku_missingfamily (region_code, family_id, year, run_id, noticed_at)
select f.region_code, f.id, %(year)s, %(run)s, %(now)s from rumah_dataku_family f
 where f.region_code = %(village)s and f.active and f.source = %(source)s
   and not exists (select 1 from {SEEN} n where n.family_id = f.id)
   and not exists (select 1 from rumah_dataku_missingfamily m
                    where m.family_id = f.id and (m.answer = '' or (m.year = %(year)s and m.answer <> 'found')))
 order by f.rw, f.rt, f.id
on conflict do nothing
"""
_FOUND: Final = f"""
update rumah_dataku_missingfamily m set answer = 'found', found_by = %(run)s, answered_at = %(now)s
  from {SEEN} n where n.family_id = m.family_id and m.region_code = %(village)s and m.answer = ''
"""
_UNASK: Final = "delete from rumah_dataku_missingfamily where region_code = %s and run_id = %s and answer = ''"
_UNFIND: Final = """
update rumah_dataku_missingfamily set answer = '', found_by = null, answered_at = null
 where region_code = %s and found_by = %s and answer = 'found'
"""


def missing_ask(run: ImportRun, village: str) -> int:
    """After a village of a run was stored: who is named again is asked about no more; who is not, where the sender
    has said that the list names every family of the village. Returns how many families are asked about anew.
    """
    told = {
        "run": run.pk,
        "village": village,
        "source": run.kind,
        "year": run.options["year"],
        "now": timezone.now(),
    }
    run_sql(_FOUND, told)
    return run_sql(_ASK, told) if run.options.get("whole") else 0


def missing_take_back(run: ImportRun, village: str) -> None:
    """The run is taken back: what it asked and nobody answered goes, what it answered is asked again."""
    run_sql(_UNASK, (village, run.pk))
    run_sql(_UNFIND, (village, run.pk))


def missing_family_answer(*, actor: Actor, missing_id: int, answer: str, note: str = "") -> MissingFamily:
    """Say that a family lives here still, or that nobody knows; OPEN takes that back. Twice is once.

    Raises Http404, PermissionDenied; ValueError for what is no answer of a person.
    """
    found: MissingFamily | None = MissingFamily.objects.select_for_update().filter(pk=missing_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.FAMILY_WRITE)
    said = next((one for one in ANSWERS if one.value == answer), None)
    if said is None or found.answer == MissingFamily.Answer.FOUND:
        raise ValueError(answer)
    with because(f"keluarga tidak ada di berkas: {said.label}"):
        found.answer, found.note = said.value, " ".join(note.split())[:200]
        answered = said is not MissingFamily.Answer.OPEN
        found.answered_by = actor.user_id if answered else None
        found.answered_at = timezone.now() if answered else None
        found.save(update_fields=["answer", "note", "answered_by", "answered_at"])
    record_change(actor, "family.missing_answer", found.region_code, f"family:{found.family_id}", said.value or "open")
    return found
