"""Each request is one transaction under its actor's scope; what was refused is noted after it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from padu.access.actor import ANONYMOUS, Actor, Hat
from padu.access.asking import RegencyToChoose
from padu.access.audit import record_refusal
from padu.access.gate import acting, apply
from padu.access.origin import coming_from
from padu.access.unoffered import noting_choices
from padu.apps.accounts.actors import load_actor
from padu.apps.accounts.models import User
from padu.apps.accounts.sessions import HAT_SESSION_KEY
from padu.web.errors import bad_request, choose_regency, not_allowed

Handler = Callable[[HttpRequest], HttpResponse]
_REFUSALS = (403, 404)
_NOT_ALLOWED = 405


def refusal_log(get_response: Handler) -> Handler:
    """Note refusals in a transaction of their own, outside the request's, so that its rollback cannot erase them.

    A form sent with a choice it did not offer is a refusal as well, though its answer is the form again.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        with noting_choices() as unoffered:
            response = get_response(request)
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        if actor.user_id is None:
            return response
        tried = f"{request.method} {request.path}"
        if response.status_code in _REFUSALS:
            record_refusal(actor, f"http.{response.status_code}", tried)
        elif unoffered and request.method == "POST":
            record_refusal(actor, "form.choice", tried)
        return response

    return handle


def chosen_hat(request: HttpRequest, actor: Actor) -> Hat | None:
    """The hat the person has put on, if it is still theirs."""
    kept = request.session.get(HAT_SESSION_KEY)
    return next((hat for hat in actor.hats if [hat.role.value, hat.region_code, hat.agency_id] == kept), None)


def _holds_nul(request: HttpRequest) -> bool:
    """Whether some parameter has the one character that PostgreSQL keeps in no text; nobody types it."""
    return any("\x00" in text for given in (request.GET, request.POST) for _, texts in given.lists() for text in texts)


class ScopeMiddleware:
    """Own the transaction (not ATOMIC_REQUESTS: that one opens after middleware has set the scope and loses it)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with coming_from(request.path), transaction.atomic():
            actor = self._actor(request)
            apply(actor)
            with acting(actor):
                response = self._respond(request)
            if actor.signed_in and not response.has_header("Cache-Control"):
                # On a shared computer the next person must not find the page by going back.
                response["Cache-Control"] = "private, no-store"
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def _respond(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Rendered here, while the scope still stands.
        if hasattr(response, "render") and callable(response.render):
            response = response.render()
        return not_allowed(request, response) if response.status_code == _NOT_ALLOWED else response

    def _actor(self, request: HttpRequest) -> Actor:
        user = get_user(request)
        request.user = user
        if not isinstance(user, User):
            request.user = SimpleLazyObject(AnonymousUser)  # type: ignore[assignment]
            request.actor = request.whole_actor = ANONYMOUS  # type: ignore[attr-defined]
            return ANONYMOUS
        whole = load_actor(user)
        hat = chosen_hat(request, whole)
        request.whole_actor = whole  # type: ignore[attr-defined]
        request.actor = whole.narrowed_to(hat) if hat else whole  # type: ignore[attr-defined]
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return actor

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        request.before_view = transaction.savepoint()  # type: ignore[attr-defined]
        return bad_request(request) if _holds_nul(request) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Undo what the view did and nothing else: the error page is still rendered in this transaction and scope."""
        transaction.savepoint_rollback(request.before_view)  # type: ignore[attr-defined]
        transaction.set_rollback(False)
        return choose_regency(request, exception) if isinstance(exception, RegencyToChoose) else None
