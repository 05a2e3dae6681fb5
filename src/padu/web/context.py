"""What every page shows around its content: who, where, which year, the way through the rooms."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from padu.access.actor import ANONYMOUS, Actor, Hat
from padu.access.verbs import ROLE_LABELS, Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.selectors import holds_made_up_data
from padu.web.navigation import build_navigation


def _hat_label(hat: Hat, names: dict[str, str]) -> str:
    return f"{ROLE_LABELS[hat.role]} · {names.get(hat.region_code, hat.region_code)}"


def _hats(actor: Actor, whole: Actor) -> list[dict[str, Any]]:
    names = names_of(h.region_code for h in whole.hats)
    return [
        {"index": number, "label": _hat_label(hat, names), "active": actor.hats == (hat,)}
        for number, hat in enumerate(whole.hats)
    ]


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Context of every page."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    whole: Actor = getattr(request, "whole_actor", actor)
    place = actor.hats[0].region_code if actor.hats else ""
    return {
        "actor": actor,
        "hats": _hats(actor, whole) if whole.hats else [],
        "place_code": place,
        "place_name": names_of([place]).get(place, "") if place else "",
        "year": timezone.localdate().year,
        "nav_items": build_navigation(actor, request.path) if actor.signed_in else [],
        "demo": holds_made_up_data(),
        "version": settings.VERSION,
        "may_admin": bool(actor.roots(Verb.ACCOUNT_ADMIN)),
    }
