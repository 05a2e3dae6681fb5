"""`padu account add`: the first account by the operator, further ones by whoever administers the place."""

from __future__ import annotations

import pytest

from padu.access.actor import Hat
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.accounts.actors import load_actor_by_username
from padu.apps.accounts.models import User
from padu.cli.account import _add
from tests.factories import SYSTEM
from tests.people import People

GOOD = "sandi-awal-kader"


def add(username: str, role: str, place: str, agency: str | None = None, acting: str | None = None) -> None:
    _add(username, role, place, username, agency, acting, GOOD)


def test_the_operator_opens_the_first_account_and_the_trail_says_so(places: None) -> None:
    add("bappeda", "regency", "13.01")
    assert load_actor_by_username("bappeda").hats == (Hat(Role.REGENCY, "13.01"),)
    with scoped(SYSTEM):
        events = list(AuditEntry.objects.order_by("pk").values_list("event", "user_id", "region_code"))
    assert events == [("account.create", None, "13.01"), ("hat.grant", None, "13.01")]


def test_an_administrator_opens_accounts_in_the_range(people: People) -> None:
    add("kader", "kampung", "13.01.01.2003", acting="tim_kab")
    add("dinkes2", "agency", "13.01", agency="kesehatan", acting="tim_kab")
    assert load_actor_by_username("kader").hats == (Hat(Role.KAMPUNG, "13.01.01.2003"),)
    assert load_actor_by_username("dinkes2").hats == (Hat(Role.AGENCY, "13.01", people.kesehatan.pk),)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("kader", "kampung", "13.01.01.2001", None, "petugas_opd"), "tidak mengelola akun"),
        (("kader", "kampung", "13.01.01.2001", None, "pokja"), "diberikan oleh pengelola tingkat lain"),
        (("kader", "kampung", "13.01", None, None), "tidak berlaku pada tingkat wilayah ini"),
        (("kader", "kampung", "13.02.03.2001", None, "tim_kab"), "tidak mengelola akun"),
        (("kader", "kampung", "13.01.01.2001", None, "siapa"), "Tidak ada akun aktif bernama 'siapa'"),
        (("kader", "camat", "13.01.01", None, None), "Pilihan: kader, kampung, plkb"),
        (("kader", "kampung", "13.01.01.2999", None, None), "tidak ada dalam daftar"),
        (("Kader", "kampung", "13.01.01.2001", None, None), "huruf kecil"),
        (("pokja", "kampung", "13.01.01.2001", None, None), "sudah dipakai"),
        (("kader", "agency", "13.01", None, None), "--agency"),
        (("kader", "agency", "13.01", "perikanan", None), "tidak ada di 13.01"),
    ],
)
def test_a_refusal_is_words_and_leaves_nothing(
    people: People, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], why: str
) -> None:
    with pytest.raises(SystemExit) as refused:
        add(*arguments)
    assert refused.value.code == 2
    assert why in capsys.readouterr().err
    with scoped(SYSTEM):
        assert not User.gated.filter(username="kader").exists()
