"""The list of teams: narrowed, sorted, paged, and the same rows as a workbook."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.institutions.exports_teams import MEDIA_TYPES, teams_document
from padu.apps.institutions.models import Team
from padu.apps.institutions.selectors.paging import ordered, page_after
from padu.apps.institutions.selectors.teams import PER_PAGE, TeamFilter, count_teams, list_teams, team_lines
from padu.apps.institutions.views.team_pages import asked_place
from padu.apps.institutions.words_teams import state_mark, state_words
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import number
from padu.domain.regions import level_of
from padu.domain.teams import KIND_LABELS, DecreeState, TeamKind, level_fits
from padu.ui.components import Choice, Column, EmptyState, Field, Pager, Row, Stat, Table
from padu.ui.paging import onward_pager
from padu.ui.sorting import Sorting, asked_sorting, file_address

# A workbook of more rows would be opened by nobody [assumption]; it says so.
MOST_ROWS: Final = 20_000
# What a head of the list sorts by; what is counted from the decrees and seats of each team is narrowed, not sorted.
_SORTS: Final = {"wilayah": "region_code", "tim": "name", "jenis": "kind", "sejak": "valid_from"}


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Teams of the person's places with what their decrees are worth and how many seats are empty."""
    actor, today = actor_of(request), timezone.localdate()
    place = asked_place(request, actor)
    chosen, order = _filter_of(request.GET, place), asked_order(request.GET)
    page, after = page_after(
        list_teams(chosen, today), _SORTS[order.key], request.GET.get("sesudah", ""), PER_PAGE, down=order.down
    )
    counts = count_teams(place, today)
    pager = onward_pager(request.GET, after, _("%(n)s baris") % {"n": number(len(page))})
    context = {
        "title": _("Tim dan pokja"),
        "subtitle": names_of([place]).get(place, place),
        "place": place,
        "new_url": new_url(actor, place),
        "stats": [
            Stat(_("Tim"), counts.teams),
            Stat(_("SK akan berakhir"), counts.expiring, note=_("dalam 90 hari")),
            Stat(_("SK berakhir"), counts.expired),
            Stat(_("Belum ada SK"), counts.without),
        ],
        "fields": _fields(chosen),
        "table": _table(
            page,
            today,
            order,
            pager,
            new_url(actor, place),
        ),
    }
    return render(request, "institutions/teams.html", context)


@signed_in
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The list of the address as a workbook, in its order."""
    from padu.reports.xlsx import render_xlsx

    actor, today = actor_of(request), timezone.localdate()
    place = asked_place(request, actor)
    order = asked_order(request.GET)
    rows = ordered(list_teams(_filter_of(request.GET, place), today), _SORTS[order.key], down=order.down)
    teams = list(rows[: MOST_ROWS + 1])
    lines = team_lines(teams[:MOST_ROWS], today)
    document = teams_document(lines, names_of([place]).get(place, place), today, cut=len(teams) > MOST_ROWS)
    answer = HttpResponse(render_xlsx(document), content_type=MEDIA_TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="tim-{place}.xlsx"'
    return answer


def new_url(actor: Actor, place: str) -> str:
    """Where a team of this place is made, for somebody who may."""
    if not actor.may(Verb.TEAM_EDIT, place) or not any(level_fits(kind, level_of(place)) for kind in TeamKind):
        return ""
    return f"{reverse('team_new')}?wilayah={place}"


def asked_order(query: QueryDict) -> Sorting:
    return asked_sorting(query, _SORTS, "wilayah")


def _filter_of(query: QueryDict, place: str) -> TeamFilter:
    kind, state = query.get("jenis", ""), query.get("keadaan", "")
    return TeamFilter(
        place=place,
        kind=TeamKind(kind) if kind in set(TeamKind) else None,
        state=DecreeState(state) if state in set(DecreeState) else None,
        text=query.get("cari", "").strip()[:80],
    )


def _fields(chosen: TeamFilter) -> list[Field]:
    kinds = [Choice(label, value=kind.value, active=kind is chosen.kind) for kind, label in KIND_LABELS.items()]
    states = [Choice(words, value=s.value, active=s is chosen.state) for s, words in state_words().items()]
    return [
        Field("cari", _("Nama wilayah"), kind="search", value=chosen.text),
        Field("wilayah", _("Kode wilayah"), kind="text", value=chosen.place),
        Field("jenis", _("Jenis"), choices=[Choice(_("Semua")), *kinds]),
        Field("keadaan", _("Keadaan SK"), choices=[Choice(_("Semua")), *states]),
    ]


def _table(teams: list[Team], day: dt.date, order: Sorting, paging: Pager | None, add_url: str) -> Table:
    columns = [
        order.column(_("Wilayah"), "wilayah"),
        order.column(_("Tim"), "tim"),
        Column(_("Keadaan")),
        Column(_("Berlaku sampai"), kind="date"),
        Column(_("Ketua pelaksana")),
        Column(_("Kedudukan"), kind="number"),
        Column(_("Kosong"), kind="number"),
        order.column(_("Dibentuk"), "sejak", kind="date"),
    ]
    rows = [
        Row(
            (
                line.place,
                line.team.name,
                state_mark(line.state),
                line.until or "–",
                line.chair or _("kosong"),
                line.positions,
                line.vacant,
                line.team.valid_from,
            ),
            url=reverse("team", args=[line.team.pk]),
            act=line.state is DecreeState.EXPIRED,
        )
        for line in team_lines(teams, day)
    ]
    empty = EmptyState(
        _("Belum ada tim yang cocok"),
        _("Bentuk tim dengan susunan yang lazim, lalu isi pemegang kedudukannya dan catat SK-nya."),
        _("Bentuk tim") if add_url else "",
        add_url,
        icon="team",
    )
    return Table(
        _("Tim menurut wilayah"),
        columns,
        rows,
        stacked=True,
        pager=paging,
        empty=empty,
        download_url=file_address(reverse("teams_file"), order.query),
    )
