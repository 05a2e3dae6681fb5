"""From proof to session: who has shown the password waits half-way where the account has a second step."""

from __future__ import annotations

from base64 import b64decode, b64encode

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.accounts.models import User
from padu.apps.accounts.services.factors import second_step_of
from padu.apps.accounts.services.passkeys import Site
from padu.apps.accounts.sessions import signed_in_event
from padu.apps.accounts.standing import SECOND_STEP_KEY
from padu.apps.accounts.system import REGISTRAR

_HALF_WAY_KEY = "half_way"
_CHALLENGE_KEY = "passkey_challenge"
# [assumption] long enough to find the phone.
HALF_WAY_SECONDS = 600


def begin_session(request: HttpRequest, user: User, next_path: str) -> str:
    """After the first step: where to go now. Signed in, or half-way to the second step."""
    if not second_step_of(user.pk):
        finish_sign_in(request, user, second_step=False)
        return next_path
    request.session.cycle_key()
    request.session[_HALF_WAY_KEY] = {"user": user.pk, "at": timezone.now().timestamp(), "next": next_path}
    return reverse("second_step")


def half_way(request: HttpRequest) -> tuple[User, str] | None:
    """Who has shown the password in this session within ten minutes, and where they want to go."""
    kept = request.session.get(_HALF_WAY_KEY)
    if not kept or timezone.now().timestamp() - kept["at"] > HALF_WAY_SECONDS:
        return None
    with scoped(REGISTRAR):
        user = User.gated.filter(pk=kept["user"], is_active=True).first()
    return (user, str(kept["next"])) if user else None


def finish_sign_in(request: HttpRequest, user: User, *, second_step: bool) -> None:
    """Sign in with a new session key, and note it."""
    request.session.pop(_HALF_WAY_KEY, None)
    login(request, user)
    if second_step:
        request.session[SECOND_STEP_KEY] = True
    signed_in_event(user)


def site_of(request: HttpRequest) -> Site:
    """Under which address the browser knows us. Behind a proxy with TLS we ourselves hear plain HTTP."""
    scheme = "https" if settings.SESSION_COOKIE_SECURE else request.scheme
    host = request.get_host()
    return Site(rp_id=host.rsplit(":", 1)[0] if not host.endswith("]") else host, origin=f"{scheme}://{host}")


def names_a_host(site: Site) -> bool:
    """Passkeys belong to a name; an address of digits has none."""
    return not site.rp_id.replace(".", "").isdigit() and not site.rp_id.startswith("[")


def keep_challenge(request: HttpRequest, challenge: bytes) -> None:
    request.session[_CHALLENGE_KEY] = b64encode(challenge).decode()


def take_challenge(request: HttpRequest) -> bytes:
    """The challenge of this session, once; empty where there is none (and no answer fits)."""
    return b64decode(request.session.pop(_CHALLENGE_KEY, ""))
