"""Setting up and taking away the second step: app, passkeys, recovery codes."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from padu.access.requests import signed_in
from padu.apps.accounts.forms import AppCodeForm, ConfirmForm, PasskeyForm
from padu.apps.accounts.guessing import door_paused, forget_failures_at, note_failure_at
from padu.apps.accounts.models import User
from padu.apps.accounts.services import PasskeyRefused, WrongCode, WrongPassword
from padu.apps.accounts.services.factors import (
    codes_left,
    recovery_codes_make,
    second_step_of,
    totp_begin,
    totp_confirm,
    totp_remove,
    totp_waiting,
)
from padu.apps.accounts.services.passkeys import list_passkeys, passkey_add, passkey_remove, registration_options
from padu.apps.accounts.signing import keep_challenge, names_a_host, site_of, take_challenge
from padu.apps.accounts.standing import SECOND_STEP_KEY
from padu.apps.accounts.views.asking_again import person_of, with_password
from padu.apps.accounts.views.own_account import account_crumbs, whole_actor
from padu.apps.accounts.views.signing_in import INVALID, TOO_MANY, address_of, wait_words


def qr_picture(text: str) -> str:
    """A QR picture as the address of an <img>: dark on white with its quiet zone, in light and dark pages."""
    return segno.make(text, error="m").svg_data_uri(scale=5, border=4, light="#fff")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def app_add(request: HttpRequest) -> HttpResponse:
    """Show the secret until a first code has confirmed it; reloading shows the same one."""
    user, whole = person_of(request), whole_actor(request)
    if "totp" in second_step_of(user.pk):
        return redirect("factors")
    form = AppCodeForm(request.POST or None)
    status = 200 if request.method != "POST" else INVALID
    if request.method == "POST" and form.is_valid():
        status = _confirm(request, form, user)
        if status == 200:
            return _added(request, user, gettext("Aplikasi autentikator sudah terpasang."))
    secret, address = totp_waiting(actor=whole, user=user) or totp_begin(actor=whole, user=user)
    title = gettext("Pasang aplikasi autentikator")
    context = {"form": form, "title": title, "crumbs": _crumbs(title), "qr": qr_picture(address)}
    context["secret"] = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return render(request, "accounts/app_add.html", context, status=status)


def _confirm(request: HttpRequest, form: AppCodeForm, user: User) -> int:
    door, address = f"aplikasi:{user.pk}", address_of(request)
    if door_paused(door, address):
        form.add_error(None, wait_words())
        return TOO_MANY
    try:
        totp_confirm(actor=whole_actor(request), user=user, code=form.cleaned_data["code"])
    except WrongCode:
        note_failure_at(door, address)
        form.add_error("code", gettext("Kode tidak cocok. Periksa jam ponsel, lalu isi kode yang sekarang tampil."))
        return INVALID
    forget_failures_at(door)
    return 200


def _added(request: HttpRequest, user: User, words: str) -> HttpResponse:
    """After a first factor the recovery codes are shown at once; after a further one the list."""
    request.session[SECOND_STEP_KEY] = True
    messages.success(request, words)
    if codes_left(whole_actor(request)):
        return redirect("factors")
    return _show_codes(request, user)


def _show_codes(request: HttpRequest, user: User) -> HttpResponse:
    title = gettext("Kode pemulihan")
    codes = recovery_codes_make(actor=whole_actor(request), user=user)
    return render(request, "accounts/codes.html", {"title": title, "crumbs": _crumbs(title), "codes": codes})


def _crumbs(here: str) -> list[dict[str, str]]:
    way = account_crumbs(here)
    return [way[0], {"label": gettext("Langkah kedua"), "url": "/akun/langkah-kedua/"}, way[1]]


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def app_remove(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    if "totp" not in second_step_of(user.pk):
        return redirect("factors")
    form = ConfirmForm(request.POST or None)
    status = 200 if request.method != "POST" else INVALID
    if request.method == "POST" and form.is_valid():

        def step() -> None:
            totp_remove(actor=whole_actor(request), user=user, password=form.cleaned_data["password"])

        status = with_password(request, form, "password", step)
        if status == 200:
            messages.success(request, gettext("Aplikasi autentikator sudah dilepas."))
            return redirect("factors")
    return _ask_password(request, form, gettext("Lepas aplikasi autentikator"), gettext("Lepas"), status)


def _ask_password(request: HttpRequest, form: ConfirmForm, title: str, button: str, status: int) -> HttpResponse:
    context = {"form": form, "title": title, "crumbs": _crumbs(title), "button": button}
    return render(request, "accounts/ask_password.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def passkey_new(request: HttpRequest) -> HttpResponse:
    user, site = person_of(request), site_of(request)
    form = PasskeyForm(request.POST or None)
    status = 200 if request.method != "POST" else INVALID
    if request.method == "POST" and form.is_valid():
        try:
            passkey_add(
                actor=whole_actor(request),
                user=user,
                site=site,
                challenge=take_challenge(request),
                answer=form.cleaned_data["answer"],
                label=form.cleaned_data["label"],
            )
        except PasskeyRefused:
            form.add_error(None, gettext("Kunci sandi belum terpasang: perangkat tidak menjawab. Coba sekali lagi."))
        else:
            return _added(request, user, gettext("Kunci sandi sudah terpasang."))
    title = gettext("Tambah kunci sandi")
    context = {"form": form, "title": title, "crumbs": _crumbs(title), "possible": names_a_host(site)}
    if names_a_host(site):
        context["options"], challenge = registration_options(actor=whole_actor(request), user=user, site=site)
        keep_challenge(request, challenge)
    return render(request, "accounts/passkey_new.html", context, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def passkey_drop(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Ids of others answer like ids that do not exist."""
    user, whole = person_of(request), whole_actor(request)
    labels = {number: label for number, label, *_ in list_passkeys(whole)}
    if passkey_id not in labels:
        return redirect("factors")
    form = ConfirmForm(request.POST or None)
    status = 200 if request.method != "POST" else INVALID
    if request.method == "POST" and form.is_valid():

        def step() -> None:
            passkey_remove(actor=whole, user=user, passkey_id=passkey_id, password=form.cleaned_data["password"])

        status = with_password(request, form, "password", step)
        if status == 200:
            messages.success(request, gettext("Kunci sandi sudah dilepas."))
            return redirect("factors")
    title = gettext("Lepas kunci sandi: %(label)s") % {"label": labels[passkey_id]}
    return _ask_password(request, form, title, gettext("Lepas"), status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes for who has a second step; earlier ones hold no more."""
    user = person_of(request)
    if not second_step_of(user.pk):
        return redirect("factors")
    form = ConfirmForm(request.POST or None)
    status = 200 if request.method != "POST" else INVALID
    if request.method == "POST" and form.is_valid():

        def step() -> None:
            if not user.check_password(form.cleaned_data["password"]):
                raise WrongPassword

        status = with_password(request, form, "password", step)
        if status == 200:
            return _show_codes(request, user)
    return _ask_password(request, form, gettext("Kode pemulihan baru"), gettext("Buat sepuluh kode baru"), status)
