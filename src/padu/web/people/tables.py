"""The list of people as a table."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.granting import grantable_roles
from padu.access.verbs import ROLE_LABELS, Role, Verb
from padu.apps.accounts.models import HatRecord
from padu.apps.accounts.people import LOOKED_THROUGH, PeoplePage, State, Wanted
from padu.apps.institutions.selectors import names_of_agencies
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import date_long, number
from padu.domain.regions import is_region_code
from padu.reports import model as report
from padu.ui.components import Choice, Column, EmptyState, Field, Pager, Row, Table
from padu.ui.sorting import asked_sorting, file_address

# Two hundred thousand accounts are paged in the order of their names, which is indexed; nothing else sorts them.
_SORTS = ("akun",)
_STATES = {State.OPEN: "Akun terbuka", State.WITHOUT_ROLE: "Tanpa peran", State.CLOSED: "Akun ditutup"}


def wanted_of(actor: Actor, query: QueryDict) -> Wanted:
    """What the address asks for; a place that the actor does not administer is the actor's own first one."""
    roots = actor.roots(Verb.ACCOUNT_ADMIN)
    place = query.get("wilayah", "")
    if not (is_region_code(place) and actor.may(Verb.ACCOUNT_ADMIN, place)):
        place = roots[0]
    role, state = query.get("peran", ""), query.get("keadaan", "")
    return Wanted(
        place=place,
        role=Role(role) if role in set(Role) else None,
        state=State(state) if state in set(State) else State.OPEN,
        text=query.get("cari", "").strip()[:60],
        after=query.get("sesudah", "")[:60],
        down=asked_sorting(query, _SORTS, "akun").down,
    )


def filters_of(actor: Actor, wanted: Wanted) -> list[Field]:
    """Fields of the filter bar."""
    roles = [Choice(gettext("Semua peran"), active=wanted.role is None)]
    roles += [Choice(ROLE_LABELS[r], value=r.value, active=r is wanted.role) for r in _filter_roles(actor)]
    states = [Choice(gettext(label), value=s.value, active=s is wanted.state) for s, label in _STATES.items()]
    return [
        Field("cari", gettext("Nama"), kind="search", value=wanted.text),
        Field("wilayah", gettext("Kode wilayah"), kind="text", value=wanted.place),
        Field("peran", gettext("Peran"), kind="select", choices=roles),
        Field("keadaan", gettext("Keadaan"), kind="select", choices=states),
    ]


def _filter_roles(actor: Actor) -> list[Role]:
    own = {hat.role for hat in actor.hats}
    return [role for role in Role if role in own or role in grantable_roles(actor)] if len(own) == 1 else list(Role)


def hat_words(hats: list[HatRecord]) -> dict[int, str]:
    """Each hat in words, by its id: role, place, agency."""
    places = names_of(hat.region_code for hat in hats)
    agencies = names_of_agencies({hat.agency_id for hat in hats if hat.agency_id})
    words = {}
    for hat in hats:
        parts = [ROLE_LABELS[Role(hat.role)], places.get(hat.region_code, hat.region_code)]
        parts += [agencies[hat.agency_id]] if hat.agency_id in agencies else []
        words[hat.pk] = " · ".join(parts)
    return words


def table_of(page: PeoplePage, wanted: Wanted, query: QueryDict) -> Table:
    """The people of one page, linked to their own pages."""
    words = hat_words([hat for hats in page.hats.values() for hat in hats])
    homes = names_of(user.region_code for user in page.users)
    rows = [
        Row(
            (
                user.full_name,
                user.username,
                "; ".join(words[hat.pk] for hat in page.hats.get(user.pk, ())) or gettext("tanpa peran"),
                homes.get(user.region_code, user.region_code),
            ),
            url=reverse("person", args=[user.pk]),
        )
        for user in page.users
    ]
    return Table(
        caption=gettext("Orang di wilayah Anda, menurut nama akun"),
        columns=[
            Column(gettext("Nama")),
            asked_sorting(query, _SORTS, "akun").column(gettext("Akun"), "akun"),
            Column(gettext("Peran sekarang")),
            Column(gettext("Wilayah akun")),
        ],
        rows=rows,
        pager=_pager(page, wanted, query),
        # Nobody so far is not nobody: the pager leads on.
        empty=None if page.cut else _nobody(),
        stacked=True,
        download_url=file_address(reverse("people_file"), query),
    )


def _nobody() -> EmptyState:
    return EmptyState(
        gettext("Tidak ada orang yang cocok"),
        gettext("Ubah saringan, atau undang orang yang bertugas di wilayah Anda."),
        gettext("Undang orang"),
        reverse("person_invite"),
        "person",
    )


def _pager(page: PeoplePage, wanted: Wanted, query: QueryDict) -> Pager | None:
    if not page.following and not wanted.after:
        return None

    def address(after: str) -> str:
        changed = query.copy()
        changed["sesudah"] = after
        return f"{reverse('people')}?{changed.urlencode()}"

    return Pager(
        previous_url=address("") if wanted.after else "",
        next_url=address(page.following) if page.following else "",
        shown=_shown(page),
    )


def people_document(page: PeoplePage, wanted: Wanted, day: dt.date) -> report.Document:
    """Names and roles of the list, without account names; `page.following` says that there were more."""
    words = hat_words([hat for hats in page.hats.values() for hat in hats])
    names = names_of({wanted.place, *(user.region_code for user in page.users)})
    rows = tuple(
        (
            user.full_name,
            "; ".join(words[hat.pk] for hat in page.hats.get(user.pk, ())) or "tanpa peran",
            names.get(user.region_code, user.region_code),
        )
        for user in page.users
    )
    columns = (report.Column("Nama", width=1.5), report.Column("Peran", width=3), report.Column("Wilayah akun"))
    notes = (f"Hanya {number(len(rows))} baris pertama.",) if page.following else ()
    return report.Document(
        title="Orang dan peran",
        place=names.get(wanted.place, wanted.place),
        period=f"Per {date_long(day)}",
        blocks=(report.Table("Orang", columns, rows, footnotes=notes),),
        as_of=day,
        source="Padu: akun dan peran; untuk yang mengelola akun wilayah ini",
        demo=any(user.made_up for user in page.users),
        orientation=report.Orientation.LANDSCAPE,
    )


def _shown(page: PeoplePage) -> str:
    if page.cut:
        text = gettext("%(n)s orang di antara %(looked)s akun halaman ini; Berikutnya memeriksa akun selanjutnya")
        return text % {"n": len(page.users), "looked": number(LOOKED_THROUGH)}
    return gettext("%(n)s orang di halaman ini; Sebelumnya kembali ke awal") % {"n": len(page.users)}
