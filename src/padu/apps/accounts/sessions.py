"""What a session remembers of the person: which hat is on, and that they signed in."""

from __future__ import annotations

from django.http import HttpRequest

from padu.access.actor import Actor
from padu.access.audit import record_change, record_refusal
from padu.apps.accounts.models import User

HAT_SESSION_KEY = "hat"


def put_on_hat(request: HttpRequest, choice: str) -> None:
    """Remember the hat with this number among the person's own; nothing takes the hat off (all of them count).

    A number that is none of theirs does the same, and is noted.
    """
    whole: Actor = request.whole_actor  # type: ignore[attr-defined]  # set by ScopeMiddleware for every request
    if choice.isascii() and choice.isdigit() and int(choice) < len(whole.hats):
        hat = whole.hats[int(choice)]
        request.session[HAT_SESSION_KEY] = [hat.role.value, hat.region_code, hat.agency_id]
    else:
        request.session.pop(HAT_SESSION_KEY, None)
        if choice:
            record_refusal(whole, "hat.choose")


def signed_in_event(user: User) -> None:
    """Note the sign-in in the trail."""
    record_change(Actor(user_id=user.pk), "account.sign_in", user.region_code, f"user:{user.pk}")
