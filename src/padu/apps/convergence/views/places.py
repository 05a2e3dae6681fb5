"""What the pages of matrix and calendar share: the place they are asked for, the switch to others, and files."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from padu.access.asking import PLACE_PARAMETER
from padu.access.requests import actor_of, require_place
from padu.apps.convergence.exports import WrittenFile
from padu.apps.convergence.selectors.own_places import own_places
from padu.apps.regions.models import Region
from padu.apps.regions.selectors import get_region
from padu.domain.regions import is_region_code
from padu.ui.components import Choice, Field

YEARS = range(2015, 2101)


def seen_place(request: HttpRequest, code: str, year: int) -> Region:
    """The place of the address. Raises Http404 outside the person's places, for unknown codes and odd years."""
    if not is_region_code(code) or year not in YEARS:
        raise Http404
    require_place(actor_of(request), code)
    region = get_region(code)
    if region is None:
        raise Http404
    return region


def other_place(request: HttpRequest, code: str) -> str | None:
    """The place the switch asks for, where it is another one. Raises Http404 outside the person's places."""
    asked = request.GET.get(PLACE_PARAMETER)
    if not asked or asked == code:
        return None
    require_place(actor_of(request), asked)
    return asked


def kept_query(request: HttpRequest, *names: str) -> str:
    """These parameters of the address, as they are."""
    return urlencode({name: request.GET[name] for name in names if request.GET.get(name)})


def place_fields(request: HttpRequest, code: str) -> Sequence[Field]:
    """A switch to the person's other places; none where there is only one."""
    places = own_places(actor_of(request))
    if len(places) < 2:
        return ()
    choices = [Choice(label=place.name, value=place.code, active=place.code == code) for place in places]
    return (Field(PLACE_PARAMETER, _("Wilayah"), choices=choices),)


def file_response(file: WrittenFile) -> HttpResponse:
    """A file to be kept, never shown in place."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
