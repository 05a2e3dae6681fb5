"""Writing what an agency can give: its funds and offers of a year. The agency itself writes them, nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency
from padu.apps.programmes.selectors import effects_of, get_activity
from padu.apps.supply.models import Carried, Fund, Offer
from padu.domain.errors import PaduError
from padu.domain.regions import CodeRange

R = TypeVar("R", Fund, Offer)


class DocumentIncomplete(PaduError):
    """A document has a code, a year and a budget line, or there is none. data: missing, or surplus."""

    code = "supply.document_incomplete"


class NameTaken(PaduError):
    """The agency has such a fund or offer in that year already. data: name."""

    code = "supply.name_taken"


class BadOffer(PaduError):
    """A figure of the offer makes no sense. data: field."""

    code = "supply.bad_offer"


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """The planning document and budget line that carry a fund or an offer; document "none": there is none."""

    document: str
    code: str = ""
    year: int | None = None
    budget_line: str = ""

    def check(self) -> None:
        """Raises DocumentIncomplete."""
        parts = {"document_code": self.code, "document_year": self.year, "budget_line": self.budget_line}
        if self.document == Carried.Document.NONE:
            surplus = [name for name, value in parts.items() if value]
            if surplus:
                raise DocumentIncomplete(surplus=surplus)
            return
        missing = [name for name, value in parts.items() if not value]
        if missing or self.document not in Carried.Document.values:
            raise DocumentIncomplete(missing=missing or ["document"])

    def columns(self) -> dict[str, object]:
        return {
            "document": self.document,
            "document_code": self.code,
            "document_year": self.year,
            "budget_line": self.budget_line,
        }


@dataclass(frozen=True, slots=True)
class FundData:
    """A fund as its agency states it. source: key of a funding source; budget_idr: rupiah for the year."""

    name: str
    source: str
    budget_idr: int
    document: DocumentRef


@dataclass(frozen=True, slots=True)
class OfferData:
    """An offer as its agency states it.

    addresses  problem type -> share of a kampung's gap that one delivery closes; None: the catalogue's start values
    villages   codes of the villages it is for; None: all of the regency
    """

    fund_id: int
    activity: str
    title: str
    unit_cost_idr: int
    max_deliveries: int
    months: Sequence[int]
    document: DocumentRef
    max_per_village: int = 1
    min_gap_days: int = 0
    addresses: Mapping[str, float] | None = None
    villages: Sequence[str] | None = None
    active: bool = True


@transaction.atomic
def fund_save(*, actor: Actor, agency: Agency, year: int, data: FundData, fund_id: int | None = None) -> Fund:
    """Add a fund of the agency, or change the one with this id.

    Raises DocumentIncomplete, NameTaken, BadOffer, PermissionDenied, Http404.
    """
    require_agency(actor, agency)
    data.document.check()
    if data.budget_idr < 0:
        raise BadOffer(field="budget_idr")
    fund = _own(Fund, agency, fund_id) if fund_id else Fund(agency=agency, region_code=agency.region_code, year=year)
    _refuse_twin(fund, name=data.name)
    values = {"name": data.name, "source": data.source, "budget_idr": data.budget_idr} | data.document.columns()
    _write(fund, values | {"made_up": agency.made_up})
    record_change(actor, "fund.save", agency.region_code, f"fund:{fund.pk}")
    return fund


@transaction.atomic
def offer_save(*, actor: Actor, agency: Agency, year: int, data: OfferData, offer_id: int | None = None) -> Offer:
    """Add an offer of the agency, or change the one with this id; its programme is that of its activity.

    Raises DocumentIncomplete, NameTaken, BadOffer, PermissionDenied, Http404.
    """
    require_agency(actor, agency)
    data.document.check()
    fund = get_object_or_404(Fund.objects, pk=data.fund_id, agency=agency, year=year)
    offer = _own(Offer, agency, offer_id) if offer_id else Offer(agency=agency, region_code=fund.region_code, year=year)
    _refuse_twin(offer, title=data.title, fund=fund)
    _write(offer, _offer_values(data, agency, fund) | data.document.columns() | {"made_up": agency.made_up})
    record_change(actor, "offer.save", agency.region_code, f"offer:{offer.pk}")
    return offer


def _offer_values(data: OfferData, agency: Agency, fund: Fund) -> dict[str, object]:
    """Checked columns of an offer. Raises BadOffer naming the field."""
    activity = get_activity(data.activity)
    addresses = effects_of(data.activity) if data.addresses is None else dict(data.addresses)
    span = CodeRange.below(agency.region_code)
    sound = {
        "activity": activity is not None,
        "unit_cost_idr": data.unit_cost_idr >= 0,
        "max_deliveries": data.max_deliveries >= 1,
        "max_per_village": data.max_per_village >= 1,
        "min_gap_days": data.min_gap_days >= 0,
        "months": bool(data.months) and set(data.months) <= set(range(1, 13)),
        "addresses": bool(addresses) and all(0 < effect <= 1 for effect in addresses.values()),
        "villages": data.villages is None or (bool(data.villages) and all(span.holds(c) for c in data.villages)),
    }
    for field, fits in sound.items():
        if not fits:
            raise BadOffer(field=field)
    assert activity is not None
    return {
        "fund": fund,
        "activity": activity.key,
        "programme_no": activity.programme_id,
        "title": data.title,
        "unit_cost_idr": data.unit_cost_idr,
        "max_deliveries": data.max_deliveries,
        "max_per_village": data.max_per_village,
        "min_gap_days": data.min_gap_days,
        "months": sorted(set(data.months)),
        "addresses": [[kind, effect] for kind, effect in sorted(addresses.items())],
        "villages": None if data.villages is None else sorted(set(data.villages)),
        "active": data.active,
    }


@transaction.atomic
def offer_set_active(*, actor: Actor, agency: Agency, offer_id: int, active: bool) -> Offer:
    """Take an offer out of further plans, or bring it back; what was agreed stays. Raises PermissionDenied, Http404."""
    require_agency(actor, agency)
    offer = _own(Offer, agency, offer_id)
    offer.active = active
    offer.save(update_fields=["active", "updated_at"])
    record_change(actor, "offer.activate" if active else "offer.withdraw", agency.region_code, f"offer:{offer.pk}")
    return offer


@transaction.atomic
def sheet_save(
    *, actor: Actor, agency: Agency, year: int, budgets: Mapping[int, int], offers: Mapping[int, tuple[int, int]]
) -> int:
    """Write what was typed into the sheet: budgets by fund id, (unit cost, quota) by offer id; the rest stays.

    Returns how many rows changed. Raises BadOffer, PermissionDenied, Http404 for a row that is not the agency's.
    """
    require_agency(actor, agency)
    changed = 0
    for fund_id, budget in budgets.items():
        if budget < 0:
            raise BadOffer(field="budget_idr")
        changed += _change(actor, _own(Fund, agency, fund_id), year, {"budget_idr": budget})
    for offer_id, (cost, quota) in offers.items():
        if cost < 0 or quota < 1:
            raise BadOffer(field="unit_cost_idr" if cost < 0 else "max_deliveries")
        values = {"unit_cost_idr": cost, "max_deliveries": quota}
        changed += _change(actor, _own(Offer, agency, offer_id), year, values)
    return changed


def _change(actor: Actor, row: Fund | Offer, year: int, values: Mapping[str, int]) -> bool:
    """Write the values where they differ, and say whether they did. Raises Http404 for a row of another year."""
    if row.year != year:
        raise Http404
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    kind = "fund" if isinstance(row, Fund) else "offer"
    record_change(actor, f"{kind}.save", row.region_code, f"{kind}:{row.pk}")
    return True


@transaction.atomic
def supply_copy_year(*, actor: Actor, agency: Agency, from_year: int, to_year: int) -> int:
    """Copy the funds and active offers of one year to another; what stands there already under its name is kept.

    Documents are not copied: next year's have other codes, so every copy says "no document" until somebody names it.
    Returns how many rows were added. Raises PermissionDenied, Http404.
    """
    require_agency(actor, agency)
    no_document = DocumentRef(Carried.Document.NONE).columns()
    funds, added = {}, 0
    for fund in Fund.objects.filter(agency=agency, year=from_year).order_by("pk"):
        values = _copied(fund, to_year) | no_document
        funds[fund.pk], new = Fund.objects.get_or_create(
            agency=agency, year=to_year, name=values.pop("name"), defaults=values
        )
        added += new
    for offer in Offer.objects.filter(agency=agency, year=from_year, active=True).order_by("pk"):
        values = _copied(offer, to_year) | no_document
        key = {"agency": agency, "year": to_year, "title": values.pop("title"), "fund": funds[offer.fund_id]}
        values.pop("fund_id")
        _, new = Offer.objects.get_or_create(**key, defaults=values)
        added += new
    record_change(actor, "supply.copy_year", agency.region_code, f"agency:{agency.pk}", f"{from_year}-{to_year}")
    return added


_NOT_COPIED = frozenset({"id", "year", "agency_id", "updated_at"})


def _copied(row: Fund | Offer, year: int) -> dict[str, object]:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in _NOT_COPIED}
    return values | {"year": year}


def require_agency(actor: Actor, agency: Agency) -> None:
    """Let pass who writes for this agency. Raises Http404 outside their places, else PermissionDenied."""
    require_place(actor, agency.region_code, Verb.SUPPLY_EDIT)
    if not actor.owns(agency.pk):
        raise PermissionDenied


def _own(model: type[R], agency: Agency, pk: int) -> R:
    """The agency's own row, locked. Raises Http404."""
    row: R = get_object_or_404(model.objects.select_for_update(), pk=pk, agency=agency)
    return row


def _refuse_twin(row: Fund | Offer, **key: object) -> None:
    twins = type(row).objects.filter(agency=row.agency, year=row.year, **key).exclude(pk=row.pk)
    if twins.exists():
        raise NameTaken(**{name: str(value) for name, value in key.items()})


def _write(row: Fund | Offer, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
