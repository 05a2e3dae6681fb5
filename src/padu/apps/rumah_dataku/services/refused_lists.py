"""Lists that were refused as a whole: kept encrypted, looked at by their sender, read again, and gone after 90 days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.problems import FileProblem
from padu.apps.rumah_dataku.models import RefusedList
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.rumah_dataku.services.receiving import KEEP_DAYS
from padu.apps.rumah_dataku.services.runs import OPERATOR_ID, problems_json

VERBS: Final = {RefusedList.Kind.WORKERS: Verb.FIELD_EDIT, RefusedList.Kind.REGISTER: Verb.REGISTER_EDIT}
"""What somebody must be allowed to do in a place to send such a list for it."""
_NAME_CHARS: Final = 200
_SHOWN: Final = 10


def refused_keep(
    *,
    actor: Actor,
    kind: RefusedList.Kind,
    region_code: str,
    chunks: Iterable[bytes],
    file_name: str,
    problems: tuple[FileProblem, ...],
) -> RefusedList:
    """Keep a list that could not be read. The same file again, refused again, is the earlier one with new reasons."""
    require_place(actor, region_code, VERBS[kind])
    kept = kept_files.keep(chunks)
    reasons = problems_json(problems)
    with scoped(actor):
        sender = actor.user_id or OPERATOR_ID
        same = RefusedList.objects.filter(region_code=region_code, kind=kind, file_sha256=kept.sha256)
        earlier: RefusedList | None = same.filter(created_by=sender).first()
        if earlier is not None:
            kept_files.forget(kept.path)
            earlier.problems = reasons
            earlier.save(update_fields=["problems"])
            return earlier
        row: RefusedList = RefusedList.objects.create(
            region_code=region_code,
            kind=kind,
            file_name=PurePath(file_name.replace("\\", "/")).name[-_NAME_CHARS:] or "berkas",
            file_sha256=kept.sha256,
            file_size=kept.size,
            problems=reasons,
            path=kept.path,
            key_id=kept.key_id,
            purge_after=timezone.localdate() + dt.timedelta(days=KEEP_DAYS),
            created_by=sender,
        )
        record_change(actor, "list.refuse", region_code, f"refused_list:{row.pk}")
    return row


def refused_of(region_code: str, kind: RefusedList.Kind) -> list[RefusedList]:
    """The newest refused lists of a place that the current actor sent. Callers stand in a scope."""
    rows = RefusedList.objects.filter(region_code=region_code, kind=kind).order_by("-created_at", "-pk")
    return list(rows[:_SHOWN])


def refused_with(region_code: str, kind: RefusedList.Kind, sha256: str) -> RefusedList | None:
    """The kept list with this content that the current actor sent. Callers stand in a scope."""
    found: RefusedList | None = RefusedList.objects.filter(
        region_code=region_code, kind=kind, file_sha256=sha256
    ).first()
    return found


def get_refused(*, actor: Actor, list_id: int) -> RefusedList:
    """One refused list, for its sender. Raises Http404, PermissionDenied; Http404 also when its file is gone."""
    row: RefusedList | None = RefusedList.objects.filter(pk=list_id, created_by=actor.user_id).first()
    if row is None or not kept_files.exists(row.path):
        raise Http404
    require_place(actor, row.region_code, VERBS[RefusedList.Kind(row.kind)])
    return row


def refused_settle(*, actor: Actor, list_id: int) -> None:
    """The list could be read this time: it is none of the refused any more, and its file goes."""
    row = get_refused(actor=actor, list_id=list_id)
    RefusedList.objects.filter(pk=row.pk).delete()
    record_change(actor, "list.settle", row.region_code, f"refused_list:{row.pk}")
    transaction.on_commit(lambda: kept_files.forget(row.path))
