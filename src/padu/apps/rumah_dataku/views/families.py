"""Families of a village, and one family. Every look at a family is logged, and the page says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
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
from padu.apps.rumah_dataku.family_table import families_document, family_columns, family_filter_words, order_field
from padu.apps.rumah_dataku.panels import build_family_panels
from padu.apps.rumah_dataku.selectors.cases import case_for, cases_of_family
from padu.apps.rumah_dataku.selectors.family_list import (
    EVERY_VILLAGE,
    MIN_LETTERS,
    SIGNS,
    FamilyFilter,
    FamilyPage,
    Parts,
    every_family,
    list_families,
    village_parts,
    villages_of,
)
from padu.apps.rumah_dataku.selectors.family_order import BY_RT, ORDERS
from padu.apps.rumah_dataku.selectors.family_page import family_view, get_family
from padu.apps.rumah_dataku.selectors.family_screening import screening_of
from padu.domain.formatting import number
from padu.ui.components import Choice, Crumb, Field, Pager
from padu.ui.sorting import Sorting, asked_sorting, file_address

# What a look is for when no reason was asked: the route says it.
PURPOSE_LIST = "Membaca daftar keluarga"
PURPOSE_FILE = "Mengunduh daftar keluarga untuk pertemuan RT dan kunjungan kader"
PURPOSE_PAGE = "Pelayanan dan pemutakhiran data keluarga"
MOST_ROWS: Final = 20_000  # [assumption] more rows in a workbook would be opened by nobody
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks for.

    code      of the village, or EVERY_VILLAGE
    villages  those whose families the actor may see
    asked     those that are looked in
    """

    chosen: FamilyFilter
    order: Sorting
    code: str
    villages: list[str]
    asked: list[str]

    @property
    def every(self) -> bool:
        return self.code == EVERY_VILLAGE

    @property
    def too_short(self) -> bool:
        """Whether too little of a name is given for a search in every village."""
        return self.every and len(self.chosen.text) < MIN_LETTERS


def _asked(request: HttpRequest) -> _Asked:
    """Raises Http404 for who has no duty for families, and for a village that is none of theirs."""
    villages = villages_of(actor_of(request))
    code = request.GET.get("desa", "") or (villages[0] if villages else "")
    every = code == EVERY_VILLAGE and len(villages) > 1
    if code not in villages and not every:
        raise Http404
    order = asked_sorting(request.GET, ORDERS, BY_RT)
    return _Asked(FamilyFilter.of(request.GET), order, code, villages, villages if every else [code])


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of one village, or a name in all of them; who has no duty for families finds no such page."""
    actor, at = actor_of(request), _asked(request)
    if at.chosen.number:
        return _to_number_search(request, at)
    page = FamilyPage([], 0) if at.too_short else list_families(at.asked, at.chosen, at.order.key, down=at.order.down)
    places = [line.family.region_code for line in page.lines]
    record_list(actor, "family.list", places, at.asked[0], PURPOSE_LIST)
    names = names_of(at.villages)
    context = {
        "title": _("Keluarga"),
        "kicker": _("Semua desa Anda") if at.every else names.get(at.code, at.code),
        "page": page,
        "rows": [
            (line, names.get(code, "") if at.every else "") for line, code in zip(page.lines, places, strict=True)
        ],
        "too_short": at.too_short,
        "least": MIN_LETTERS,
        "signs": SIGNS,
        "chosen": at.chosen,
        "columns": family_columns(at.order),
        "fields": _fields(at, Parts() if at.every else village_parts(at.code), names),
        "chips": _chips(request),
        "pager": _pager(request, page),
        "file_url": file_address(reverse("families_book"), request.GET),
        "code": at.code,
        "first": at.asked[0],
        "may_import": actor.may(Verb.FAMILY_WRITE, at.asked[0]),
        "may_find": actor.may(Verb.FAMILY_FIND, at.asked[0]),
        "find_open": "nomor" in request.GET,
        "searched": at.chosen.narrows,
    }
    return render(request, "rumah_dataku/families.html", context)


@signed_in
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The families that the address asks for, in its order: for a meeting of an RT, for a cadre's round."""
    from padu.reports.xlsx import render_xlsx

    actor, at = actor_of(request), _asked(request)
    if at.chosen.number:
        return _to_number_search(request, at)
    if at.too_short:  # the page says how much of a name it takes
        return redirect(file_address(reverse("families"), request.GET))
    found = every_family(at.asked, at.chosen, at.order.key, MOST_ROWS + 1, down=at.order.down)
    lines = found[:MOST_ROWS]
    record_list(actor, "family.list_file", (one.family.region_code for one in lines), at.asked[0], PURPOSE_FILE)
    document = families_document(
        lines, names_of(at.asked), family_filter_words(at.chosen), timezone.localdate(), cut=len(found) > MOST_ROWS
    )
    answer = HttpResponse(render_xlsx(document), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="daftar-keluarga-{at.code}.xlsx"'
    return answer


def _to_number_search(request: HttpRequest, at: _Asked) -> HttpResponse:
    """Nothing is searched: the number stands in an address already, so say where it belongs."""
    messages.warning(request, _no_number_here(actor_of(request), at.asked[0]))
    return redirect(f"{reverse('families')}?desa={at.code}&nomor=1")


def _no_number_here(actor: Actor, code: str) -> str:
    if actor.may(Verb.FAMILY_FIND, code):
        return _("NIK dan No. KK diketik di “Cari dengan NIK atau No. KK” di bawah, supaya tidak tertulis di alamat.")
    return _("Peran Anda tidak mencari dengan NIK atau No. KK. Cari dengan nama, atau minta bantuan pokja.")


def _fields(at: _Asked, parts: Parts, villages: dict[str, str]) -> list[Field]:
    chosen = at.chosen
    found = [
        Field("cari", _("Cari nama"), kind="search", value=chosen.text),
        Field("tanda", _("Tanda"), choices=_choices(SIGNS, chosen.sign)),
    ]
    if len(villages) > 1:
        named = villages | {EVERY_VILLAGE: _("Semua desa Anda (cari nama)")}
        choices = [Choice(name, value=key, active=key == at.code) for key, name in named.items()]
        found.insert(0, Field("desa", _("Desa"), choices=choices))
    for name, label, values, value in (
        ("dusun", _("Dusun/jorong"), parts.hamlets, chosen.hamlet),
        ("rw", _("RW"), parts.rws, chosen.rw),
        ("rt", _("RT"), parts.rts, chosen.rt),
    ):
        if values:
            found.append(Field(name, label, choices=_choices({one: one for one in values}, value)))
    return [*found, order_field(at.order)]


def _choices(words: dict[str, str], chosen: str) -> list[Choice]:
    return [Choice(_("Semua"), value=""), *(Choice(words[key], value=key, active=key == chosen) for key in words)]


def _chips(request: HttpRequest) -> list[Choice]:
    """Filters that hold now; each link takes one away."""
    words = family_filter_words(FamilyFilter.of(request.GET))
    return [Choice(text, url=_with(request, **{key: ""})) for key, text in words.items()]


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
