"""An agency writes its funds and offers: whole documents or none, nobody else's rows, copies that lose nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.supply.models import Fund, Offer
from padu.apps.supply.services import (
    BadOffer,
    DocumentIncomplete,
    DocumentRef,
    FundData,
    NameTaken,
    OfferData,
    fund_save,
    offer_save,
    offer_set_active,
    supply_copy_year,
)
from tests.factories import SYSTEM
from tests.planning_rows import YEAR, make_catalogue, make_fund, make_offer

DPA = DocumentRef("dpa", "DPA-1.02", YEAR, "5.1.02.01")
NONE = DocumentRef("none")


@pytest.fixture
def catalogue(people):
    make_catalogue()


def save_fund(person, agency, document=DPA, name="DAK", fund_id=None):
    data = FundData(name, "apbd_kabkota", 50_000_000, document)
    with scoped(person.actor):
        return fund_save(actor=person.actor, agency=agency, year=YEAR, data=data, fund_id=fund_id)


def save_offer(person, fund, offer_id=None, **changes):
    values = {
        "fund_id": fund.pk, "activity": "genting", "title": "Pendampingan", "unit_cost_idr": 2_000_000,
        "max_deliveries": 8, "months": [3, 4], "document": DPA,
    } | changes  # fmt: skip
    with scoped(person.actor):
        return offer_save(
            actor=person.actor, agency=fund.agency, year=YEAR, data=OfferData(**values), offer_id=offer_id
        )


def test_fund_is_stored_with_its_document_and_noted(people, catalogue):
    fund = save_fund(people.petugas_opd, people.kesehatan)
    assert (fund.region_code, fund.budget_idr, fund.document, fund.budget_line) == (
        "13.01",
        50_000_000,
        "dpa",
        "5.1.02.01",
    )
    with scoped(SYSTEM):
        assert AuditEntry.objects.get(event="fund.save").subject == f"fund:{fund.pk}"


@pytest.mark.parametrize(
    ("document", "key", "names"),
    [
        (DocumentRef("dpa", "", YEAR, "5.1"), "missing", ["document_code"]),
        (DocumentRef("renja", "R-1"), "missing", ["document_year", "budget_line"]),
        (DocumentRef("none", "R-1"), "surplus", ["document_code"]),
        (DocumentRef("surat", "R-1", YEAR, "5.1"), "missing", ["document"]),
    ],
)
def test_a_document_is_named_whole_or_not_at_all(people, catalogue, document, key, names):
    with pytest.raises(DocumentIncomplete) as caught:
        save_fund(people.petugas_opd, people.kesehatan, document)
    assert caught.value.data == {key: names}


def test_offer_takes_programme_and_effects_from_the_catalogue(people, catalogue):
    offer = save_offer(people.petugas_opd, make_fund(people.kesehatan), document=NONE)
    assert (offer.programme_no, offer.addresses, offer.months, offer.document) == (
        4,
        [["stunting", 0.3]],
        [3, 4],
        "none",
    )


def test_an_offers_own_effects_stand_above_the_catalogue(people, catalogue):
    offer = save_offer(people.petugas_opd, make_fund(people.kesehatan), addresses={"birth_certificate": 0.125})
    assert offer.addresses == [["birth_certificate", 0.125]]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"activity": "tidak-ada"}, "activity"),
        ({"unit_cost_idr": -1}, "unit_cost_idr"),
        ({"max_deliveries": 0}, "max_deliveries"),
        ({"months": []}, "months"),
        ({"months": [13]}, "months"),
        ({"addresses": {"stunting": 1.5}}, "addresses"),
        ({"villages": ["13.02.03.2001"]}, "villages"),
        ({"villages": []}, "villages"),
    ],
)
def test_senseless_offers_are_refused(people, catalogue, change, field):
    with pytest.raises(BadOffer) as caught:
        save_offer(people.petugas_opd, make_fund(people.kesehatan), **change)
    assert caught.value.data == {"field": field}


def test_same_name_in_one_year_is_refused_and_changing_a_row_is_not(people, catalogue):
    fund = save_fund(people.petugas_opd, people.kesehatan)
    with pytest.raises(NameTaken):
        save_fund(people.petugas_opd, people.kesehatan)
    assert save_fund(people.petugas_opd, people.kesehatan, NONE, fund_id=fund.pk).document == "none"


def test_only_the_agencys_own_people_write(people, catalogue):
    fund = make_fund(people.kesehatan)
    with pytest.raises(PermissionDenied):
        save_fund(people.petugas_opd_lain, people.kesehatan)
    with pytest.raises(PermissionDenied):
        save_fund(people.tim_kab, people.kesehatan)
    for outsider in (people.petugas_luar, people.pokja_luar, people.orang_luar):
        with pytest.raises(Http404):
            save_offer(outsider, fund)


def test_rows_of_another_agency_cannot_be_reached_by_their_id(people, catalogue):
    foreign = make_offer(make_fund(people.dukcapil), "outreach", 1)
    with pytest.raises(Http404):
        save_offer(people.petugas_opd, make_fund(people.kesehatan), offer_id=foreign.pk)
    with pytest.raises(Http404):
        save_offer(people.petugas_opd, make_fund(people.kesehatan, name="Dua"), fund_id=foreign.fund_id)


def test_a_withdrawn_offer_stays_and_can_come_back(people, catalogue):
    offer = make_offer(make_fund(people.kesehatan))
    actor = people.petugas_opd.actor
    for active in (False, True):
        with scoped(actor):
            offer_set_active(actor=actor, agency=people.kesehatan, offer_id=offer.pk, active=active)
            assert Offer.objects.get(pk=offer.pk).active is active


def test_a_year_is_copied_once_without_its_documents(people, catalogue):
    fund = make_fund(people.kesehatan)
    make_offer(fund)
    make_offer(fund, title="Ditarik", active=False)
    actor = people.petugas_opd.actor

    def copied():
        with scoped(actor):
            return supply_copy_year(actor=actor, agency=people.kesehatan, from_year=YEAR, to_year=YEAR + 1)

    assert (copied(), copied()) == (2, 0)
    with scoped(actor):
        offer = Offer.objects.select_related("fund").get(year=YEAR + 1)
        assert Fund.objects.filter(year=YEAR + 1).count() == 1
    assert (offer.title, offer.fund.year, offer.document, offer.document_code) == ("Tawaran genting", 2028, "none", "")
    assert offer.max_deliveries == 10
