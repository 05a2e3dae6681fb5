"""One joint event, and the photos of what was done."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.requests import actor_of, require_place, signed_in
from padu.apps.convergence.selectors.events import EventPage, build_event, get_photo
from padu.apps.convergence.services.photos import photo_path
from padu.apps.convergence.services.realisations import may_report_of
from padu.domain.formatting import date_with_day
from padu.ui.components import Crumb


def seen_event(request: HttpRequest, event_id: int) -> EventPage:
    """The event of the address. Raises Http404 where it is none of the person's."""
    page = build_event(event_id, timezone.localdate())
    if page is None:
        raise Http404
    require_place(actor_of(request), page.block.region_code)
    return page


def reportable(actor: Actor, page: EventPage) -> bool:
    """Whether something of the event waits for a report this person may send, its day having come."""
    open_state = page.event.state in ("planned", "done")
    own = any(may_report_of(actor, page.block.region_code, line.agency_id) for line in page.open_lines)
    return open_state and own and page.block.day <= timezone.localdate()


@signed_in
@require_safe
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    page = seen_event(request, event_id)
    day = page.block.day
    month = reverse("calendar_month", args=[page.block.region_code, day.year, day.month])
    context = {
        "title": page.block.village,
        "kicker": _("Kegiatan bersama"),
        "subtitle": date_with_day(day),
        "crumbs": [Crumb(_("Kalender"), month), Crumb(_("Kegiatan bersama"))],
        "page": page,
        "may_report": reportable(actor_of(request), page),
        "ahead": day > timezone.localdate(),
    }
    return render(request, "convergence/event.html", context)


@signed_in
@require_safe
def photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    """A photo for those who see its place; both locks have let the row through."""
    kept = get_photo(photo_id)
    if kept is None:
        raise Http404
    require_place(actor_of(request), kept.region_code)
    path = photo_path(kept.path)
    if not path.is_file():
        raise Http404
    return _picture(request, path, kept.pk)


def _picture(request: HttpRequest, path: Path, photo_id: int) -> HttpResponse:
    """The picture, or 304 for who has it: asked for each time, so that nothing is shown after signing out."""
    mark = f'"foto-{photo_id}"'
    response = get_conditional_response(request, etag=mark) or HttpResponse(
        path.read_bytes(), content_type="image/jpeg"
    )
    response["ETag"] = mark  # a kept picture never changes, so its number is its mark
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = 'inline; filename="foto.jpg"'
    response["Cache-Control"] = "private, no-cache"
    return response
