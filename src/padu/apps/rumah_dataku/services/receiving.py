"""A file arrives: it is kept first, whatever is in it, and looked at afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.apps.rumah_dataku.models import ImportRun, KeptFile
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.rumah_dataku.services.runs import FIGURE_KINDS, OPERATOR_ID, ImportRefused, verb_of
from padu.domain.village_profile import is_own_source

KEEP_DAYS: Final = 90  # [assumption] design, rule 8
_NAME_CHARS: Final = 200
_OVER: Final = (ImportRun.State.DISCARDED, ImportRun.State.FAILED, ImportRun.State.UNDONE)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file: its run, and whether that run is an earlier one of the same file."""

    run: ImportRun
    repeated: bool


def import_receive(
    *,
    actor: Actor,
    kind: str,
    chunks: Iterable[bytes],
    file_name: str,
    region_code: str,
    year: int,
    source: str = "",
) -> Receipt:
    """Keep a file for a place, encrypted, as a run that waits to be checked.

    kind    ImportRun.Kind; `families` also takes an OpenSID workbook, which the check recognises
    chunks  the bytes in any portions; what they are is found out by the check
    year    data year of rows that name none; source  who published the figures (kind `figures`)
    returns the run; the same file with the same particulars, sent again to the same place, is the earlier run
    raises  Http404, PermissionDenied; ImportRefused (own_source) for figures in the name of the system's own counts
    """
    require_place(actor, region_code, verb_of(kind))
    if kind in FIGURE_KINDS and is_own_source(source):
        raise ImportRefused(reason="own_source")
    kept = kept_files.keep(chunks)
    with scoped(actor):
        options = {"year": year, "source": source.strip()[:160]}
        earlier = _earlier(region_code, kind, kept.sha256, options)
        if earlier is not None:
            kept_files.forget(kept.path)
            return Receipt(earlier, repeated=True)
        return Receipt(_new_run(actor, kind, kept, file_name, region_code, options), repeated=False)


def _earlier(region_code: str, kind: str, sha256: str, options: dict[str, Any]) -> ImportRun | None:
    rows = ImportRun.objects.filter(region_code=region_code, file_sha256=sha256).exclude(state__in=_OVER)
    kinds = [kind] if kind in FIGURE_KINDS else [ImportRun.Kind.FAMILIES, ImportRun.Kind.OPENSID]
    same = rows.filter(kind__in=kinds, options__year=options["year"], options__source=options["source"])
    found: ImportRun | None = same.order_by("-pk").first()
    return found


def _new_run(
    actor: Actor, kind: str, kept: kept_files.Kept, file_name: str, region_code: str, options: dict[str, Any]
) -> ImportRun:
    today = timezone.localdate()
    sender = actor.user_id or OPERATOR_ID
    run: ImportRun = ImportRun.objects.create(
        region_code=region_code,
        kind=kind,
        file_name=PurePath(file_name.replace("\\", "/")).name[-_NAME_CHARS:] or "berkas",
        file_sha256=kept.sha256,
        file_size=kept.size,
        options=options | {"as_of": today.isoformat()},
        created_by=sender,
    )
    KeptFile.objects.create(
        run=run,
        region_code=region_code,
        path=kept.path,
        key_id=kept.key_id,
        purge_after=today + dt.timedelta(days=KEEP_DAYS),
        created_by=sender,
    )
    record_change(actor, "import.receive", region_code, f"import:{run.pk}")
    return run
