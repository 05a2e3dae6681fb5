"""Search by a whole number and showing one: both by POST, so that no number stands in an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.selectors.family_list import EVERY_VILLAGE
from padu.apps.rumah_dataku.selectors.family_page import get_family
from padu.apps.rumah_dataku.services.looking import (
    MIN_REASON,
    NoNumber,
    NotWholeNumber,
    ReasonMissing,
    TooManyLooks,
    families_find,
    number_reveal,
)
from padu.ui.components import Crumb


def too_many(request: HttpRequest, refusal: TooManyLooks) -> HttpResponse:
    """The page for whoever has looked too often within the hour."""
    context = {
        "message": _("Batas %(limit)s kali dalam satu jam tercapai.") % {"limit": refusal.data["limit"]},
        "kept": _("Tidak ada yang hilang; pencarian terakhir tidak dijalankan, dan penolakan ini dicatat."),
        "next_step": _("Coba lagi satu jam kemudian, atau cari dengan nama."),
    }
    return render(request, "429.html", context, status=429)


@signed_in
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """One match leads to its page; none or several are said on a page of their own. The number is never shown again."""
    actor, code = actor_of(request), request.POST.get("desa", "")
    try:
        found = families_find(
            actor=actor, region_code="" if code == EVERY_VILLAGE else code, number=request.POST.get("nomor", "")
        )
    except NotWholeNumber:
        return _answer(request, code, wrong=True)
    except TooManyLooks as refusal:
        return too_many(request, refusal)
    if len(found) == 1:
        return redirect("family", family_id=found[0].pk)
    names = names_of(family.region_code for family in found) if code == EVERY_VILLAGE else {}
    lines = [(family, names.get(family.region_code, "")) for family in found]
    return _answer(request, code, families=found, lines=lines)


def _answer(request: HttpRequest, code: str, **more: object) -> HttpResponse:
    if code != EVERY_VILLAGE:
        require_place(actor_of(request), code, Verb.FAMILY_READ)
    context = {
        "title": _("Cari dengan NIK atau No. KK"),
        "kicker": _("Semua desa Anda") if code == EVERY_VILLAGE else names_of([code]).get(code, code),
        "crumbs": [Crumb(_("Keluarga"), f"{reverse('families')}?desa={code}"), Crumb(_("Cari dengan nomor"))],
        "code": code,
    }
    return render(request, "rumah_dataku/found.html", context | more, status=422 if "wrong" in more else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest, family_id: int, line: int) -> HttpResponse:
    """Ask why, then show one whole number once; line 0 is the no. KK."""
    actor, family = actor_of(request), get_family(family_id)
    require_place(actor, family.region_code, Verb.FAMILY_FIND)
    reason = request.POST.get("reason", "")
    shown, fault = None, ""
    if request.method == "POST":
        try:
            shown = number_reveal(actor=actor, family_id=family_id, line=line or None, reason=reason)
        except ReasonMissing:
            fault = _("Tulis keperluannya, sedikitnya %(n)s huruf. Belum ada nomor yang dibuka.") % {"n": MIN_REASON}
        except NoNumber:
            fault = _("Tidak ada nomor yang tersimpan untuk orang ini.")
        except TooManyLooks as refusal:
            return too_many(request, refusal)
    context = {
        "title": _("Lihat nomor lengkap"),
        "kicker": family.head_name,
        "crumbs": [
            Crumb(family.head_name, reverse("family", args=[family_id])),
            Crumb(_("Nomor lengkap")),
        ],
        "family": family,
        "shown": shown,
        "fault": fault,
        "reason": reason,
    }
    return render(request, "rumah_dataku/reveal.html", context, status=422 if fault else 200)
