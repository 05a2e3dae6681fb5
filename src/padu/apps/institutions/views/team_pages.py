"""Teams to be read: the list, empty seats, one team as a picture, and its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.documents import KeptDocument, document_answer
from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.institutions.exports_teams import MEDIA_TYPES, team_file_of
from padu.apps.institutions.models import Team, TeamPosition
from padu.apps.institutions.selectors.paging import page_after
from padu.apps.institutions.selectors.teams import (
    PER_PAGE,
    TeamPicture,
    get_decree,
    get_team,
    list_vacancies,
    picture_of,
)
from padu.apps.institutions.services.national_team import proposed_seats
from padu.apps.institutions.words_teams import state_mark
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import date_long, number
from padu.domain.regions import NATION, is_region_code
from padu.domain.teams import (
    REGENCY_BODIES,
    ROLE_LABELS,
    SETS_OF_KIND,
    DecreeState,
    Seat,
    section_label,
)
from padu.ui.components import Column, Crumb, EmptyState, Field, Pager, Row, Stat, Table
from padu.ui.paging import onward_pager


def asked_place(request: HttpRequest, actor: Actor) -> str:
    """The place of the address, else the person's broadest. Raises Http404 for one that is not theirs."""
    roots = actor.roots(Verb.PLACE_READ)
    place = request.GET.get("wilayah") or (roots[0] if roots else "")
    if not is_region_code(place) or not actor.may(Verb.PLACE_READ, place):
        raise Http404
    return place


@signed_in
@require_safe
def vacancies(request: HttpRequest) -> HttpResponse:
    """Seats that nobody holds today, in the person's places."""
    actor, today = actor_of(request), timezone.localdate()
    place = asked_place(request, actor)
    page, after = page_after(list_vacancies(place, today), "region_code", request.GET.get("sesudah", ""), PER_PAGE)
    pager = onward_pager(request.GET, after, _("%(n)s baris") % {"n": number(len(page))})
    context = {
        "title": _("Kedudukan kosong"),
        "subtitle": names_of([place]).get(place, place),
        "crumbs": [Crumb(_("Tim"), f"{reverse('teams')}?wilayah={place}"), Crumb(_("Kedudukan kosong"))],
        "fields": [Field("wilayah", _("Kode wilayah"), kind="text", value=place)],
        "table": _vacancy_table(actor, page, pager),
    }
    return render(request, "institutions/vacancies.html", context)


def _vacancy_table(actor: Actor, positions: list[TeamPosition], pager: Pager | None) -> Table:
    names = names_of(p.region_code for p in positions)
    columns = [Column(_("Kedudukan")), Column(_("Tim")), Column(_("Wilayah")), Column(_("Bagian"))]
    rows = [
        Row(
            (
                " · ".join(part for part in (p.get_role_display(), p.title, p.institution) if part),
                p.team.name,
                names.get(p.region_code, p.region_code),
                section_label(p.section) or p.get_part_display(),
            ),
            url=_fill_url(actor, p),
        )
        for p in positions
    ]
    empty = EmptyState(_("Semua kedudukan terisi"), _("Tidak ada kedudukan kosong di wilayah ini."), icon="ok-circle")
    return Table(_("Kedudukan tanpa pemegang hari ini"), columns, rows, stacked=True, pager=pager, empty=empty)


def _fill_url(actor: Actor, position: TeamPosition) -> str:
    if actor.may(Verb.TEAM_EDIT, position.region_code):
        return reverse("member_appoint", args=[position.pk])
    return reverse("team", args=[position.team_id])


@signed_in
@require_safe
def show(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team on a day (`?per=`), as a picture of its parts."""
    actor, team, today = actor_of(request), get_team(team_id), timezone.localdate()
    day = asked_day(request) or min(today, team.valid_to or today)
    picture = picture_of(team, day)
    may_edit = day == today and team.valid_to is None and actor.may(Verb.TEAM_EDIT, team.region_code)
    context = {
        "title": team.name,
        "kicker": team.get_kind_display(),
        "subtitle": _subtitle(picture),
        "crumbs": crumbs_of(team, picture.place),
        "team": team,
        "picture": picture,
        "mark": state_mark(picture.state),
        "warning": _warning(picture, today),
        "stats": _stats(picture),
        "lacking": list(_lacking(picture)) if team.region_code != NATION else [],
        "past": day != today,
        "as_of_query": f"?per={day.isoformat()}" if day != today else "",
        "may_edit": may_edit,
        "may_divide": may_edit and len(SETS_OF_KIND[team.team_kind]) > 1,
        "proposals": len(proposed_seats(team)) if may_edit else 0,
    }
    return render(request, "institutions/team.html", context)


def asked_day(request: HttpRequest) -> dt.date | None:
    """The day of `?per=YYYY-MM-DD`, None where none can be read."""
    try:
        return dt.date.fromisoformat(request.GET.get("per", ""))
    except ValueError:
        return None


def crumbs_of(team: Team, place: str, *more: str) -> list[Crumb]:
    """The way to a team's page, or to one of its forms."""
    own = reverse("team", args=[team.pk])
    return [
        Crumb(_("Tim"), f"{reverse('teams')}?wilayah={team.region_code}"),
        Crumb(place, own if more else ""),
        *(Crumb(words) for words in more),
    ]


def _subtitle(picture: TeamPicture) -> str:
    words = [picture.place]
    if picture.chair and picture.chair.holder:
        words.append(_("Ketua: %(name)s") % {"name": picture.chair.holder.name})
    return " · ".join(words)


def _warning(picture: TeamPicture, today: dt.date) -> str:
    if picture.state is DecreeState.EXPIRING and picture.decree and picture.decree.valid_to:
        left = (picture.decree.valid_to - today).days
        return _("SK berakhir %(day)s, %(left)s hari lagi") % {
            "day": date_long(picture.decree.valid_to),
            "left": number(left),
        }
    if picture.state is DecreeState.EXPIRED:
        last = max((d.valid_to for d in picture.decrees if d.valid_to and d.valid_to < today), default=None)
        return _("SK sudah berakhir %(day)s") % {"day": date_long(last)} if last else ""
    return ""


def _stats(picture: TeamPicture) -> list[Stat]:
    lacking = picture.lacking
    return [
        Stat(_("Kedudukan"), lacking.positions),
        Stat(_("Terisi"), lacking.positions - lacking.vacant),
        Stat(_("Kosong"), lacking.vacant),
    ]


def _lacking(picture: TeamPicture) -> Iterator[str]:
    for seat in picture.lacking.missing:
        yield _("Kedudukan belum ada: %(seat)s") % {"seat": _seat_name(seat)}
    for seat in picture.lacking.vacant_needed:
        yield _("Belum ada pemegang: %(seat)s") % {"seat": _seat_name(seat)}
    if picture.lacking.bodies_missing:
        bodies = ", ".join(REGENCY_BODIES[key] for key in picture.lacking.bodies_missing)
        yield _("Unsur yang belum terwakili dari 11 unsur: %(bodies)s") % {"bodies": bodies}


def _seat_name(seat: Seat) -> str:
    where = section_label(seat.section) or seat.part.value
    return f"{ROLE_LABELS[seat.role]} {where}"


@signed_in
@require_safe
def file(request: HttpRequest, team_id: int, form: str) -> HttpResponse:
    """The picture of a team to print or to work with: PDF or XLSX."""
    team = get_team(team_id)
    if form not in MEDIA_TYPES:
        raise Http404
    day = asked_day(request) or timezone.localdate()
    answer = HttpResponse(team_file_of(picture_of(team, day), form), content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="susunan-tim-{team.region_code}-{team.pk}.{form}"'
    return answer


@signed_in
@require_safe
def decree_file(_request: HttpRequest, decree_id: int) -> HttpResponse:
    """The file of a decree as a download."""
    decree = get_decree(decree_id)
    if not decree.file_path:
        raise Http404
    kept = KeptDocument(
        decree.file_name,
        decree.file_type,
        decree.file_path,
        decree.file_key_id,
        decree.file_sha256,
        decree.file_size or 0,
    )
    return document_answer(kept)
