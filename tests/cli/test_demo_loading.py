"""The demo's first steps: agencies, accounts and kampung, each once and all marked as made up."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.accounts.actors import load_actor_by_username
from padu.apps.accounts.models import HatRecord, User
from padu.apps.institutions.models import Agency
from padu.apps.kampung.models import Kampung
from padu.apps.programmes.models import FundingSource, MatrixColumn, ProblemType
from padu.apps.programmes.services import load_reference
from padu.apps.supply.models import Fund, Offer
from padu.cli.demo.accounts import DEMO_PASSWORD, demo_accounts, describe_accounts, load_accounts
from padu.cli.demo.agencies import load_agencies
from padu.cli.demo.kampung import load_kampung
from padu.cli.demo.load import demo_is_wanted
from padu.cli.demo.setting import DemoSetting, make_setting
from tests.factories import SYSTEM

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def setting(places: None) -> DemoSetting:
    load_reference()
    return make_setting(150, 3, TODAY)


def load(setting: DemoSetting) -> None:
    for step in (load_agencies, load_accounts, load_kampung):
        step(setting)


def counts(setting: DemoSetting) -> list[int]:
    with scoped(SYSTEM):
        accounts = [User.gated.count(), HatRecord.objects.count()]
    with scoped(setting.actor()):
        return [*accounts, *(m.objects.count() for m in (Agency, Fund, Offer, Kampung))]


def test_a_larger_demo_begins_with_the_villages_of_the_smaller_one(setting: DemoSetting) -> None:
    assert setting.villages[0] == "13.01.01.2001"
    assert make_setting(150, 5, TODAY).villages[:3] == setting.villages
    assert len(make_setting(150, 99, TODAY).villages) == 5


def test_the_steps_load_what_the_demo_stands_on_and_twice_is_once(setting: DemoSetting) -> None:
    load(setting)
    first = counts(setting)
    users, hats, agencies, funds, offers, kampung = first
    assert (agencies, offers, kampung) == (18, 62, 3)
    # Two pokja, three in the field, every agency (one of them of the province), three in teams of regencies, two teams
    # above, three overseers.
    assert users == hats == 2 + 3 + agencies + 3 + 2 + 3
    assert funds >= agencies
    load(setting)
    assert counts(setting) == first


def test_everything_is_marked_as_made_up(setting: DemoSetting) -> None:
    load(setting)
    with scoped(SYSTEM):
        assert not User.gated.filter(made_up=False).exists()
    with scoped(setting.actor()):
        for model in (Agency, Fund, Offer, Kampung):
            assert not model.objects.filter(made_up=False).exists(), model.__name__
        codes = set(Fund.objects.exclude(document="none").values_list("document_code", flat=True))
    assert all(code.startswith("BUATAN-") for code in codes)


def test_offers_speak_the_language_of_the_catalogues(setting: DemoSetting) -> None:
    load(setting)
    with scoped(setting.actor()):
        offers, agencies = list(Offer.objects.all()), list(Agency.objects.all())
        sources = set(Fund.objects.values_list("source", flat=True))
    problems = set(ProblemType.objects.values_list("key", flat=True))
    assert all(offer.addresses for offer in offers)
    assert {problem for offer in offers for problem, _ in offer.addresses} <= problems
    assert {agency.column_key for agency in agencies} <= set(MatrixColumn.objects.values_list("key", flat=True))
    assert sources <= set(FundingSource.objects.values_list("key", flat=True))
    assert [a.code for a in agencies if not a.counts_as_sector] == ["dppkbp3a"]


def test_every_demo_account_signs_in_and_works_in_its_place(setting: DemoSetting) -> None:
    load(setting)
    for account in demo_accounts(setting):
        response = Client().post("/masuk/", {"username": account.username, "password": DEMO_PASSWORD})
        assert response.status_code == 302, account.username
        (hat,) = load_actor_by_username(account.username).hats
        assert (hat.role, hat.region_code, hat.agency_id) == (account.role, account.region_code, account.agency_id)


def test_both_neighbours_and_both_persons_of_the_team_are_there(setting: DemoSetting) -> None:
    load(setting)
    accounts = {a.username: a for a in demo_accounts(setting)}
    assert accounts["pokja"].region_code != accounts["pokja2"].region_code
    assert accounts["kabupaten"].region_code == accounts["sekda"].region_code == "13.01"
    assert accounts["kabupaten2"].region_code == "13.02"
    assert {a.role for a in accounts.values()} == set(Role)
    assert accounts["dinkesprov"].region_code == "13"


def test_the_printed_list_names_every_account_with_its_place(setting: DemoSetting) -> None:
    assert list(describe_accounts()) == []
    load(setting)
    lines = "\n".join(describe_accounts())
    assert DEMO_PASSWORD in lines
    for account in demo_accounts(setting):
        assert f"    {account.username} " in lines
    assert "Nagari Inderapura" in lines


def test_the_demo_is_wanted_only_while_nobody_can_sign_in(setting: DemoSetting) -> None:
    assert demo_is_wanted()
    load_accounts(setting)
    assert not demo_is_wanted()
