"""Reset links and off-boarding: by who may, for others only, in one step."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.accounts.actors import NoSuchUser, load_actor_by_id
from padu.apps.accounts.models import HatRecord, ResetLink, User
from padu.apps.accounts.services import (
    LinkGone,
    NotToBeGranted,
    OwnHat,
    WeakPassword,
    invitation_look,
    invitation_make,
    person_offboard,
    person_reopen,
    reset_link_look,
    reset_link_make,
    reset_link_use,
)
from padu.apps.accounts.services.factors import second_step_of
from tests.apps.accounts.test_factors import with_app
from tests.factories import PASSWORD, SYSTEM, give_hat, make_user
from tests.people import OTHER_REGENCY, VILLAGE, People, Person

NEW = "sandi pengganti yang panjang"


def reset(person: Person, user: User, **more: bool) -> str:
    with scoped(person.actor):
        return reset_link_make(actor=person.actor, user_id=user.pk, **more)[1]


def signed_in(user: User) -> Client:
    client = Client()
    client.post("/masuk/", {"username": user.username, "password": PASSWORD})
    assert client.get("/akun/").status_code == 200
    return client


def test_a_reset_ends_password_and_sessions_at_once_and_the_person_chooses_anew(people: People) -> None:
    pokja = people.pokja.user
    client = signed_in(pokja)
    token = reset(people.tim_kab, pokja)
    assert client.get("/akun/").status_code == 302
    assert Client().post("/masuk/", {"username": "pokja", "password": PASSWORD}).status_code == 422
    with pytest.raises(WeakPassword):
        reset_link_use(token=token, password="pokja-pokja")
    reset_link_use(token=token, password=NEW)
    assert Client().post("/masuk/", {"username": "pokja", "password": NEW}).status_code == 302
    with pytest.raises(LinkGone):
        reset_link_use(token=token, password=NEW)


def test_a_new_reset_link_makes_the_earlier_one_worthless(people: People) -> None:
    first = reset(people.tim_kab, people.pokja.user)
    second = reset(people.tim_kab_kedua, people.pokja.user)
    with pytest.raises(LinkGone):
        reset_link_look(first)
    assert reset_link_look(second).pk == people.pokja.user.pk
    with scoped(SYSTEM):
        ResetLink.objects.update(expires_at=timezone.now())
    with pytest.raises(LinkGone):
        reset_link_look(second)


@pytest.mark.parametrize("drops", [False, True])
def test_the_second_step_goes_only_where_it_was_asked(people: People, drops: bool) -> None:
    with_app(people.pokja)
    token = reset(people.tim_kab, people.pokja.user, drops_second_step=drops)
    assert second_step_of(people.pokja.user.pk) == {"totp"}
    reset_link_use(token=token, password=NEW)
    assert second_step_of(people.pokja.user.pk) == (frozenset() if drops else {"totp"})


def test_a_link_that_would_open_more_than_one_may_give_is_not_made(people: People) -> None:
    officer = make_user("penyuluh", VILLAGE)
    give_hat(officer, Role.PLKB, VILLAGE)
    with pytest.raises(NotToBeGranted):
        reset(people.pokja, officer)
    elsewhere = make_user("dua_kabupaten", VILLAGE)
    give_hat(elsewhere, Role.REGENCY, OTHER_REGENCY)
    with pytest.raises(NotToBeGranted):
        reset(people.tim_kab, elsewhere)
    assert elsewhere.has_usable_password()


def test_resets_are_for_others_and_for_own_places(people: People) -> None:
    with pytest.raises(OwnHat):
        reset(people.tim_kab, people.tim_kab.user)
    for user in (people.orang_luar.user, people.pokja_luar.user):
        with pytest.raises(Http404):
            reset(people.tim_kab, user)
    with pytest.raises((Http404, PermissionDenied)):
        reset(people.petugas_opd, people.pokja.user)


def test_off_boarding_ends_everything_in_one_step(people: People) -> None:
    team, leaving = people.tim_kab_kedua, people.tim_kab
    client = signed_in(leaving.user)
    with scoped(leaving.actor):
        _, token = invitation_make(actor=leaving.actor, full_name="Orang Baru", role=Role.KAMPUNG, region_code=VILLAGE)
    with scoped(team.actor):
        done = person_offboard(actor=team.actor, user_id=leaving.user.pk, reason="pindah tugas")
    assert (len(done.ended), done.left, done.closed, done.sessions, done.links) == (1, (), True, 1, 1)
    assert client.get("/akun/").status_code == 302
    assert Client().post("/masuk/", {"username": "tim_kab", "password": PASSWORD}).status_code == 422
    with pytest.raises(NoSuchUser):
        load_actor_by_id(leaving.user.pk)
    with pytest.raises(LinkGone):
        invitation_look(token)
    with scoped(SYSTEM):
        user = User.gated.get(pk=leaving.user.pk)
        assert user.closed_at is not None
        assert HatRecord.objects.get(user_id=user.pk).valid_to == timezone.localdate() - dt.timedelta(days=1)
        entry = AuditEntry.objects.get(event="account.close")
    assert (entry.user_id, entry.subject, entry.purpose) == (team.user.pk, f"user:{user.pk}", "pindah tugas")


def test_a_hat_of_another_regency_is_left_and_keeps_the_account_open(people: People) -> None:
    user = people.pokja.user
    give_hat(user, Role.REGENCY, OTHER_REGENCY)
    with scoped(people.tim_kab.actor):
        done = person_offboard(actor=people.tim_kab.actor, user_id=user.pk, reason="selesai")
    assert ([h.region_code for h in done.ended], [h.region_code for h in done.left]) == ([VILLAGE], [OTHER_REGENCY])
    assert not done.closed
    assert [h.region_code for h in load_actor_by_id(user.pk).hats] == [OTHER_REGENCY]


def test_a_pokja_does_not_close_its_field_officer(people: People) -> None:
    officer = make_user("penyuluh", VILLAGE)
    give_hat(officer, Role.PLKB, VILLAGE)
    with scoped(people.pokja.actor):
        done = person_offboard(actor=people.pokja.actor, user_id=officer.pk, reason="iseng")
    assert (done.ended, done.closed) == ((), False)
    assert load_actor_by_id(officer.pk).hats


def test_nobody_leaves_by_the_own_hand_or_from_elsewhere(people: People) -> None:
    with scoped(people.tim_kab.actor):
        with pytest.raises(OwnHat):
            person_offboard(actor=people.tim_kab.actor, user_id=people.tim_kab.user.pk, reason="x")
        with pytest.raises(Http404):
            person_offboard(actor=people.tim_kab.actor, user_id=people.orang_luar.user.pk, reason="x")


def test_a_reopened_account_has_no_hats(people: People) -> None:
    team, user = people.tim_kab.actor, people.pokja.user
    with scoped(team):
        person_offboard(actor=team, user_id=user.pk, reason="salah orang")
        assert person_reopen(actor=team, user_id=user.pk, reason="salah orang").closed_at is None
    assert load_actor_by_id(user.pk).hats == ()
    assert Client().post("/masuk/", {"username": "pokja", "password": PASSWORD}).status_code == 302
