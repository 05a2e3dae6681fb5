"""Reading agencies. What comes back is what the current actor may see: callers stand in a scope."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from padu.apps.institutions.models import Agency, FormerAgencyName
from padu.domain.agencies import AgencyKind, FormerName, former_name_on
from padu.domain.regions import CodeRange, ancestors


@dataclass(frozen=True, slots=True)
class AgencyName:
    """What an agency was called on a day."""

    name: str
    short_name: str


def list_agencies(region_code: str) -> QuerySet[Agency]:
    """Agencies of a regency that exist today, in the order of their names."""
    today = timezone.localdate()
    return (
        Agency.objects.filter(region_code=region_code)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .order_by("short_name", "pk")
    )


def get_agency(agency_id: int) -> Agency | None:
    agency: Agency | None = Agency.objects.filter(pk=agency_id).first()
    return agency


def find_agency(region_code: str, text: str) -> Agency | None:
    """The agency whose code, short name or name is the text; case does not count. None where none or several fit."""
    wanted = text.strip()
    fits = Q(code__iexact=wanted) | Q(short_name__iexact=wanted) | Q(name__iexact=wanted)
    found = list(list_agencies(region_code).filter(fits)[:2])
    return found[0] if len(found) == 1 else None


def names_of_agencies(agency_ids: Iterable[int]) -> dict[int, str]:
    """Short names by id of those of these agencies that the current actor may see; asks nothing for no ids."""
    ids = set(agency_ids)
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "short_name")) if ids else {}


def names_on(agencies: Iterable[Agency], day: dt.date) -> dict[int, AgencyName]:
    """What each of these agencies was called on a day, by id; one query."""
    rows = {agency.pk: agency for agency in agencies}
    former: defaultdict[int, list[FormerName]] = defaultdict(list)
    for old in FormerAgencyName.objects.filter(agency__in=list(rows), until__gte=day):
        former[old.agency_id].append(FormerName(old.name, old.short_name, old.until))
    found = {pk: former_name_on(former[pk], day) or agency for pk, agency in rows.items()}
    return {pk: AgencyName(name.name, name.short_name) for pk, name in found.items()}


@dataclass(frozen=True, slots=True)
class AgencyFilter:
    """What a list of agencies is narrowed to; an empty value narrows nothing. `text` is part of a name of any time."""

    place: str
    column: str = ""
    kind: AgencyKind | None = None
    text: str = ""
    with_closed: bool = False


def find_agencies(chosen: AgencyFilter, day: dt.date) -> QuerySet[Agency]:
    """Agencies of a place, of those below it, and of those above that serve it too; open on a day unless told."""
    span = CodeRange.below(chosen.place)
    here = Q(region_code__gte=span.start, region_code__lt=span.end)
    rows = Agency.objects.filter(here | Q(region_code__in=ancestors(chosen.place)))
    if not chosen.with_closed:
        rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    if chosen.column:
        rows = rows.filter(column_key=chosen.column)
    if chosen.kind is not None:
        rows = rows.filter(kind=chosen.kind.value)
    if chosen.text:
        former = FormerAgencyName.objects.filter(_named(chosen.text)).values("agency")
        rows = rows.filter(_named(chosen.text) | Q(pk__in=former))
    return rows.order_by("region_code", "pk")


def _named(text: str) -> Q:
    return Q(name__icontains=text) | Q(short_name__icontains=text)


def get_seen_agency(agency_id: int) -> Agency:
    """Raises Http404 for an agency the actor does not see."""
    agency = get_agency(agency_id)
    if agency is None:
        raise Http404
    return agency


def list_former_names(agency: Agency) -> QuerySet[FormerAgencyName]:
    """Names an agency had before, the last one first."""
    return FormerAgencyName.objects.filter(agency=agency).order_by("-until")


def agency_names(region_code: str) -> dict[int, str]:
    """Short names of all agencies a regency has or had, by id."""
    return dict(Agency.objects.filter(region_code=region_code).values_list("pk", "short_name"))


def agency_choices(region_code: str) -> list[tuple[str, str]]:
    """Agencies that a team of this place may name: of the place and the places above it, by id with their names."""
    today, places = timezone.localdate(), [region_code, *ancestors(region_code)]
    rows = Agency.objects.filter(region_code__in=places).order_by("-region_code", "short_name", "pk")
    return [(str(agency.pk), agency.name) for agency in rows if agency.open_on(today)]
