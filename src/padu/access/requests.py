"""The actor of a request, and the answers to who may not: 404 outside their places, 403 without the verb."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.domain.regions import NATION

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The actor the middleware has put on the request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ScopeMiddleware for every request
    return actor


def signed_in(view: View) -> View:
    """Send people who are not signed in to the sign-in page and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if actor_of(request).signed_in else _to_the_door(request)

    return guarded


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """The sign-in page, and from there back to where the person can go on.

    A form's own address may take nothing but forms, and a part of a page is none: both lead back to their page.
    """
    if "HX-Request" in request.headers:
        door = f"/masuk/?next={quote(_page_before(request, 'HX-Current-URL'))}"
        return HttpResponse(status=204, headers={"HX-Redirect": door})
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(f"/masuk/?next={quote(request.get_full_path())}")
    messages.warning(
        request,
        gettext("Sesi Anda sudah berakhir, jadi kiriman tadi belum ada yang tersimpan. Masuk, lalu kirim lagi."),
    )
    return HttpResponseRedirect(f"/masuk/?next={quote(_page_before(request, 'Referer'))}")


def _page_before(request: HttpRequest, header: str) -> str:
    """Path of the page of this site that a header names; home where it names none."""
    named = request.headers.get(header, "")
    if not url_has_allowed_host_and_scheme(named, {request.get_host()}):
        return "/"
    parts = urlsplit(named)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class VerbMissing(PermissionDenied):
    """Inside the place, without the verb. The page that says so leads to the explanation."""

    def __init__(self, verb: Verb, region_code: str) -> None:
        super().__init__(verb, region_code)
        self.verb, self.region_code = verb, region_code


def verb_nowhere(actor: Actor, verb: Verb) -> VerbMissing:
    """The refusal of a page that is about no place yet: explained for the person's own first place."""
    own = actor.roots(*Verb)
    return VerbMissing(verb, own[0] if own else NATION)


def require_place(actor: Actor, region_code: str, verb: Verb = Verb.PLACE_READ) -> None:
    """Let pass who may do `verb` in this place.

    Raises Http404 when the place is none of theirs (as if it did not exist), VerbMissing (a PermissionDenied) when only
    the verb is missing.
    """
    if actor.may(verb, region_code):
        return
    if actor.may(Verb.FIGURE_READ, region_code):
        raise VerbMissing(verb, region_code)
    raise Http404
