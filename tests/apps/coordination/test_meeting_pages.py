"""Meetings in the browser: recorded by the regency, read by its agencies and kampung, followed on the board."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.convergence.models import Commitment
from padu.apps.coordination.models import Decision, Meeting
from tests.people import VILLAGE
from tests.planning_rows import make_fund, make_offer, make_row, make_run

URL = "/rapat/baru/"


def posted(**changes):
    rows = {
        "hadir-TOTAL_FORMS": "4",
        "putusan-TOTAL_FORMS": "2",
        "hadir-INITIAL_FORMS": "0",
        "putusan-INITIAL_FORMS": "0",
    }
    head = {"title": "Rapat koordinasi", "held_on": "2026-01-20", "chair": "Sekda", "place": "", "minutes": ""}
    present = {"hadir-0-name": "Ibu Rahma", "hadir-0-office": "Kepala Bappeda"}
    return rows | head | present | changes


def decision(**changes):
    return {
        "putusan-0-text": "Susun jadwal",
        "putusan-0-responsible": "Kabid Kesmas",
        "putusan-0-due_on": "2026-02-01",
    } | changes


@pytest.fixture
def run(people):
    run = make_run()
    make_row(run, make_offer(make_fund(people.kesehatan)), VILLAGE, dt.date(2027, 2, 1), state="confirmed")
    return run


def test_the_meeting_that_agrees_is_recorded_from_the_form(people, run, client_of):
    client = client_of(people.tim_kab)
    page = client.get(f"{URL}?usulan={run.pk}").content.decode()
    assert "1 baris siap disepakati" in page
    response = client.post(URL, posted(planner_run_id=str(run.pk), **decision()), follow=True)
    assert "1 baris menjadi komitmen" in response.content.decode()
    with scoped(people.tim_kab.actor):
        meeting = Meeting.objects.get()
        assert (meeting.attendances.count(), Decision.objects.count(), Commitment.objects.count()) == (1, 1, 1)


def test_a_meeting_without_anybody_present_is_refused_in_words(people, run, client_of):
    response = client_of(people.tim_kab).post(URL, posted(**{"hadir-0-name": "", "hadir-0-office": ""}))
    assert response.status_code == 422
    assert "sedikitnya satu orang yang hadir" in response.content.decode()
    with scoped(people.tim_kab.actor):
        assert Meeting.objects.count() == 0


def test_half_a_decision_is_refused_at_its_field(people, client_of):
    response = client_of(people.tim_kab).post(URL, posted(**decision(**{"putusan-0-due_on": ""})))
    assert response.status_code == 422
    assert set(response.context["minutes"].decisions.forms[0].errors) == {"due_on"}


def test_more_rows_lose_nothing_that_was_typed(people, client_of):
    response = client_of(people.tim_kab).post(URL, posted(more="hadir", chair="", **decision()))
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="Ibu Rahma"' in page
    assert "Susun jadwal" in page
    assert "hadir-6-name" in page
    assert "Rapat belum tersimpan" not in page


def test_tomorrows_meeting_is_refused(people, client_of):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    response = client_of(people.tim_kab).post(URL, posted(held_on=tomorrow.isoformat()))
    assert response.status_code == 422
    assert "belum tiba" in response.content.decode()


@pytest.fixture
def recorded(people, run, client_of):
    agency = {"putusan-0-agency_id": str(people.kesehatan.pk)}
    client_of(people.tim_kab).post(URL, posted(planner_run_id=str(run.pk), **decision(**agency)))
    with scoped(people.tim_kab.actor):
        return Meeting.objects.get(), Decision.objects.get()


def test_agency_and_kampung_read_the_meeting_and_cannot_record(people, recorded, client_of):
    meeting, _ = recorded
    for person in (people.petugas_opd, people.petugas_opd_lain, people.pokja, people.tim_kab):
        client = client_of(person)
        assert "Rapat koordinasi" in client.get("/rapat/?tahun=2026").content.decode()
        assert "Susun jadwal" in client.get(f"/rapat/{meeting.pk}/").content.decode()
    assert client_of(people.petugas_opd).get(URL).status_code == 403
    assert client_of(people.petugas_opd).post(URL, posted()).status_code == 403


@pytest.mark.parametrize("who", ["orang_luar", "petugas_luar", "pokja_luar"])
def test_for_outsiders_the_meeting_does_not_exist(people, recorded, client_of, who):
    meeting, taken = recorded
    client = client_of(getattr(people, who))
    assert client.get(f"/rapat/{meeting.pk}/").status_code == 404
    assert client.get("/rapat/?wilayah=13.01").status_code == 404
    for step in ("selesai", "periksa", "buka-lagi"):
        assert client.post(f"/rapat/keputusan/{taken.pk}/{step}/", {"evidence": "x", "reason": "x"}).status_code == 404
    assert f"/rapat/{meeting.pk}/" not in client.get("/rapat/?tahun=2026").content.decode()


def test_a_late_decision_is_followed_to_its_verification(people, recorded, client_of):
    meeting, taken = recorded
    page, base = f"/rapat/{meeting.pk}/", f"/rapat/keputusan/{taken.pk}/"
    assert "Terlambat" in client_of(people.pokja).get(page).content.decode()
    agency, team = client_of(people.petugas_opd), client_of(people.tim_kab)
    assert "Tuliskan buktinya" in agency.post(f"{base}selesai/", {"evidence": ""}, follow=True).content.decode()
    agency.post(f"{base}selesai/", {"evidence": "Jadwal nomor 5"})
    assert agency.post(f"{base}periksa/").status_code == 403
    assert "Keputusan diperiksa" in team.post(f"{base}periksa/", follow=True).content.decode()
    again = team.post(f"{base}periksa/")
    assert again.status_code == 409
    assert "sudah berubah" in again.content.decode()
    with scoped(people.tim_kab.actor):
        assert Decision.objects.get().state == "verified"


def test_who_closed_a_decision_is_told_to_leave_it_to_another(people, recorded, client_of):
    _, taken = recorded
    client = client_of(people.tim_kab)
    client.post(f"/rapat/keputusan/{taken.pk}/selesai/", {"evidence": "SK 12"})
    response = client.post(f"/rapat/keputusan/{taken.pk}/periksa/", follow=True)
    assert "diperiksa oleh orang lain" in response.content.decode()
    with scoped(people.tim_kab.actor):
        assert Decision.objects.get().state == "done"
