"""Signing in by an OpenID provider, and linking one's identity there to the own account."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.requests import actor_of, signed_in
from padu.apps.accounts.forms import ConfirmForm
from padu.apps.accounts.openid import OpenIdRefused, Question, answered, ask
from padu.apps.accounts.services import IdentityTaken
from padu.apps.accounts.services.identities import identity_link, identity_unlink, user_of_identity
from padu.apps.accounts.signing import begin_session, site_of
from padu.apps.accounts.views.asking_again import person_of, with_password
from padu.apps.accounts.views.own_account import account_crumbs, whole_actor
from padu.apps.accounts.views.signing_in import INVALID, own_path
from padu.settings.environment import OpenIdProvider

_QUESTION_KEY = "openid_question"


def _provider() -> OpenIdProvider | None:
    provider: OpenIdProvider | None = settings.OPENID
    return provider


def _return_address(request: HttpRequest) -> str:
    return site_of(request).origin + reverse("openid_return")


@never_cache
@require_safe
def openid_begin(request: HttpRequest) -> HttpResponse:
    """Send the person to the provider; who is signed in links the identity, who is not signs in by it."""
    provider = _provider()
    if provider is None:
        return redirect("sign_in")
    try:
        address, question = ask(provider, _return_address(request))
    except OpenIdRefused:
        return _refused(request)
    user_id = actor_of(request).user_id
    request.session[_QUESTION_KEY] = asdict(question) | {"next": own_path(request), "link": user_id}
    return redirect(address)


@never_cache
@require_safe
def openid_return(request: HttpRequest) -> HttpResponse:
    """The provider's answer, once for each question."""
    provider, kept = _provider(), request.session.pop(_QUESTION_KEY, None)
    if provider is None or kept is None:
        return _refused(request)
    question = Question(kept["state"], kept["nonce"], kept["verifier"])
    try:
        subject = answered(provider, _return_address(request), question, request.GET.dict())
    except OpenIdRefused:
        return _refused(request)
    # Who was somebody when asking is the same now, or else it is nobody's answer.
    if kept["link"] != actor_of(request).user_id:
        return _refused(request)
    if kept["link"] is not None:
        return _link(request, provider.issuer, subject)
    user = user_of_identity(provider.issuer, subject)
    if user is None:
        messages.info(
            request,
            gettext("Identitas itu belum ditautkan. Masuk dulu dengan nama akun, lalu tautkan di halaman Akun saya."),
        )
        return redirect("sign_in")
    return redirect(begin_session(request, user, str(kept["next"])))


def _link(request: HttpRequest, issuer: str, subject: str) -> HttpResponse:
    try:
        identity_link(actor=whole_actor(request), user=person_of(request), issuer=issuer, subject=subject)
    except IdentityTaken:
        messages.error(request, gettext("Identitas itu sudah ditautkan ke akun lain, atau akun ini sudah punya satu."))
    else:
        messages.success(request, gettext("Identitas sudah ditautkan. Lain kali Anda dapat masuk dengannya."))
    return redirect("account")


def _refused(request: HttpRequest) -> HttpResponse:
    words = gettext("Penyedia identitas tidak menjawab dengan benar. Tidak ada yang berubah; coba lagi nanti.")
    messages.error(request, words)
    return redirect("account" if actor_of(request).signed_in else "sign_in")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def openid_unlink(request: HttpRequest) -> HttpResponse:
    provider = _provider()
    if provider is None:
        return redirect("account")
    form = ConfirmForm(request.POST or None)
    status = 200 if request.method != "POST" else INVALID
    if request.method == "POST" and form.is_valid():

        def step() -> None:
            identity_unlink(
                actor=whole_actor(request),
                user=person_of(request),
                issuer=provider.issuer,
                password=form.cleaned_data["password"],
            )

        status = with_password(request, form, "password", step)
        if status == 200:
            messages.success(request, gettext("Tautan identitas sudah dilepas."))
            return redirect("account")
    title = gettext("Lepas tautan identitas")
    context = {"form": form, "title": title, "crumbs": account_crumbs(title), "button": gettext("Lepas")}
    return render(request, "accounts/ask_password.html", context, status=status)
