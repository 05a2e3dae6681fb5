"""Forms that change a team: itself, its seats, who sits in them. One page asks one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.accounts.selectors import usernames_of
from padu.apps.institutions.forms_teams import (
    AppointForm,
    DivideForm,
    EndForm,
    PersonForm,
    ProposedSeatsForm,
    SeatForm,
    TeamForm,
    TeamNameForm,
    person_initial,
    seat_initial,
)
from padu.apps.institutions.models import Team, TeamPosition
from padu.apps.institutions.selectors.teams import get_member, get_position, get_team
from padu.apps.institutions.services import members as people
from padu.apps.institutions.services import teams
from padu.apps.institutions.services.national_team import proposed_seats
from padu.apps.institutions.views.team_pages import crumbs_of
from padu.apps.institutions.words_teams import refusal_words
from padu.apps.regions.selectors import names_of
from padu.domain.errors import PaduError
from padu.domain.regions import is_region_code
from padu.domain.teams import ROLE_LABELS, SectionSet, section_label
from padu.ui.components import Crumb

BOTH = ["GET", "HEAD", "POST"]


def answer(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], done: str, back: str, frame: dict[str, Any]
) -> HttpResponse:
    """Show a form, or do what it asks and go back; a refusal stands at its field and nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except PaduError as refusal:
            field, words = refusal_words(refusal)
            form.add_error(field if field in form.fields else None, words)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "back": back, **frame}
    return render(request, "institutions/form.html", context, status=422 if form.errors else 200)


def editable(request: HttpRequest, team_id: int) -> Team:
    """A team the person may change. Raises Http404, PermissionDenied."""
    team = get_team(team_id)
    require_place(actor_of(request), team.region_code, Verb.TEAM_EDIT)
    return team


def frame_of(team: Team, title: str, **more: Any) -> dict[str, Any]:
    """What surrounds a form of a team."""
    place = names_of([team.region_code]).get(team.region_code, team.region_code)
    return {"title": title, "kicker": team.name, "crumbs": crumbs_of(team, place, title), **more}


def page_of(team: Team) -> str:
    return reverse("team", args=[team.pk])


def seat_name(position: TeamPosition) -> str:
    """`Ketua · Bidang A: ... · Kepala dinas`."""
    where = section_label(position.section) or position.get_part_display()
    return " · ".join(part for part in (ROLE_LABELS[position.seat_role], where, position.title) if part)


@signed_in
@require_http_methods(BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """A new team of the place in the address."""
    actor, place = actor_of(request), request.GET.get("wilayah", "")
    if not is_region_code(place):
        raise Http404
    require_place(actor, place, Verb.TEAM_EDIT)
    form = TeamForm(request.POST or None, region_code=place)
    made: list[Team] = []

    def act() -> None:
        made.append(teams.team_create(actor=actor, region_code=place, **form.values()))

    name = names_of([place]).get(place, place)
    back = f"{reverse('teams')}?wilayah={place}"
    frame = {
        "title": _("Bentuk tim"),
        "kicker": name,
        "crumbs": [Crumb(_("Tim"), back), Crumb(_("Bentuk tim"))],
        "action": _("Bentuk tim"),
    }
    response = answer(request, form, act, _("Tim terbentuk. Isi pemegang kedudukannya dan catat SK-nya."), back, frame)
    return redirect(page_of(made[0])) if made else response


@signed_in
@require_http_methods(BOTH)
def rename(request: HttpRequest, team_id: int) -> HttpResponse:
    team, actor = editable(request, team_id), actor_of(request)
    form = TeamNameForm(request.POST or None, initial={"name": team.name})

    def act() -> None:
        teams.team_rename(actor=actor, team_id=team.pk, name=form.cleaned_data["name"])

    return answer(request, form, act, _("Nama tim tersimpan."), page_of(team), frame_of(team, _("Ubah nama tim")))


@signed_in
@require_http_methods(BOTH)
def divide(request: HttpRequest, team_id: int) -> HttpResponse:
    team, actor = editable(request, team_id), actor_of(request)
    form = DivideForm(request.POST or None, initial={"sections": team.section_set})

    def act() -> None:
        given = form.cleaned_data
        teams.team_divide(actor=actor, team_id=team.pk, sections=SectionSet(given["sections"]), from_day=given["day"])

    frame = frame_of(team, _("Ganti susunan seksi"))
    return answer(request, form, act, _("Susunan seksi diganti."), page_of(team), frame)


@signed_in
@require_http_methods(BOTH)
def dissolve(request: HttpRequest, team_id: int) -> HttpResponse:
    team, actor = editable(request, team_id), actor_of(request)
    form = EndForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        teams.team_dissolve(actor=actor, team_id=team.pk, last_day=given["day"], reason=given["reason"])

    lead = _("Semua kedudukan dan masa tugas berakhir pada hari itu. Riwayatnya tetap tersimpan.")
    frame = frame_of(team, _("Bubarkan tim"), action=_("Bubarkan tim"), danger=True, lead=lead)
    return answer(request, form, act, _("Tim dibubarkan; riwayatnya tersimpan."), page_of(team), frame)


@signed_in
@require_http_methods(BOTH)
def propose(request: HttpRequest, team_id: int) -> HttpResponse:
    """Seats of the usual shape, for regional teams after the national one; people choose."""
    team, actor = editable(request, team_id), actor_of(request)
    form = ProposedSeatsForm(request.POST or None, proposed=proposed_seats(team))

    def act() -> None:
        seats = [teams.seat_data(seat) for seat in form.chosen()]
        teams.positions_add(actor=actor, team_id=team.pk, seats=seats, from_day=form.cleaned_data["day"])

    lead = _("Usulan ini mengikuti bentuk tim pusat dan panduan. Hilangkan centang yang tidak ada di SK Anda.")
    frame = frame_of(team, _("Susun dari contoh"), lead=lead, action=_("Tambahkan yang dicentang"))
    return answer(request, form, act, _("Kedudukan ditambahkan."), page_of(team), frame)


@signed_in
@require_http_methods(BOTH)
def position_new(request: HttpRequest, team_id: int) -> HttpResponse:
    team, actor = editable(request, team_id), actor_of(request)
    form = SeatForm(request.POST or None, region_code=team.region_code, kind=team.team_kind, sections=team.sections)

    def act() -> None:
        teams.positions_add(actor=actor, team_id=team.pk, seats=[form.seat()], from_day=form.cleaned_data["day"])

    return answer(request, form, act, _("Kedudukan ditambahkan."), page_of(team), frame_of(team, _("Tambah kedudukan")))


@signed_in
@require_http_methods(BOTH)
def position_edit(request: HttpRequest, position_id: int) -> HttpResponse:
    position, actor = get_position(position_id), actor_of(request)
    team = editable(request, position.team_id)
    form = SeatForm(
        request.POST or None,
        region_code=team.region_code,
        kind=team.team_kind,
        sections=team.sections,
        editing=True,
        initial=seat_initial(position),
    )

    def act() -> None:
        teams.position_edit(actor=actor, position_id=position.pk, seat=form.seat())

    frame = frame_of(team, _("Ubah kedudukan"), end_url=reverse("position_end", args=[position.pk]))
    return answer(request, form, act, _("Kedudukan tersimpan."), page_of(team), frame)


@signed_in
@require_http_methods(BOTH)
def position_end(request: HttpRequest, position_id: int) -> HttpResponse:
    position, actor = get_position(position_id), actor_of(request)
    team = editable(request, position.team_id)
    form = EndForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        teams.position_end(actor=actor, position_id=position.pk, last_day=given["day"], reason=given["reason"])

    lead = _("%(seat)s: kedudukan ini hilang dari susunan, masa tugas pemegangnya berakhir.")
    frame = frame_of(
        team, _("Hapus kedudukan"), lead=lead % {"seat": seat_name(position)}, action=_("Hapus kedudukan"), danger=True
    )
    return answer(request, form, act, _("Kedudukan dihapus dari susunan."), page_of(team), frame)


@signed_in
@require_http_methods(BOTH)
def appoint(request: HttpRequest, position_id: int) -> HttpResponse:
    position, actor = get_position(position_id), actor_of(request)
    team = editable(request, position.team_id)
    holder = people.holder_of(position)
    form = AppointForm(request.POST or None, held=holder is not None)

    def act() -> None:
        given = form.cleaned_data
        people.member_appoint(
            actor=actor,
            position_id=position.pk,
            data=form.person(),
            from_day=given["day"],
            replacing=given.get("reason", ""),
        )

    now = _("Sekarang dipegang %(name)s.") % {"name": holder.name} if holder else ""
    title = _("Ganti pemegang") if holder else _("Isi kedudukan")
    frame = frame_of(team, title, lead=" ".join(part for part in (f"{seat_name(position)}.", now) if part))
    return answer(request, form, act, _("Pemegang kedudukan tersimpan."), page_of(team), frame)


@signed_in
@require_http_methods(BOTH)
def member_edit(request: HttpRequest, member_id: int) -> HttpResponse:
    member, actor = get_member(member_id), actor_of(request)
    team = editable(request, member.position.team_id)
    known = usernames_of([member.user_id] if member.user_id else [])
    initial = person_initial(member, known.get(member.user_id or 0, ""))
    form = PersonForm(request.POST or None, initial=initial)

    def act() -> None:
        people.member_correct(actor=actor, member_id=member.pk, data=form.person())

    frame = frame_of(team, _("Perbaiki data pemegang"), lead=f"{seat_name(member.position)}.")
    return answer(request, form, act, _("Data pemegang tersimpan."), page_of(team), frame)


@signed_in
@require_http_methods(BOTH)
def member_end(request: HttpRequest, member_id: int) -> HttpResponse:
    member, actor = get_member(member_id), actor_of(request)
    team = editable(request, member.position.team_id)
    form = EndForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        people.member_end(actor=actor, member_id=member.pk, last_day=given["day"], reason=given["reason"])

    lead = f"{member.name}, {seat_name(member.position)}."
    frame = frame_of(team, _("Akhiri masa tugas"), lead=lead, action=_("Akhiri masa tugas"))
    return answer(request, form, act, _("Masa tugas berakhir; kedudukan kini kosong."), page_of(team), frame)
