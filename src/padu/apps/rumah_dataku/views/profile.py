"""The profile of a village: seven groups of items, pictures, and figures that are typed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.models import Region
from padu.apps.regions.selectors import get_region
from padu.apps.rumah_dataku.forms_profile import FiguresForm
from padu.apps.rumah_dataku.profile_page import (
    SUMMARY,
    empty_population,
    group_page,
    present_words,
    profile_url,
    summary_page,
)
from padu.apps.rumah_dataku.profile_paper import FULL, ONE_PAGE, profile_document
from padu.apps.rumah_dataku.selectors.figures import GROUP_TITLES
from padu.apps.rumah_dataku.selectors.neighbourhoods import FAMILIES, MAP_ITEMS
from padu.apps.rumah_dataku.selectors.village_profile import elements_of, items_of_group
from padu.apps.rumah_dataku.services.figure_entering import FigureRefused, figures_enter
from padu.domain.regions import Level, level_of
from padu.reports.model import Document
from padu.ui.components import Crumb
from padu.ui.typeface import house_typeface

REFUSED = 422
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _pdf(document: Document) -> bytes:
    from padu.reports.pdf import render_pdf

    return render_pdf(document, font_file=house_typeface())


def _xlsx(document: Document) -> bytes:
    from padu.reports.xlsx import render_xlsx

    return render_xlsx(document)


PAPERS = {"pdf": _pdf, "xlsx": _xlsx}


@require_safe
@signed_in
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One tab of the profile; the summary without a group."""
    region = _village(request, code, Verb.PLACE_READ)
    group, item = request.GET.get("kelompok", SUMMARY), request.GET.get("peta", FAMILIES)
    if group not in {SUMMARY, *GROUP_TITLES} or item not in MAP_ITEMS:
        raise Http404
    today = timezone.localdate()
    page = summary_page(code, today, item) if group == SUMMARY else group_page(code, group, today)
    context = {
        "title": _("Profil %(place)s") % {"place": region},
        "subtitle": GROUP_TITLES.get(group, _("Tujuh kelompok data Rumah DataKu")),
        "crumbs": _crumbs(region, _("Profil")),
        "tabs": page.tabs,
        "page": page,
        "empty": empty_population(),
        "papers": _papers(code) if group == SUMMARY else (),
    }
    return render(request, "rumah_dataku/profile.html", context)


def _papers(code: str) -> list[tuple[str, str]]:
    labels = {
        (ONE_PAGE, "pdf"): _("Satu halaman (PDF)"),
        (FULL, "pdf"): _("Lengkap (PDF)"),
        (ONE_PAGE, "xlsx"): _("Satu halaman (XLSX)"),
        (FULL, "xlsx"): _("Lengkap (XLSX)"),
    }
    return [(reverse("village_profile_paper", args=[code, *key]), label) for key, label in labels.items()]


def _village(request: HttpRequest, code: str, verb: Verb) -> Region:
    """The village, for who may. Raises Http404, PermissionDenied."""
    require_place(actor_of(request), code, verb)
    region = get_region(code)
    if region is None or level_of(code) is not Level.VILLAGE:
        raise Http404
    return region


def _crumbs(region: Region, here: str, *between: Crumb) -> list[Crumb]:
    place = Crumb(str(region), reverse("kampung", args=[region.code]))
    return [Crumb(_("Kampung"), reverse("kampung_list")), place, *between, Crumb(here)]


@require_safe
@signed_in
def paper(request: HttpRequest, code: str, extent: str, kind: str) -> HttpResponse:
    """The profile as PDF or workbook: one page, or all items."""
    _village(request, code, Verb.PLACE_READ)
    if extent not in (ONE_PAGE, FULL) or kind not in PAPERS:
        raise Http404
    content = PAPERS[kind](profile_document(code, extent, timezone.localdate()))
    answer = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="profil-{extent}-{code}.{kind}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def enter(request: HttpRequest, code: str, group: str) -> HttpResponse:
    """Type in figures of one group: one source, year and day for all."""
    region = _village(request, code, Verb.FIGURE_IMPORT)
    if group not in GROUP_TITLES:
        raise Http404
    asked = elements_of(item.key for item in items_of_group(group))
    today = timezone.localdate()
    first = {"year": today.year, "as_of": today}
    form = FiguresForm(request.POST or None, asked=asked, present=present_words(code, group), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            stored = figures_enter(actor=actor_of(request), region_code=code, basis=form.basis(), values=form.values)
        except FigureRefused as refusal:
            form.add_error(None, _refusal_words(refusal))
        else:
            messages.success(request, _("%(count)s angka tersimpan.") % {"count": stored})
            return HttpResponseRedirect(profile_url(code, group))
    title = _("Isi %(group)s") % {"group": GROUP_TITLES[group]}
    context = {
        "title": title,
        "kicker": str(region),
        "crumbs": _crumbs(region, title, Crumb(_("Profil"), profile_url(code, group))),
        "form": form,
        "back_url": profile_url(code, group),
    }
    return render(request, "rumah_dataku/profile_enter.html", context, status=REFUSED if form.errors else 200)


def _refusal_words(refusal: FigureRefused) -> str:
    words = {
        "future": _("Tahun atau tanggalnya belum tiba. Belum ada yang disimpan; isian Anda tetap di bawah."),
        "own_source": _("“hitungan Padu” hanya dipakai untuk hitungan sistem. Tulis siapa yang mencatat angka ini."),
        "sexes": _("%(element)s: jumlah kurang dari laki-laki ditambah perempuan. Belum ada yang disimpan."),
    }
    return words[str(refusal.data["reason"])] % {"element": refusal.data["element"]}
