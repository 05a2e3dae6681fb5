"""The rooms of the situation in a browser: who sees what, what a form does, and what is said when it does not."""

from __future__ import annotations

import pytest
from django.test import Client

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Verb
from padu.apps.situation.models import Problem, RankChange, SituationAnalysis
from padu.apps.situation.services.assessing import situations_compute
from padu.apps.situation.services.measuring import measures_take
from tests.apps.situation.contoh import DAY, YEAR, store_village
from tests.people import VILLAGE

HERE = f"/situasi/{VILLAGE}/"
IN_YEAR = f"?tahun={YEAR}"


@pytest.fixture
def ranked(people, catalogue) -> list[int]:
    store_village()
    measures_take(region_code=VILLAGE, year=YEAR, day=DAY)
    situations_compute(region_code=VILLAGE, year=YEAR)
    with scoped(people.pokja.actor):
        return list(Problem.objects.filter(agreed_rank__gt=0).order_by("agreed_rank").values_list("pk", flat=True))


def ranks(actor) -> list[int]:
    with scoped(actor):
        return list(Problem.objects.filter(agreed_rank__gt=0).order_by("agreed_rank").values_list("pk", flat=True))


def test_the_ranked_problems_stand_with_figures_source_and_date(people, ranked, client_of):
    page = client_of(people.pokja).get(HERE + IN_YEAR)
    text = page.content.decode()
    assert page.status_code == 200
    titles = ["Keluarga berisiko stunting", "Keluarga belum punya jamban layak", "Belum ada kegiatan lintas sektor"]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "24 dari 64 keluarga sasaran berisiko stunting" in text
    assert "37,5 %" in text
    assert "median kabupaten/kota dari 12 desa" in text
    assert "pendataan keluarga" in text
    assert "20 Juli 2026" in text


def test_the_four_values_are_told_apart(people, ranked, client_of):
    text = client_of(people.pokja).get(HERE + IN_YEAR).content.decode()
    for words in ("Belum diketahui", "Tidak berlaku", "Disamarkan", "Bukan masalah", "terukur 49 %"):
        assert words in text
    assert "Catatan kunjungan ibu hamil dari bidan atau TPK." in text


def test_conflict_shows_no_figure_anywhere(people, ranked, client_of):
    text = client_of(people.pokja).get(f"{HERE}family_conflict/{IN_YEAR}").content.decode()
    assert "Disamarkan" in text
    assert "dari 120" not in text
    assert "3,3 %" not in text


def test_the_evidence_shows_the_factors(people, ranked, client_of):
    text = client_of(people.pokja).get(f"{HERE}stunting_risk_family/{IN_YEAR}").content.decode()
    for figure in ("0,5833", "0,2000", "0,8500", "0,8472", "52,9", "33,3 %"):
        assert figure in text


def test_few_families_of_a_sensitive_kind_are_hidden_from_who_has_no_duty_for_them(people, ranked, client_of):
    for person, shown in ((people.pokja, True), (people.tim_kab, False), (people.petugas_opd, False)):
        for address in (HERE + IN_YEAR, f"{HERE}school_dropout/{IN_YEAR}"):
            text = client_of(person).get(address).content.decode()
            assert ("7 dari 96" in text) is shown or ("0,0500" in text) is shown
            assert ("7,3 %" in text) is shown
            assert ("6 keluarga" in text) is shown


def test_an_order_needs_a_reason_and_says_so(people, ranked, client_of):
    client = client_of(people.pokja)
    refused = client.post(f"{HERE}urutan/{IN_YEAR}", {"up": ranked[1]})
    assert refused.status_code == 422
    assert "Tulis alasannya dulu" in refused.content.decode()
    assert ranks(people.pokja.actor) == ranked
    done = client.post(f"{HERE}urutan/{IN_YEAR}", {"up": ranked[1], "reason": "jamban dulu"})
    assert (done.status_code, done.headers["Location"]) == (302, HERE + IN_YEAR)
    assert ranks(people.pokja.actor) == [ranked[1], ranked[0], *ranked[2:]]
    text = client.get(HERE + IN_YEAR).content.decode()
    assert "jamban dulu" in text
    assert "usulan sistem: 2" in text


def test_a_dragged_list_is_saved_as_a_whole(people, ranked, client_of):
    order = [ranked[5], *ranked[:5]]
    data = {"order": ",".join(map(str, order)), "reason": "anak dulu", "save": "1"}
    assert client_of(people.pokja).post(f"{HERE}urutan/{IN_YEAR}", data).status_code == 302
    assert ranks(people.pokja.actor) == order
    with scoped(people.pokja.actor):
        assert RankChange.objects.count() == 1


@pytest.mark.parametrize("data", [{"order": "1,2,x", "reason": "r"}, {"up": "-1", "reason": "r"}])
def test_nonsense_is_refused_and_changes_nothing(people, ranked, client_of, data):
    assert client_of(people.pokja).post(f"{HERE}urutan/{IN_YEAR}", data).status_code in (404, 422)
    assert ranks(people.pokja.actor) == ranked


def test_an_own_problem_is_added_shown_and_withdrawn(people, ranked, client_of):
    client = client_of(people.pokja)
    assert client.post(f"{HERE}usulan/{IN_YEAR}", {"title": "", "programme_no": ""}).status_code == 422
    too_many = client.post(f"{HERE}usulan/{IN_YEAR}", {"title": "J", "programme_no": "8", "affected_families": "999"})
    assert "lebih banyak daripada keluarga yang terdaftar" in too_many.content.decode()
    data = {"title": "Jembatan putus", "programme_no": "8", "affected_families": "", "note": "sejak banjir"}
    assert client.post(f"{HERE}usulan/{IN_YEAR}", data).status_code == 302
    text = client.get(HERE + IN_YEAR).content.decode()
    assert "Jembatan putus" in text
    assert "usulan kampung" in text
    own = ranks(people.pokja.actor)[-1]
    assert client.post(f"{HERE}usulan/{own}/tarik/{IN_YEAR}", {"reason": "selesai"}).status_code == 302
    assert ranks(people.pokja.actor) == ranked


def test_sent_returned_and_sent_again(people, ranked, client_of):
    pokja, team = client_of(people.pokja), client_of(people.tim_kab)
    assert pokja.post(f"{HERE}kirim/{IN_YEAR}").status_code == 302
    text = pokja.get(HERE + IN_YEAR).content.decode()
    assert "Sudah dikirim" in text
    assert "Simpan urutan" not in text
    late = pokja.post(f"{HERE}urutan/{IN_YEAR}", {"up": ranked[1], "reason": "x"})
    assert (late.status_code, "sudah dikirim" in late.content.decode()) == (422, True)
    assert "Langkah ini tidak berlaku lagi" in pokja.post(f"{HERE}kirim/{IN_YEAR}").content.decode()
    assert team.post(f"{HERE}kembalikan/{IN_YEAR}", {"reason": ""}).status_code == 422
    assert team.post(f"{HERE}kembalikan/{IN_YEAR}", {"reason": "Lengkapi data air"}).status_code == 302
    assert "Lengkapi data air" in pokja.get(HERE + IN_YEAR).content.decode()
    assert pokja.post(f"{HERE}kirim/{IN_YEAR}").status_code == 302


def test_the_families_behind_a_problem_are_listed_and_the_look_is_noted(people, ranked, client_of):
    page = client_of(people.pokja).get(f"{HERE}no_proper_toilet/keluarga/{IN_YEAR}")
    text = page.content.decode()
    assert text.count("/keluarga/") >= 42
    assert "Kepala 15" in text
    assert "Kepala 24<" not in text
    with scoped(system_actor(VILLAGE, Verb.ACCOUNT_ADMIN)):
        look = AuditEntry.objects.get(event="situation.families")
    assert (look.user_id, look.subject) == (people.pokja.user.pk, f"problem:no_proper_toilet:{YEAR}")


def test_sensitive_kinds_name_no_family(people, ranked, client_of):
    client = client_of(people.pokja)
    for kind in ("stunting_risk_family", "unmet_need", "school_dropout", "family_conflict"):
        assert client.get(f"{HERE}{kind}/keluarga/{IN_YEAR}").status_code == 403
    for kind in ("no_cross_sector_activity", "own", "nothing", "stunted_children"):
        assert client.get(f"{HERE}{kind}/keluarga/{IN_YEAR}").status_code in (403, 404)


PAGES = ("", "stunting_risk_family/", "no_proper_toilet/keluarga/", "usulan/", "kirim/", "kembalikan/")


@pytest.mark.parametrize("page", PAGES)
def test_outsiders_find_nothing(people, ranked, client_of, page):
    for person in (people.pokja_tetangga, people.pokja_luar, people.orang_luar, people.petugas_luar):
        assert client_of(person).get(f"{HERE}{page}{IN_YEAR}").status_code == 404
        assert client_of(person).post(f"{HERE}{page or 'urutan/'}{IN_YEAR}", {"reason": "x"}).status_code in (404, 405)
    with scoped(people.pokja.actor):
        assert SituationAnalysis.objects.get().state == "draft"


def test_who_lacks_the_verb_is_told_so(people, ranked, client_of):
    for person in (people.tim_kab, people.petugas_opd):
        for page in ("usulan/", "kirim/", "no_proper_toilet/keluarga/"):
            assert client_of(person).get(f"{HERE}{page}{IN_YEAR}").status_code == 403
        assert client_of(person).post(f"{HERE}hitung/{IN_YEAR}").status_code == 403
    assert client_of(people.pokja).get(f"{HERE}kembalikan/{IN_YEAR}").status_code == 403
    assert Client().get(HERE).status_code == 302


def test_the_list_shows_every_kampung_of_the_regency_and_its_state(people, ranked, client_of):
    from tests.factories import make_kampung

    make_kampung(VILLAGE)
    make_kampung("13.01.02.2001")
    make_kampung("13.02.03.2001")
    text = client_of(people.tim_kab).get(f"/situasi/{IN_YEAR}").content.decode()
    assert "Inderapura" in text
    assert "Pelangai" in text
    assert "Belum disusun" in text
    assert "Lolo" not in text
    own = client_of(people.pokja).get("/situasi/")
    assert (own.status_code, own.headers["Location"]) == (302, HERE + IN_YEAR)


def test_a_village_without_an_analysis_says_what_to_do_and_can_begin(people, catalogue, client_of):
    client = client_of(people.pokja)
    page = client.get(HERE)
    assert (page.status_code, "Analisis belum disusun" in page.content.decode()) == (200, True)
    assert client.post(f"{HERE}hitung/").status_code == 302
    assert client.get(f"{HERE}?tahun=abc").status_code == 404
