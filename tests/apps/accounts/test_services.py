"""Opening accounts and giving hats: in one's own range only, and never to oneself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, Hat
from padu.access.gate import gate_opened_for_test, scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.accounts.models import HatRecord, User
from padu.apps.accounts.selectors import list_hats, list_users
from padu.apps.accounts.services import (
    NameTaken,
    NotToBeGranted,
    OddHat,
    OddUsername,
    OwnHat,
    WeakPassword,
    hat_end,
    hat_grant,
    user_create,
)
from tests.factories import SYSTEM, give_hat, make_user
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, REGENCY, VILLAGE, People

GOOD = "sandi-awal-kader"


def create(actor: Actor, username: str = "kader_baru", region_code: str = VILLAGE, password: str = GOOD) -> User:
    with scoped(actor):
        return user_create(
            actor=actor, username=username, full_name=" Kader Baru ", region_code=region_code, password=password
        )


def test_the_regency_opens_an_account_in_its_range(tim_kab: Actor) -> None:
    user = create(tim_kab)
    assert (user.full_name, user.region_code, user.is_active, user.made_up) == ("Kader Baru", VILLAGE, True, False)
    assert user.check_password(GOOD)
    assert load_actor_by_id(user.pk).hats == ()
    with scoped(SYSTEM):
        entry = AuditEntry.objects.get(event="account.create")
    assert (entry.user_id, entry.subject) == (tim_kab.user_id, f"user:{user.pk}")


def test_nobody_opens_accounts_elsewhere(tim_kab: Actor) -> None:
    with pytest.raises(Http404):
        create(tim_kab, region_code=OTHER_VILLAGE)


def test_nobody_opens_accounts_without_the_right(petugas_opd: Actor) -> None:
    with pytest.raises(PermissionDenied):
        create(petugas_opd)


def test_a_pokja_opens_accounts_for_cadres_of_its_village_only(people: People) -> None:
    pokja = people.pokja.actor
    user = create(pokja)
    assert grant(pokja, user.pk, Role.KADER).role == "kader"
    with pytest.raises(NotToBeGranted, match="role"):
        grant(pokja, user.pk, Role.PLKB)
    with pytest.raises(Http404):
        create(pokja, "kader_sebelah", NEXT_VILLAGE)


@pytest.mark.parametrize("username", ["ab", "Kader", "kader baru", "-kader", "kader@nagari", "k" * 61, "kädér"])
def test_odd_names_are_refused(tim_kab: Actor, username: str) -> None:
    with pytest.raises(OddUsername):
        create(tim_kab, username=username)


def test_a_name_is_taken_also_where_its_owner_is_not_seen(tim_kab: Actor) -> None:
    with scoped(tim_kab):
        assert not User.gated.filter(username="orang_luar").exists()
    with pytest.raises(NameTaken):
        create(tim_kab, username="orang_luar")


@pytest.mark.parametrize("password", ["pendek", "password123", "8273645190238"])
def test_weak_passwords_are_refused_with_the_reason(tim_kab: Actor, password: str) -> None:
    with pytest.raises(WeakPassword) as caught:
        create(tim_kab, password=password)
    assert caught.value.reasons
    with scoped(SYSTEM):
        assert not User.gated.filter(username="kader_baru").exists()


def grant(actor: Actor, user_id: int, role: Role = Role.KAMPUNG, place: str = VILLAGE, **more: object) -> HatRecord:
    with scoped(actor):
        return hat_grant(actor=actor, user_id=user_id, role=role, region_code=place, **more)  # type: ignore[arg-type]


def test_a_granted_hat_works_at_once_and_twice_is_once(tim_kab: Actor) -> None:
    user = create(tim_kab)
    first = grant(tim_kab, user.pk)
    assert grant(tim_kab, user.pk, valid_to=timezone.localdate()).pk == first.pk
    assert load_actor_by_id(user.pk).hats == (Hat(Role.KAMPUNG, VILLAGE),)


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.PROVINCE, REGENCY), (Role.REGENCY, VILLAGE), (Role.KADER, REGENCY), (Role.NATION, REGENCY)],
)
def test_a_role_stands_at_its_level_and_is_given_by_the_level_above(tim_kab: Actor, role: Role, place: str) -> None:
    user = create(tim_kab)
    with pytest.raises(NotToBeGranted) as caught:
        grant(tim_kab, user.pk, role, place)
    assert caught.value.reason


def test_a_pokja_does_not_end_the_hat_of_its_field_officer(people: People) -> None:
    officer = make_user("plkb", VILLAGE)
    hat = give_hat(officer, Role.PLKB, VILLAGE)
    with scoped(people.pokja.actor), pytest.raises(NotToBeGranted):
        hat_end(actor=people.pokja.actor, hat_id=hat.pk)
    with scoped(people.tim_kab.actor):
        hat_end(actor=people.tim_kab.actor, hat_id=hat.pk)
    assert load_actor_by_id(officer.pk).hats == ()


def test_nobody_gives_a_hat_to_themselves(people: People) -> None:
    with pytest.raises(OwnHat):
        grant(people.tim_kab.actor, people.tim_kab.user.pk)


def test_no_hat_for_another_place_or_for_people_of_another_place(people: People) -> None:
    user = create(people.tim_kab.actor)
    with pytest.raises(Http404):
        grant(people.tim_kab.actor, user.pk, place=OTHER_VILLAGE)
    with pytest.raises(OddHat):
        grant(people.tim_kab.actor, people.pokja_luar.user.pk)


def test_an_agency_hat_has_its_agency_and_no_other_has_one(people: People) -> None:
    user = create(people.tim_kab.actor)
    with pytest.raises(OddHat):
        grant(people.tim_kab.actor, user.pk, Role.AGENCY, REGENCY)
    with pytest.raises(OddHat):
        grant(people.tim_kab.actor, user.pk, Role.KAMPUNG, VILLAGE, agency_id=people.kesehatan.pk)
    granted = grant(people.tim_kab.actor, user.pk, Role.AGENCY, REGENCY, agency_id=people.kesehatan.pk)
    assert granted.agency_id == people.kesehatan.pk


def test_a_hat_does_not_end_before_it_begins(tim_kab: Actor) -> None:
    user = create(tim_kab)
    with pytest.raises(OddHat):
        grant(tim_kab, user.pk, valid_to=timezone.localdate() - dt.timedelta(days=1))


def test_an_ended_hat_is_off_today_and_stays_as_history(people: People) -> None:
    hat = grant(people.tim_kab.actor, people.pokja.user.pk, place=NEXT_VILLAGE)
    with scoped(people.tim_kab.actor):
        hat_end(actor=people.tim_kab.actor, hat_id=hat.pk)
        assert {h.region_code for h in list_hats(people.pokja.user.pk)} == {VILLAGE, NEXT_VILLAGE}
    assert load_actor_by_id(people.pokja.user.pk).hats == (Hat(Role.KAMPUNG, VILLAGE),)


def test_hats_elsewhere_and_ones_own_are_not_ended(people: People) -> None:
    with scoped(SYSTEM):
        elsewhere = HatRecord.objects.get(user_id=people.pokja_luar.user.pk).pk
        own = HatRecord.objects.get(user_id=people.tim_kab.user.pk).pk
    with scoped(people.tim_kab.actor):
        with pytest.raises(Http404):
            hat_end(actor=people.tim_kab.actor, hat_id=elsewhere)
        with pytest.raises(OwnHat):
            hat_end(actor=people.tim_kab.actor, hat_id=own)


def test_an_administrator_sees_the_accounts_of_the_range_only(people: People) -> None:
    with scoped(people.tim_kab.actor):
        names = set(list_users(REGENCY).values_list("username", flat=True))
    assert {"pokja", "pokja_tetangga", "petugas_opd", "tim_kab"} <= names
    assert not names & {"pokja_luar", "petugas_luar", "orang_luar"}


@pytest.mark.parametrize("who", ["pokja", "petugas_opd", "orang_luar"])
def test_row_security_alone_refuses_a_hat_written_past_the_service(people: People, who: str) -> None:
    person = getattr(people, who)
    with scoped(person.actor), gate_opened_for_test(), pytest.raises(ProgrammingError), transaction.atomic():
        HatRecord.unscoped.create(
            user_id=person.user.pk, role=Role.REGENCY, region_code=REGENCY, valid_from=dt.date(2020, 1, 1)
        )
