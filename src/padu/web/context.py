"""What every page shows around its content: who, where, which year, the way through the rooms."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor, Hat
from padu.access.verbs import ROLE_LABELS, Verb
from padu.apps.institutions.selectors import names_of_agencies
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.selectors import holds_made_up_data
from padu.web.navigation import build_navigation


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. A request that was refused before it had an actor (CSRF) gets the version only."""
    actor: Actor | None = getattr(request, "actor", None)
    around: dict[str, Any] = {"version": settings.VERSION, "footer_links": [_privacy_link()]}
    if actor is None:
        return around
    around |= {"actor": actor, "demo": holds_made_up_data()}
    return around | (_for_person(request, actor) if actor.signed_in else {})


def _for_person(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    whole: Actor = request.whole_actor  # type: ignore[attr-defined]  # set by ScopeMiddleware for every request
    names = names_of(h.region_code for h in whole.hats)
    agencies = names_of_agencies(whole.agency_ids)
    place = actor.hats[0].region_code if len({h.region_code for h in actor.hats}) == 1 else ""
    return {
        "hats": [
            {"index": number, "label": _hat_label(hat, names, agencies), "active": actor.hats == (hat,)}
            for number, hat in enumerate(whole.hats)
        ],
        "place_code": place,
        "place_name": names.get(place, ""),
        "year": timezone.localdate().year,
        "account_url": reverse("account"),
        "nav_items": build_navigation(actor, request.path),
        "may_admin": bool(actor.roots(Verb.ACCOUNT_ADMIN)),
        "footer_links": [
            {"label": gettext("Siapa boleh apa"), "url": reverse("who_may")},
            {"label": gettext("Mengapa saya bisa atau tidak bisa?"), "url": reverse("why")},
            _privacy_link(),
        ],
    }


def _privacy_link() -> dict[str, str]:
    return {"label": gettext("Pemberitahuan privasi"), "url": reverse("privacy_notice")}


def _hat_label(hat: Hat, names: dict[str, str], agencies: dict[int, str]) -> str:
    """`Kabupaten Pesisir Selatan · Dinkes`, `Nagari Inderapura · Pokja kampung`: phones cut the end."""
    who = agencies.get(hat.agency_id or 0, ROLE_LABELS[hat.role])
    return f"{names.get(hat.region_code, hat.region_code)} · {who}"
