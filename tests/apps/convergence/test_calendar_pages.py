"""The calendar: one block for a joint event, filters, late events, and the event's page."""

from __future__ import annotations

import datetime as dt

import pytest

from padu.access.gate import scoped
from padu.apps.convergence.selectors.calendar import EventFilter, build_month
from padu.apps.convergence.selectors.events import commitments_of, last_activities, next_events, unreported_events
from tests.agreed_rows import YEAR, make_columns, make_commitment, make_event, make_outside
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE
from tests.planning_rows import make_catalogue

TODAY = dt.date(2026, 3, 10)
FAR = dt.date(2099, 3, 3)


@pytest.fixture
def month(people):
    """Two agencies in VILLAGE on 3 March, health alone next door on 24 March."""
    make_columns()
    make_catalogue()
    first, second = make_event(VILLAGE), make_event(NEXT_VILLAGE, dt.date(2026, 3, 24))
    make_commitment(first, people.kesehatan)
    make_commitment(first, people.dukcapil, programme_no=1, title="Perekaman KTP", activity="outreach")
    make_commitment(second, people.kesehatan)
    return first, second


def built(person, wanted=EventFilter(), code=REGENCY):  # noqa: B008 - frozen
    with scoped(person.actor):
        return build_month(code, 2026, 3, wanted, TODAY)


def blocks(page):
    return [(e.title, tuple(e.agencies), e.state) for week in page.grid.weeks for day in week for e in day.entries]


def test_joint_event_is_one_block_with_all_its_agencies(people, month):
    page = built(people.tim_kab)
    assert blocks(page) == [
        ("Nagari Inderapura", ("Dukcapil", "Kesehatan"), "unreported"),
        ("Nagari Muaro Sakai Inderapura", ("Kesehatan",), "planned"),
    ]
    assert page.unreported == 1
    assert [village.village for village in page.villages] == ["Nagari Inderapura", "Nagari Muaro Sakai Inderapura"]


def test_filters_narrow_by_agency_village_and_programme(people, month):
    assert len(blocks(built(people.tim_kab, EventFilter(agency_id=people.dukcapil.pk)))) == 1
    assert len(blocks(built(people.tim_kab, EventFilter(agency_id=people.kesehatan.pk)))) == 2
    assert len(blocks(built(people.tim_kab, EventFilter(village=NEXT_VILLAGE)))) == 1
    assert len(blocks(built(people.tim_kab, EventFilter(programme_no=1)))) == 1
    assert blocks(built(people.tim_kab, EventFilter(programme_no=8))) == []


def test_kampung_sees_its_own_events_only(people, month):
    assert len(blocks(built(people.pokja, code=VILLAGE))) == 1


def test_page_shows_filters_and_says_what_is_late(people, month, client_of):
    client = client_of(people.tim_kab)
    page = client.get(f"/kalender/{REGENCY}/2026/3/").content.decode()
    assert "1 kegiatan sudah lewat" in page or "2 kegiatan sudah lewat" in page
    assert "Belum dilaporkan" in page
    listed = client.get(f"/kalender/{REGENCY}/2026/3/?tampil=kampung&opd={people.dukcapil.pk}").content.decode()
    assert "Perekaman KTP" in listed
    assert "24 Maret" not in listed


def test_odd_months_filters_and_strangers(people, month, client_of):
    client = client_of(people.tim_kab)
    assert client.get(f"/kalender/{REGENCY}/2026/13/").status_code == 404
    assert client.get(f"/kalender/{REGENCY}/2026/0/").status_code == 404
    assert client.get(f"/kalender/{REGENCY}/2026/3/?opd=x&program=%C2%B2&kampung=%27").status_code == 200
    assert client.get(f"/kalender/{REGENCY}/2026/3/?wilayah={VILLAGE}").url == f"/kalender/{VILLAGE}/2026/3/?"
    assert client_of(people.orang_luar).get(f"/kalender/{REGENCY}/2026/3/").status_code == 404
    assert client_of(people.orang_luar).get(f"/kalender/?wilayah={VILLAGE}").status_code == 404


def test_event_page_says_who_comes_for_which_problem(people, month, client_of):
    page = client_of(people.pokja).get(f"/acara/{month[0].pk}/").content.decode()
    for words in ("Kunjungan gizi", "Perekaman KTP", "Masalah stunting", "Masalah birth_certificate", "5.1.02.01"):
        assert words in page
    assert f"/acara/{month[0].pk}/lapor/" in page


def test_strangers_find_no_event(people, month, client_of):
    for person in (people.pokja_tetangga, people.pokja_luar, people.petugas_luar, people.orang_luar):
        for url in (f"/acara/{month[0].pk}/", f"/acara/{month[0].pk}/lapor/"):
            assert client_of(person).get(url).status_code == 404


def test_lists_for_the_page_of_a_kampung(people, month):
    far = make_event(VILLAGE, FAR)
    make_commitment(far, people.kesehatan)
    make_outside(VILLAGE, people.kesehatan, title="Senam")
    make_outside(NEXT_VILLAGE, people.kesehatan)
    with scoped(people.pokja.actor):
        assert [block.day for block in next_events(VILLAGE, 3)] == [FAR]
        assert [block.pk for block in unreported_events(VILLAGE)] == [month[0].pk]
        assert [block.pk for block in unreported_events(VILLAGE, frozenset({people.dukcapil.pk}))] == [month[0].pk]
        assert unreported_events(VILLAGE, frozenset({people.kesehatan_luar.pk})) == []
        assert len(commitments_of(VILLAGE, YEAR)) == 2
        assert [(one.title, one.outside_plan) for one in last_activities(VILLAGE, 5)] == [("Senam", True)]
