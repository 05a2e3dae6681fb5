"""Families of a village, and one family. Every look at a family is logged, and the page says so."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.audit import record_list, record_look
from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.panels import build_family_panels
from padu.apps.rumah_dataku.selectors.cases import case_for, cases_of_family
from padu.apps.rumah_dataku.selectors.family_list import (
    EVERY_VILLAGE,
    MIN_LETTERS,
    SIGNS,
    FamilyFilter,
    FamilyPage,
    Parts,
    list_families,
    village_parts,
    villages_of,
)
from padu.apps.rumah_dataku.selectors.family_page import family_view, get_family
from padu.apps.rumah_dataku.selectors.family_screening import screening_of
from padu.domain.formatting import number
from padu.ui.components import Choice, Crumb, Field, Pager

# What a look is for when no reason was asked: the route says it.
PURPOSE_LIST = "Membaca daftar keluarga"
PURPOSE_PAGE = "Pelayanan dan pemutakhiran data keluarga"


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of one village, or a name in all of them; who has no duty for families finds no such page."""
    actor, chosen = actor_of(request), FamilyFilter.of(request.GET)
    villages = villages_of(actor)
    code = request.GET.get("desa", "") or (villages[0] if villages else "")
    every = code == EVERY_VILLAGE and len(villages) > 1
    if code not in villages and not every:
        raise Http404
    if chosen.number:
        # Nothing is searched: the number stands in an address already, so say where it belongs.
        messages.warning(request, _no_number_here(actor, villages[0] if every else code))
        return redirect(f"{reverse('families')}?desa={code}&nomor=1")
    asked = villages if every else [code]
    too_short = every and len(chosen.text) < MIN_LETTERS
    page = FamilyPage([], 0) if too_short else list_families(asked, chosen)
    record_list(actor, "family.list", (line.family.region_code for line in page.lines), asked[0], PURPOSE_LIST)
    names = names_of(villages)
    context = {
        "title": _("Keluarga"),
        "kicker": _("Semua desa Anda") if every else names.get(code, code),
        "page": page,
        "rows": [(line, names.get(line.family.region_code, "") if every else "") for line in page.lines],
        "too_short": too_short,
        "least": MIN_LETTERS,
        "signs": SIGNS,
        "chosen": chosen,
        "fields": _fields(chosen, Parts() if every else village_parts(code), code, names),
        "chips": _chips(request),
        "pager": _pager(request, page),
        "code": code,
        "first": asked[0],
        "may_import": actor.may(Verb.FAMILY_WRITE, asked[0]),
        "may_find": actor.may(Verb.FAMILY_FIND, asked[0]),
        "find_open": "nomor" in request.GET,
        "searched": any((chosen.text, chosen.sign, chosen.hamlet, chosen.rw, chosen.rt)),
    }
    return render(request, "rumah_dataku/families.html", context)


def _no_number_here(actor: Actor, code: str) -> str:
    if actor.may(Verb.FAMILY_FIND, code):
        return _("NIK dan No. KK diketik di “Cari dengan NIK atau No. KK” di bawah, supaya tidak tertulis di alamat.")
    return _("Peran Anda tidak mencari dengan NIK atau No. KK. Cari dengan nama, atau minta bantuan pokja.")


def _fields(chosen: FamilyFilter, parts: Parts, code: str, villages: dict[str, str]) -> list[Field]:
    found = [
        Field("cari", _("Cari nama"), kind="search", value=chosen.text),
        Field("tanda", _("Tanda"), choices=_choices(SIGNS, chosen.sign)),
    ]
    if len(villages) > 1:
        named = villages | {EVERY_VILLAGE: _("Semua desa Anda (cari nama)")}
        choices = [Choice(name, value=key, active=key == code) for key, name in named.items()]
        found.insert(0, Field("desa", _("Desa"), choices=choices))
    for name, label, values, value in (
        ("dusun", _("Dusun/jorong"), parts.hamlets, chosen.hamlet),
        ("rw", _("RW"), parts.rws, chosen.rw),
        ("rt", _("RT"), parts.rts, chosen.rt),
    ):
        if values:
            found.append(Field(name, label, choices=_choices({one: one for one in values}, value)))
    return found


def _choices(words: dict[str, str], chosen: str) -> list[Choice]:
    return [Choice(_("Semua"), value=""), *(Choice(words[key], value=key, active=key == chosen) for key in words)]


def _chips(request: HttpRequest) -> list[Choice]:
    """Filters that hold now; each link takes one away."""
    chosen = FamilyFilter.of(request.GET)
    shown = {
        "cari": chosen.text,
        "tanda": SIGNS.get(chosen.sign, ""),
        "dusun": chosen.hamlet,
        "rw": f"RW {chosen.rw}" if chosen.rw else "",
        "rt": f"RT {chosen.rt}" if chosen.rt else "",
    }
    return [Choice(words, url=_with(request, **{key: ""})) for key, words in shown.items() if words]


def _with(request: HttpRequest, **changes: str) -> str:
    """The address of this page with other parameters; paging starts anew unless it is asked for."""
    kept = {key: value for key, value in request.GET.items() if key not in ("sesudah", "sebelum")} | changes
    return "?" + urlencode({key: value for key, value in kept.items() if value})


def _pager(request: HttpRequest, page: FamilyPage) -> Pager:
    words = _("%(here)s dari %(total)s keluarga") % {"here": number(len(page.lines)), "total": number(page.total)}
    before = _with(request, sebelum=page.before) if page.before else ""
    return Pager(before, _with(request, sesudah=page.after) if page.after else "", words)


@signed_in
@require_safe
def show(request: HttpRequest, family_id: int) -> HttpResponse:
    actor, family = actor_of(request), get_family(family_id)
    by_duty, today = actor.may(Verb.FAMILY_READ, family.region_code), timezone.localdate()
    case = None if by_duty else case_for(actor, family, today)
    purpose = _("Rujukan: %(service)s") % {"service": case.service} if case else PURPOSE_PAGE
    event = "family.case_look" if case else "family.look"
    record_look(actor, event, family.region_code, f"family:{family.pk}", purpose)
    year = request.GET.get("tahun", "")
    view = family_view(family, actor, int(year) if year.isdigit() and len(year) == 4 else None)
    place = names_of([family.region_code]).get(family.region_code, family.region_code)
    context = {
        "title": family.head_name or _("Keluarga tanpa nama"),
        "kicker": _("Keluarga"),
        "subtitle": " · ".join(part for part in (place, family.hamlet, _rt_rw(family.rt, family.rw)) if part),
        "as_of": view.survey.surveyed_on if view.survey else None,
        "crumbs": [_back(family.region_code, referred=case is not None), Crumb(family.head_name)],
        "case": case,
        "cases": cases_of_family(family, today) if by_duty else [],
        "may_refer": actor.may(Verb.CASE_REFER, family.region_code),
        "view": view,
        "panels": build_family_panels(actor, family) if by_duty else [],
        "may_import": actor.may(Verb.FAMILY_WRITE, family.region_code),
        "may_look_back": actor.may(Verb.FAMILY_READ, family.region_code),
        "may_reveal": actor.may(Verb.FAMILY_FIND, family.region_code),
        "may_serve": actor.may(Verb.PRIVACY_SERVE, family.region_code),
        "screening": screening_of(family, view.survey, actor),
        "just_entered": "baru" in request.GET and actor.may(Verb.FAMILY_WRITE, family.region_code),
        "asked_year": view.survey.year if view.survey else None,
    }
    return render(request, "rumah_dataku/family.html", context)


def _back(region_code: str, *, referred: bool) -> Crumb:
    if referred:
        return Crumb(_("Keluarga yang dirujuk"), reverse("referred_families"))
    return Crumb(_("Keluarga"), f"{reverse('families')}?desa={region_code}")


def _rt_rw(rt: str, rw: str) -> str:
    return " / ".join(part for part in (f"RT {rt}" if rt else "", f"RW {rw}" if rw else "") if part)
