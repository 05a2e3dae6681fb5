"""A register of kampung from a file: template, upload and check, a look at what would change, store."""

from __future__ import annotations

import csv
import hashlib
import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.actor import Actor
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.kampung.asking import asked_place
from padu.apps.kampung.models import RegisterImport
from padu.apps.kampung.refusals import RegisterRefused, refusal_words
from padu.apps.kampung.services.importing import (
    CHANGED,
    NEW,
    NONE,
    SAME,
    register_import_check,
    register_import_store,
)
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.models import RefusedList
from padu.apps.rumah_dataku.services.kept_files import clear_chunks
from padu.apps.rumah_dataku.services.refused_lists import get_refused, refused_of, refused_settle, refused_with
from padu.domain.regions import Level, level_of
from padu.domain.register_file import TEMPLATE_HEAD, RegisterRow, RowIssue, find_head, read_row
from padu.ui.components import Column, Crumb, EmptyState, Row, Stat, Table
from padu.web.refused_lists import keep_bad_rows, keep_refused, keep_refused_again

MAX_BYTES = 5 * 1024 * 1024  # [assumption] a register of a province is far smaller
MAX_ROWS = 20_000
SHOWN = 200
_REFUSED = 422


def _crumbs(here: str) -> list[Crumb]:
    return [
        Crumb(_("Kampung"), reverse("kampung_list")),
        Crumb(_("Daftar kampung"), reverse("register")),
        Crumb(here),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """Send a file for one regency; it is checked at once and nothing is stored yet."""
    actor, place = actor_of(request), asked_place(request)
    require_place(actor, place, Verb.REGISTER_EDIT)
    if level_of(place) in (Level.NATION, Level.PROVINCE):
        raise Http404
    problems: list[str] = []
    sent = request.FILES.get("file")
    if request.method == "POST":
        if not isinstance(sent, UploadedFile):
            problems = [_("Pilih dulu berkasnya.")]
        else:
            try:
                run = _check(actor, place, sent.read(MAX_BYTES + 1), sent.name or "daftar.csv")
                if run.issues:
                    keep_bad_rows(actor, RefusedList.Kind.REGISTER, place, sent, len({i["row"] for i in run.issues}))
                return _lead_to(run)
            except FileRefused as refusal:
                keep_refused(actor, RefusedList.Kind.REGISTER, place, sent, refusal, MAX_BYTES)
                problems = _words(refusal)
    return _page(request, place, problems)


@require_POST
@signed_in
def again(request: HttpRequest, list_id: int) -> HttpResponse:
    """Read a refused register again, as it was kept."""
    actor = actor_of(request)
    row = get_refused(actor=actor, list_id=list_id)
    if row.kind != RefusedList.Kind.REGISTER:
        raise Http404
    try:
        run = _check(actor, row.region_code, b"".join(clear_chunks(row.path, row.key_id)), row.file_name)
    except FileRefused as refusal:
        keep_refused_again(actor, row, refusal)
        return _page(request, row.region_code, _words(refusal))
    if not run.issues:
        refused_settle(actor=actor, list_id=row.pk)
    return _lead_to(run)


def _words(refusal: FileRefused) -> list[str]:
    return [f"{problem.message} {problem.todo}" for problem in refusal.problems]


def _check(actor: Actor, place: str, content: bytes, name: str) -> RegisterImport:
    """Check a file. Raises FileRefused."""
    rows, issues, digest = _read(content, name)
    return register_import_check(
        actor=actor, region_code=place, file_name=name, sha256=digest, rows=rows, issues=issues
    )


def _lead_to(run: RegisterImport) -> HttpResponse:
    return HttpResponseRedirect(reverse("register_import_run", args=[run.pk]))


def _page(request: HttpRequest, place: str, problems: list[str]) -> HttpResponse:
    context = {
        "title": _("Impor daftar kampung"),
        "subtitle": names_of([place]).get(place, place),
        "crumbs": _crumbs(_("Impor")),
        "problems": problems,
        "max_bytes": MAX_BYTES,
        "refused_lists": refused_of(place, RefusedList.Kind.REGISTER),
        "again_route": "register_import_again",
        "runs": RegisterImport.objects.filter(region_code=place).order_by("-created_at")[:10],
    }
    return render(request, "web/register_import.html", context, status=_REFUSED if problems else 200)


def _read(content: bytes, name: str) -> tuple[list[RegisterRow], list[RowIssue], str]:
    """Rows, issues and the digest of a file. Raises FileRefused."""
    from padu.apps.rumah_dataku.files.problems import refusal

    if len(content) > MAX_BYTES:
        raise refusal("file_too_large", _("Berkas lebih besar dari 5 MB."), _("Bagi berkas menurut kabupaten/kota."))
    found = _found(content, name)
    if found is not None:
        _sheet, _heads, places, lines = found
        return *_rows(lines, places), hashlib.sha256(content).hexdigest()
    wanted = ", ".join(TEMPLATE_HEAD[:2])
    raise refusal("no_header", _("Baris judul tidak ditemukan."), _("Pakai templat; kolom wajib: %s.") % wanted)


Lines = list[tuple[int, list[str]]]


def _found(content: bytes, name: str) -> tuple[str, list[str], dict[str, int], Lines] | None:
    """Sheet, its header, where the columns stand, and the rows below; None where no sheet has such a header."""
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(content)
        kept.flush()
        with open_book(Path(kept.name), name) as book:
            for sheet in book.sheet_names:
                lines = [
                    (row.number, list(row.cells)) for _at, row in zip(range(MAX_ROWS), book.rows(sheet), strict=False)
                ]
                head = find_head([cells for _number, cells in lines])
                if head is not None:
                    return sheet, lines[head[0]][1], head[1], lines[head[0] + 1 :]
    return None


def header_and_rows(content: bytes, name: str) -> tuple[str, list[str], Lines]:
    """Sheet, header and rows of a register. Raises FileRefused, Http404 where it is none."""
    found = _found(content, name)
    if found is None:
        raise Http404
    return found[0], found[1], found[3]


def _rows(lines: list[tuple[int, list[str]]], places: dict[str, int]) -> tuple[list[RegisterRow], list[RowIssue]]:
    rows: list[RegisterRow] = []
    issues: list[RowIssue] = []
    for number, cells in lines:
        read = read_row(number, cells, places)
        if isinstance(read, RegisterRow):
            rows.append(read)
        elif read:
            issues += read
    return rows, issues


@require_safe
@signed_in
def run(request: HttpRequest, import_id: int) -> HttpResponse:
    """What a checked file would change, or a stored one has changed."""
    one = _run_or_404(request, import_id)
    context = {
        "title": one.file_name,
        "subtitle": one.get_state_display(),
        "crumbs": _crumbs(one.file_name),
        "run": one,
        "stats": [Stat(_(what).capitalize(), one.counts.get(what, 0)) for what in (NEW, CHANGED, SAME, NONE)],
        "table": _row_table(one),
        "issues": _issue_table(one),
        "to_mend": refused_with(one.region_code, RefusedList.Kind.REGISTER, one.sha256) if one.issues else None,
        "storable": one.state == RegisterImport.State.CHECKED and any(one.counts.get(what) for what in (NEW, CHANGED)),
    }
    return render(request, "web/register_import_run.html", context)


def _run_or_404(request: HttpRequest, import_id: int) -> RegisterImport:
    one: RegisterImport | None = RegisterImport.objects.filter(pk=import_id).first()
    if one is None:
        raise Http404
    require_place(actor_of(request), one.region_code, Verb.REGISTER_EDIT)
    return one


def _row_table(one: RegisterImport) -> Table:
    columns = [Column(_("Baris")), Column(_("Desa")), Column(_("Kampung")), Column(_("Berdiri")), Column(_("Hasil"))]
    rows = [
        Row(
            (
                str(r["row"]),
                r["village"],
                r["name"],
                (r["founded_on"] if r["exact"] else r["founded_on"][:4]) or "–",
                _(r["outcome"]),
            )
        )
        for r in one.rows[:SHOWN]
    ]
    empty = EmptyState(_("Tidak ada baris yang terbaca"), _("Lihat masalahnya di bawah, perbaiki, lalu kirim lagi."))
    return Table(_("Yang terbaca dari berkas"), columns, rows, empty=empty, stacked=True, compact=True)


def _issue_table(one: RegisterImport) -> Table:
    columns = [Column(_("Baris")), Column(_("Kolom")), Column(_("Tertulis")), Column(_("Seharusnya"))]
    rows = [Row((str(i["row"]), i["column"], i["seen"], i["expected"]), act=True) for i in one.issues[:SHOWN]]
    return Table(_("Baris yang tidak dapat dipakai"), columns, rows, stacked=True, compact=True)


@require_POST
@signed_in
def store(request: HttpRequest, import_id: int) -> HttpResponse:
    one = _run_or_404(request, import_id)
    try:
        register_import_store(actor=actor_of(request), import_id=one.pk)
    except RegisterRefused as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("Tersimpan ke daftar kampung."))
    return HttpResponseRedirect(reverse("register_import_run", args=[one.pk]))


@require_safe
@signed_in
def template(request: HttpRequest) -> HttpResponse:
    """The empty table with its header, for spreadsheets that part by semicolons."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="templat-daftar-kampung.csv"'
    csv.writer(answer, delimiter=";").writerow(TEMPLATE_HEAD)
    return answer
