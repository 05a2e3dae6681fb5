"""Lists that were refused: kept when that happens, listed where they were sent, handed back to their sender."""

from __future__ import annotations

from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.access.requests import actor_of, signed_in
from padu.apps.rumah_dataku.files.problems import FileProblem, FileRefused
from padu.apps.rumah_dataku.models import RefusedList
from padu.apps.rumah_dataku.services.kept_files import clear_chunks
from padu.apps.rumah_dataku.services.refused_lists import get_refused, refused_keep
from padu.domain.formatting import number

ROWS_BAD = "rows_bad"
"""Code of the problem of a list that was read and some of whose rows are left out."""
KEPT_TIMES = 4  # [assumption] files up to so many times the size that is read are kept; larger ones are only refused


def keep_refused(
    actor: Actor, kind: RefusedList.Kind, place: str, sent: UploadedFile, refused: FileRefused, most: int
) -> None:
    """Keep a file that could not be read; `most` bytes is what would have been read."""
    if (sent.size or 0) <= KEPT_TIMES * most:
        sent.seek(0)
        refused_keep(
            actor=actor,
            kind=kind,
            region_code=place,
            chunks=sent.chunks(),
            file_name=sent.name or "berkas",
            problems=refused.problems,
        )


def keep_bad_rows(actor: Actor, kind: RefusedList.Kind, place: str, sent: UploadedFile, count: int) -> RefusedList:
    """Keep a list of which `count` rows are left out, so that these can be handed out to be corrected."""
    message = _("%(count)s baris salah dan tidak ikut disimpan.") % {"count": number(count)}
    todo = _("Unduh baris itu, perbaiki, lalu kirim lagi.")
    sent.seek(0)
    return refused_keep(
        actor=actor,
        kind=kind,
        region_code=place,
        chunks=sent.chunks(),
        file_name=sent.name or "berkas",
        problems=(FileProblem(ROWS_BAD, message, todo),),
    )


def keep_refused_again(actor: Actor, row: RefusedList, refused: FileRefused) -> None:
    """Note why the list was refused this time."""
    refused_keep(
        actor=actor,
        kind=RefusedList.Kind(row.kind),
        region_code=row.region_code,
        chunks=clear_chunks(row.path, row.key_id),
        file_name=row.file_name,
        problems=refused.problems,
    )


@signed_in  # type: ignore[arg-type]  # a streamed answer is a response as well
@require_safe
def refused_file(request: HttpRequest, list_id: int) -> StreamingHttpResponse:
    """The file as it was sent, to its sender only."""
    actor = actor_of(request)
    row = get_refused(actor=actor, list_id=list_id)
    record_look(actor, "list.file", row.region_code, f"refused_list:{row.pk}")
    response = StreamingHttpResponse(clear_chunks(row.path, row.key_id), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.file_name)}"
    return response
