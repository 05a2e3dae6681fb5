"""Changes of places, for the team of the nation: send a file, see what it would do, store it, confirm suggestions."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.regions import change_pages as pages
from padu.apps.regions.change_rows import FileUnreadable
from padu.apps.regions.forms import MAX_BYTES, ChangeFileForm
from padu.apps.regions.models import ChangeFile
from padu.apps.regions.selectors.changes import get_change_file, list_change_files
from padu.apps.regions.selectors.suggestions import unsettled
from padu.apps.regions.services import (
    NotSuggested,
    RowsWrong,
    change_file_receive,
    change_file_store,
    suggestions_confirm,
)
from padu.domain.regions import NATION
from padu.ui.components import Crumb, Step

MAX_PAIRS = 20_000


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Wilayah"), reverse("places")), Crumb(_("Perubahan"), reverse("region_changes")), *more]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest) -> HttpResponse:
    """Files so far, and the form for another one."""
    require_place(actor_of(request), NATION, Verb.REGION_EDIT)
    if request.method != "POST":
        return _changes_page(request, ChangeFileForm(), 200)
    form = ChangeFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _changes_page(request, form, 422)
    try:
        file = _receive(request, form)
    except FileUnreadable as refused:
        form.add_error("file", f"{refused.data['message']} {refused.data['todo']}")
        return _changes_page(request, form, 422)
    return redirect("region_change", file_id=file.pk)


def _receive(request: HttpRequest, form: ChangeFileForm) -> ChangeFile:
    sent: UploadedFile = form.cleaned_data["file"]
    with tempfile.NamedTemporaryFile(suffix=".upload") as stream:
        for chunk in sent.chunks():
            stream.write(chunk)
        stream.flush()
        return change_file_receive(
            actor=actor_of(request),
            kind=form.cleaned_data["kind"],
            path=Path(stream.name),
            file_name=sent.name or "",
            effective_on=form.cleaned_data["effective_on"],
            label=form.cleaned_data["label"],
        )


def _changes_page(request: HttpRequest, form: ChangeFileForm, status: int) -> HttpResponse:
    open_ones = unsettled()
    context = {
        "title": _("Perubahan wilayah"),
        "subtitle": _("Pemekaran, penggabungan, ganti nama, kode dan provinsi baru"),
        "crumbs": [Crumb(_("Wilayah"), reverse("places")), Crumb(_("Perubahan"))],
        "form": form,
        "table": pages.files_table(list_change_files()),
        "suggested": len(open_ones.suggestions),
        "without": len(open_ones.without),
        "max_bytes": MAX_BYTES,
    }
    return render(request, "regions/changes.html", context, status=status)


@signed_in
@require_safe
def change(request: HttpRequest, file_id: int) -> HttpResponse:
    """One file: what is wrong with it, or what it would change."""
    require_place(actor_of(request), NATION, Verb.REGION_EDIT)
    file = get_change_file(file_id)
    if file is None:
        raise Http404
    stored, refused = file.state == ChangeFile.State.STORED, file.state == ChangeFile.State.REFUSED
    context = {
        "title": file.file_name,
        "subtitle": file.get_kind_display(),
        "crumbs": _crumbs(Crumb(file.file_name)),
        "file": file,
        "badge": pages.state_badge(file),
        "stored": stored,
        "steps": [
            Step(_("Kirim"), "done"),
            Step(_("Periksa"), "failed" if refused else "done"),
            Step(_("Simpan"), "done" if stored else "todo" if refused else "current"),
        ],
        "stats": pages.stats_of(file),
        "issues": pages.issues_table(file) if file.issues else None,
        "tables": [] if refused else pages.preview_tables(file),
    }
    return render(request, "regions/change_file.html", context)


@signed_in
@require_POST
def store(request: HttpRequest, file_id: int) -> HttpResponse:
    require_place(actor_of(request), NATION, Verb.REGION_EDIT)
    if get_change_file(file_id) is None:
        raise Http404
    try:
        file = change_file_store(actor=actor_of(request), file_id=file_id)
    except RowsWrong:
        messages.error(request, _("Berkas ini tidak dapat disimpan; tidak ada yang berubah. Perbaiki lalu kirim lagi."))
        return redirect("region_change", file_id=file_id)
    if file.kind == ChangeFile.Kind.OLDER_LIST:
        messages.success(request, _("Daftar lama tersimpan. Konfirmasi sekarang pasangan kode yang disarankan."))
        return redirect("region_suggestions")
    messages.success(request, _("Perubahan tersimpan dan berlaku."))
    return redirect("region_change", file_id=file.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """Old regencies with pairs that wait; one of them opened with its lines."""
    require_place(actor_of(request), NATION, Verb.REGION_EDIT)
    if request.method == "POST":
        return _confirm(request)
    groups = pages.groups_of(unsettled())
    asked = request.GET.get("kelompok", "")
    opened = next((group for group in groups if group.code == asked), None)
    context = {
        "title": _("Saran pasangan kode"),
        "subtitle": _("Kode lama dan kode baru dengan nama yang persis sama"),
        "crumbs": _crumbs(Crumb(_("Saran"))),
        "groups": groups,
        "opened": opened,
        "pairs": pages.pairs_of(opened) if opened else [],
    }
    return render(request, "regions/suggestions.html", context)


def _confirm(request: HttpRequest) -> HttpResponse:
    group = request.POST.get("group", "")
    if group:
        chosen = [(s.from_code, s.to_code) for s in unsettled().suggestions if pages.group_of(s.from_code) == group]
    else:
        values = request.POST.getlist("pair")[:MAX_PAIRS]
        chosen = [(old, new) for old, _sign, new in (value.partition(">") for value in values)]
    try:
        number = suggestions_confirm(actor=actor_of(request), pairs=chosen)
    except NotSuggested:
        messages.error(request, _("Ada pasangan yang sudah tidak disarankan; tidak ada yang disimpan. Lihat lagi."))
        return redirect("region_suggestions")
    if number:
        words = ngettext("%(number)s pasangan dikonfirmasi.", "%(number)s pasangan dikonfirmasi.", number)
        messages.success(request, words % {"number": number})
    else:
        messages.info(request, _("Belum ada pasangan yang dipilih; tidak ada yang berubah."))
    return redirect("region_suggestions")
