"""Signing in and out, choosing a hat, one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from padu.access.requests import actor_of, signed_in
from padu.apps.accounts.forms import PasswordForm, SignInForm
from padu.apps.accounts.guessing import forget_failures, note_failure, paused
from padu.apps.accounts.models import User
from padu.apps.accounts.selectors import list_own_hats
from padu.apps.accounts.services import WeakPassword, WrongPassword, password_change
from padu.apps.accounts.sessions import put_on_hat, signed_in_event

TOO_MANY = 429
INVALID = 422


def own_path(request: HttpRequest) -> str:
    """Where the person wanted to go: a path of this site, or home."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe else "/"


def room_of(path: str) -> str:
    """The first page of the room a path stands in: the page itself may be none of the new hat's.

    >>> room_of("/situasi/13.01.01.2001/?tahun=2026")
    '/situasi/'
    """
    room = path.split("?")[0].strip("/").split("/")[0]
    return f"/{room}/" if room else "/"


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    if actor_of(request).signed_in:
        return redirect(own_path(request))
    form = SignInForm(request.POST or None)
    status = 200 if request.method != "POST" else INVALID
    if request.method == "POST" and form.is_valid():
        status = _try_to_sign_in(request, form)
        if status == 200:
            return redirect(own_path(request))
    context = {"form": form, "next": own_path(request), "title": gettext("Masuk"), "hide_sign_in": True}
    return render(request, "accounts/sign_in.html", context, status=status)


def _try_to_sign_in(request: HttpRequest, form: SignInForm) -> int:
    """Sign in, or put the reason on the form. The answer never tells whether the account exists."""
    username, address = form.cleaned_data["username"], request.META.get("REMOTE_ADDR", "")
    if paused(username, address):
        form.add_error(None, gettext("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."))
        return TOO_MANY
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        note_failure(username, address)
        form.add_error(None, gettext("Nama akun dan kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."))
        return INVALID
    forget_failures(username, address)
    login(request, user)
    signed_in_event(user)
    return 200


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, gettext("Anda sudah keluar."))
    return redirect("sign_in")


@require_POST
@signed_in
def choose_hat(request: HttpRequest) -> HttpResponse:
    put_on_hat(request, request.POST.get("hat", ""))
    return redirect(room_of(own_path(request)))


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    context = {"title": gettext("Akun saya"), "own_hats": list_own_hats(request.whole_actor)}  # type: ignore[attr-defined]
    return render(request, "accounts/account.html", context)


@never_cache
@sensitive_post_parameters()
@signed_in
def change_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _try_to_change(request, form):
        messages.success(request, gettext("Kata sandi sudah diganti. Sesi Anda di perangkat lain berakhir."))
        return redirect("account")
    context = {"form": form, "title": gettext("Ganti kata sandi")}
    return render(request, "accounts/password.html", context, status=INVALID if form.errors else 200)


def _try_to_change(request: HttpRequest, form: PasswordForm) -> bool:
    user = request.user
    assert isinstance(user, User)  # @signed_in
    data = form.cleaned_data
    try:
        password_change(actor=actor_of(request), user=user, present=data["present"], new=data["new"])
    except WrongPassword:
        form.add_error("present", gettext("Kata sandi sekarang tidak cocok."))
        return False
    except WeakPassword as weak:
        form.add_error("new", weak.reasons)
        return False
    update_session_auth_hash(request, user)
    return True
