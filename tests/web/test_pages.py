"""The pages that belong to no single app, and what surrounds every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import ROLE_LABELS, VERB_LABELS, Role
from padu.apps.accounts.models import SignInFailure
from padu.web import urls as real
from padu.web.navigation import ROOMS, build_navigation
from tests.factories import SYSTEM
from tests.people import REGENCY, People, Person, make_person

SignIn = Callable[[Person], Client]


def _writes_and_is_missing(request: HttpRequest) -> HttpResponse:
    SignInFailure.objects.create(pair_hash=b"x" * 32, address_hash=b"x" * 32)
    raise Http404


def _writes_and_breaks(request: HttpRequest) -> HttpResponse:
    SignInFailure.objects.create(pair_hash=b"x" * 32, address_hash=b"x" * 32)
    raise RuntimeError("uji")


urlpatterns = [*real.urlpatterns, path("uji/hilang/", _writes_and_is_missing), path("uji/rusak/", _writes_and_breaks)]
handler400, handler403, handler404, handler500 = real.handler400, real.handler403, real.handler404, real.handler500


@pytest.mark.django_db
def test_health_answers_anybody_and_asks_the_database() -> None:
    response = Client().get("/sehat/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_strangers_are_told_what_padu_is_and_where_the_door_is() -> None:
    html = Client().get("/").content.decode()
    assert "Padu adalah sistem kerja Kampung Keluarga Berkualitas" in html
    assert 'href="/masuk/"' in html
    assert "Keluar</button>" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/wilayah/", "/wilayah/13/", "/akun/", "/akun/sandi/", "/siapa-boleh-apa/"])
def test_strangers_get_no_further(url: str) -> None:
    response = Client().get(url)
    assert (response.status_code, response["Location"]) == (302, f"/masuk/?next={url}")


def test_no_page_has_script_or_style_inside(people: People, client_of: SignIn) -> None:
    client = client_of(people.tim_kab)
    for url in ("/", "/wilayah/", "/wilayah/13.01/", "/akun/", "/akun/sandi/", "/siapa-boleh-apa/"):
        response = client.get(url)
        html = response.content.decode()
        assert response.status_code == 200, url
        assert "<style" not in html
        assert " style=" not in html
        assert "<script>" not in html
        assert "onclick=" not in html
        assert "script-src 'self'" in response["Content-Security-Policy"]


def test_a_missing_page_keeps_the_persons_surroundings_and_is_noted(people: People, client_of: SignIn) -> None:
    response = client_of(people.pokja).get("/wilayah/99.99/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in html
    assert "Nagari Inderapura" in html
    with scoped(SYSTEM):
        entry = AuditEntry.objects.get(event="http.404")
    assert (entry.user_id, entry.subject) == (people.pokja.user.pk, "GET /wilayah/99.99/")


@override_settings(ROOT_URLCONF=__name__)
def test_what_a_refused_view_wrote_is_undone_and_its_page_still_reads_the_database(
    people: People, client_of: SignIn
) -> None:
    response = client_of(people.pokja).get("/uji/hilang/")
    assert response.status_code == 404
    assert "Nagari Inderapura" in response.content.decode()
    assert SignInFailure.objects.count() == 0


@override_settings(ROOT_URLCONF=__name__)
def test_a_broken_view_leaves_nothing_behind(people: People, client_of: SignIn) -> None:
    client = client_of(people.pokja)
    client.raise_request_exception = False
    response = client.get("/uji/rusak/")
    assert response.status_code == 500
    assert "uji" not in response.content.decode().replace("/uji/", "")
    assert SignInFailure.objects.count() == 0


def test_each_role_sees_its_own_rooms(people: People) -> None:
    def labels(person: Person) -> list[str]:
        return [item.label for item in build_navigation(person.actor, "/")]

    # The trail is for who checks it; those who work see their own on their account's page.
    trail = ["Jejak", "Privasi"]
    assert labels(make_person("petugas_pdp", Role.PRIVACY, REGENCY))[-2:] == trail
    every = [room.label for room in ROOMS if room.label not in trail]
    assert labels(people.pokja) == [
        r for r in every if r not in ("Rujukan", "Daftar sektor", "Penawaran", "Meja padu", "Usulan", "Instansi")
    ]
    assert labels(people.petugas_opd) == [r for r in every if r not in ("Keluarga", "Impor", "Meja padu", "Instansi")]
    assert labels(people.tim_kab) == [r for r in every if r not in ("Keluarga", "Rujukan", "Usulan")]


def test_every_door_leads_to_a_page_that_opens(people: People, client_of: SignIn) -> None:
    for person in (people.pokja, people.petugas_opd, people.tim_kab):
        client = client_of(person)
        for item in build_navigation(person.actor, "/"):
            assert client.get(item.url, follow=True).status_code == 200, (person.user.username, item.url)


def test_the_room_one_stands_in_is_marked(people: People) -> None:
    def active(url: str) -> list[str]:
        return [item.label for item in build_navigation(people.pokja.actor, url) if item.active]

    assert active("/") == ["Beranda"]
    assert active("/wilayah/13.01/") == ["Wilayah"]
    assert active("/akun/") == []


def test_a_phone_has_room_for_four_doors(people: People) -> None:
    for person in (people.pokja, people.petugas_opd, people.tim_kab):
        assert 3 <= sum(item.in_bar for item in build_navigation(person.actor, "/")) <= 4


def test_what_waits_is_counted_at_its_door(people: People) -> None:
    items = build_navigation(people.pokja.actor, "/", {"/impor/": 3})
    assert {item.label: item.badge for item in items if item.badge} == {"Impor": 3}


def test_the_table_of_rights_shows_every_role_and_verb(people: People, client_of: SignIn) -> None:
    response = client_of(people.petugas_opd).get("/siapa-boleh-apa/")
    html = response.content.decode()
    assert all(ROLE_LABELS[role] in html for role in Role)
    assert all(words in html for words in VERB_LABELS.values())
    rows = {words: marks for _, rows in response.context["subjects"] for words, marks in rows}
    assert len(rows) == len(VERB_LABELS)

    def who(words: str) -> set[Role]:
        return {role for role, may in zip(Role, rows[words], strict=True) if may}

    assert who("Melihat data keluarga") == {Role.KADER, Role.KAMPUNG, Role.PLKB}
    assert who("Menjalankan perencana") == {Role.REGENCY}


def test_ones_own_rights_are_on_ones_account_page(people: People, client_of: SignIn) -> None:
    html = client_of(people.pokja).get("/akun/").content.decode()
    assert "Pokja · pokja" in html
    assert "Melihat data keluarga" in html
    assert "Menjalankan perencana" not in html


def test_an_agencys_officer_is_named_by_the_agency(people: People, client_of: SignIn) -> None:
    response = client_of(people.petugas_opd).get("/")
    assert [hat["label"] for hat in response.context["hats"]] == ["Kabupaten Pesisir Selatan · Kesehatan"]
    assert [part.role for part in response.context["parts"]] == ["Petugas OPD Kesehatan"]
