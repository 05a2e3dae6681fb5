"""The second step at the door, the pages to set it up, sessions, and the requirement for far-seeing roles."""

from __future__ import annotations

import datetime as dt
import re

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.accounts.guessing import MAX_PER_NAME_AND_ADDRESS
from padu.apps.accounts.models import Device, RecoveryCode, SignInFailure, TotpSecret
from padu.apps.accounts.services.factors import recovery_codes_make, second_step_of
from tests.apps.accounts.test_factors import now_code, with_app
from tests.factories import PASSWORD, SYSTEM
from tests.people import People, Person

DOOR = "/masuk/langkah-kedua/"


def first_step(person: Person, client: Client | None = None, **more: str) -> Client:
    client = client or Client()
    response = client.post("/masuk/", {"username": person.user.username, "password": PASSWORD, **more})
    assert response.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/akun/").status_code == 200


class TestAtTheDoor:
    def test_the_password_alone_is_not_enough(self, people: People) -> None:
        app = with_app(people.pokja)
        client = Client()
        response = client.post("/masuk/", {"username": "pokja", "password": PASSWORD, "next": "/kampung/"})
        assert response["Location"] == DOOR
        assert not is_in(client)
        response = client.post(DOOR, {"code": now_code(app)})
        assert (response.status_code, response["Location"]) == (302, "/kampung/")
        assert is_in(client)
        assert client.session["second_step"] is True

    def test_a_wrong_code_opens_nothing_and_is_noted(self, people: People) -> None:
        with_app(people.pokja)
        client = first_step(people.pokja)
        assert client.post(DOOR, {"code": "000000"}).status_code == 422
        assert not is_in(client)
        with scoped(SYSTEM):
            entry = AuditEntry.objects.get(event="account.second_step")
        assert (entry.kind, entry.user_id) == ("refusal", people.pokja.user.pk)

    def test_guessing_the_code_has_to_pause_from_wherever_and_the_right_one_too(self, people: People) -> None:
        app = with_app(people.pokja)
        client = first_step(people.pokja)
        for number in range(MAX_PER_NAME_AND_ADDRESS):
            assert client.post(DOOR, {"code": "000000"}, REMOTE_ADDR=f"10.0.0.{number}").status_code == 422
        assert client.post(DOOR, {"code": now_code(app)}, REMOTE_ADDR="10.9.9.9").status_code == 429
        SignInFailure.objects.update(at=timezone.now() - dt.timedelta(minutes=16))
        assert client.post(DOOR, {"code": now_code(app)}).status_code == 302

    def test_a_recovery_code_stands_for_the_app_once(self, people: People) -> None:
        with_app(people.pokja)
        with scoped(people.pokja.actor):
            code = recovery_codes_make(actor=people.pokja.actor, user=people.pokja.user)[0]
        assert first_step(people.pokja).post(DOOR, {"code": code}).status_code == 302
        assert first_step(people.pokja).post(DOOR, {"code": code}).status_code == 422

    def test_half_way_ends_after_ten_minutes(self, people: People) -> None:
        app = with_app(people.pokja)
        client = first_step(people.pokja)
        session = client.session
        session["half_way"] = session["half_way"] | {"at": timezone.now().timestamp() - 601}
        session.save()
        response = client.post(DOOR, {"code": now_code(app)})
        assert (response.status_code, response["Location"]) == (302, "/masuk/")
        assert not is_in(client)

    def test_nobody_comes_in_without_the_first_step(self, people: People) -> None:
        app = with_app(people.pokja)
        response = Client().post(DOOR, {"code": now_code(app)})
        assert response["Location"] == "/masuk/"

    def test_the_session_gets_a_new_key_at_both_steps(self, people: People) -> None:
        app = with_app(people.pokja)
        client = Client()
        client.session.save()
        keys = [client.session.session_key]
        first_step(people.pokja, client)
        keys.append(client.session.session_key)
        client.post(DOOR, {"code": now_code(app)})
        keys.append(client.session.session_key)
        assert len(set(keys)) == 3


class TestSettingUp:
    @pytest.fixture
    def client(self, people: People) -> Client:
        return first_step(people.pokja)

    def test_an_app_is_set_up_and_the_recovery_codes_are_shown_once(self, client: Client, people: People) -> None:
        page = client.get("/akun/langkah-kedua/aplikasi/").content.decode()
        secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page).group(1).replace(" ", "")  # type: ignore[union-attr]
        assert "data:image/svg+xml" in page
        wrong = client.post("/akun/langkah-kedua/aplikasi/", {"code": "000000"})
        assert wrong.status_code == 422
        assert secret[:4] in wrong.content.decode()
        shown = client.post("/akun/langkah-kedua/aplikasi/", {"code": now_code(pyotp.TOTP(secret))}).content.decode()
        codes = re.findall(r"data-recovery-code>([^<]+)<", shown)
        assert len(codes) == 10
        for page in ("/akun/", "/akun/langkah-kedua/"):
            text = client.get(page).content.decode()
            assert "10 kode" in text
            assert not any(code in text for code in codes)
        assert second_step_of(people.pokja.user.pk) == {"totp"}

    def test_taking_away_and_new_codes_ask_for_the_password_and_slow_guessing(
        self, client: Client, people: People
    ) -> None:
        with_app(people.pokja)
        for page in ("/akun/langkah-kedua/aplikasi/lepas/", "/akun/langkah-kedua/kode/"):
            response = client.post(page, {"password": "bukan-sandi-saya"})
            assert response.status_code == 422
            assert "Kata sandi sekarang tidak cocok" in response.content.decode()
        assert (
            client.post("/akun/langkah-kedua/kode/", {"password": PASSWORD}).content.count(b"data-recovery-code") == 10
        )
        for _ in range(MAX_PER_NAME_AND_ADDRESS):
            status = client.post("/akun/langkah-kedua/aplikasi/lepas/", {"password": "bukan-sandi-saya"}).status_code
        assert status == 422
        assert client.post("/akun/langkah-kedua/aplikasi/lepas/", {"password": PASSWORD}).status_code == 429
        SignInFailure.objects.all().delete()
        assert client.post("/akun/langkah-kedua/aplikasi/lepas/", {"password": PASSWORD}).status_code == 302
        with scoped(SYSTEM):
            assert (TotpSecret.objects.count(), RecoveryCode.objects.count()) == (0, 0)


class TestSessions:
    def test_each_browser_is_a_line_with_this_one_marked(self, people: People) -> None:
        phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile", REMOTE_ADDR="10.20.30.40")
        for client in (first_step(people.pokja, phone), here := first_step(people.pokja)):
            client.get("/")
        text = here.get("/akun/").content.decode()
        assert "Chrome, Android" in text
        assert "10.20.…" in text
        assert "10.20.30" not in text
        assert text.count("perangkat ini") == 1

    def test_one_other_session_is_ended(self, people: People) -> None:
        here, there = first_step(people.pokja), first_step(people.pokja)
        assert is_in(there)
        with scoped(SYSTEM):
            device = Device.objects.get(session_key=there.session.session_key)
        assert is_in(here)
        assert here.post(f"/akun/sesi/{device.pk}/akhiri/").status_code == 302
        assert not is_in(there)
        assert is_in(here)

    def test_a_session_of_somebody_else_is_none(self, people: People) -> None:
        other = first_step(people.tim_kab)
        assert is_in(other)
        with scoped(SYSTEM):
            device = Device.objects.get(session_key=other.session.session_key)
        me = first_step(people.pokja)
        assert me.post(f"/akun/sesi/{device.pk}/akhiri/").status_code == 404
        assert is_in(other)

    def test_all_others_or_all_are_ended(self, people: People) -> None:
        here, there, third = (first_step(people.pokja) for _ in range(3))
        assert all(is_in(client) for client in (here, there, third))
        here.post("/akun/sesi/akhiri/")
        assert [is_in(client) for client in (here, there, third)] == [True, False, False]
        there = first_step(people.pokja)
        assert is_in(there)
        response = here.post("/akun/sesi/akhiri/", {"all": "1"})
        assert response["Location"] == "/masuk/"
        assert [is_in(client) for client in (here, there)] == [False, False]

    def test_a_new_password_keeps_this_session_alone(self, people: People) -> None:
        here, there = first_step(people.pokja), first_step(people.pokja)
        assert is_in(here)
        assert is_in(there)
        new = "sandi-baru-yang-panjang"
        here.post("/akun/sandi/", {"present": PASSWORD, "new": new, "again": new})
        assert is_in(here)
        assert not is_in(there)
        with scoped(SYSTEM):
            assert Device.objects.filter(user_id=people.pokja.user.pk).count() == 1

    def test_a_page_writes_the_time_once_in_five_minutes(self, people: People) -> None:
        client = first_step(people.pokja)
        client.get("/")
        with scoped(SYSTEM):
            first = Device.objects.get().last_seen
        client.get("/")
        with scoped(SYSTEM):
            assert Device.objects.get().last_seen == first


class TestRequired:
    def test_far_seeing_roles_set_it_up_once_the_day_has_come(self, people: People, settings) -> None:  # type: ignore[no-untyped-def]
        settings.SECOND_FACTOR_FROM = timezone.localdate()
        team, pokja = first_step(people.tim_kab), first_step(people.pokja)
        assert team.get("/")["Location"] == "/akun/langkah-kedua/"
        assert "Peran Anda memerlukan langkah kedua" in team.get("/akun/langkah-kedua/").content.decode()
        assert pokja.get("/").status_code == 200
        secret = re.search(  # the way out is open
            r"<code>([A-Z2-7 ]+)</code>", team.get("/akun/langkah-kedua/aplikasi/").content.decode()
        ).group(1)  # type: ignore[union-attr]
        app = pyotp.TOTP(secret.replace(" ", ""))
        assert team.post("/akun/langkah-kedua/aplikasi/", {"code": now_code(app)}).status_code == 200
        assert team.get("/").status_code == 200

    def test_before_the_day_a_notice_says_when(self, people: People, settings) -> None:  # type: ignore[no-untyped-def]
        settings.SECOND_FACTOR_FROM = timezone.localdate() + dt.timedelta(days=30)
        team = first_step(people.tim_kab)
        assert team.get("/").status_code == 200
        assert "Langkah kedua diperlukan" in team.get("/akun/").content.decode()
        assert "Langkah kedua diperlukan" not in first_step(people.pokja).get("/akun/").content.decode()

    def test_putting_on_a_lesser_hat_does_not_help(self, people: People, settings) -> None:  # type: ignore[no-untyped-def]
        from padu.access.verbs import Role
        from tests.factories import give_hat

        settings.SECOND_FACTOR_FROM = timezone.localdate()
        give_hat(people.tim_kab.user, Role.KADER, "13.01.01.2001")
        team = first_step(people.tim_kab)
        team.post("/peran/", {"hat": "1"})
        assert team.get("/")["Location"] == "/akun/langkah-kedua/"


def test_the_own_account_shows_hats_with_dates_and_what_others_changed(people: People) -> None:
    from padu.apps.accounts.services import reset_link_make, reset_link_use

    with scoped(people.tim_kab.actor):
        _, token = reset_link_make(actor=people.tim_kab.actor, user_id=people.pokja.user.pk)
    reset_link_use(token=token, password="sandi-baru-yang-panjang")
    client = Client()
    client.post("/masuk/", {"username": "pokja", "password": "sandi-baru-yang-panjang"})
    text = client.get("/akun/").content.decode()
    assert "sejak 1 Jan 2020" in text
    assert text.index("Kata sandi diganti") < text.index("Tautan kata sandi baru dibuat")
    assert text.count("oleh orang lain") == 1
