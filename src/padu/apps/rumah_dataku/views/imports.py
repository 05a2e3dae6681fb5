"""Sending a file, following its check, deciding what becomes of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.audit import record_look
from padu.access.requests import actor_of, require_place, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.limits import MAX_FILE_BYTES
from padu.apps.rumah_dataku.files.template import (
    families_csv_zip,
    families_workbook,
    figures_csv_zip,
    figures_workbook,
)
from padu.apps.rumah_dataku.forms import ImportForm, kinds_of, sending_places
from padu.apps.rumah_dataku.selectors import imports as read
from padu.apps.rumah_dataku.services import (
    ImportRefused,
    StoreMode,
    import_discard,
    import_order_store,
    import_receive,
    import_retry,
)
from padu.apps.rumah_dataku.services.kept_files import clear_chunks, exists
from padu.apps.rumah_dataku.services.mending import import_mending, may_mend
from padu.apps.rumah_dataku.services.runs import verb_of
from padu.apps.rumah_dataku.tasks import check_later, store_later
from padu.apps.rumah_dataku.views.import_context import run_context
from padu.domain.formatting import date_long
from padu.domain.states import IllegalTransition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {
    ("keluarga", "xlsx"): (families_workbook, "templat-keluarga.xlsx", XLSX),
    ("keluarga", "zip"): (families_csv_zip, "templat-keluarga-csv.zip", "application/zip"),
    ("angka", "xlsx"): (figures_workbook, "templat-angka-desa.xlsx", XLSX),
    ("angka", "zip"): (figures_csv_zip, "templat-angka-desa-csv.zip", "application/zip"),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What was sent so far, and the form that sends the next file."""
    actor = actor_of(request)
    if not sending_places(actor):
        raise verb_nowhere(actor, Verb.FAMILY_WRITE)
    if asked := request.POST.get("region_code"):
        require_place(actor, asked)
    first = {"kind": request.GET.get("jenis", ""), "region_code": request.GET.get("wilayah", "")}
    form = ImportForm(request.POST or None, request.FILES or None, actor=actor, asked=first)
    if request.method == "POST" and form.is_valid():
        return _receive(request, form.cleaned_data)
    before = request.GET.get("sebelum", "")
    lines, more = read.list_runs(_whole(before) or None)
    context = {
        "title": _("Impor data"),
        "subtitle": _("Kirim berkas, lihat apa yang akan berubah, baru simpan"),
        "form": form,
        "lines": lines,
        "more_url": f"?sebelum={more}" if more else "",
        "max_bytes": MAX_FILE_BYTES,
        "first_page": not before,
        "kinds": kinds_of(actor),
    }
    return render(request, "rumah_dataku/imports.html", context, status=422 if form.errors else 200)


def _receive(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    actor, file = actor_of(request), given["file"]
    receipt = import_receive(
        actor=actor,
        kind=given["kind"],
        chunks=file.chunks(),
        file_name=file.name,
        region_code=given["region_code"],
        year=given["year"],
        source=given["source"],
    )
    run = receipt.run
    if receipt.repeated:
        words = _("Berkas yang sama sudah dikirim pada %(day)s. Inilah hasilnya; tidak ada yang diubah.")
        messages.info(request, words % {"day": date_long(run.created_at.date())})
    else:
        check_later(run.pk, actor.user_id or 0)
    return redirect("import_run", run.pk)


@signed_in
@require_safe
def show(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run: where it stands, what was found, what can be done now."""
    run = read.get_run(run_id)
    severity, column, code, after = (_asked(request, key) for key in ("tingkat", "kolom", "masalah", "sesudah"))
    chosen = read.IssueFilter(severity, column, code, _whole(after))
    return render(request, "rumah_dataku/import_run.html", run_context(run, actor_of(request), chosen))


def _asked(request: HttpRequest, key: str) -> str:
    return str(request.GET.get(key, ""))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@signed_in
@require_safe
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """The bar alone, asked for every two seconds; when there is nothing to wait for the page is loaded anew."""
    job = read.progress_of(read.get_run(run_id))
    if job is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "ui/components/progress.html", {"job": job})


@signed_in
@require_POST
def store(request: HttpRequest, run_id: int) -> HttpResponse:
    actor = actor_of(request)
    mode = StoreMode.GOOD if request.POST.get("mode") == StoreMode.GOOD else StoreMode.ALL
    try:
        whole = request.POST.get("semua") == "1"
        run = import_order_store(actor=actor, run_id=run_id, mode=mode, whole=whole)
    except (IllegalTransition, ImportRefused) as refusal:
        return _cannot(request, run_id, refusal)
    store_later(run.pk, actor.user_id or 0)
    return redirect("import_run", run_id)


@signed_in
@require_POST
def discard(request: HttpRequest, run_id: int) -> HttpResponse:
    try:
        import_discard(actor=actor_of(request), run_id=run_id)
    except (IllegalTransition, ImportRefused) as refusal:
        return _cannot(request, run_id, refusal)
    messages.success(request, _("Impor dibatalkan. Tidak ada data yang ditulis."))
    return redirect("imports")


@signed_in
@require_POST
def retry(request: HttpRequest, run_id: int) -> HttpResponse:
    actor = actor_of(request)
    try:
        run = import_retry(actor=actor, run_id=run_id)
    except (IllegalTransition, ImportRefused) as refusal:
        return _cannot(request, run_id, refusal)
    check_later(run.pk, actor.user_id or 0)
    return redirect("import_run", run_id)


_REASONS = {
    "bad_rows": "Masih ada baris yang salah, jadi tidak semuanya dapat disimpan. Pilih simpan yang baik saja.",
    "not_whole": "Ada baris yang tidak disimpan, jadi berkas ini tidak dapat dianggap memuat semua keluarga. "
    "Simpan tanpa tanda itu, atau perbaiki berkasnya dahulu.",
    "nothing_good": "Tidak ada baris yang baik untuk disimpan.",
    "storing": "Berkas ini sedang disimpan. Tunggu sampai selesai; sesudahnya impor ini dapat ditarik kembali.",
    "undoing": "Impor ini sedang ditarik kembali. Tunggu sampai selesai.",
    "part_stored": "Sebagian desa dari berkas ini sudah tersimpan, jadi impor ini tidak dapat dibatalkan. Simpan untuk "
    "melanjutkan; sesudahnya impor ini dapat ditarik kembali.",
}


def _cannot(request: HttpRequest, run_id: int, refusal: IllegalTransition | ImportRefused) -> HttpResponse:
    """Say why a step cannot be taken now; the run stays as it was."""
    default = _("Langkah ini tidak dapat dilakukan lagi: keadaan impor sudah berubah. Inilah keadaannya sekarang.")
    messages.warning(request, _REASONS.get(str(refusal.data.get("reason")), default))
    return redirect("import_run", run_id)


@signed_in
@require_safe
def bad_rows(request: HttpRequest, run_id: int) -> HttpResponse:
    """Every issue as a workbook, to mend the file with."""
    run = read.get_run(run_id)
    record_look(actor_of(request), "import.bad_rows", run.region_code, f"import:{run.pk}")
    return _download(read.bad_rows_book(run), f"baris-bermasalah-{run.pk}.xlsx", XLSX)


@signed_in
@require_safe
def mending(request: HttpRequest, run_id: int) -> HttpResponse:
    """The rows that were kept out, as a workbook to correct and send again; to the sender only, as the file itself."""
    actor, run = actor_of(request), read.get_run(run_id)
    require_place(actor, run.region_code, verb_of(run.kind))
    if run.created_by != actor.user_id or not may_mend(run):
        raise Http404
    record_look(actor, "import.mending", run.region_code, f"import:{run.pk}")
    return _download(import_mending(actor=actor, run=run), f"perbaiki-{run.pk}.xlsx", XLSX)


@signed_in  # type: ignore[arg-type]  # a streamed answer is a response as well
@require_safe
def kept_file(request: HttpRequest, run_id: int) -> HttpResponse | StreamingHttpResponse:
    """The file as it was sent, to its sender only."""
    actor, run = actor_of(request), read.get_run(run_id)
    require_place(actor, run.region_code, verb_of(run.kind))
    kept = read.kept_file_of(run)
    if run.created_by != actor.user_id or kept is None or not exists(kept.path):
        raise Http404
    record_look(actor, "import.file", run.region_code, f"import:{run.pk}")
    response = StreamingHttpResponse(clear_chunks(kept.path, kept.key_id), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(run.file_name)}"
    return response


@signed_in
@require_safe
def template(_request: HttpRequest, what: str, kind: str) -> HttpResponse:
    """An empty template to fill in."""
    if (what, kind) not in TEMPLATES:
        raise Http404
    make, name, content_type = TEMPLATES[what, kind]
    return _download(make(), name, content_type)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
