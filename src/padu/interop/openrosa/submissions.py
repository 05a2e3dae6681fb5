"""What a phone sends: kept first, then stored, or kept with the reason why not.

Nothing is overwritten silently: a change that was made on an older version than the stored one waits for an officer; a
change whose predecessor has not arrived waits for it. The same form sent again is the same submission.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.documents import CleanDocument, DocumentRefused, document_clean, document_keep, document_open
from padu.access.gate import scoped
from padu.access.pictures import photo_clean
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family
from padu.apps.rumah_dataku.services.family_cells import FamilyCells, is_survey, stored_cells
from padu.apps.rumah_dataku.services.family_entering import family_save, one_writer
from padu.apps.rumah_dataku.services.runs import worker_of
from padu.domain.errors import PaduError
from padu.interop.openrosa import activity_form
from padu.interop.openrosa.activities import LAST_PLACE, activity_report
from padu.interop.openrosa.entities import entity_keep, entity_of, villages_of
from padu.interop.openrosa.family_cells import laid_over, said_cells
from padu.interop.openrosa.filled import EntityChange, Filled, read_filled
from padu.interop.openrosa.models import Attachment, FamilyEntity, Submission
from padu.interop.openrosa.sealing import seal, seal_json, unseal, unseal_json
from padu.interop.openrosa.standing import about_standing, merged_away

SOURCE: Final = "openrosa"
"""Source of families that were first written down on a phone; their key is the id of their entity."""
_OPEN: Final = (Submission.State.WAITING, Submission.State.CONFLICT, Submission.State.BAD)

_MERGED_AWAY: Final = (
    "Keluarga ini tercatat dua kali dan dipertahankan di desa lain. Sampaikan isinya ke desa itu, lalu kesampingkan "
    "kiriman ini."
)
State = Submission.State
Problems = tuple[tuple[str, str], ...]


class OtherContent(PaduError):
    """The number of this form belongs to another one that came before. data: instance."""

    code = "openrosa.other_content"


class NoPlace(PaduError):
    """The sender writes families nowhere."""

    code = "openrosa.no_place"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The submission and whether it had arrived before."""

    submission: Submission
    repeated: bool


@transaction.atomic
def submission_receive(*, actor: Actor, device_id: int, content: bytes, files: Mapping[str, bytes]) -> Receipt:
    """Keep a form and its photos, and process it. Runs in the sender's scope and transaction.

    Sent again it is the same submission; photos that come with a later call are added.
    Raises NoForm, OtherContent, NoPlace, DocumentRefused.
    """
    filled = read_filled(content)
    photos = {name: _photo(name, file) for name, file in files.items()}
    one_at_a_time(f"openrosa:{filled.instance_id}")
    digest = hashlib.sha256(content).hexdigest()
    earlier: Submission | None = Submission.objects.filter(
        created_by=actor.user_id, instance_id=filled.instance_id
    ).first()
    if earlier is not None and earlier.sha256 != digest:
        raise OtherContent(instance=str(filled.instance_id))
    submission = earlier or _keep(actor, device_id, filled, content, digest)
    if submission.key_id:  # emptied after its days, it takes nothing more
        _keep_files(submission, photos)
    if earlier is None or (submission.form_id == activity_form.FORM_ID and submission.state == State.WAITING):
        submission_process(actor=actor, submission=submission)
    return Receipt(submission, earlier is not None)


def _keep(actor: Actor, device_id: int, filled: Filled, content: bytes, digest: str) -> Submission:
    places = villages_of(actor)
    if not places:
        raise NoPlace
    named = filled.cells.get("village_code", "")
    key_id, sealed = seal(content, filled.instance_id, "payload")
    change = filled.entity
    made: Submission = Submission.objects.create(
        region_code=named if named in places else places[0],
        device_id=device_id,
        form_id=filled.form_id,
        form_version=filled.version,
        instance_id=filled.instance_id,
        sha256=digest,
        state=State.WAITING,
        key_id=key_id,
        payload=sealed,
        entity=change.uuid if change else None,
        base_version=change.base_version if change else None,
        branch=change.branch if change else None,
        created_by=actor.user_id,
    )
    record_change(actor, "openrosa.receive", made.region_code, f"submission:{made.pk}")
    return made


def _keep_files(submission: Submission, photos: Mapping[str, CleanDocument]) -> None:
    held = set(Attachment.objects.filter(submission=submission).values_list("name", flat=True))
    for name, photo in photos.items():
        if name in held:
            continue
        kept = document_keep(photo)
        Attachment.objects.create(
            submission=submission,
            region_code=submission.region_code,
            name=name[:120],
            path=kept.path,
            key_id=kept.key_id,
            created_by=submission.created_by,
        )


def _photo(name: str, content: bytes) -> CleanDocument:
    clean = document_clean(name, content)
    if clean.media_type != "image/jpeg":
        raise DocumentRefused(reason="wrong_kind")
    return clean


def filled_of(submission: Submission) -> Filled:
    """The form as it was filled in, members by the lines they have now. Raises UnknownKeyError, TamperedError."""
    content = unseal(submission.key_id, bytes(submission.payload), submission.instance_id, "payload")
    return about_standing(read_filled(content))


def corrections_of(submission: Submission) -> dict[str, str]:
    found: dict[str, str] | None = unseal_json(
        submission.key_id, bytes(submission.corrections), submission.instance_id, "corrections"
    )
    return found or {}


def problems_of(submission: Submission) -> list[tuple[str, str]]:
    """Field and what is expected, for each reason why it is not stored."""
    found = unseal_json(submission.key_id, bytes(submission.problems), submission.instance_id, "problems")
    return [(name, words) for name, words in found or []]


def submission_process(*, actor: Actor, submission: Submission) -> None:
    """Store what was sent if it fits, else note what it waits for; then look again at what waited for it."""
    filled = filled_of(submission)
    if filled.form_id == activity_form.FORM_ID:
        _process_activity(actor, submission, filled)
        return
    assert filled.entity is not None  # a family form without one is no form
    if filled.entity.create:
        _process_new(actor, submission, filled, filled.entity)
    else:
        _process_update(actor, submission, filled, filled.entity)
    if submission.state == State.STORED:
        _wake(actor, filled.entity.uuid)


def _end(submission: Submission, state: str, problems: Problems = ()) -> None:
    submission.state = state
    submission_seal_again(submission, corrections_of(submission), problems)
    submission.save()


def submission_seal_again(
    submission: Submission, corrections: Mapping[str, str], problems: Sequence[tuple[str, str]] = ()
) -> None:
    """All parts of a row stand under the key that the row names."""
    instance = submission.instance_id
    payload = unseal(submission.key_id, bytes(submission.payload), instance, "payload")
    submission.key_id, submission.payload = seal(payload, instance, "payload")
    submission.corrections = seal_json(dict(corrections), instance, "corrections")[1] if corrections else b""
    submission.problems = seal_json(list(problems), instance, "problems")[1] if problems else b""


def _process_new(actor: Actor, submission: Submission, filled: Filled, change: EntityChange) -> None:
    village = corrections_of(submission).get("village_code") or filled.cells.get("village_code", "")
    if village not in villages_of(actor):
        _end(submission, State.BAD, (("village_code", LAST_PLACE),))
        return
    if entity_of(change.uuid) is not None:
        _end(submission, State.CONFLICT)
        return
    empty = FamilyCells(village_code=village, source=SOURCE, source_key=str(change.uuid))
    said = said_cells(filled, corrections_of(submission), empty)
    said.pop("village_code", None)
    _stand_in(submission, village)
    _store(actor, submission, laid_over(empty, said), change)


def _process_update(actor: Actor, submission: Submission, filled: Filled, change: EntityChange) -> None:
    entity = _held(change.uuid)
    if entity is None and merged_away(change.uuid):
        _end(submission, State.BAD, (("", _MERGED_AWAY),))
        return
    if entity is None:
        _end(submission, State.WAITING)
        return
    _move(submission, entity)
    # On the phone it is the family that was merged away: an officer lays it beside the one that stays.
    fit = _fit(entity, submission, change) if entity.uuid == change.uuid else State.CONFLICT
    if fit is not None:
        _end(submission, fit)
        return
    stored = stored_of(actor, entity, filled)
    said = said_cells(filled, corrections_of(submission), stored)
    _store(actor, submission, laid_over(stored, said), change)


def _held(uuid: UUID) -> FamilyEntity | None:
    """The entity as it stays until the transaction ends: nobody else stores its family meanwhile, an office neither."""
    entity = entity_of(uuid)
    if entity is None:
        return None
    one_writer(entity.region_code)
    # What somebody stored while we waited is a new version.
    return entity_of(uuid)


def _move(submission: Submission, entity: FamilyEntity) -> None:
    """The submission stands where its family does."""
    submission.family_id = entity.family_id
    _stand_in(submission, entity.region_code)


def _stand_in(submission: Submission, village: str) -> None:
    """A submission moves with its photos; the caller saves it."""
    if submission.region_code != village:
        submission.region_code = village
        Attachment.objects.filter(submission=submission).update(region_code=village)


def _fit(entity: FamilyEntity, submission: Submission, change: EntityChange) -> str | None:
    """None when the change was made on what is stored, else the state in which it waits."""
    base = change.base_version or 0
    if entity.version == base and (change.first or entity.branch == change.branch):
        return None
    if change.first:
        return State.CONFLICT if entity.version > base else State.WAITING
    before = Submission.objects.filter(entity=change.uuid, state=State.STORED).exclude(pk=submission.pk)
    arrived = before.filter(branch=change.branch, base_version=base - 1) | before.filter(
        branch=None, base_version=None if base == 1 else base - 1
    )
    return State.CONFLICT if arrived.exists() else State.WAITING


def survey_year(filled: Filled) -> int:
    """Year whose answers the phone adds to; the day of a visit on which nothing was asked is none of a survey."""
    names = [*filled.cells, *(key for member in filled.members for key in member.cells)]
    if not is_survey(names):
        return timezone.localdate().year
    try:
        return dt.date.fromisoformat(filled.cells.get("surveyed_on", "")).year
    except ValueError:
        return timezone.localdate().year


def stored_of(actor: Actor, entity: FamilyEntity, filled: Filled) -> FamilyCells:
    """The family as it is stored; read by the system, specific answers included."""
    with scoped(worker_of(actor, entity.region_code)):
        family = Family.objects.select_related("household").get(pk=entity.family_id)
        return stored_cells(family, survey_year(filled))


def _store(actor: Actor, submission: Submission, cells: FamilyCells, change: EntityChange) -> None:
    outcome = family_save(actor=actor, cells=cells, event="family.phone")
    if outcome.family_id is None:
        _end(submission, State.BAD, outcome.told)
        return
    submission.family_id = outcome.family_id
    entity_keep(outcome.family_id, change.uuid, change.branch)
    _end(submission, State.STORED)


def _wake(actor: Actor, uuid: UUID) -> None:
    """What waited for this change is looked at again, the oldest version first."""
    waiting = Submission.objects.filter(entity=uuid, state=State.WAITING).order_by("base_version", "pk").first()
    if waiting is not None:
        submission_process(actor=actor, submission=waiting)


def submission_resolve(
    *, actor: Actor, submission: Submission, take: frozenset[str], version: int, reason: str
) -> bool:
    """End a conflict: of the phone's fields those in `take` are stored, the others stay as they are.

    version  of the family that the officer has looked at; returns False, and changes nothing, when it is another now
    """
    require_place(actor, submission.region_code, Verb.FAMILY_WRITE)
    filled = filled_of(submission)
    entity = _held(submission.entity) if submission.entity else None
    if entity is None or filled.entity is None or entity.version != version or submission.state != State.CONFLICT:
        return False
    stored = stored_of(actor, entity, filled)
    said = said_cells(filled, corrections_of(submission), stored)
    chosen = {name: text for name, text in said.items() if name in take}
    submission_decide(actor, submission, reason)
    if not chosen:
        _end(submission, State.DISMISSED)
    else:
        _store(actor, submission, laid_over(stored, chosen), filled.entity)
    if submission.state == State.STORED:
        _wake(actor, filled.entity.uuid)
    return True


def submission_correct(*, actor: Actor, submission: Submission, corrections: Mapping[str, str], reason: str) -> None:
    """Put fields of a bad submission right and process it again."""
    require_place(actor, submission.region_code, Verb.FAMILY_WRITE)
    if submission.state != State.BAD:
        return
    together = corrections_of(submission) | dict(corrections)
    submission_seal_again(submission, together, problems_of(submission))
    submission.save()
    submission_decide(actor, submission, reason)
    submission_process(actor=actor, submission=submission)


def submission_dismiss(*, actor: Actor, submission: Submission, reason: str) -> None:
    """Lay a submission aside with a reason; it is kept until it is purged."""
    require_place(actor, submission.region_code, Verb.FAMILY_WRITE)
    if submission.state in _OPEN:
        submission_decide(actor, submission, reason)
        _end(submission, State.DISMISSED)


def submission_decide(actor: Actor, submission: Submission, reason: str) -> None:
    """Note who decided and why; the caller has asked whether he may."""
    submission.decided_by, submission.decided_at = actor.user_id, timezone.now()
    submission.reason = reason.strip()[:200]
    submission.save(update_fields=["decided_by", "decided_at", "reason"])
    record_change(actor, "openrosa.decide", submission.region_code, f"submission:{submission.pk}", submission.reason)


def _process_activity(actor: Actor, submission: Submission, filled: Filled) -> None:
    said = dict(filled.cells) | corrections_of(submission)
    named = [said[name] for name in activity_form.PHOTOS if said.get(name)]
    rows = list(Attachment.objects.filter(submission=submission, name__in=named))
    if len(rows) < len(named):
        _end(submission, State.WAITING)
        return
    photos = tuple(photo_clean(document_open(row.path, row.key_id)) for row in rows)
    if said.get("village_code", "") not in villages_of(actor):
        _end(submission, State.BAD, (("village_code", LAST_PLACE),))
        return
    problems = activity_report(actor=actor, key=submission.instance_id, said=said, photos=photos)
    if not problems:
        _stand_in(submission, said["village_code"])
    _end(submission, State.BAD if problems else State.STORED, problems)
