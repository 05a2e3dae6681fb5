"""Writing agencies: who keeps the list of a place adds, corrects, renames and closes them. Nothing is deleted."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.text import slugify

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency, FormerAgencyName
from padu.apps.institutions.open_work import open_work_of
from padu.domain.agencies import AgencyKind, kind_fits
from padu.domain.errors import PaduError
from padu.domain.regions import level_of

_CODE_LENGTH = 40


class AgencyKindMisplaced(PaduError):
    """A kind of agency stands on its own levels only. data: kind, level."""

    code = "agency.kind_misplaced"


class AgencyNamedTwice(PaduError):
    """Another open agency of the place is called so. data: agency (id)."""

    code = "agency.named_twice"


class AgencyRenameEmpty(PaduError):
    """A rename gives another name."""

    code = "agency.rename_empty"


class AgencyDateWrong(PaduError):
    """A rename or a closing is dated in the future, or before the last change. data: earliest."""

    code = "agency.date_wrong"


class AgencyReasonMissing(PaduError):
    """A rename or a closing has a reason."""

    code = "agency.reason_missing"


class AgencyClosed(PaduError):
    """A closed agency does not change. data: valid_to."""

    code = "agency.closed"


class AgencyHasOpenWork(PaduError):
    """Something of the agency is still open, and nobody has said what becomes of it. data: work (counts by key)."""

    code = "agency.has_open_work"


@dataclass(frozen=True, slots=True)
class AgencyData:
    """What is written down of an agency.

    column_key  one of the matrix columns; the caller has checked that it exists (columns belong to a later app)
    teams       villages the agency can serve on one day, at least 0
    """

    name: str
    short_name: str
    column_key: str
    kind: AgencyKind = AgencyKind.OPD
    teams: int = 1
    counts_as_sector: bool = True
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    address: str = ""
    valid_from: dt.date | None = None


def agency_save(
    *,
    actor: Actor,
    region_code: str,
    code: str,
    name: str,
    short_name: str,
    column_key: str,
    teams: int = 1,
    counts_as_sector: bool = True,
    kind: AgencyKind = AgencyKind.OPD,
    made_up: bool = False,
) -> Agency:
    """Add an agency of a place, or bring the one with this code to what is given.

    column_key, teams  as in AgencyData

    Raises Http404 outside the actor's places, PermissionDenied without the right to keep the list, AgencyKindMisplaced.
    """
    require_place(actor, region_code, Verb.INSTITUTION_EDIT)
    _check_kind(kind, region_code)
    if teams < 0:
        raise ValueError(teams)
    agency, _ = Agency.objects.update_or_create(
        region_code=region_code,
        code=code,
        defaults={
            "name": name,
            "short_name": short_name,
            "column_key": column_key,
            "kind": kind.value,
            "teams": teams,
            "counts_as_sector": counts_as_sector,
            "made_up": made_up,
        },
    )
    record_change(actor, "agency.save", region_code, f"agency:{agency.pk}")
    saved: Agency = agency
    return saved


@transaction.atomic
def agency_add(*, actor: Actor, region_code: str, data: AgencyData, made_up: bool = False) -> Agency:
    """A new agency of a place. Raises AgencyKindMisplaced, AgencyNamedTwice, PermissionDenied, Http404."""
    require_place(actor, region_code, Verb.INSTITUTION_EDIT)
    _check_kind(data.kind, region_code)
    _check_names(region_code, data.name, data.short_name)
    agency: Agency = Agency.objects.create(
        region_code=region_code,
        code=_free_code(region_code, data.short_name),
        made_up=made_up,
        **(asdict(data) | {"kind": data.kind.value}),
    )
    record_change(actor, "agency.add", region_code, f"agency:{agency.pk}")
    return agency


@transaction.atomic
def agency_edit(*, actor: Actor, agency_id: int, data: AgencyData) -> Agency:
    """Correct what is written of an open agency; its names change by `agency_rename` or as a correction here.

    Raises AgencyClosed, AgencyKindMisplaced, AgencyNamedTwice, PermissionDenied, Http404.
    """
    agency = _open_agency(actor, agency_id)
    _check_kind(data.kind, agency.region_code)
    _check_names(agency.region_code, data.name, data.short_name, agency.pk)
    values = asdict(data) | {"kind": data.kind.value}
    for name, value in values.items():
        setattr(agency, name, value)
    agency.save(update_fields=list(values))
    record_change(actor, "agency.edit", agency.region_code, f"agency:{agency.pk}")
    return agency


@transaction.atomic
def agency_rename(
    *, actor: Actor, agency_id: int, name: str, short_name: str, from_day: dt.date, reason: str
) -> Agency:
    """Give an agency another name from a day on; older dates keep the name they had.

    Raises AgencyClosed, AgencyRenameEmpty, AgencyReasonMissing, AgencyDateWrong, AgencyNamedTwice, PermissionDenied,
    Http404.
    """
    agency = _open_agency(actor, agency_id)
    name, short_name = name.strip(), short_name.strip()
    if not name or not short_name or (name, short_name) == (agency.name, agency.short_name):
        raise AgencyRenameEmpty(agency=agency.pk)
    if not reason.strip():
        raise AgencyReasonMissing(agency=agency.pk)
    _check_day(from_day, _named_since(agency))
    _check_names(agency.region_code, name, short_name, agency.pk)
    FormerAgencyName.objects.create(
        agency=agency,
        region_code=agency.region_code,
        name=agency.name,
        short_name=agency.short_name,
        until=from_day - dt.timedelta(days=1),
        reason=reason.strip(),
        recorded_by=actor.user_id,
    )
    agency.name, agency.short_name = name, short_name
    with because(reason.strip()):
        agency.save(update_fields=["name", "short_name"])
    record_change(actor, "agency.rename", agency.region_code, f"agency:{agency.pk}", reason.strip()[:200])
    return agency


@transaction.atomic
def agency_close(*, actor: Actor, agency_id: int, last_day: dt.date, reason: str, open_work_note: str = "") -> Agency:
    """Close an agency on its last day.

    open_work_note  what becomes of its open work; needed where some is left, and kept with the reason

    Raises AgencyClosed, AgencyReasonMissing, AgencyDateWrong, AgencyHasOpenWork, PermissionDenied, Http404.
    """
    agency = _open_agency(actor, agency_id)
    if not reason.strip():
        raise AgencyReasonMissing(agency=agency.pk)
    _check_day(last_day, _named_since(agency))
    work = {item.key: item.count for item in open_work_of(agency)}
    if work and not open_work_note.strip():
        raise AgencyHasOpenWork(work=work)
    words = " · ".join(part for part in (reason.strip(), open_work_note.strip()) if part)
    agency.valid_to, agency.closed_reason = last_day, words[:300]
    with because(words):
        agency.save(update_fields=["valid_to", "closed_reason"])
    record_change(actor, "agency.close", agency.region_code, f"agency:{agency.pk}", words[:200])
    return agency


@transaction.atomic
def agency_reopen(*, actor: Actor, agency_id: int, reason: str) -> Agency:
    """Take a closing back. Raises AgencyReasonMissing, AgencyNamedTwice, PermissionDenied, Http404."""
    agency = _writable(actor, agency_id)
    if not reason.strip():
        raise AgencyReasonMissing(agency=agency.pk)
    _check_names(agency.region_code, agency.name, agency.short_name, agency.pk)
    agency.valid_to, agency.closed_reason = None, ""
    with because(reason.strip()):
        agency.save(update_fields=["valid_to", "closed_reason"])
    record_change(actor, "agency.reopen", agency.region_code, f"agency:{agency.pk}", reason.strip()[:200])
    return agency


def _writable(actor: Actor, agency_id: int) -> Agency:
    # Read before locking: row security silently leaves out of a lock what may be read and not be written.
    seen: Agency | None = Agency.objects.filter(pk=agency_id).first()
    if seen is None:
        raise Http404
    require_place(actor, seen.region_code, Verb.INSTITUTION_EDIT)
    locked: Agency = Agency.objects.select_for_update().get(pk=agency_id)
    return locked


def _open_agency(actor: Actor, agency_id: int) -> Agency:
    agency = _writable(actor, agency_id)
    if agency.valid_to is not None and agency.valid_to < timezone.localdate():
        raise AgencyClosed(valid_to=agency.valid_to)
    return agency


def _check_kind(kind: AgencyKind, region_code: str) -> None:
    level = level_of(region_code)
    if not kind_fits(kind, level):
        raise AgencyKindMisplaced(kind=kind.value, level=level.value)


def _check_names(region_code: str, name: str, short_name: str, own_id: int | None = None) -> None:
    today = timezone.localdate()
    others = Agency.objects.filter(region_code=region_code).exclude(pk=own_id)
    for other in others.only("pk", "name", "short_name", "valid_from", "valid_to"):
        same = {name.casefold(), short_name.casefold()} & {other.name.casefold(), other.short_name.casefold()}
        if same and other.open_on(today):
            raise AgencyNamedTwice(agency=other.pk)


def _named_since(agency: Agency) -> dt.date | None:
    """The day from which the present name holds, as far as is known."""
    last = FormerAgencyName.objects.filter(agency=agency).order_by("-until").first()
    return last.until + dt.timedelta(days=1) if last else agency.valid_from


def _check_day(day: dt.date, since: dt.date | None) -> None:
    if day > timezone.localdate() or (since is not None and day <= since):
        raise AgencyDateWrong(earliest=since)


def _free_code(region_code: str, short_name: str) -> str:
    stem = slugify(short_name)[: _CODE_LENGTH - 4] or "instansi"
    taken = set(Agency.objects.filter(region_code=region_code, code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if code not in taken)
