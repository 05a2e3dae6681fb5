"""Family forms on paper: printed empty or prefilled, one or an RT; found again by their code."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.access.requests import actor_of, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.models import PaperBatch
from padu.apps.rumah_dataku.paper_printing import render_blank, render_one
from padu.apps.rumah_dataku.selectors.family_list import village_parts, villages_of
from padu.apps.rumah_dataku.selectors.family_page import get_family
from padu.apps.rumah_dataku.services import family_papers as papers
from padu.apps.rumah_dataku.services.kept_files import clear_chunks, exists
from padu.apps.rumah_dataku.tasks import print_later
from padu.ui.components import Crumb, Progress

REFUSED = 422
PDF = "application/pdf"
PURPOSE = "Mencetak formulir keluarga"
State = PaperBatch.State


def _villages(actor: Actor) -> list[str]:
    """Villages in which the actor writes families. Raises VerbMissing without any."""
    found = [code for code in villages_of(actor) if actor.may(Verb.FAMILY_WRITE, code)]
    if not found:
        raise verb_nowhere(actor, Verb.FAMILY_WRITE)
    return found


def _crumbs(here: str) -> list[Crumb]:
    between = [Crumb(_("Formulir kertas"), reverse("family_papers"))] if here else []
    return [Crumb(_("Keluarga"), reverse("families")), *between, Crumb(here or _("Formulir kertas"))]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Find a family by the code on its form; print an empty form, or those of an RT."""
    actor = actor_of(request)
    villages, typed = _villages(actor), request.POST.get("kode", "")
    if request.method == "POST" and (family := papers.paper_find(actor=actor, text=typed)) is not None:
        return redirect("family", family.pk)
    return _index(request, villages, typed=typed, wrong_code=request.method == "POST")


def _index(request: HttpRequest, villages: list[str], **more: object) -> HttpResponse:
    asked = request.POST.get("desa") or request.GET.get("desa", "")
    code, names = asked if asked in villages else villages[0], names_of(villages)
    parts = village_parts(code)
    context = {
        "title": _("Formulir kertas"),
        "subtitle": names.get(code, code),
        "crumbs": _crumbs(""),
        "code": code,
        "villages": [(one, names.get(one, one)) for one in villages],
        "parts": parts,
        "batches": papers.own_batches(actor_of(request)),
        "keep_days": papers.KEEP_DAYS,
        "given": request.POST,
    }
    return render(
        request, "rumah_dataku/papers.html", context | more, status=REFUSED if request.method == "POST" else 200
    )


@signed_in
@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """The empty form of a village."""
    villages = _villages(actor_of(request))
    code = request.GET.get("desa", "")
    if code and code not in villages:
        raise Http404
    return _pdf(render_blank(code or villages[0], timezone.localdate()), "formulir-keluarga-kosong.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, family_id: int) -> HttpResponse:
    """The prefilled form of one family, for a purpose that is kept."""
    actor, family = actor_of(request), get_family(family_id)
    if not actor.may(Verb.FAMILY_WRITE, family.region_code):
        raise Http404
    purpose = request.POST.get("keperluan", "")
    if request.method == "POST":
        try:
            printed = papers.family_print(actor=actor, family_id=family.pk, purpose=purpose)
        except papers.PrintRefused:
            pass
        else:
            return _pdf(render_one(printed), f"formulir-keluarga-{printed.code}.pdf")
    # The page names the head, also while nothing is printed.
    record_look(actor, "family.look", family.region_code, f"family:{family.pk}", PURPOSE)
    context = {
        "title": _("Cetak formulir keluarga"),
        "kicker": family.head_name,
        "crumbs": [
            Crumb(_("Keluarga"), f"{reverse('families')}?desa={family.region_code}"),
            Crumb(family.head_name, reverse("family", args=[family.pk])),
            Crumb(_("Cetak formulir")),
        ],
        "family": family,
        "purpose": purpose,
        "refused": request.method == "POST",
    }
    return render(request, "rumah_dataku/paper.html", context, status=REFUSED if request.method == "POST" else 200)


_REASONS = {
    "purpose": "Tulis keperluannya, paling sedikit sepuluh huruf. Pilihan Anda tetap ada.",
    "none": "Tidak ada keluarga aktif di RT dan RW itu. Periksa pasangan RT dan RW-nya.",
    "too_many": "Keluarganya terlalu banyak untuk satu berkas. Pilih satu RT.",
}


@signed_in
@require_http_methods(["POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Ask for the forms of an RT; they are made in the background."""
    actor = actor_of(request)
    villages, given = _villages(actor), request.POST
    code = given.get("desa") or villages[0]
    try:
        batch = papers.batch_order(
            actor=actor,
            region_code=code,
            rw=given.get("rw", ""),
            rt=given.get("rt", ""),
            purpose=given.get("keperluan", ""),
        )
    except papers.PrintRefused as refusal:
        return _index(request, villages, refused=_(_REASONS[str(refusal.data["reason"])]))
    if batch.state == State.WAITING:
        print_later(batch.pk, actor.user_id or 0)
    return redirect("family_paper_batch", batch.pk)


def _progress(batch: PaperBatch) -> Progress | None:
    """The bar while there is something to wait for."""
    if batch.state not in (State.WAITING, State.RUNNING):
        return None
    words = _("%(done)s dari %(total)s keluarga") % {"done": batch.done, "total": batch.total}
    share = 100 * batch.done // batch.total if batch.total else None
    poll = reverse("family_paper_progress", args=[batch.pk])
    return Progress(_("Formulir sedang dibuat"), poll, share, words, str(batch.state))  # type: ignore[arg-type]  # one of its states


@signed_in
@require_safe
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far the forms of an RT are, and the file when they are done."""
    row = papers.get_batch(actor_of(request), batch_id)
    title = _("Formulir RT %(rt)s / RW %(rw)s") % {"rt": row.rt or "–", "rw": row.rw or "–"}
    context = {
        "title": title,
        "crumbs": _crumbs(title),
        "batch": row,
        "job": _progress(row),
        "keep_days": papers.KEEP_DAYS,
    }
    return render(request, "rumah_dataku/paper_batch.html", context)


@signed_in
@require_safe
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The bar alone; when there is nothing to wait for the page is loaded anew."""
    job = _progress(papers.get_batch(actor_of(request), batch_id))
    if job is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "ui/components/progress.html", {"job": job})


@signed_in  # type: ignore[arg-type]  # a streamed answer is a response as well
@require_safe
def file(request: HttpRequest, batch_id: int) -> HttpResponse | StreamingHttpResponse:
    """The file, to who ordered it; taking it away is a look."""
    actor = actor_of(request)
    row = papers.get_batch(actor, batch_id)
    if row.state != State.DONE or not exists(row.path):
        messages.warning(request, _("Berkasnya belum atau tidak lagi ada. Buat lagi dari halaman ini."))
        return redirect("family_papers")
    record_look(actor, "family.print_file", row.region_code, f"papers:{row.pk}", row.purpose)
    answer = StreamingHttpResponse(clear_chunks(row.path, row.key_id), content_type=PDF)
    answer["Content-Disposition"] = f'attachment; filename="formulir-rt-{row.pk}.pdf"'
    return answer
