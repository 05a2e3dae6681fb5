"""The front door of privacy: what waits, with its clocks; and the public notice."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.privacy.reports import as_pdf, notice_paper
from padu.apps.privacy.selectors.registers import waiting
from padu.apps.privacy.services.retention import retention_preview
from padu.apps.privacy.views.answers import handed_over
from padu.apps.regions.selectors import names_of
from padu.domain.data_rights.clocks import Clock
from padu.domain.data_rights.notice import NOTICE
from padu.domain.data_rights.retention import RULES


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Open requests, withdrawals and breaches by their clocks, and what retention asks for."""
    actor, now = actor_of(request), timezone.now()
    if not actor.roots(Verb.PRIVACY_SERVE, Verb.PRIVACY_ADMIN):
        raise Http404
    found, admin = waiting(), actor.roots(Verb.PRIVACY_ADMIN)
    codes = {
        one.region_code for part in (found.requests, found.withdrawals, found.breaches, found.runs) for one in part
    }
    names = names_of(codes | set(admin))
    today = timezone.localdate()
    context = {
        "title": _("Privasi"),
        "subtitle": _("Hak warga, insiden, dan masa simpan"),
        "requests": [(one, *_clock(one.clock, now), names.get(one.region_code, "")) for one in found.requests],
        "withdrawals": [(one, *_clock(one.clock, now), names.get(one.region_code, "")) for one in found.withdrawals],
        "breaches": [
            (one, *_clock(Clock(one.discovered_at), now), names.get(one.region_code, "")) for one in found.breaches
        ],
        "runs": [(one, names.get(one.region_code, "")) for one in found.runs],
        "due": [(code, names.get(code, code), retention_preview(code, today, actor)) for code in admin],
        "rules": RULES,
        "keeps_registers": bool(admin),
    }
    return render(request, "privacy/desk.html", context)


def _clock(clock: Clock | None, now: dt.datetime) -> tuple[str, dt.timedelta | None]:
    """How a clock stands, and what is left of it."""
    return (clock.state(now), clock.left(now)) if clock else ("", None)


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """The privacy notice, for everybody."""
    context = {"title": _("Pemberitahuan privasi"), "notice": NOTICE, "contact": settings.PRIVACY_CONTACT}
    return render(request, "privacy/notice.html", context)


@require_safe
def notice_pdf(_request: HttpRequest) -> HttpResponse:
    """The notice on paper, for the cadre to read out and leave behind."""
    return handed_over(as_pdf("pemberitahuan-privasi", notice_paper(settings.PRIVACY_CONTACT, timezone.localdate())))
