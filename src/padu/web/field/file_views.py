"""Sending a list of field workers: template, check, preview, store."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.asking import PLACE_PARAMETER
from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.models import RefusedList
from padu.apps.rumah_dataku.services.kept_files import clear_chunks
from padu.apps.rumah_dataku.services.refused_lists import get_refused, refused_of, refused_settle
from padu.domain.regions import Level
from padu.ui.components import Crumb
from padu.web.field import worker_file
from padu.web.field.places import asked_place
from padu.web.refused_lists import keep_bad_rows, keep_refused, keep_refused_again

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_VALID_SECONDS = 4 * 3600  # [assumption] how long a preview may stand open before it is stored
SHOWN = 200


def _regency(request: HttpRequest) -> str:
    return asked_place(request, {Level.REGENCY}, Verb.FIELD_EDIT)


def _salt(request: HttpRequest, regency: str) -> str:
    """A preview belongs to one person and one regency."""
    return f"field-upload:{actor_of(request).user_id}:{regency}"


def _frame(regency: str) -> dict[str, object]:
    back = f"{reverse('field_workers')}?{PLACE_PARAMETER}={regency}"
    title = _("Unggah daftar petugas")
    return {
        "title": title,
        "subtitle": names_of([regency]).get(regency, regency),
        "crumbs": [Crumb(_("Petugas lapangan"), back), Crumb(title)],
        "place": regency,
        "max_bytes": worker_file.MAX_BYTES,
        "refused_lists": refused_of(regency, RefusedList.Kind.WORKERS),
        "again_route": "field_upload_again",
    }


@signed_in
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook with the regency's agencies in its lists."""
    regency = _regency(request)
    answer = HttpResponse(worker_file.template_of(regency), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="templat-petugas-{regency}.xlsx"'
    return answer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Send a file; it is checked at once and shown, and nothing is stored yet."""
    regency = _regency(request)
    if request.method != "POST":
        return render(request, "web/field/upload.html", _frame(regency))
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        messages.error(request, _("Pilih dulu berkasnya."))
        return render(request, "web/field/upload.html", _frame(regency), status=422)
    try:
        reading = worker_file.read_file(regency, sent.chunks(), sent.name or "")
    except FileRefused as refused:
        keep_refused(actor_of(request), RefusedList.Kind.WORKERS, regency, sent, refused, worker_file.MAX_BYTES)
        context = _frame(regency) | {"refused": refused.problems}
        return render(request, "web/field/upload.html", context, status=422)
    return _preview(request, regency, reading, sent)


@signed_in
@require_POST
def again(request: HttpRequest, list_id: int) -> HttpResponse:
    """Read a refused list again, as it was kept."""
    actor = actor_of(request)
    row = get_refused(actor=actor, list_id=list_id)
    if row.kind != RefusedList.Kind.WORKERS:
        raise Http404
    try:
        reading = worker_file.read_file(row.region_code, clear_chunks(row.path, row.key_id), row.file_name)
    except FileRefused as refused:
        keep_refused_again(actor, row, refused)
        context = _frame(row.region_code) | {"refused": refused.problems}
        return render(request, "web/field/upload.html", context, status=422)
    return _preview(request, row.region_code, reading, row)


def _preview(
    request: HttpRequest, regency: str, reading: worker_file.Reading, file: UploadedFile | RefusedList
) -> HttpResponse:
    """What storing these rows would do. file: as sent just now, or as kept; it stays kept while rows of it are bad."""
    outcome = worker_file.check_rows(actor_of(request), regency, reading.rows)
    problems = sorted([*reading.problems, *outcome.problems], key=lambda problem: problem.row)
    context = _frame(regency) | {
        "outcome": outcome,
        "problems": problems[:SHOWN],
        "hidden": max(0, len(problems) - SHOWN),
        "bad": len({problem.row for problem in problems}),
        "to_mend": _kept_to_mend(request, regency, file, len({problem.row for problem in problems})),
        "rows": signing.dumps(worker_file.as_text(outcome.stored), salt=_salt(request, regency), compress=True),
    }
    return render(request, "web/field/preview.html", context)


def _kept_to_mend(request: HttpRequest, regency: str, file: UploadedFile | RefusedList, bad: int) -> RefusedList | None:
    """The list as it is kept for correcting its bad rows; None where none is bad."""
    actor = actor_of(request)
    if isinstance(file, RefusedList):
        if not bad:
            refused_settle(actor=actor, list_id=file.pk)
        return None
    return keep_bad_rows(actor, RefusedList.Kind.WORKERS, regency, file, bad) if bad else None


@signed_in
@require_POST
def store(request: HttpRequest) -> HttpResponse:
    """Store the good rows of a preview."""
    regency = _regency(request)
    try:
        rows = signing.loads(request.POST.get("rows", ""), salt=_salt(request, regency), max_age=_VALID_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("Pratinjau ini sudah tidak berlaku; tidak ada yang disimpan. Kirim berkasnya lagi."))
        return redirect(f"{reverse('field_upload')}?{PLACE_PARAMETER}={regency}")
    done = worker_file.store_rows(actor_of(request), regency, worker_file.from_text(rows))
    words = _("%(new)s petugas baru, %(changed)s diubah, %(same)s sudah sama; %(villages)s desa ditambahkan.") % {
        "new": done.new,
        "changed": done.changed,
        "same": done.unchanged,
        "villages": done.villages,
    }
    messages.success(request, words)
    if done.problems:
        messages.warning(request, _("%(count)s baris ditolak karena keadaan berubah.") % {"count": len(done.problems)})
    return redirect(f"{reverse('field_workers')}?{PLACE_PARAMETER}={regency}")
