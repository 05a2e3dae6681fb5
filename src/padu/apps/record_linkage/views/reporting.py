"""A family that somebody holds for recorded twice: its pair where there is one, else the other family is looked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.audit import record_look
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.record_linkage.selectors.pairs import pair_of_family
from padu.apps.record_linkage.services.reporting import pair_report
from padu.apps.record_linkage.words import address_words
from padu.apps.rumah_dataku.selectors.family_page import get_family
from padu.apps.rumah_dataku.selectors.life_events import find_families
from padu.ui.components import Crumb

_PURPOSE = "Melaporkan keluarga yang tercatat dua kali"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def of_family(request: HttpRequest, family_id: int) -> HttpResponse:
    """Go to the family's open pair; without one search by the head's name and report the two as one."""
    actor, family = actor_of(request), get_family(family_id)
    require_place(actor, family.region_code, Verb.FAMILY_MERGE)
    chosen = request.POST.get("keluarga", "")
    if request.method == "POST" and chosen.isascii() and chosen.isdigit():
        return redirect("duplicate", pair_report(actor=actor, family_id=family.pk, other_id=int(chosen[:15])).pk)
    pair = pair_of_family(family.pk)
    if pair is not None:
        return redirect("duplicate", pair.pk)
    text = request.GET.get("cari", family.head_name).strip()[:80]
    found = find_families(family.region_code, text, family.pk)
    record_look(actor, "family.list", family.region_code, f"list:{len(found)}", _PURPOSE)
    context = {
        "title": _("Tercatat dua kali"),
        "kicker": family.head_name,
        "subtitle": _("Cari keluarga yang sama, lalu bandingkan keduanya sebelum disatukan."),
        "crumbs": [Crumb(_("Data ganda"), reverse("duplicates")), Crumb(_("Tercatat dua kali"))],
        "family": family,
        "search": text,
        "found": [(one, address_words(one.rt, one.address)) for one in found],
        "nothing_chosen": request.method == "POST",
    }
    return render(request, "record_linkage/report.html", context, status=422 if request.method == "POST" else 200)
