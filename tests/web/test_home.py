"""The home page as a whole: a part for each post, figures with their age, few queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.accounts.actors import load_actor
from padu.apps.measurement.models import IndexResult
from padu.apps.rumah_dataku.services.family_drafts import draft_start
from tests.factories import give_hat, make_user, place_writer
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, REGENCY, VILLAGE, People, Person
from tests.web.home_rows import days, home_of, person_of, tasks_of, today, write_event


def test_who_reads_no_plans_is_shown_none_and_no_nought(people: People) -> None:
    user = make_user("pdp", REGENCY)
    give_hat(user, Role.PRIVACY, REGENCY)
    part = home_of(Person(user, load_actor(user)))
    assert not part.reads_plans
    assert [stat.label for stat in part.stats] == ["Indeks keluarga"]


def test_figures_say_how_old_they_are_and_unknown_is_not_nought(people: People) -> None:
    stats = {s.label: s for s in home_of(people.pokja).stats}
    assert str(stats["Indeks keluarga"].value) == "unknown"
    assert stats[f"Komitmen {today().year}"].value == 0
    with scoped(system_actor(VILLAGE, Verb.PLACE_READ)):
        IndexResult.objects.create(
            region_code=VILLAGE,
            year=2026,
            families=12,
            families_valid=11,
            index=61.25,
            category="berkembang",
            n_rentan=1,
            n_berkembang=9,
            n_tangguh=1,
            sums={},
            indicators={},
            formula_version="uji-1",
            computed_at=timezone.now(),
            as_of=dt.date(2026, 3, 4),
        )
    index = next(s for s in home_of(people.pokja).stats if s.label == "Indeks keluarga 2026")
    assert (index.value, index.as_of) == (61.25, dt.date(2026, 3, 4))
    assert "uji-1" in index.source


def test_a_family_begun_and_not_stored_is_called_to_mind_to_its_writer_alone(people: People) -> None:
    second = person_of(Role.KAMPUNG, VILLAGE)
    with scoped(people.pokja.actor):
        draft_start(actor=people.pokja.actor, region_code=VILLAGE)
    words = "1 isian keluarga Anda belum selesai: lanjutkan atau buang."
    assert [(text, url) for text, url, _ in tasks_of(people.pokja) if "isian" in text] == [(words, "/keluarga/isi/")]
    assert not [text for text, _, _ in tasks_of(second) if "isian" in text]


def test_each_hat_has_its_own_part(people: People) -> None:
    give_hat(people.pokja.user, Role.REGENCY, REGENCY)
    client = Client()
    client.force_login(people.pokja.user)
    parts = client.get("/").context["parts"]
    assert [(p.role, p.place) for p in parts] == [
        ("Tim koordinasi kabupaten/kota", "Kabupaten Pesisir Selatan"),
        ("Pokja kampung", "Nagari Inderapura"),
    ]


def test_places_of_one_role_are_one_part_whose_tasks_name_the_place(people: People) -> None:
    give_hat(people.pokja.user, Role.KAMPUNG, NEXT_VILLAGE)
    write_event(NEXT_VILLAGE, days(1))
    client = Client()
    client.force_login(people.pokja.user)
    (part,) = client.get("/").context["parts"]
    assert (part.role, part.place) == ("Pokja kampung", "2 wilayah kerja")
    assert [place.label for place in part.places] == ["Nagari Inderapura", "Nagari Muaro Sakai Inderapura"]
    assert [entry.title for entry in part.upcoming] == ["Nagari Muaro Sakai Inderapura"]
    unsent = [row.cells[0] for row in part.tasks.rows if "analisis situasi" in row.cells[0].lower()]
    assert unsent == [
        f"{name}: Analisis situasi {today().year} belum dikirim ke kabupaten."
        for name in ("Nagari Inderapura", "Nagari Muaro Sakai Inderapura")
    ]


def test_a_field_worker_of_many_villages_asks_no_more_than_one_of_few(people: People) -> None:
    counted = []
    for number, places in enumerate([[VILLAGE, NEXT_VILLAGE], [VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE, REGENCY]]):
        user = make_user(f"plkb{number}", VILLAGE)
        for place in places:
            give_hat(user, Role.PLKB, place)
        client = Client()
        client.force_login(user)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        counted.append(len(captured))
    assert counted[0] == counted[1]


# Counted on 2026-11-22 with two or three to spare; raise one only for a page that shows more.
@pytest.mark.parametrize(("who", "most"), [("pokja", 42), ("petugas_opd", 40), ("tim_kab", 54)])
def test_the_number_of_queries_is_pinned_and_does_not_grow_with_the_rows(people: People, who: str, most: int) -> None:
    client = Client()
    client.force_login(getattr(people, who).user)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    write_event(VILLAGE, days(1))
    count()
    few = count()
    for number in range(2, 20):
        write_event(VILLAGE, days(number))
    assert few == count()
    assert few <= most


def test_place_writers_of_the_tests_are_what_they_claim(people: People) -> None:
    assert place_writer(REGENCY).may(Verb.PLAN_RUN, VILLAGE)
    assert not place_writer(REGENCY).may(Verb.FAMILY_READ, VILLAGE)
