"""The supply pages: the agency's own sheet, the regency's reading, nothing for anybody else."""

from __future__ import annotations

import pytest

from padu.access.gate import scoped
from padu.apps.supply.models import Fund, Offer
from tests.people import VILLAGE
from tests.planning_rows import YEAR, make_catalogue, make_fund, make_need, make_offer


@pytest.fixture
def offer(people):
    make_catalogue()
    return make_offer(make_fund(people.kesehatan))


def sheet_of(agency):
    return f"/penawaran/opd/{agency.pk}/?tahun={YEAR}"


FUND = {"name": "BOK", "source": "apbn", "budget_idr": "25.000.000", "document": "none"}


def test_the_agency_comes_to_its_own_sheet(people, offer, client_of):
    make_need(VILLAGE, ("stunting", 4, 50.0))
    response = client_of(people.petugas_opd).get("/penawaran/", follow=True)
    assert response.redirect_chain[0][0] == sheet_of(people.kesehatan)
    text = response.content.decode()
    assert "Tawaran genting" in text
    assert "1 kampung meminta" in text
    assert "Tambah penawaran" in text


def test_the_regency_reads_all_offers_and_edits_none(people, offer, client_of):
    client = client_of(people.tim_kab)
    overview = client.get("/penawaran/").content.decode()
    assert "Tawaran genting" in overview
    assert "Rp100.000.000" in overview
    assert "Dukcapil" in overview
    assert "Tambah penawaran" not in client.get(sheet_of(people.kesehatan)).content.decode()
    assert client.get(f"/penawaran/opd/{people.kesehatan.pk}/{YEAR}/dana/baru/").status_code == 403


@pytest.mark.parametrize("who", ["petugas_opd_lain", "petugas_luar", "orang_luar", "pokja"])
def test_for_others_the_sheet_does_not_exist(people, offer, client_of, who):
    client = client_of(getattr(people, who))
    agency = people.kesehatan.pk
    for url in (
        sheet_of(people.kesehatan),
        f"/penawaran/opd/{agency}/{YEAR}/dana/baru/",
        f"/penawaran/opd/{agency}/{YEAR}/{offer.pk}/",
    ):
        assert client.get(url).status_code == 404
    assert client.post(f"/penawaran/opd/{agency}/penawaran/{offer.pk}/aktif/", {"active": "0"}).status_code == 404
    with scoped(people.tim_kab.actor):
        assert Offer.objects.get(pk=offer.pk).active


def test_a_kampung_has_no_supply_room(people, offer, client_of):
    assert client_of(people.pokja).get("/penawaran/").status_code == 403


def test_a_fund_is_added_from_the_form(people, offer, client_of):
    client = client_of(people.petugas_opd)
    response = client.post(f"/penawaran/opd/{people.kesehatan.pk}/{YEAR}/dana/baru/", FUND)
    assert response.status_code == 302
    with scoped(people.petugas_opd.actor):
        assert Fund.objects.get(name="BOK").budget_idr == 25_000_000


def test_half_a_document_is_refused_at_its_field(people, offer, client_of):
    client = client_of(people.petugas_opd)
    half = FUND | {"document": "dpa", "document_code": "DPA-1"}
    response = client.post(f"/penawaran/opd/{people.kesehatan.pk}/{YEAR}/dana/baru/", half)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"document_year", "budget_line"}
    nothing_said = {name: value for name, value in FUND.items() if name != "document"}
    response = client.post(f"/penawaran/opd/{people.kesehatan.pk}/{YEAR}/dana/baru/", nothing_said)
    assert set(response.context["form"].errors) == {"document"}


def test_an_offer_is_changed_from_the_form(people, offer, client_of):
    client = client_of(people.petugas_opd)
    url = f"/penawaran/opd/{people.kesehatan.pk}/{YEAR}/{offer.pk}/"
    initial = client.get(url).context["form"].initial
    posted = initial | {"max_deliveries": "12", "effects": "stunting = 0,4", "villages": []}
    assert client.post(url, posted).status_code == 302
    with scoped(people.petugas_opd.actor):
        changed = Offer.objects.get(pk=offer.pk)
    assert (changed.max_deliveries, changed.addresses, changed.unit_cost_idr) == (12, [["stunting", 0.4]], 3_000_000)


@pytest.mark.parametrize("effects", ["stuntin g besar = 0,3", "stunting = 1,5", "stunting"])
def test_effects_are_explained_when_they_cannot_be_read(people, offer, client_of, effects):
    client = client_of(people.petugas_opd)
    url = f"/penawaran/opd/{people.kesehatan.pk}/{YEAR}/{offer.pk}/"
    initial = client.get(url).context["form"].initial
    response = client.post(url, initial | {"effects": effects, "villages": []})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["effects"]


def test_an_offer_is_withdrawn_and_the_year_copied(people, offer, client_of):
    client = client_of(people.petugas_opd)
    client.post(f"/penawaran/opd/{people.kesehatan.pk}/{YEAR + 1}/salin/")
    client.post(f"/penawaran/opd/{people.kesehatan.pk}/penawaran/{offer.pk}/aktif/", {"active": "0"})
    with scoped(people.petugas_opd.actor):
        assert dict(Offer.objects.values_list("year", "active")) == {YEAR: False, YEAR + 1: True}


def test_odd_years_and_wrong_methods(people, offer, client_of):
    client = client_of(people.petugas_opd)
    assert client.get("/penawaran/?tahun=abc").status_code == 404
    assert client.get(f"/penawaran/opd/{people.kesehatan.pk}/{YEAR}/salin/").status_code == 405


def typed(offer, **changes):
    figures = {f"budget-{offer.fund_id}": "100.000.000", f"cost-{offer.pk}": "3.000.000", f"quota-{offer.pk}": "10"}
    return figures | changes


def test_figures_are_typed_over_in_the_sheet(people, offer, client_of):
    client, url = client_of(people.petugas_opd), f"/penawaran/opd/{people.kesehatan.pk}/{YEAR}/lembar/"
    same = client.post(url, typed(offer), follow=True)
    assert "Tidak ada angka yang berubah" in same.content.decode()
    changes = {f"quota-{offer.pk}": "15", f"budget-{offer.fund_id}": "90.000.000"}
    assert "2 baris berubah" in client.post(url, typed(offer, **changes), follow=True).content.decode()
    with scoped(people.petugas_opd.actor):
        changed = Offer.objects.select_related("fund").get()
    assert (changed.max_deliveries, changed.unit_cost_idr, changed.fund.budget_idr) == (15, 3_000_000, 90_000_000)


def test_one_unreadable_figure_keeps_the_whole_sheet_back(people, offer, client_of):
    client, url = client_of(people.petugas_opd), f"/penawaran/opd/{people.kesehatan.pk}/{YEAR}/lembar/"
    wrong = {f"quota-{offer.pk}": "nol", f"budget-{offer.fund_id}": "1"}
    response = client.post(url, typed(offer, **wrong))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"quota-{offer.pk}"]
    assert client_of(people.petugas_opd_lain).post(url, typed(offer)).status_code == 404
    assert client_of(people.tim_kab).post(url, typed(offer)).status_code == 403
    with scoped(people.petugas_opd.actor):
        assert Fund.objects.get().budget_idr == 100_000_000
