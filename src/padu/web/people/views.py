"""Pages of the people's room. Everything here asks for the right to administer accounts in a place."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.access.granting import may_end
from padu.access.requests import actor_of, require_place, signed_in, verb_nowhere
from padu.access.verbs import ROLE_LABELS, Role, Verb
from padu.apps.accounts.models import HatRecord, User
from padu.apps.accounts.people import find_hat, find_person, guests, open_invitations, people_list, people_page
from padu.apps.accounts.selectors import list_hats
from padu.apps.accounts.services import (
    LinkGone,
    NotToBeGranted,
    OddHat,
    OwnHat,
    TooManyLinks,
    hat_end,
    hat_grant,
    invitation_make,
    invitation_revoke,
    person_offboard,
    person_reopen,
    reset_link_make,
)
from padu.apps.accounts.signing import site_of
from padu.apps.accounts.views.factors import qr_picture
from padu.apps.regions.selectors import names_of
from padu.web.people.forms import HatForm, InvitationForm, ReasonForm, ResetForm
from padu.web.people.open_work import left_open
from padu.web.people.tables import filters_of, hat_words, people_document, table_of, wanted_of

INVALID = 422
# A workbook of more rows would be opened by nobody [assumption]; it says so.
MOST_ROWS = 5_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
View = Callable[..., HttpResponse]


def administrator(view: View) -> View:
    """For who administers accounts somewhere; the others are signed in and have no business here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actor_of(request).roots(Verb.ACCOUNT_ADMIN):
            raise verb_nowhere(actor_of(request), Verb.ACCOUNT_ADMIN)
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def _crumbs(here: str, person: User | None = None) -> list[dict[str, str]]:
    way = [{"label": gettext("Orang dan peran"), "url": reverse("people")}]
    if person is not None:
        way.append({"label": person.full_name, "url": reverse("person", args=[person.pk])})
    return [*way, {"label": here}]


@require_safe
@administrator
def people(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    wanted = wanted_of(actor, request.GET)
    page = people_page(wanted)
    strangers = [] if wanted.after or wanted.text else guests(wanted.place)
    words = hat_words(strangers)
    context = {
        "title": gettext("Orang dan peran"),
        "subtitle": names_of([wanted.place]).get(wanted.place, wanted.place),
        "fields": filters_of(actor, wanted),
        "table": table_of(page, wanted, request.GET),
        "guests": [(hat, words[hat.pk], may_end(actor, Role(hat.role), hat.region_code)) for hat in strangers],
        "invitations": _invitations(wanted.place),
    }
    return render(request, "web/people/people.html", context)


@never_cache
@require_safe
@administrator
def people_file(request: HttpRequest) -> HttpResponse:
    """Names and roles of the list as a workbook; whoever takes it along leaves a line in the trail."""
    from padu.reports.xlsx import render_xlsx

    actor = actor_of(request)
    wanted = wanted_of(actor, request.GET)
    page = people_list(wanted, MOST_ROWS)
    record_look(actor, "people.export", wanted.place, f"list:{len(page.users)}")
    answer = HttpResponse(render_xlsx(people_document(page, wanted, timezone.localdate())), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="orang-{wanted.place}.xlsx"'
    return answer


def _invitations(place: str) -> list[dict[str, Any]]:
    rows = open_invitations(place)
    names = names_of(row.region_code for row in rows)
    return [
        {"row": row, "role": ROLE_LABELS[Role(row.role)], "place": names.get(row.region_code, row.region_code)}
        for row in rows
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def person_invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown in the answer and never again."""
    actor = actor_of(request)
    form = InvitationForm(actor, request.POST or None, initial={"place": request.GET.get("wilayah", "")})
    title = gettext("Undang orang")
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = invitation_make(actor=actor, full_name=form.cleaned_data["full_name"], **form.hat())
        except (NotToBeGranted, OddHat, TooManyLinks) as refused:
            form.add_error(None, _words(refused))
        else:
            path = reverse("invitation_link", args=[token])
            return _show_link(request, gettext("Undangan siap diserahkan"), invitation.full_name, path, invitation)
    context = {"title": title, "form": form, "crumbs": _crumbs(title), "button": gettext("Buat undangan")}
    return render(request, "web/people/form.html", context, status=INVALID if form.errors else 200)


def _words(refused: Exception) -> str:
    if isinstance(refused, NotToBeGranted):
        return refused.reason
    if isinstance(refused, TooManyLinks):
        return gettext("Hari ini sudah terlalu banyak undangan dari akun Anda. Lanjutkan besok.")
    if isinstance(refused, OwnHat):
        return gettext("Peran dan akun Anda sendiri diurus oleh orang lain.")
    return gettext("Periksa instansi dan tanggalnya. Tidak ada yang tersimpan.")


def _show_link(request: HttpRequest, title: str, name: str, path: str, made: object) -> HttpResponse:
    link = site_of(request).origin + path
    context = {"title": title, "crumbs": _crumbs(title), "name": name, "link": link, "qr": qr_picture(link)}
    return render(request, "web/people/link.html", context | {"made": made})


@require_POST
@administrator
def invitation_drop(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitation_revoke(actor=actor_of(request), invitation_id=invitation_id)
    messages.success(request, gettext("Undangan dicabut. Tautannya tidak berlaku lagi."))
    return redirect("people")


def _person(actor: Actor, user_id: int) -> User:
    """Somebody whose account is administered by the actor. Raises Http404."""
    user = find_person(user_id)
    if user is None or not actor.may(Verb.ACCOUNT_ADMIN, user.region_code):
        raise Http404
    return user


@require_safe
@administrator
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    actor = actor_of(request)
    user = _person(actor, user_id)
    hats = list(list_hats(user.pk))
    words = hat_words(hats)
    context = {
        "title": user.full_name,
        "crumbs": _crumbs(user.full_name),
        "person": user,
        "home": names_of([user.region_code]).get(user.region_code, user.region_code),
        "held": [(hat, words[hat.pk], _may_end_now(actor, hat)) for hat in hats],
        "oneself": user.pk == actor.user_id,
    }
    return render(request, "web/people/person.html", context)


def _may_end_now(actor: Actor, hat: HatRecord) -> bool:
    running = hat.valid_to is None or hat.valid_to >= timezone.localdate()
    return running and hat.user_id != actor.user_id and may_end(actor, Role(hat.role), hat.region_code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def person_hat(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a further hat to somebody who has an account."""
    actor = actor_of(request)
    user = _person(actor, user_id)
    form = HatForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hat_grant(actor=actor, user_id=user.pk, **form.hat())
        except (NotToBeGranted, OddHat, OwnHat) as refused:
            form.add_error(None, _words(refused))
        else:
            messages.success(request, gettext("Peran sudah diberikan."))
            return redirect("person", user_id=user.pk)
    title = gettext("Beri peran")
    context = {"title": title, "form": form, "crumbs": _crumbs(title, user), "button": title, "name": user.full_name}
    return render(request, "web/people/form.html", context, status=INVALID if form.errors else 200)


@require_POST
@administrator
def hat_drop(request: HttpRequest, hat_id: int) -> HttpResponse:
    """End one hat today."""
    actor, hat = actor_of(request), find_hat(hat_id)
    require_place(actor, hat.region_code if hat else "", Verb.ACCOUNT_ADMIN)
    assert hat is not None  # an empty code lies in nobody's place
    try:
        hat_end(actor=actor, hat_id=hat.pk)
    except (NotToBeGranted, OwnHat) as refused:
        messages.error(request, _words(refused))
    else:
        messages.success(request, gettext("Peran itu berakhir sekarang; barisnya tetap tersimpan."))
    at_home = find_person(hat.user_id)
    return redirect("person", user_id=hat.user_id) if at_home else redirect("people")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def person_reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """A link with which somebody chooses a new password; shown in the answer and never again."""
    actor = actor_of(request)
    user = _person(actor, user_id)
    form = ResetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            drops = form.cleaned_data["drops_second_step"]
            link, token = reset_link_make(actor=actor, user_id=user.pk, drops_second_step=drops)
        except (NotToBeGranted, OwnHat, LinkGone) as refused:
            form.add_error(None, _reset_words(refused))
        else:
            path = reverse("reset_link", args=[token])
            return _show_link(request, gettext("Tautan siap diserahkan"), user.full_name, path, link)
    title = gettext("Tautan kata sandi baru")
    context = {"title": title, "form": form, "crumbs": _crumbs(title, user), "name": user.full_name}
    context |= {
        "button": gettext("Buat tautan"),
        "lead": gettext("Kata sandi sekarang dan semua sesinya berakhir begitu tautan dibuat."),
    }
    return render(request, "web/people/form.html", context, status=INVALID if form.errors else 200)


def _reset_words(refused: Exception) -> str:
    if isinstance(refused, LinkGone):
        return gettext("Akun ini ditutup. Buka dulu akunnya.")
    if isinstance(refused, NotToBeGranted):
        return gettext("Orang ini juga memegang peran yang bukan wewenang Anda. Minta pengelola tingkat di atas.")
    return _words(refused)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def person_leave(request: HttpRequest, user_id: int) -> HttpResponse:
    """Off-boarding in one step, with what stays open said before."""
    actor = actor_of(request)
    user = _person(actor, user_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = person_offboard(actor=actor, user_id=user.pk, reason=form.cleaned_data["reason"])
        except OwnHat as refused:
            form.add_error(None, _words(refused))
        else:
            context = {"title": gettext("Selesai"), "crumbs": _crumbs(gettext("Selesai"), user), "person": user}
            left = hat_words(list(done.left))
            context |= {"done": done, "left": list(left.values()), "open": left_open(user.pk, done.ended)}
            return render(request, "web/people/left.html", context)
    title = gettext("Keluarkan dari tugas")
    hats = [hat for hat in list_hats(user.pk) if _may_end_now(actor, hat)]
    context = {"title": title, "form": form, "crumbs": _crumbs(title, user), "name": user.full_name}
    context |= {"open": left_open(user.pk, hats)}
    return render(request, "web/people/leave.html", context, status=INVALID if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def person_return(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open a closed account again."""
    actor = actor_of(request)
    user = _person(actor, user_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person_reopen(actor=actor, user_id=user.pk, reason=form.cleaned_data["reason"])
        except OwnHat as refused:
            form.add_error(None, _words(refused))
        else:
            messages.success(request, gettext("Akun dibuka lagi, tanpa peran. Beri peran dan buatkan tautan masuk."))
            return redirect("person", user_id=user.pk)
    title = gettext("Buka akun lagi")
    context = {"title": title, "form": form, "crumbs": _crumbs(title, user), "button": title, "name": user.full_name}
    return render(request, "web/people/form.html", context, status=INVALID if form.errors else 200)
