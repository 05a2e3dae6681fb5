"""The forms of the field and the three roads to them: on the phone, on a page of ours, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.requests import actor_of, require_place, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.convergence.selectors.own_places import OwnPlace, own_villages
from padu.apps.convergence.selectors.reportable import ReportableEvent, reportable_events
from padu.apps.regions.selectors import names_of
from padu.interop.openrosa.devices import phone_actor
from padu.interop.openrosa.form_paper import activity_paper
from padu.ui.components import Choice, Column, Crumb, EmptyState, Row, Table
from padu.ui.typeface import house_typeface

SHOWN = 100
"""Events of the list; who looks after many villages chooses one of them."""


@dataclass(frozen=True, slots=True)
class Road:
    """One way to a form."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One form with its roads; the first is the one that fits most people."""

    key: str
    title: str
    text: str
    roads: Sequence[Road]


@require_safe
@signed_in
def forms(request: HttpRequest) -> HttpResponse:
    """Every form that the actor fills in."""
    actor = actor_of(request)
    found = [one for one in (_families(actor), _activities(actor)) if one is not None]
    if not found:
        raise verb_nowhere(actor, Verb.REALISATION_REPORT)
    context = {
        "title": _("Formulir"),
        "subtitle": _("Satu formulir, tiga jalan: di ponsel tanpa sinyal, di halaman ini, atau di atas kertas."),
        "forms": found,
        "sends": bool(actor.roots(Verb.FAMILY_WRITE)),
    }
    return render(request, "openrosa/forms.html", context)


def _phone(actor: Actor) -> list[Road]:
    fits = bool(phone_actor(actor).hats)
    return [Road(_("Di ponsel (kode QR)"), reverse("phone_devices"), "camera")] if fits else []


def _families(actor: Actor) -> FieldForm | None:
    if not actor.roots(Verb.FAMILY_WRITE):
        return None
    text = _("Keluarga dan anggotanya, blok I sampai III. Keluarga yang sudah tercatat terisi sebagian.")
    paper = Road(_("Di atas kertas (PDF)"), reverse("family_papers"), "print")
    roads = [Road(_("Di sini"), reverse("family_entry"), "edit"), *_phone(actor), paper]
    return FieldForm("keluarga", _("Pendataan keluarga"), text, roads)


def _activities(actor: Actor) -> FieldForm | None:
    if not actor.roots(Verb.REALISATION_REPORT):
        return None
    text = _("Apa yang terlaksana: acara dalam rencana, atau kegiatan di luar rencana.")
    paper = Road(_("Di atas kertas (PDF)"), reverse("form_paper", args=["kegiatan"]), "print")
    roads = [Road(_("Di sini"), reverse("form_activity"), "edit"), *_phone(actor), paper]
    return FieldForm("kegiatan", _("Laporan kegiatan"), text, roads)


@require_safe
@signed_in
def activity(request: HttpRequest) -> HttpResponse:
    """Which event is reported, or that it stands in no plan; the report itself is written on the page of either."""
    actor = actor_of(request)
    villages = own_villages(actor, Verb.REALISATION_REPORT)
    if not villages:
        raise verb_nowhere(actor, Verb.REALISATION_REPORT)
    asked = request.GET.get("kampung", "")
    if asked:
        require_place(actor, asked, Verb.REALISATION_REPORT)
    today = timezone.localdate()
    wanted = [asked] if asked else [place.code for place in villages]
    events = [event for event in reportable_events(actor, wanted, today) if event.day <= today]
    outside = reverse("outside_report") + (f"?kampung={asked}" if asked else "")
    context = {
        "title": _("Laporan kegiatan"),
        "subtitle": _("Acara mana yang dilaporkan?"),
        "crumbs": [Crumb(_("Formulir"), reverse("forms")), Crumb(_("Laporan kegiatan"))],
        "table": _table(events[:SHOWN]),
        "more": max(0, len(events) - SHOWN),
        "villages": _choices(villages, asked),
        "outside_url": outside,
    }
    return render(request, "openrosa/form_activity.html", context)


def _choices(villages: Sequence[OwnPlace], asked: str) -> list[Choice]:
    """Villages to narrow the list to; nothing to choose for who has one."""
    if len(villages) < 2:
        return []
    every = Choice(_("Semua kampung saya"), value="", active=not asked)
    return [every, *(Choice(place.name, value=place.code, active=place.code == asked) for place in villages)]


def _table(events: Sequence[ReportableEvent]) -> Table:
    names = names_of(event.region_code for event in events)
    rows = [
        Row(
            (
                event.day,
                names.get(event.region_code, event.region_code),
                ", ".join(title for _pk, title in event.activities),
            ),
            url=reverse("event_report", args=[event.pk]),
        )
        for event in events
    ]
    columns = [Column(_("Hari"), kind="date"), Column(_("Kampung")), Column(_("Yang belum dilaporkan"))]
    empty = EmptyState(
        _("Tidak ada acara yang menunggu laporan"),
        _("Kegiatan di luar rencana tetap dapat dilaporkan dan dihitung."),
        icon="ok-circle",
    )
    return Table(_("Acara yang menunggu laporan"), columns, rows, empty=empty, stacked=True)


@require_safe
@signed_in
def paper(request: HttpRequest, name: str) -> HttpResponse:
    """A blank form to print. It holds nobody's data."""
    actor = actor_of(request)
    if name != "kegiatan":
        raise Http404
    villages = own_villages(actor, Verb.REALISATION_REPORT)
    if not villages:
        raise verb_nowhere(actor, Verb.REALISATION_REPORT)
    from padu.reports.pdf import render_pdf

    content = render_pdf(activity_paper(villages[0].code), font_file=house_typeface())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="formulir-kegiatan.pdf"'
    return answer
