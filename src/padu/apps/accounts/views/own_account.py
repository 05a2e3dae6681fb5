"""One's own account: hats, second steps, sessions, what was changed, and the password."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import actor_of, signed_in
from padu.apps.accounts.devices import end_session, end_sessions, forget_seen, list_devices
from padu.apps.accounts.forms import PasswordForm
from padu.apps.accounts.selectors import list_account_changes, list_own_hats
from padu.apps.accounts.services import WeakPassword, password_change
from padu.apps.accounts.services.factors import codes_left, second_step_of
from padu.apps.accounts.services.identities import has_identity
from padu.apps.accounts.services.passkeys import list_passkeys
from padu.apps.accounts.standing import owes_second_step, second_step_from
from padu.apps.accounts.views.asking_again import person_of, with_password
from padu.apps.accounts.views.signing_in import INVALID


def whole_actor(request: HttpRequest) -> Actor:
    """The person with all hats, whichever is on: the account is the person's, not the hat's."""
    whole: Actor = request.whole_actor  # type: ignore[attr-defined]  # set by ScopeMiddleware for every request
    return whole


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    whole = whole_actor(request)
    steps = second_step_of(person_of(request).pk)
    context = {
        "title": gettext("Akun saya"),
        "own_hats": list_own_hats(whole),
        "steps": steps,
        "owes_from": None if steps else second_step_from(whole),
        "codes_left": codes_left(whole),
        "devices": list_devices(whole),
        "this_key": request.session.session_key,
        "changes": list_account_changes(whole),
        "openid": settings.OPENID,
        "linked": settings.OPENID is not None and has_identity(whole, settings.OPENID.issuer),
    }
    return render(request, "accounts/account.html", context)


@require_safe
@signed_in
def factors(request: HttpRequest) -> HttpResponse:
    whole = whole_actor(request)
    steps = second_step_of(person_of(request).pk)
    context = {
        "title": gettext("Langkah kedua"),
        "crumbs": account_crumbs(gettext("Langkah kedua")),
        "steps": steps,
        "passkeys": list_passkeys(whole),
        "codes_left": codes_left(whole),
        "owes": owes_second_step(request),
    }
    return render(request, "accounts/factors.html", context)


def account_crumbs(here: str) -> list[dict[str, str]]:
    """The way to a page of one's account."""
    return [{"label": gettext("Akun saya"), "url": "/akun/"}, {"label": here}]


@never_cache
@sensitive_post_parameters()
@signed_in
def change_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    status = 200 if request.method != "POST" else INVALID
    if request.method == "POST" and form.is_valid():
        status = _try_to_change(request, form)
        if status == 200:
            messages.success(request, gettext("Kata sandi sudah diganti. Sesi Anda di perangkat lain berakhir."))
            return redirect("account")
    title = gettext("Ganti kata sandi")
    context = {"form": form, "title": title, "crumbs": account_crumbs(title)}
    return render(request, "accounts/password.html", context, status=status)


def _try_to_change(request: HttpRequest, form: PasswordForm) -> int:
    user, data = person_of(request), form.cleaned_data

    def step() -> None:
        password_change(actor=whole_actor(request), user=user, present=data["present"], new=data["new"])

    try:
        status = with_password(request, form, "present", step)
    except WeakPassword as weak:
        form.add_error("new", weak.reasons)
        return INVALID
    if status == 200:
        forget_seen(request)
        update_session_auth_hash(request, user)
        end_sessions(user.pk, keep=request.session.session_key or "")
    return status


@require_POST
@signed_in
def end_device(request: HttpRequest, device_id: int) -> HttpResponse:
    """End one session of one's own. Ids of others answer like ids that do not exist."""
    if not end_session(whole_actor(request), device_id):
        raise Http404
    record_change(actor_of(request), "account.session_end", person_of(request).region_code, f"user:{request.user.pk}")
    messages.success(request, gettext("Sesi itu sudah berakhir."))
    return redirect("account")


@require_POST
@signed_in
def end_devices(request: HttpRequest) -> HttpResponse:
    """End every other session, or with `all` this one as well."""
    user, here = person_of(request), request.session.session_key or ""
    everywhere = request.POST.get("all") == "1"
    ended = end_sessions(user.pk, keep="" if everywhere else here)
    record_change(actor_of(request), "account.sessions_end", user.region_code, f"user:{user.pk}")
    if everywhere:
        logout(request)
        messages.info(request, gettext("Anda sudah keluar di semua perangkat."))
        return redirect("sign_in")
    words = ngettext("%(n)s sesi lain berakhir.", "%(n)s sesi lain berakhir.", ended) % {"n": ended}
    messages.success(request, words)
    return redirect("account")
