"""The second step: codes once each, recovery codes once each, secrets encrypted and nobody else's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyotp
import pytest
from django.utils import timezone

from padu.access.actor import Actor, Hat
from padu.access.gate import gate_opened_for_test, scoped
from padu.access.verbs import Role
from padu.apps.accounts.models import Device, OutsideIdentity, Passkey, RecoveryCode, TotpSecret, User
from padu.apps.accounts.services import WrongCode, WrongPassword
from padu.apps.accounts.services.factors import (
    RECOVERY_CODES,
    codes_left,
    recovery_codes_make,
    second_step_check,
    second_step_of,
    totp_begin,
    totp_confirm,
    totp_remove,
)
from tests.factories import PASSWORD, SYSTEM
from tests.people import People, Person


def with_app(person: Person) -> pyotp.TOTP:
    """The authenticator app of somebody who has just set it up; the first code is that of the step before this one."""
    with scoped(person.actor):
        secret, _ = totp_begin(actor=person.actor, user=person.user)
        app = pyotp.TOTP(secret)
        totp_confirm(actor=person.actor, user=person.user, code=app.at(timezone.now() - dt.timedelta(seconds=30)))
    return app


def now_code(app: pyotp.TOTP) -> str:
    return app.at(timezone.now())


def test_an_app_counts_once_a_code_has_confirmed_it(people: People) -> None:
    pokja = people.pokja
    with scoped(pokja.actor):
        secret, address = totp_begin(actor=pokja.actor, user=pokja.user)
        with pytest.raises(WrongCode):
            totp_confirm(actor=pokja.actor, user=pokja.user, code="000000")
        assert second_step_of(pokja.user.pk) == frozenset()
        totp_confirm(actor=pokja.actor, user=pokja.user, code=now_code(pyotp.TOTP(secret)))
    assert address.startswith("otpauth://totp/Padu:pokja?secret=")
    assert second_step_of(pokja.user.pk) == {"totp"}


def test_a_code_works_once_and_one_step_early_or_late(people: People) -> None:
    app, user = with_app(people.pokja), people.pokja.user
    second_step_check(user=user, code=now_code(app)[:3] + " " + now_code(app)[3:])
    with pytest.raises(WrongCode):
        second_step_check(user=user, code=now_code(app))
    second_step_check(user=user, code=app.at(timezone.now() + dt.timedelta(seconds=30)))
    for seconds in (-30, 90, -90):
        with pytest.raises(WrongCode):
            second_step_check(user=user, code=app.at(timezone.now() + dt.timedelta(seconds=seconds)))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "²³¹²³¹", "' or 1=1"])
def test_odd_codes_are_wrong_codes(people: People, code: str) -> None:
    with_app(people.pokja)
    with pytest.raises(WrongCode):
        second_step_check(user=people.pokja.user, code=code)


def test_the_code_of_somebody_else_is_wrong(people: People) -> None:
    app = with_app(people.pokja)
    with_app(people.tim_kab)
    with pytest.raises(WrongCode):
        second_step_check(user=people.tim_kab.user, code=now_code(app))


def test_the_secret_is_encrypted_and_bound_to_its_account(people: People) -> None:
    app = with_app(people.pokja)
    with scoped(SYSTEM):
        row = TotpSecret.objects.get()
        assert app.secret.encode() not in bytes(row.sealed)
        TotpSecret.objects.update(user_id=people.tim_kab.user.pk)
    from padu.settings.keys import TamperedError

    with pytest.raises(TamperedError):
        second_step_check(user=people.tim_kab.user, code=now_code(app))


def test_ten_recovery_codes_work_once_each_and_new_ones_replace_them(people: People) -> None:
    pokja = people.pokja
    with_app(pokja)
    with scoped(pokja.actor):
        codes = recovery_codes_make(actor=pokja.actor, user=pokja.user)
    assert len(set(codes)) == RECOVERY_CODES == 10
    second_step_check(user=pokja.user, code=codes[0].upper())
    second_step_check(user=pokja.user, code=codes[1].replace("-", " "))
    with pytest.raises(WrongCode):
        second_step_check(user=pokja.user, code=codes[0])
    with scoped(pokja.actor):
        assert codes_left(pokja.actor) == 8
        recovery_codes_make(actor=pokja.actor, user=pokja.user)
        assert codes_left(pokja.actor) == 10
    with pytest.raises(WrongCode):
        second_step_check(user=pokja.user, code=codes[2])


def test_the_app_is_removed_with_the_password_and_the_codes_go_with_it(people: People) -> None:
    pokja = people.pokja
    with_app(pokja)
    with scoped(pokja.actor):
        recovery_codes_make(actor=pokja.actor, user=pokja.user)
        with pytest.raises(WrongPassword):
            totp_remove(actor=pokja.actor, user=pokja.user, password="bukan-sandi-saya")
        totp_remove(actor=pokja.actor, user=pokja.user, password=PASSWORD)
        assert codes_left(pokja.actor) == 0
    assert second_step_of(pokja.user.pk) == frozenset()


def _rows_of(user: User) -> None:
    common = {"user_id": user.pk}
    TotpSecret.objects.create(**common, key_id="x", sealed=b"x")
    Passkey.objects.create(**common, credential_id=b"x", public_key=b"x", label="x")
    RecoveryCode.objects.create(**common, code_hash=b"x")
    OutsideIdentity.objects.create(**common, issuer="x", subject="x")
    Device.objects.create(**common, session_key="x", last_seen=timezone.now())


MINE_ALONE: list[Any] = [TotpSecret, Passkey, RecoveryCode, OutsideIdentity, Device]


@pytest.mark.parametrize("model", MINE_ALONE, ids=lambda m: m.__name__)
@pytest.mark.parametrize("opened", [False, True], ids=["both locks", "row security alone"])
def test_no_administrator_reaches_what_is_somebodys_alone(people: People, model: Any, opened: bool) -> None:
    owner = people.pokja.user.pk
    with scoped(people.pokja.actor):
        _rows_of(people.pokja.user)
    nation = Actor(user_id=999_999, hats=(Hat(Role.NATION, "00"),))
    for actor, seen in ((people.pokja.actor, 1), (people.tim_kab.actor, 0), (nation, 0), (people.petugas_opd.actor, 0)):
        with scoped(actor):
            if opened:
                with gate_opened_for_test():
                    assert model.objects.count() == seen
                    assert model.unscoped.filter(user_id=owner).update(user_id=owner) == seen
            else:
                assert model.objects.count() == seen
