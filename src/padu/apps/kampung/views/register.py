"""The list of a place's kampung, the profile of one, and entering a new one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.documents import KeptDocument, document_answer
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.kampung.asking import asked_place
from padu.apps.kampung.facts import facts_of
from padu.apps.kampung.forms import KampungForm, NewKampungForm
from padu.apps.kampung.models import Kampung
from padu.apps.kampung.profile_page import profile_page
from padu.apps.kampung.register_table import register_document, register_page
from padu.apps.kampung.selectors.register import file_or_404, kampung_or_404, list_kampung, profile_of
from padu.apps.kampung.services.registering import kampung_change, kampung_create
from padu.apps.kampung.views.form_page import bound, form_answer, kampung_form, places, profile_url, require
from padu.apps.regions.selectors import get_region, list_villages, names_of
from padu.domain.regions import Level, level_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The kampung of a place; of a single village straight to its kampung, above regencies coverage."""
    code = asked_place(request)
    if level_of(code) in (Level.NATION, Level.PROVINCE):
        return HttpResponseRedirect(f"{reverse('coverage')}?wilayah={code}")
    found = list(list_kampung(code)[:2])
    if level_of(code) is Level.VILLAGE and len(found) == 1:
        return HttpResponseRedirect(profile_url(found[0]))
    context = {
        "title": _("Daftar kampung"),
        "subtitle": names_of([code]).get(code, code),
        "crumbs": places((_("Daftar kampung"),)),
        "place": code,
        "may_edit": actor_of(request).may(Verb.REGISTER_EDIT, code),
        "page": register_page(code, request.GET, timezone.localdate()),
    }
    return render(request, "kampung/register.html", context)


@require_safe
@signed_in
def workbook(request: HttpRequest) -> HttpResponse:
    """The list of the address as a workbook; above regencies coverage is the table to take along."""
    from padu.reports.xlsx import render_xlsx

    code = asked_place(request)
    if level_of(code) in (Level.NATION, Level.PROVINCE):
        return HttpResponseRedirect(f"{reverse('coverage_xlsx')}?wilayah={code}")
    answer = HttpResponse(render_xlsx(register_document(code, request.GET, timezone.localdate())), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="kampung-{code}.xlsx"'
    return answer


@require_safe
@signed_in
def kampung(request: HttpRequest, kampung_id: int) -> HttpResponse:
    """All that the register knows of one kampung, with what is still to be filled in."""
    one = kampung_or_404(kampung_id)
    require(request, one, Verb.PLACE_READ)
    today = timezone.localdate()
    page = profile_page(actor_of(request), profile_of(one, today), facts_of(one), today)
    return render(request, "kampung/profile.html", {"title": one.name, "kampung": one, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def create(request: HttpRequest) -> HttpResponse:
    actor, place = actor_of(request), asked_place(request)
    require_place(actor, place, Verb.REGISTER_EDIT)
    villages = _village_choices(place)
    asked = request.GET.get("desa", "")
    name = get_region(asked).name if asked in dict(villages) else ""  # type: ignore[union-attr]  # it was found there
    start = {"region_code": asked, "name": f"Kampung KB {name}" if name else "", "covers": Kampung.Covers.WHOLE}
    form = bound(request, NewKampungForm, start, villages=villages)
    made: list[Kampung] = []

    def act() -> None:
        code = form.cleaned_data["region_code"]
        made.append(kampung_create(actor=actor, region_code=code, details=form.details()))

    title = _("Daftarkan kampung")
    crumbs = places((_("Daftar kampung"), reverse("register")), (title,))
    answer = form_answer(
        request, form, act, reverse("register"), _("Kampung terdaftar. Lanjutkan dengan langkah pembentukannya."),
        {"title": title, "crumbs": crumbs, "submit": _("Daftarkan")},
    )  # fmt: skip
    return HttpResponseRedirect(profile_url(made[0])) if made else answer


def _village_choices(place: str) -> list[tuple[str, str]]:
    """Villages of a regency or below. Raises Http404 above: nobody picks from thousands."""
    if level_of(place) in (Level.NATION, Level.PROVINCE):
        raise Http404
    districts = names_of({village.parent_code for village in list_villages(place)})
    return [(v.code, f"{v} · {districts.get(v.parent_code, '')}") for v in list_villages(place)]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, kampung_id: int) -> HttpResponse:
    one = kampung_or_404(kampung_id)
    require(request, one, Verb.REGISTER_EDIT)
    form = bound(request, KampungForm, {"name": one.name, "covers": one.covers, "parts": one.parts})
    return kampung_form(
        request,
        one,
        form,
        lambda: kampung_change(actor=actor_of(request), kampung_id=one.pk, details=form.details()),
        title=_("Ubah nama dan wilayah"),
    )


@require_safe
@signed_in
def paper(request: HttpRequest, file_id: int) -> HttpResponse:
    """A paper of the register, to who reads its place."""
    row = file_or_404(file_id)
    require_place(actor_of(request), row.region_code, Verb.PLACE_READ)
    return document_answer(KeptDocument(row.file_name, row.media_type, row.path, row.key_id, row.sha256, row.size))
