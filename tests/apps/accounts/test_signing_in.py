"""Signing in and out: the same answer for everybody who may not, own paths only, guessing is slowed down."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.accounts.guessing import MAX_PER_ADDRESS, MAX_PER_NAME_AND_ADDRESS
from padu.apps.accounts.models import SignInFailure
from padu.apps.accounts.views import room_of
from tests.factories import PASSWORD, SYSTEM, give_hat, make_user
from tests.people import NEXT_VILLAGE, VILLAGE, People

WRONG = "Nama akun dan kata sandi tidak cocok"
PAUSED = "Terlalu banyak percobaan"


def try_to_sign_in(client: Client, username: str, password: str = PASSWORD, address: str = "10.0.0.1", **more: str):  # type: ignore[no-untyped-def]
    data = {"username": username, "password": password, **more}
    return client.post("/masuk/", data, REMOTE_ADDR=address)


def body_without_token(html: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", html)


def test_the_right_password_opens_the_door_and_leaves_a_trace(people: People) -> None:
    client = Client()
    client.get("/masuk/")
    response = try_to_sign_in(client, "pokja")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/akun/").status_code == 200
    with scoped(SYSTEM):
        entry = AuditEntry.objects.get(event="account.sign_in")
    assert (entry.user_id, entry.region_code) == (people.pokja.user.pk, VILLAGE)


def test_the_answer_does_not_tell_whether_the_account_exists(people: People) -> None:
    make_user("mantan", VILLAGE, is_active=False)
    answers = []
    for username, password in (("pokja", "salah-sekali-ini"), ("pokja9", PASSWORD), ("mantan", PASSWORD)):
        response = try_to_sign_in(Client(), username, password)
        assert response.status_code == 422
        answers.append(body_without_token(response.content.decode()).replace(username, "X"))
    assert answers[0] == answers[1] == answers[2]
    assert WRONG in answers[0]


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/wilayah/13.01/?cari=a", "/wilayah/13.01/?cari=a"),
        ("https://contoh.example/", "/"),
        ("//contoh.example/", "/"),
        ("/\\contoh.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_only_own_paths_are_gone_to(people: People, wanted: str, reached: str) -> None:
    response = try_to_sign_in(Client(), "pokja", next=wanted)
    assert (response.status_code, response["Location"]) == (302, reached)


def test_a_page_for_signed_in_people_leads_to_the_door_and_back(people: People) -> None:
    client = Client()
    response = client.get("/wilayah/13.01/")
    assert (response.status_code, response["Location"]) == (302, "/masuk/?next=/wilayah/13.01/")
    assert 'name="next" value="/wilayah/13.01/"' in client.get(response["Location"]).content.decode()


def test_signing_in_gives_a_new_session(people: People) -> None:
    client = Client()
    client.session.save()
    session = client.session
    session["before"] = "x"
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    try_to_sign_in(client, "pokja")
    assert client.session.session_key != before


def test_guessing_one_name_has_to_pause_and_the_right_password_too(people: People) -> None:
    for _ in range(MAX_PER_NAME_AND_ADDRESS):
        assert WRONG in try_to_sign_in(Client(), "pokja", "salah-sekali-ini").content.decode()
    response = try_to_sign_in(Client(), "pokja")
    assert response.status_code == 429
    assert PAUSED in response.content.decode()
    assert try_to_sign_in(Client(), "POKJA", "salah-sekali-ini").status_code == 429
    assert try_to_sign_in(Client(), "pokja", address="10.0.0.2").status_code == 302
    assert try_to_sign_in(Client(), "pokja_tetangga").status_code == 302


def test_the_pause_ends_after_a_quarter_of_an_hour(people: People) -> None:
    for _ in range(MAX_PER_NAME_AND_ADDRESS):
        try_to_sign_in(Client(), "pokja", "salah-sekali-ini")
    SignInFailure.objects.update(at=timezone.now() - dt.timedelta(minutes=15, seconds=1))
    assert try_to_sign_in(Client(), "pokja").status_code == 302


def test_a_name_that_does_not_exist_has_to_pause_as_well(people: People) -> None:
    for _ in range(MAX_PER_NAME_AND_ADDRESS):
        try_to_sign_in(Client(), "tidakada", "salah-sekali-ini")
    assert try_to_sign_in(Client(), "tidakada", "salah-sekali-ini").status_code == 429


def test_trying_many_names_from_one_address_has_to_pause(people: People) -> None:
    for number in range(MAX_PER_ADDRESS):
        try_to_sign_in(Client(), f"orang{number}", "salah-sekali-ini")
    assert try_to_sign_in(Client(), "pokja").status_code == 429
    assert try_to_sign_in(Client(), "pokja", address="10.0.0.2").status_code == 302


def test_a_sign_in_that_works_wipes_the_slate(people: People) -> None:
    for _ in range(MAX_PER_NAME_AND_ADDRESS - 1):
        try_to_sign_in(Client(), "pokja", "salah-sekali-ini")
    assert try_to_sign_in(Client(), "pokja").status_code == 302
    assert SignInFailure.objects.count() == 0


def test_failures_hold_no_name_and_no_address_and_go_after_an_hour(people: People) -> None:
    try_to_sign_in(Client(), "pokja", "salah-sekali-ini")
    failure = SignInFailure.objects.get()
    for kept in (bytes(failure.pair_hash), bytes(failure.address_hash)):
        assert len(kept) == 32
        assert b"pokja" not in kept
    SignInFailure.objects.update(at=timezone.now() - dt.timedelta(minutes=61))
    try_to_sign_in(Client(), "pokja2", "salah-sekali-ini")
    assert SignInFailure.objects.count() == 1


def test_signing_out_needs_a_post_and_ends_the_session(people: People) -> None:
    client = Client()
    try_to_sign_in(client, "pokja")
    assert client.get("/keluar/").status_code == 405
    assert client.get("/akun/").status_code == 200
    assert client.post("/keluar/")["Location"] == "/masuk/"
    assert client.get("/akun/").status_code == 302


def test_posts_without_the_token_are_refused(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/masuk/", {"username": "pokja", "password": PASSWORD})
    assert response.status_code == 403
    assert "403" in response.content.decode()


def test_an_ended_hat_gives_nothing(people: People) -> None:
    user = make_user("selesai", VILLAGE)
    give_hat(user, Role.KAMPUNG, VILLAGE, valid_to=timezone.localdate() - dt.timedelta(days=1))
    client = Client()
    try_to_sign_in(client, "selesai")
    html = client.get("/").content.decode()
    assert "belum mempunyai peran" in html
    assert "Keluarga</a>" not in html


class TestHats:
    @pytest.fixture
    def client(self, people: People) -> Client:
        user = make_user("dua_topi", VILLAGE)
        give_hat(user, Role.KAMPUNG, VILLAGE)
        give_hat(user, Role.KAMPUNG, NEXT_VILLAGE)
        client = Client()
        client.force_login(user)
        return client

    def places(self, client: Client) -> list[str]:
        return [place.label for part in client.get("/").context["parts"] for place in part.places]

    def test_all_hats_count_until_one_is_put_on(self, client: Client) -> None:
        assert self.places(client) == ["Nagari Inderapura", "Nagari Muaro Sakai Inderapura"]
        client.post("/peran/", {"hat": "1"})
        assert self.places(client) == ["Nagari Muaro Sakai Inderapura"]
        client.post("/peran/", {"hat": ""})
        assert len(self.places(client)) == 2

    @pytest.mark.parametrize("choice", ["2", "-1", "x", "²", "99999999999999999999"])
    def test_a_hat_of_nobody_leaves_all_on(self, client: Client, choice: str) -> None:
        client.post("/peran/", {"hat": choice})
        assert len(self.places(client)) == 2

    def test_a_hat_that_was_taken_away_is_off_at_once(self, client: Client) -> None:
        from padu.apps.accounts.models import HatRecord

        client.post("/peran/", {"hat": "1"})
        with scoped(SYSTEM):
            HatRecord.objects.filter(region_code=NEXT_VILLAGE, user__username="dua_topi").delete()
        assert self.places(client) == ["Nagari Inderapura"]

    def test_choosing_goes_to_the_first_page_of_the_room(self, client: Client) -> None:
        response = client.post("/peran/", {"hat": "0", "next": "/wilayah/13.01/?cari=x"})
        assert response["Location"] == "/wilayah/"
        assert client.get("/peran/").status_code == 405

    @pytest.mark.parametrize(
        ("path", "room"), [("/", "/"), ("/situasi/13.01.01.2001/?tahun=2026", "/situasi/"), ("/rapat/", "/rapat/")]
    )
    def test_rooms(self, path: str, room: str) -> None:
        assert room_of(path) == room


class TestPassword:
    NEW = "sandi-baru-yang-panjang"

    @pytest.fixture
    def client(self, people: People) -> Client:
        client = Client()
        client.force_login(people.pokja.user)
        return client

    def change(self, client: Client, present: str = PASSWORD, new: str = NEW, again: str | None = None):  # type: ignore[no-untyped-def]
        return client.post("/akun/sandi/", {"present": present, "new": new, "again": new if again is None else again})

    def test_it_is_changed_and_other_sessions_end(self, client: Client, people: People) -> None:
        elsewhere = Client()
        elsewhere.force_login(people.pokja.user)
        assert self.change(client)["Location"] == "/akun/"
        assert client.get("/akun/").status_code == 200
        assert elsewhere.get("/akun/").status_code == 302
        assert try_to_sign_in(Client(), "pokja").status_code == 422
        assert try_to_sign_in(Client(), "pokja", self.NEW).status_code == 302
        with scoped(SYSTEM):
            assert AuditEntry.objects.filter(event="account.password", user_id=people.pokja.user.pk).count() == 1

    @pytest.mark.parametrize(
        ("present", "new", "again", "why"),
        [
            ("bukan-sandi-saya", NEW, NEW, "Kata sandi sekarang tidak cocok"),
            (PASSWORD, "pendek", "pendek", "terlalu pendek"),
            (PASSWORD, "1234567890123", "1234567890123", "seluruhnya terdiri dari angka"),
            (PASSWORD, NEW, NEW + "x", "tidak sama"),
        ],
    )
    def test_it_stays_when_something_is_wrong(
        self, client: Client, present: str, new: str, again: str, why: str
    ) -> None:
        response = self.change(client, present, new, again)
        assert response.status_code == 422
        assert why in response.content.decode()
        assert try_to_sign_in(Client(), "pokja").status_code == 302
