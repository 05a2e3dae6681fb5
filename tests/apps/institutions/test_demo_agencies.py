"""The made-up supply of the demo regency: whole, marked, and scarce enough to need a plan."""

from __future__ import annotations

import pytest

from padu.apps.institutions.demo_agencies import (
    MADE_UP_MARK,
    FundSource,
    PlanningDocument,
    demo_agencies,
    months_of,
)

COLUMNS = {
    "civil_registry", "women_child_family", "health", "education", "public_works_housing", "social_village",
    "agriculture_fisheries", "cooperative_msme", "environment", "religious_affairs", "pkk", "other_vertical",
    "community_org",
}  # fmt: skip

AGENCIES = demo_agencies(2027)
OFFERS = [(agency, offer) for agency in AGENCIES for offer in agency.offers]


def test_every_column_of_the_matrix_has_an_agency():
    assert {agency.column_key for agency in AGENCIES} == COLUMNS
    assert len(AGENCIES) == 17


def test_codes_and_names_stand_once():
    for values in ([a.code for a in AGENCIES], [a.name for a in AGENCIES], [a.short_name for a in AGENCIES]):
        assert len(set(values)) == len(values)


def test_one_office_runs_family_planning_and_is_no_sector():
    assert [agency.code for agency in AGENCIES if not agency.counts_as_sector] == ["dppkbp3a"]


def test_teams_are_one_to_four():
    assert {agency.teams for agency in AGENCIES} == {1, 2, 3, 4}


def test_offers_name_funds_of_their_agency_and_titles_stand_once_in_a_fund():
    for agency in AGENCIES:
        assert {offer.fund_key for offer in agency.offers} <= {fund.key for fund in agency.funds}
        keys = [(offer.fund_key, offer.title) for offer in agency.offers]
        assert len(set(keys)) == len(keys)


def test_each_fund_is_carried_and_marked_or_says_there_is_no_document():
    for fund in (fund for agency in AGENCIES for fund in agency.funds):
        if fund.document is PlanningDocument.NONE:
            assert (fund.document_code, fund.document_year, fund.budget_line) == ("", None, "")
        else:
            assert fund.document_code.startswith(f"{MADE_UP_MARK}-")
            assert fund.document_year == 2027
            assert fund.budget_line.startswith(f"{MADE_UP_MARK}-")


def test_a_budget_line_worked_by_hand():
    health = next(agency for agency in AGENCIES if agency.code == "dinkes")
    assert health.funds[1].document_code == "BUATAN-DPA-DINKES-2027"
    assert health.offers[0].budget_line == "BUATAN-DPA-DINKES-2027/BOK/01"


def test_all_kinds_of_money_and_papers_occur():
    funds = [fund for agency in AGENCIES for fund in agency.funds]
    assert {fund.source for fund in funds} == set(FundSource)
    assert {fund.document for fund in funds} == set(PlanningDocument) - {PlanningDocument.RKPDES}


def test_budgets_are_scarce_but_pay_for_at_least_one_of_each_offer():
    for agency in AGENCIES:
        for fund in agency.funds:
            offers = [offer for offer in agency.offers if offer.fund_key == fund.key]
            wanted = sum(offer.unit_cost_idr * offer.max_deliveries for offer in offers)
            assert offers
            assert max(offer.unit_cost_idr for offer in offers) <= fund.budget_idr < 1.25 * wanted
    spent = sum(fund.budget_idr for agency in AGENCIES for fund in agency.funds)
    wanted = sum(offer.unit_cost_idr * offer.max_deliveries for _, offer in OFFERS)
    assert 0.5 < spent / wanted < 0.95


@pytest.mark.parametrize(("agency", "offer"), OFFERS, ids=lambda item: getattr(item, "activity_id", None))
def test_offers_can_be_planned(agency, offer):
    assert offer.unit_cost_idr > 0
    assert 1 <= offer.max_per_village <= offer.max_deliveries
    assert offer.months == tuple(sorted(set(offer.months)))
    assert set(offer.months) <= set(range(1, 13))
    assert (offer.min_gap_days > 0) is (offer.max_per_village > 1)
    assert 1 <= offer.programme_no <= 8


def test_all_eight_programmes_have_offers():
    assert {offer.programme_no for _, offer in OFFERS} == set(range(1, 9))


def test_the_service_that_must_not_be_announced_is_not_offered():
    assert "violence_outreach" not in {offer.activity_id for _, offer in OFFERS}


@pytest.mark.parametrize(
    ("text", "months"), [("1-12", tuple(range(1, 13))), ("1;5;6", (1, 5, 6)), ("1-2;11-12", (1, 2, 11, 12))]
)
def test_months_are_read_as_the_catalogue_writes_them(text, months):
    assert months_of(text) == months
