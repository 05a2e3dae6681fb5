"""What phones sent goes when its time is over; the row stays with what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from padu.access.actor import system_actor
from padu.access.documents import document_forget
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.domain.regions import NATION
from padu.interop.openrosa.models import Attachment, FamilyEntity, Submission

KEEP_DAYS: Final = 90  # [assumption] as import files; open ones are kept until somebody decides
_OVER: Final = (Submission.State.STORED, Submission.State.DISMISSED)
_NOTHING: Final = {"payload": b"", "corrections": b"", "problems": b"", "key_id": ""}


def submissions_purge(*, today: dt.date) -> int:
    """Empty what was stored or laid aside more than 90 days ago. Returns how many.

    The days run from the decision where somebody decided, else from the arrival.
    """
    with scoped(system_actor(NATION, Verb.FAMILY_READ, Verb.FAMILY_WRITE)):
        day = today - dt.timedelta(days=KEEP_DAYS)
        ended = Submission.objects.annotate(ended_at=Coalesce("decided_at", "created_at"))
        rows = ended.filter(state__in=_OVER, ended_at__date__lt=day).exclude(key_id="")
        return _empty([row.pk for row in rows])


def forget_families(family_ids: Sequence[int], **_: object) -> None:
    """Families were made anonymous: what phones sent of them goes at once."""
    with scoped(system_actor(NATION, Verb.FAMILY_READ, Verb.FAMILY_WRITE)):
        # Also those that were never laid to the family: a second one that makes it, a change that still waits.
        known = FamilyEntity.objects.filter(family_id__in=list(family_ids)).values("uuid")
        rows = Submission.objects.filter(Q(family_id__in=list(family_ids)) | Q(entity__in=known))
        _empty([row.pk for row in rows], state=Submission.State.DISMISSED)


def _empty(ids: list[int], **fields: object) -> int:
    files = Attachment.objects.filter(submission_id__in=ids)
    paths = list(files.values_list("path", flat=True))
    files.delete()
    emptied: int = Submission.objects.filter(pk__in=ids).update(**_NOTHING, **fields)
    for path in paths:
        # Not before the rows are gone for good: a rollback would leave rows without their photos.
        transaction.on_commit(partial(document_forget, path))
    return emptied
