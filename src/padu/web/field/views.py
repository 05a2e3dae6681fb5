"""Field workers: the list, one worker, and every change to where they serve."""

from __future__ import annotations

import csv
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.asking import PLACE_PARAMETER
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.institutions.models import FieldWorker
from padu.apps.institutions.selectors.field import get_hand_over, get_territory, get_worker
from padu.apps.institutions.services.field import (
    recorder_appoint,
    territory_add,
    territory_end,
    territory_hand_over,
    worker_end,
    worker_save,
)
from padu.apps.regions.selectors import get_region, names_of
from padu.domain.errors import PaduError
from padu.domain.field_work import TerritoryRole
from padu.domain.regions import Level, level_of, regency_of
from padu.ui.components import Crumb
from padu.ui.sorting import file_address
from padu.web.field import list_page, worker_page
from padu.web.field.facts import sectors_of
from padu.web.field.forms import EndForm, HandOverForm, RecorderForm, TerritoryForm, WorkerForm, worker_initial
from padu.web.field.places import asked_place
from padu.web.field.words import refusal_words

BOTH = ["GET", "HEAD", "POST"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Field workers of the person's place, or of one below it."""
    place, day = asked_place(request), timezone.localdate()
    actor, sectors = actor_of(request), sectors_of(place)
    may_edit = level_of(place) is Level.REGENCY and actor.may(Verb.FIELD_EDIT, place)
    context = {
        "title": _("Petugas lapangan"),
        "subtitle": names_of([place]).get(place, place),
        "place": place,
        "table": list_page.worker_table(place, request.GET, sectors, day, may_edit=may_edit),
        "fields": list_page.filter_fields(place, request.GET, sectors),
        "csv_url": file_address(reverse("field_workers_file"), request.GET),
        "may_edit": may_edit,
        "working": level_of(place) in (Level.REGENCY, Level.DISTRICT),
        "district": level_of(place) is Level.DISTRICT,
    }
    return render(request, "web/field/workers.html", context)


@signed_in
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The workers of the list, as they are narrowed there, in a file."""
    place = asked_place(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="petugas-{place}.csv"'
    csv.writer(answer).writerows(list_page.file_rows(place, request.GET, sectors_of(place), timezone.localdate()))
    return answer


@signed_in
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook, with the villages by name."""
    from padu.reports.xlsx import render_xlsx

    place = asked_place(request)
    document = list_page.document_of(place, request.GET, sectors_of(place), timezone.localdate())
    answer = HttpResponse(render_xlsx(document), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="petugas-{place}.xlsx"'
    return answer


@signed_in
@require_safe
def worker(request: HttpRequest, worker_id: int) -> HttpResponse:
    found = _seen(worker_id)
    context = {
        "title": found.name,
        "kicker": found.kind_label,
        "crumbs": _crumbs(found, last=""),
        "worker": found,
        "page": worker_page.build(actor_of(request), found, timezone.localdate()),
    }
    return render(request, "web/field/worker.html", context)


def _seen(worker_id: int) -> FieldWorker:
    found = get_worker(worker_id)
    if found is None:
        raise Http404
    return found


def _editable(request: HttpRequest, worker_id: int) -> FieldWorker:
    found = _seen(worker_id)
    require_place(actor_of(request), found.region_code, Verb.FIELD_EDIT)
    return found


def _crumbs(found: FieldWorker, last: str) -> list[Crumb]:
    start = Crumb(_("Petugas lapangan"), reverse("field_workers"))
    own = reverse("field_worker", args=[found.pk]) if last else ""
    return [start, Crumb(found.name, own), *([Crumb(last)] if last else [])]


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    crumbs: list[Crumb],
    store: Callable[[], str],
    lead: str = "",
    button: str = "",
) -> HttpResponse:
    """Show a form; posted and valid, store it and go where `store` says. What was typed stays on a refusal."""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return HttpResponseRedirect(store())
            except PaduError as refusal:
                form.add_error(None, refusal_words(refusal))
        status = 422
    context = {
        "title": title,
        "crumbs": crumbs,
        "form": form,
        "lead": lead,
        "button": button or _("Simpan"),
        "back": crumbs[-2].url,
    }
    return render(request, "web/field/form.html", context, status=status)


def _worker_url(worker_id: int) -> str:
    return reverse("field_worker", args=[worker_id])


@signed_in
@require_http_methods(BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Add a worker of the regency."""
    place = asked_place(request, {Level.REGENCY}, Verb.FIELD_EDIT)
    form = WorkerForm(request.POST or None, regency=place, initial={"starts_on": timezone.localdate()})

    def store() -> str:
        saved = worker_save(actor=actor_of(request), region_code=place, data=form.data_of())
        messages.success(request, _("Petugas tercatat. Sekarang pilih desa yang dilayaninya."))
        return reverse("territory_new", args=[saved.pk])

    crumbs = [Crumb(_("Petugas lapangan"), f"{reverse('field_workers')}?{PLACE_PARAMETER}={place}")]
    title = _("Catat petugas")
    return _form_page(request, form, title=title, crumbs=[*crumbs, Crumb(title)], store=store)


@signed_in
@require_http_methods(BOTH)
def edit(request: HttpRequest, worker_id: int) -> HttpResponse:
    found = _editable(request, worker_id)
    form = WorkerForm(request.POST or None, regency=found.region_code, worker=found, initial=worker_initial(found))

    def store() -> str:
        worker_save(actor=actor_of(request), region_code=found.region_code, data=form.data_of(), worker_id=found.pk)
        messages.success(request, _("Perubahan tersimpan."))
        return _worker_url(found.pk)

    title = _("Ubah data petugas")
    return _form_page(request, form, title=title, crumbs=_crumbs(found, title), store=store)


@signed_in
@require_http_methods(BOTH)
def end(request: HttpRequest, worker_id: int) -> HttpResponse:
    """End a worker's service with all villages."""
    found = _editable(request, worker_id)
    form = EndForm(request.POST or None, initial={"day": timezone.localdate()})

    def store() -> str:
        worker_end(actor=actor_of(request), worker_id=found.pk, **form.cleaned_data)
        messages.success(request, _("Masa tugas berakhir, juga di semua desanya. Riwayatnya tetap tersimpan."))
        return _worker_url(found.pk)

    title = _("Akhiri masa tugas")
    lead = _("Bila desanya diteruskan orang lain, pakai serah terima; dengan begitu tidak ada hari yang kosong.")
    return _form_page(request, form, title=title, crumbs=_crumbs(found, title), store=store, lead=lead)


@signed_in
@require_http_methods(BOTH)
def add_territory(request: HttpRequest, worker_id: int) -> HttpResponse:
    found = _editable(request, worker_id)
    initial = {"starts_on": timezone.localdate(), "role": TerritoryRole.GUIDE.value}
    form = TerritoryForm(request.POST or None, regency=found.region_code, initial=initial)

    def store() -> str:
        rows = territory_add(actor=actor_of(request), worker_id=found.pk, data=form.data_of())
        messages.success(request, _("%(count)s desa ditambahkan.") % {"count": len(rows)})
        return _worker_url(found.pk)

    title = _("Tambah desa")
    return _form_page(request, form, title=title, crumbs=_crumbs(found, title), store=store)


@signed_in
@require_http_methods(BOTH)
def end_territory(request: HttpRequest, territory_id: int) -> HttpResponse:
    territory = get_territory(territory_id)
    if territory is None:
        raise Http404
    require_place(actor_of(request), territory.region_code, Verb.FIELD_EDIT)
    found = _editable(request, territory.worker_id)
    form = EndForm(request.POST or None, initial={"day": timezone.localdate()})

    def store() -> str:
        territory_end(actor=actor_of(request), territory_id=territory.pk, **form.cleaned_data)
        messages.success(request, _("Tugas di desa itu berakhir. Riwayatnya tetap tersimpan."))
        return _worker_url(found.pk)

    place = names_of([territory.region_code]).get(territory.region_code, territory.region_code)
    title = _("Akhiri tugas di %(place)s") % {"place": place}
    return _form_page(request, form, title=title, crumbs=_crumbs(found, title), store=store)


@signed_in
@require_http_methods(BOTH)
def appoint(request: HttpRequest, code: str) -> HttpResponse:
    """Appoint who records in a village without PKB/PLKB."""
    require_place(actor_of(request), code, Verb.FIELD_EDIT)
    village = get_region(code)
    if village is None or village.level != Level.VILLAGE.value:
        raise Http404
    form = RecorderForm(request.POST or None, regency=regency_of(code), initial={"starts_on": timezone.localdate()})

    def store() -> str:
        recorder_appoint(
            actor=actor_of(request), village=code, data=form.data_of(), worker_id=form.cleaned_data["worker_id"]
        )
        messages.success(request, _("Pencatat ditunjuk untuk %(place)s.") % {"place": village})
        return f"{reverse('kampung', args=[code])}#petugas"

    title = _("Tunjuk pencatat")
    crumbs = [Crumb(str(village), reverse("kampung", args=[code])), Crumb(title)]
    lead = _("Desa tanpa PKB/PLKB dicatat oleh orang yang ditunjuk dinas, dari catatan pokja (Perban 20/2023).")
    return _form_page(request, form, title=title, crumbs=crumbs, store=store, lead=lead, button=_("Tunjuk"))


@signed_in
@require_http_methods(BOTH)
def hand_over(request: HttpRequest, worker_id: int) -> HttpResponse:
    """Hand villages over to somebody else, as one action on one day."""
    found = _editable(request, worker_id)
    form = HandOverForm(request.POST or None, giver=found)

    def store() -> str:
        done = territory_hand_over(actor=actor_of(request), data=form.data_of())
        messages.success(request, _("Serah terima tersimpan."))
        return reverse("field_hand_over", args=[done.pk])

    title = _("Serah terima wilayah")
    lead = _("Satu tindakan untuk semua desa yang dipilih: tugas lama berakhir sehari sebelumnya, yang baru mulai.")
    return _form_page(
        request, form, title=title, crumbs=_crumbs(found, title), store=store, lead=lead, button=_("Serahkan")
    )


@signed_in
@require_safe
def hand_over_done(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    done = get_hand_over(hand_over_id)
    if done is None:
        raise Http404
    context = {
        "title": _("Serah terima wilayah"),
        "crumbs": _crumbs(done.from_worker, _("Serah terima")),
        "done": done,
        "page": worker_page.build_hand_over(actor_of(request), done, timezone.localdate()),
    }
    return render(request, "web/field/hand_over.html", context)
