"""Agencies of the demo regency with their funds and offers, all marked as made up."""

from __future__ import annotations

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.apps.institutions.demo_agencies import DemoAgency, DemoFund, DemoOffer, demo_agencies
from padu.apps.institutions.models import Agency
from padu.apps.institutions.services import agency_save
from padu.apps.programmes.selectors import activity_effects
from padu.apps.supply.models import Fund, Offer
from padu.cli.demo.setting import PROVINCE, DemoSetting
from padu.domain.agencies import AgencyKind

SECTOR_OFFICE = "dinkesprov"
# Columns whose agencies are no offices of the regency.
_KINDS = {
    "religious_affairs": AgencyKind.VERTICAL,
    "other_vertical": AgencyKind.VERTICAL,
    "pkk": AgencyKind.PKK,
    "community_org": AgencyKind.ORGANISATION,
}


def load_agencies(setting: DemoSetting) -> str:
    """Agencies, funds and offers of the setting's year; those already there are left as they are now."""
    actor, effects = setting.actor(), activity_effects()
    planned = demo_agencies(setting.year)
    with scoped(actor):
        for demo in planned:
            agency = _agency(actor, setting.regency, demo)
            funds = {f.key: _fund(agency, setting.year, f) for f in demo.funds}
            for offer in demo.offers:
                _offer(agency, setting.year, funds[offer.fund_key], offer, effects.get(offer.activity_id, {}))
    _load_sector_office()
    return f"{len(planned) + 1} instansi, {sum(len(d.offers) for d in planned)} penawaran"


def _load_sector_office() -> None:
    """An office above the regency, so that somebody can see a sector's officers below as counts."""
    actor = system_actor(PROVINCE)
    with scoped(actor):
        agency_save(
            actor=actor,
            region_code=PROVINCE,
            code=SECTOR_OFFICE,
            name="Dinas Kesehatan Provinsi",
            short_name="Dinkes Provinsi",
            column_key="health",
            made_up=True,
        )


def _agency(actor: Actor, regency: str, demo: DemoAgency) -> Agency:
    return agency_save(
        actor=actor,
        region_code=regency,
        code=demo.code,
        name=demo.name,
        short_name=demo.short_name,
        column_key=demo.column_key,
        teams=demo.teams,
        counts_as_sector=demo.counts_as_sector,
        kind=_KINDS.get(demo.column_key, AgencyKind.OPD),
        made_up=True,
    )


def _fund(agency: Agency, year: int, demo: DemoFund) -> Fund:
    fund: Fund = Fund.objects.get_or_create(
        agency=agency,
        year=year,
        name=demo.name,
        defaults={
            "region_code": agency.region_code,
            "source": demo.source.value,
            "budget_idr": demo.budget_idr,
            "document": demo.document.value,
            "document_code": demo.document_code,
            "document_year": demo.document_year,
            "budget_line": demo.budget_line,
            "made_up": True,
        },
    )[0]
    return fund


def _offer(agency: Agency, year: int, fund: Fund, demo: DemoOffer, effects: dict[str, float]) -> None:
    Offer.objects.get_or_create(
        agency=agency,
        year=year,
        title=demo.title,
        fund=fund,
        defaults={
            "region_code": agency.region_code,
            "activity": demo.activity_id,
            "programme_no": demo.programme_no,
            "unit_cost_idr": demo.unit_cost_idr,
            "max_deliveries": demo.max_deliveries,
            "max_per_village": demo.max_per_village,
            "min_gap_days": demo.min_gap_days,
            "months": list(demo.months),
            "addresses": [[problem_type, effect] for problem_type, effect in sorted(effects.items())],
            "villages": None,
            "document": fund.document,
            "document_code": fund.document_code,
            "document_year": fund.document_year,
            "budget_line": demo.budget_line,
            "made_up": True,
        },
    )
