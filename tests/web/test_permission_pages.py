"""Who may do what, and why one may or may not: pages for everybody who has signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from padu.access.verbs import ROLE_LABELS, VERB_LABELS, Role, Verb
from padu.web.hat_queries import count_people
from tests.factories import give_hat, make_user
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE, People, Person, make_person

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
WHY = "/mengapa/"


def asked(client: Client, verb: Verb, place: str, **more: object) -> str:
    response = client.get(WHY, {"izin": verb.value, "wilayah": place, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_every_role_and_every_verb_stands_on_the_page(people: People, client_of: ClientOf) -> None:
    text = client_of(people.pokja).get("/siapa-boleh-apa/").content.decode()
    assert [label for label in (*ROLE_LABELS.values(), *VERB_LABELS.values()) if label not in text] == []


def test_one_role_makes_a_short_table(people: People, client_of: ClientOf) -> None:
    context = client_of(people.pokja).get("/siapa-boleh-apa/", {"peran": "sector"}).context
    assert context["roles"] == [ROLE_LABELS[Role.SECTOR]]
    said = {label for _, rows in context["subjects"] for label, (may,) in rows if may}
    assert said == {VERB_LABELS[Verb.FIGURE_READ]}


def test_only_administrators_read_how_many_people_there_are(people: People, client_of: ClientOf) -> None:
    assert client_of(people.petugas_opd).get("/siapa-boleh-apa/").context["people"] is None
    table = client_of(people.tim_kab).get("/siapa-boleh-apa/").context["people"]
    assert [column.label for column in table.columns][1:-1] == [
        ROLE_LABELS[role] for role in (Role.KAMPUNG, Role.AGENCY, Role.REGENCY)
    ]
    # Two pokja in one district; two officers and two of the team in the regency itself; nobody of the other regency.
    assert [row.cells for row in table.rows] == [
        ("Kabupaten Pesisir Selatan", 0, 2, 2, 4),
        ("Kecamatan Pancung Soal", 2, 0, 0, 2),
    ]


def test_hats_are_counted_and_ended_ones_are_not(people: People) -> None:
    give_hat(people.pokja.user, Role.KAMPUNG, NEXT_VILLAGE)
    gone = make_user("pergi", VILLAGE)
    give_hat(gone, Role.KAMPUNG, VILLAGE, valid_to=timezone.localdate() - dt.timedelta(days=1))
    from padu.access.gate import scoped

    with scoped(people.tim_kab.actor):
        counted = {one.region_code: one.by_role for one in count_people(people.tim_kab.actor, [REGENCY])}
    assert counted["13.01.01"] == {Role.KAMPUNG: 3}


def test_the_hat_that_gives_it_is_named_with_its_days(people: People, client_of: ClientOf) -> None:
    text = asked(client_of(people.pokja), Verb.FAMILY_READ, VILLAGE)
    assert "Bisa: Anda berhak" in text
    assert "Pokja kampung di Nagari Inderapura, sejak 1 Januari 2020, tanpa batas" in text


def test_who_lacks_the_verb_reads_which_hats_would_do_and_who_gives_them(people: People, client_of: ClientOf) -> None:
    give_hat(make_user("zainab", VILLAGE, full_name="Zainab Kenanga"), Role.KAMPUNG, VILLAGE)
    text = asked(client_of(people.tim_kab), Verb.FAMILY_READ, VILLAGE)
    assert "Tidak bisa: Anda belum berhak" in text
    assert "403" in text
    assert "Kader di Nagari Inderapura" in text
    assert "Pokja kampung di Nagari Inderapura; Tim koordinasi kabupaten/kota di Kabupaten Pesisir Selatan" in text
    assert "Zainab" not in text


def test_who_is_outside_reads_that_the_page_is_as_if_it_did_not_exist(people: People, client_of: ClientOf) -> None:
    assert "404" in asked(client_of(people.pokja_tetangga), Verb.FAMILY_READ, VILLAGE)


def test_an_ended_hat_is_told(people: People, client_of: ClientOf) -> None:
    user = make_user("mantan", VILLAGE)
    give_hat(user, Role.KAMPUNG, VILLAGE, valid_to=dt.date(2025, 12, 31))
    text = asked(client_of(Person(user, people.pokja.actor)), Verb.FAMILY_READ, VILLAGE)
    assert "tidak mempunyai peran yang berlaku hari ini" in text
    assert "Pokja kampung di Nagari Inderapura, sudah berakhir 31 Desember 2025" in text


def test_a_hat_put_on_is_told_apart_from_the_others(people: People, client_of: ClientOf) -> None:
    give_hat(people.tim_kab.user, Role.KAMPUNG, VILLAGE)
    client = client_of(people.tim_kab)
    hats = [hat["label"] for hat in client.get(WHY).context["hats"]]
    client.post("/peran/", {"hat": str(next(n for n, label in enumerate(hats) if "Kabupaten" in label))})
    assert "bukan peran yang sedang dipakai" in asked(client, Verb.FAMILY_READ, VILLAGE)


def test_an_administrator_asks_about_somebody_of_theirs_and_sees_no_hat_elsewhere(
    people: People, client_of: ClientOf
) -> None:
    give_hat(people.pokja.user, Role.KAMPUNG, "13.02.03.2001")
    client, person = client_of(people.tim_kab), people.pokja.user
    assert f"Bisa: {person.full_name}" in asked(client, Verb.FAMILY_READ, VILLAGE, orang=person.pk)
    elsewhere = asked(client, Verb.FAMILY_READ, "13.02.03.2001", orang=person.pk)
    assert f"Tidak bisa: {person.full_name}" in elsewhere


def test_nobody_asks_about_people_of_others(people: People, client_of: ClientOf) -> None:
    for client in (client_of(people.orang_luar), client_of(people.petugas_opd)):
        for orang in (str(people.pokja.user.pk), "999999999", "x", "9" * 40):
            given = {"izin": "family.read", "wilayah": VILLAGE, "orang": orang}
            assert client.get(WHY, given).status_code == 404


def test_a_name_of_a_place_is_offered_as_a_choice(people: People, client_of: ClientOf) -> None:
    response = client_of(people.pokja).get(WHY, {"izin": "family.read", "wilayah": "inderapura"})
    assert next(name for name, _, _ in response.context["matches"]) == "Nagari Inderapura"
    nowhere = client_of(people.pokja).get(WHY, {"izin": "family.read", "wilayah": "zzz"})
    assert "Wilayah itu tidak ditemukan" in nowhere.content.decode()


def test_the_refusal_leads_to_its_explanation(people: People, client_of: ClientOf) -> None:
    client = client_of(people.tim_kab)
    refused = client.post(f"/situasi/{VILLAGE}/hitung/")
    assert refused.status_code == 403
    url = f"/mengapa/?izin=situation.edit&amp;wilayah={VILLAGE}"
    assert url in refused.content.decode()
    assert "Tidak bisa" in client.get(url.replace("&amp;", "&")).content.decode()


def test_a_ministry_reads_figures_and_learns_what_is_not_theirs(people: People, client_of: ClientOf) -> None:
    sector = make_person("kementerian", Role.SECTOR, "00", people.kesehatan)
    client = client_of(sector)
    assert "Bisa: Anda" in asked(client, Verb.FIGURE_READ, VILLAGE)
    assert "Tidak bisa: Anda" in asked(client, Verb.PLACE_READ, VILLAGE)


@pytest.mark.parametrize(
    ("address", "verb"),
    [
        ("/orang/undang/?x=1", Verb.ACCOUNT_ADMIN),
        ("/jejak/", Verb.AUDIT_READ),
        ("/meja/", Verb.PLAN_RUN),
        ("/penawaran/", Verb.SUPPLY_EDIT),
    ],
)
def test_a_page_about_no_place_yet_explains_itself_for_the_own_place(
    people: People, client_of: ClientOf, address: str, verb: Verb
) -> None:
    kader = make_person("kader_baru", Role.KADER, VILLAGE)
    response = client_of(kader).get(address)
    assert response.status_code == 403
    assert f"/mengapa/?izin={verb.value}&amp;wilayah={VILLAGE}" in response.content.decode()


def test_the_count_over_the_nation_is_kept_for_a_while(people: People, client_of: ClientOf) -> None:
    nation = make_person("pusat", Role.NATION, "00")
    client = client_of(nation)

    def counted() -> dict[str, int]:
        page = client.get("/siapa-boleh-apa/")
        assert "setiap 5 menit" in page.content.decode()
        return {row.cells[0]: row.cells[-1] for row in page.context["people"].rows}

    cache.clear()
    before = counted()
    give_hat(people.pokja.user, Role.KADER, VILLAGE)
    assert counted() == before
    cache.clear()
    after = counted()
    cache.clear()
    assert sum(after.values()) == sum(before.values()) + 1


def test_a_regency_counts_anew_each_time(people: People, client_of: ClientOf) -> None:
    client = client_of(people.tim_kab)

    def hats() -> int:
        return sum(row.cells[-1] for row in client.get("/siapa-boleh-apa/").context["people"].rows)

    before = hats()
    give_hat(people.pokja.user, Role.KADER, VILLAGE)
    assert hats() == before + 1
