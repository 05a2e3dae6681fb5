"""Signing in and out, in one step or two, and choosing a hat."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from padu.access.actor import Actor
from padu.access.audit import record_refusal
from padu.access.requests import actor_of, signed_in
from padu.apps.accounts.devices import end_this_session
from padu.apps.accounts.forms import SecondStepForm, SignInForm
from padu.apps.accounts.guessing import (
    door_paused,
    forget_failures,
    forget_failures_at,
    note_failure,
    note_failure_at,
    paused,
)
from padu.apps.accounts.models import User
from padu.apps.accounts.services import PasskeyRefused, WrongCode
from padu.apps.accounts.services.factors import second_step_check, second_step_of
from padu.apps.accounts.services.passkeys import passkey_check, sign_in_options
from padu.apps.accounts.sessions import put_on_hat
from padu.apps.accounts.signing import (
    begin_session,
    finish_sign_in,
    half_way,
    keep_challenge,
    names_a_host,
    site_of,
    take_challenge,
)

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


def address_of(request: HttpRequest) -> str:
    """The visitor's address, or the proxy's."""
    return str(request.META.get("REMOTE_ADDR", ""))


def wait_words() -> str:
    return gettext("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi.")


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    if actor_of(request).signed_in:
        return redirect(own_path(request))
    form = SignInForm(request.POST or None)
    status = 200 if request.method != "POST" else INVALID
    if request.method == "POST" and form.is_valid():
        user, status = _first_step(request, form)
        if user is not None:
            return redirect(begin_session(request, user, own_path(request)))
    context = {"form": form, "next": own_path(request), "title": gettext("Masuk"), "hide_sign_in": True}
    context |= {"openid": settings.OPENID is not None, "passkeys": names_a_host(site_of(request))}
    return render(request, "accounts/sign_in.html", context, status=status)


def _first_step(request: HttpRequest, form: SignInForm) -> tuple[User | None, int]:
    """Whose name and password these are, or the reason on the form. It never tells whether the account exists."""
    username, address = form.cleaned_data["username"], address_of(request)
    if paused(username, address):
        form.add_error(None, wait_words())
        return None, TOO_MANY
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        note_failure(username, address)
        form.add_error(None, gettext("Nama akun dan kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."))
        return None, INVALID
    forget_failures(username, address)
    return user, 200


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The second step of who has shown the password: a code, or the device's key."""
    waiting = half_way(request)
    if waiting is None:
        messages.info(request, gettext("Masuk lagi: kata sandi belum diisi, atau sudah lebih dari sepuluh menit."))
        return redirect("sign_in")
    user, next_path = waiting
    answer = request.POST.get("answer", "")
    form = SecondStepForm(request.POST if request.method == "POST" and not answer else None)
    status = 200
    if request.method == "POST":
        status = _second_step(request, user, form, answer)
        if status == 200:
            finish_sign_in(request, user, second_step=True)
            return redirect(next_path)
    steps = second_step_of(user.pk)
    context = {"form": form, "title": gettext("Langkah kedua"), "hide_sign_in": True, "steps": steps}
    if "passkey" in steps and names_a_host(site_of(request)):
        context["options"], challenge = sign_in_options(site=site_of(request), user_id=user.pk)
        keep_challenge(request, challenge)
    context["refused"] = status if answer else 0
    return render(request, "accounts/second_step.html", context, status=status)


def _second_step(request: HttpRequest, user: User, form: SecondStepForm, answer: str) -> int:
    door, address = f"langkah-kedua:{user.pk}", address_of(request)
    challenge = take_challenge(request)
    if door_paused(door, address):
        form.add_error(None, wait_words()) if form.is_bound else None
        return TOO_MANY
    try:
        if answer:
            passkey_check(site=site_of(request), challenge=challenge, answer=answer, user_id=user.pk)
        elif form.is_valid():
            second_step_check(user=user, code=form.cleaned_data["code"])
        else:
            return INVALID
    except (WrongCode, PasskeyRefused):
        note_failure_at(door, address)
        record_refusal(Actor(user_id=user.pk), "account.second_step")
        if form.is_bound:
            form.add_error("code", gettext("Kode tidak cocok atau sudah terpakai. Coba kode berikutnya."))
        return INVALID
    forget_failures_at(door)
    return 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Signing in by a passkey alone: the device has verified its person, so it is both steps at once."""
    if actor_of(request).signed_in:
        return redirect(own_path(request))
    site, status = site_of(request), 200
    if not names_a_host(site):
        return redirect("sign_in")
    if request.method == "POST":
        user, status = _by_passkey(request)
        if user is not None:
            finish_sign_in(request, user, second_step=True)
            return redirect(own_path(request))
    options, challenge = sign_in_options(site=site)
    keep_challenge(request, challenge)
    context = {"title": gettext("Masuk dengan kunci sandi"), "hide_sign_in": True, "options": options}
    context |= {"next": own_path(request), "refused": status if status != 200 else 0}
    return render(request, "accounts/passkey_sign_in.html", context, status=status)


def _by_passkey(request: HttpRequest) -> tuple[User | None, int]:
    address, challenge = address_of(request), take_challenge(request)
    if paused("", address):
        return None, TOO_MANY
    try:
        answer = request.POST.get("answer", "")
        return passkey_check(site=site_of(request), challenge=challenge, answer=answer), 200
    except PasskeyRefused:
        note_failure("", address)
        return None, INVALID


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end_this_session(request)
    logout(request)
    messages.info(request, gettext("Anda sudah keluar."))
    return redirect("sign_in")


@require_POST
@signed_in
def choose_hat(request: HttpRequest) -> HttpResponse:
    put_on_hat(request, request.POST.get("hat", ""))
    return redirect(room_of(own_path(request)))
