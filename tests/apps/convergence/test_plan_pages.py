"""The table, a run's page and the answers in the browser, for each role."""

from __future__ import annotations

import datetime as dt

import pytest

from padu.access.gate import scoped
from padu.apps.convergence.models import PlannerRun, ProposalRow
from tests.people import NEXT_VILLAGE, VILLAGE
from tests.planning_rows import YEAR, make_catalogue, make_fund, make_need, make_offer, make_row, make_run

DAY = dt.date(2027, 2, 1)


@pytest.fixture
def offer(people):
    make_catalogue()
    return make_offer(make_fund(people.kesehatan))


@pytest.fixture
def needs(people, offer):
    make_need(VILLAGE, ("stunting", 4, 50.0), ("birth_certificate", 1, 20.0))
    make_need(NEXT_VILLAGE, ("stunting", 4, 40.0), state="draft")


@pytest.fixture
def run(people, needs, offer):
    """A finished run with one delivery of the health office, as the search would leave it."""
    with scoped(people.tim_kab.actor):
        from padu.apps.convergence.planning.inputs import build_instance, fingerprint

        actor = people.tim_kab.actor
        instance = build_instance(region_code="13.01", year=YEAR, actor=actor, today=dt.date(2026, 11, 22))
    deliveries = [{"offer": str(offer.pk), "village": VILLAGE, "day": DAY.isoformat()}]
    result = {"score": 14.0, "bound": 15.0, "gap": 0.0667, "seconds": 60.0, "deliveries": deliveries}
    run = make_run(instance=instance, inputs_hash=fingerprint(instance), result=result)
    make_row(run, offer, VILLAGE, DAY)
    return run


def row(people):
    with scoped(people.tim_kab.actor):
        return ProposalRow.objects.get()


def test_the_table_shows_needs_offers_gaps_and_who_has_not_submitted(people, needs, client_of):
    page = client_of(people.tim_kab).get("/meja/")
    text = page.content.decode()
    assert page.context["year"] == YEAR
    assert [(gap.kind, gap.villages) for gap in page.context["gaps"]] == [("birth_certificate", ("Kampung 2001",))]
    lines = {line.number: line for line in page.context["lines"]}
    assert (lines[4].problems, lines[4].villages, lines[4].families, lines[4].quota) == (1, 1, 30, 10)
    assert (lines[1].problems, lines[1].offers) == (1, 0)
    assert "Kampung 2002" in text
    assert "Belum mengirim analisis situasi" in text


def test_several_agencies_for_one_problem_are_named(people, needs, client_of):
    make_offer(make_fund(people.dukcapil), title="Juga stunting")
    overlaps = client_of(people.tim_kab).get("/meja/").context["overlaps"]
    assert [(line.kind, line.agencies, line.quota, line.villages) for line in overlaps] == [
        ("stunting", ("Dukcapil", "Kesehatan"), 20, 1)
    ]


def test_uncovered_need_follows_the_newest_proposal(people, run, client_of):
    heat = client_of(people.tim_kab).get("/meja/").context["heat"]
    # One delivery closes 0.3 of stunting (programme 4); nothing answers birth certificates (programme 1).
    values = [cell.value for cell in heat.rows[0].cells]
    assert values[3] == pytest.approx(70.0)
    assert values[0] == pytest.approx(100.0)
    assert values[1] == "not_applicable"


def test_starting_without_offers_is_explained_and_starts_nothing(people, client_of):
    make_catalogue()
    make_need(VILLAGE, ("stunting", 4, 50.0))
    response = client_of(people.tim_kab).post(f"/meja/susun/?tahun={YEAR}", {"seconds": "60", "seed": "0"})
    assert response.status_code == 422
    assert "belum ada penawaran OPD" in response.content.decode()
    with scoped(people.tim_kab.actor):
        assert PlannerRun.objects.count() == 0


def test_starting_queues_a_job_and_shows_its_progress(people, needs, client_of):
    client = client_of(people.tim_kab)
    response = client.post("/meja/susun/", {"seconds": "60", "seed": "3"})
    with scoped(people.tim_kab.actor):
        run = PlannerRun.objects.get()
    assert response.headers["Location"] == f"/meja/usulan/{run.pk}/"
    assert (run.year, run.seed) == (YEAR, 3)
    from procrastinate.contrib.django.models import ProcrastinateJob

    job = ProcrastinateJob.objects.get(task_name="convergence.plan")
    assert job.args == {"run_id": run.pk, "user_id": people.tim_kab.user.pk}
    assert "Menunggu giliran" in client.get(f"/meja/usulan/{run.pk}/").content.decode()
    assert client.get(f"/meja/usulan/{run.pk}/kemajuan/").status_code == 200
    assert client.post("/meja/susun/", {"seconds": "60", "seed": "4"}).headers["Location"].endswith(f"/{run.pk}/")


def test_a_finished_run_says_what_is_met_and_that_it_is_a_proposal(people, run, client_of):
    page = client_of(people.tim_kab).get(f"/meja/usulan/{run.pk}/")
    text = page.content.decode()
    assert "Ini usulan, bukan keputusan" in text
    assert "sudah berubah" not in text
    story = page.context["stories"][0]
    # 0.3 of 50 points and 0 of 20: 15 of 70.
    assert story.share == pytest.approx(15 / 70)
    assert [(p.rank, p.share) for p in story.problems] == [(1, 0.3), (2, 0.0)]
    money = page.context["gauges"]["money"][0]
    assert (money.whole, money.used, money.planned) == (100_000_000, 0, 3_000_000)
    assert client_of(people.tim_kab).get(f"/meja/usulan/{run.pk}/masukan.json").json() == run.instance


def test_a_failed_run_says_why(people, needs, client_of):
    run = make_run(state="failed", failure="dana 1: terpakai Rp5, pagu Rp4", result=None, instance=None)
    text = client_of(people.tim_kab).get(f"/meja/usulan/{run.pk}/").content.decode()
    assert "pagu Rp4" in text
    response = client_of(people.tim_kab).post(f"/meja/usulan/{run.pk}/hentikan/")
    assert response.status_code == 409


@pytest.mark.parametrize("who", ["petugas_opd", "pokja", "petugas_luar", "orang_luar", "pokja_luar"])
def test_a_run_is_for_the_regencys_team_alone(people, run, client_of, who):
    client = client_of(getattr(people, who))
    for part in ("", "kemajuan/", "masukan.json"):
        assert client.get(f"/meja/usulan/{run.pk}/{part}").status_code == 404
    assert client.post(f"/meja/usulan/{run.pk}/hentikan/").status_code == 404


def test_agencies_are_led_to_their_rows_and_kampung_have_no_table(people, run, client_of):
    assert client_of(people.petugas_opd).get("/meja/").headers["Location"] == "/usulan/"
    assert client_of(people.pokja).get("/meja/").status_code == 403
    assert client_of(people.pokja).get("/usulan/").status_code == 403
    assert client_of(people.petugas_opd).post("/meja/susun/", {"seconds": "60", "seed": "0"}).status_code == 404


def test_an_agency_confirms_cuts_and_refuses_in_the_browser(people, run, client_of):
    client, url = client_of(people.petugas_opd), f"/usulan/{run.pk}/jawab/"
    assert client.get("/usulan/", follow=True).redirect_chain[-1][0] == f"/usulan/{run.pk}/"
    pk = str(row(people).pk)
    assert client.post(url, {"rows": pk, "step": "cut", "reason": "Pagu", "cut_to_idr": "1.500.000"}).status_code == 302
    assert (row(people).state, row(people).cut_to_idr) == ("cut", 1_500_000)
    assert client.post(url, {"rows": pk, "step": "confirm"}).status_code == 409
    client.post(url, {"rows": pk, "step": "reconsider"})
    assert client.post(url, {"rows": pk, "step": "refuse"}).status_code == 422
    client.post(url, {"rows": pk, "step": "refuse", "reason": "Tim penuh"})
    assert (row(people).state, row(people).reason) == ("refused", "Tim penuh")


def test_a_cut_above_the_amount_and_an_empty_choice_are_explained(people, run, client_of):
    client, url = client_of(people.petugas_opd), f"/usulan/{run.pk}/jawab/"
    wrong = {"rows": str(row(people).pk), "step": "cut", "reason": "Pagu", "cut_to_idr": "4.000.000"}
    response = client.post(url, wrong)
    assert response.status_code == 422
    assert "di bawah usulan Rp3.000.000" in response.content.decode()
    assert "Pilih dulu baris" in client.post(url, {"step": "confirm"}).content.decode()
    assert row(people).state == "proposed"


def test_all_waiting_rows_are_confirmed_with_one_button(people, run, offer, client_of):
    make_row(run, offer, NEXT_VILLAGE, DAY)
    client_of(people.petugas_opd).post(f"/usulan/{run.pk}/jawab/", {"all": "1", "step": "confirm"})
    with scoped(people.tim_kab.actor):
        assert set(ProposalRow.objects.values_list("state", flat=True)) == {"confirmed"}


@pytest.mark.parametrize("who", ["petugas_opd_lain", "petugas_luar", "orang_luar"])
def test_rows_of_an_agency_do_not_exist_for_another(people, run, client_of, who):
    client, pk = client_of(getattr(people, who)), row(people).pk
    assert client.get(f"/usulan/{run.pk}/").status_code == 404
    assert client.post(f"/usulan/{run.pk}/jawab/", {"rows": pk, "step": "confirm"}).status_code == 404
    assert client.post(f"/usulan/{run.pk}/tarik/", {"rows": pk, "reason": "x"}).status_code == 404
    assert row(people).state == "proposed"


def test_the_regency_sees_who_is_late_and_answers_for_nobody(people, run, client_of):
    client = client_of(people.tim_kab)
    answers = client.get(f"/usulan/{run.pk}/").context["answers"]
    assert [(a.agency.short_name, a.total, a.waiting, a.late) for a in answers] == [("Kesehatan", 1, 1, False)]
    with scoped(people.tim_kab.actor):
        ProposalRow.objects.update(proposed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    answers = client.get(f"/usulan/{run.pk}/").context["answers"]
    assert [(a.late, a.due_on) for a in answers] == [(True, dt.date(2026, 1, 15))]
    pk = row(people).pk
    assert client.post(f"/usulan/{run.pk}/jawab/", {"rows": pk, "step": "confirm"}).status_code == 403
    assert client.post(f"/usulan/{run.pk}/tarik/", {"rows": pk}).status_code == 422
    client.post(f"/usulan/{run.pk}/tarik/", {"rows": pk, "reason": "Disusun ulang"})
    assert row(people).state == "withdrawn"


def test_filters_narrow_the_rows(people, run, offer, client_of):
    make_row(run, offer, VILLAGE, dt.date(2027, 5, 3), state="confirmed")
    client = client_of(people.petugas_opd)

    def days(query):
        groups = client.get(f"/usulan/{run.pk}/?{query}").context["groups"]
        return [line.row.day for group in groups for line in group["lines"]]

    assert days("bulan=5") == [dt.date(2027, 5, 3)]
    assert days("keadaan=proposed") == [DAY]
    assert days("kampung=13.01.01.2002") == []
    assert days("bulan=abc&keadaan=zzz") == [DAY, dt.date(2027, 5, 3)]


def test_before_any_run_the_page_says_what_comes_first(people, client_of):
    assert "Belum ada usulan" in client_of(people.petugas_opd).get("/usulan/").content.decode()
