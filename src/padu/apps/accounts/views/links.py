"""What a link opens: an invitation, or a new password. An unknown link answers like one that was used."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.requests import actor_of
from padu.access.verbs import ROLE_LABELS, ROLE_VERBS, VERB_LABELS, Role, Verb
from padu.apps.accounts.forms import NewAccountForm, NewPasswordForm
from padu.apps.accounts.guessing import door_paused, note_failure_at
from padu.apps.accounts.models import Invitation, User
from padu.apps.accounts.services import (
    LinkGone,
    NameTaken,
    OddUsername,
    OwnHat,
    WeakPassword,
    invitation_accept,
    invitation_accept_as_new,
    invitation_look,
    reset_link_look,
    reset_link_use,
)
from padu.apps.accounts.services.factors import second_step_of
from padu.apps.accounts.signing import begin_session
from padu.apps.accounts.views.own_account import whole_actor
from padu.apps.accounts.views.signing_in import INVALID, TOO_MANY, address_of
from padu.apps.regions.selectors import names_of

_GONE = 404
_INVITATION, _RESET = "invitation", "reset"


def _gone(request: HttpRequest, kind: str) -> HttpResponse:
    """The link holds no more: the same page whatever the reason; who tries many has to wait."""
    wait = _paused(request)
    if not wait:
        note_failure_at(_door(request), address_of(request))
    context = {"title": gettext("Tautan tidak berlaku"), "kind": kind, "wait": wait}
    return render(request, "accounts/link_gone.html", context, status=TOO_MANY if wait else _GONE)


def _door(request: HttpRequest) -> str:
    return f"tautan:{address_of(request)}"


def _paused(request: HttpRequest) -> bool:
    return door_paused(_door(request), address_of(request))


@never_cache
@require_safe
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the secret of a link that holds in the session, so that it leaves the address line, its history and logs."""
    return _keep(request, token, _INVITATION, invitation_look)


@never_cache
@require_safe
def reset_link(request: HttpRequest, token: str) -> HttpResponse:
    """As `invitation_link`, for a new password."""
    return _keep(request, token, _RESET, reset_link_look)


def _keep(request: HttpRequest, token: str, kind: str, look: Callable[[str], object]) -> HttpResponse:
    try:
        if _paused(request):
            return _gone(request, kind)
        look(token)
    except LinkGone:
        return _gone(request, kind)
    request.session[f"link_{kind}"] = token
    return redirect("invitation" if kind == _INVITATION else "new_password")


def _kept(request: HttpRequest, kind: str) -> str:
    return str(request.session.get(f"link_{kind}", ""))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Take up an invitation: with a new account, or on the own one when signed in."""
    token = _kept(request, _INVITATION)
    if not token:
        return redirect("sign_in")
    try:
        offered = invitation_look(token)
        if actor_of(request).signed_in:
            return _on_own_account(request, token, offered)
        return _as_new(request, token, offered)
    except LinkGone:
        return _gone(request, _INVITATION)


def _offer(offered: Invitation) -> dict[str, object]:
    """What the invitation says, in words."""
    role = Role(offered.role)
    place = names_of([offered.region_code]).get(offered.region_code, offered.region_code)
    return {
        "invitation": offered,
        "role": ROLE_LABELS[role],
        "place": place,
        "may": [VERB_LABELS[verb] for verb in Verb if verb in ROLE_VERBS[role]],
    }


def _on_own_account(request: HttpRequest, token: str, offered: Invitation) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            invitation_accept(token=token, actor=whole_actor(request))
        except OwnHat:
            problem = gettext("Undangan ini Anda buat sendiri; peran diberikan oleh orang lain.")
        else:
            request.session.pop(f"link_{_INVITATION}", None)
            messages.success(request, gettext("Peran baru sudah ada di akun Anda."))
            return redirect("account")
    context = {"title": gettext("Terima peran"), "problem": problem, **_offer(offered)}
    return render(request, "accounts/invitation_own.html", context, status=INVALID if problem else 200)


def _as_new(request: HttpRequest, token: str, offered: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, initial={"full_name": offered.full_name})
    if request.method == "POST" and form.is_valid():
        user = _open_account(token, form)
        if user is not None:
            request.session.pop(f"link_{_INVITATION}", None)
            messages.success(request, gettext("Akun Anda sudah dibuka. Selamat bekerja."))
            return redirect(begin_session(request, user, "/"))
    context = {"title": gettext("Buka akun Anda"), "form": form, "hide_sign_in": True, **_offer(offered)}
    context["here"] = request.get_full_path()
    return render(request, "accounts/invitation_new.html", context, status=INVALID if form.errors else 200)


def _open_account(token: str, form: NewAccountForm) -> User | None:
    try:
        return invitation_accept_as_new(token=token, **form.kept())
    except OddUsername:
        form.add_error("username", gettext("Nama akun: 3-60 huruf kecil, angka, titik, strip, atau garis bawah."))
    except NameTaken:
        form.add_error("username", gettext("Nama akun ini sudah dipakai orang lain. Pilih nama lain."))
    except WeakPassword as weak:
        form.add_error("new", weak.reasons)
    return None


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Choose a new password by the link of an administrator."""
    token = _kept(request, _RESET)
    if not token:
        return redirect("sign_in")
    form = NewPasswordForm(request.POST or None)
    try:
        user = reset_link_look(token)
        if request.method == "POST" and form.is_valid():
            return _after_reset(request, reset_link_use(token=token, password=form.cleaned_data["new"]))
    except LinkGone:
        return _gone(request, _RESET)
    except WeakPassword as weak:
        form.add_error("new", weak.reasons)
    context = {"title": gettext("Kata sandi baru"), "form": form, "username": user.username, "hide_sign_in": True}
    return render(request, "accounts/new_password.html", context, status=INVALID if form.errors else 200)


def _after_reset(request: HttpRequest, user: User) -> HttpResponse:
    request.session.pop(f"link_{_RESET}", None)
    if actor_of(request).signed_in:
        return redirect("account")
    words = gettext("Kata sandi baru berlaku.")
    if second_step_of(user.pk):
        words += " " + gettext("Lanjutkan dengan langkah kedua.")
    messages.success(request, words)
    return redirect(begin_session(request, user, "/"))
