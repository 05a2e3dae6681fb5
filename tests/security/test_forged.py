"""Things a browser would not send by itself: each is refused, changes nothing and, for signed-in people, is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.accounts.sessions import HAT_SESSION_KEY
from padu.apps.convergence.models import Commitment, ProposalRow, Realisation
from padu.apps.coordination.models import Meeting
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.situation.models import Problem, SituationAnalysis
from padu.apps.supply.models import Offer
from tests.agreed_rows import make_commitment, make_event
from tests.apps.rumah_dataku.files import families_file
from tests.factories import SYSTEM, place_writer
from tests.people import NEXT_VILLAGE, OTHER_REGENCY
from tests.planning_rows import make_fund, make_offer, make_row, make_run
from tests.security.world import ACTIVITY, HERE, KIND, PLAN_YEAR, YEAR, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("forged")]
Browser = Callable[..., Client]
ELSEWHERE = "contoh.example"


def noted(world: World, person: str) -> list[tuple[str, str]]:
    """Refusals of a person: event and what was tried."""
    user = getattr(world.people, person).user
    with scoped(SYSTEM):
        rows = AuditEntry.objects.filter(kind="refusal", user_id=user.pk).order_by("pk")
        return list(rows.values_list("event", "subject"))


def count(model: Any) -> int:
    with scoped(place_writer("00")):
        return int(model.objects.count())


def test_an_import_for_another_village_is_as_if_the_village_were_none(world: World, browser: Browser) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answers, before = [], runs_of(world, "pokja")
    for code in (HERE, "13.01.01.2099"):
        file = SimpleUploadedFile("keluarga.xlsx", families_file())
        posted = {"kind": "families", "region_code": code, "year": str(YEAR), "file": file}
        answers.append(browser("pokja_tetangga").post("/impor/", posted).status_code)
    assert answers == [404, 404]
    assert noted(world, "pokja_tetangga") == [("http.404", "POST /impor/")] * 2
    assert before > 0
    assert (runs_of(world, "pokja"), runs_of(world, "pokja_tetangga")) == (before, 0)


def runs_of(world: World, person: str) -> int:
    """Files that a person sees."""
    with scoped(getattr(world.people, person).actor):
        return int(ImportRun.objects.count())


def report(code: str, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Senam", "programme_no": "4", "region_code": code, "who": "column:health", "done_on": "2026-05-05",
        "report_key": str(uuid4()),
    } | changes  # fmt: skip


def test_work_is_not_reported_for_another_village(world: World, browser: Browser) -> None:
    before = count(Realisation)
    assert browser("pokja_tetangga").post("/lapor/", report(HERE)).status_code == 404
    assert noted(world, "pokja_tetangga") == [("http.404", "POST /lapor/")]
    assert count(Realisation) == before


def test_work_is_not_reported_for_an_agency_elsewhere(world: World, browser: Browser) -> None:
    before = count(Realisation)
    posted = report(HERE, who=f"agency:{world.people.kesehatan_luar.pk}")
    assert browser("pokja").post("/lapor/", posted).status_code == 422
    assert browser("pokja").post("/lapor/", report(HERE)).status_code == 302
    assert count(Realisation) == before + 1


def test_a_report_does_not_reach_another_event_through_its_fields(world: World, browser: Browser) -> None:
    beside = make_commitment(make_event(NEXT_VILLAGE), world.people.kesehatan)
    posted = {
        "report_key": str(uuid4()), "done_on": "2026-03-03", "who": "", f"done_{beside.pk}": "yes",
        f"done_{world.commitment.pk}": "yes",
    }  # fmt: skip
    browser("pokja").post(f"/acara/{world.event.pk}/lapor/", posted)
    with scoped(place_writer("13.01")):
        assert Commitment.objects.get(pk=beside.pk).state == "agreed"
        assert not Realisation.objects.filter(commitment=beside).exists()


def test_work_is_not_joined_to_a_commitment_of_another_village(world: World, browser: Browser) -> None:
    beside = make_commitment(make_event(NEXT_VILLAGE), world.people.kesehatan)
    url = f"/lapor/{world.realisation.pk}/sambung/"
    assert browser("pokja").post(url, {"commitment": str(beside.pk)}).status_code == 422
    with scoped(place_writer("13.01")):
        assert Realisation.objects.get(pk=world.realisation.pk).outside_plan


@pytest.fixture
def problem_beside(world: World, db: None) -> Problem:
    with scoped(place_writer(NEXT_VILLAGE)):
        analysis = SituationAnalysis.objects.create(
            region_code=NEXT_VILLAGE, year=YEAR, state="draft", weights_version="uji", computed_at=timezone.now()
        )
        problem: Problem = Problem.objects.create(
            analysis=analysis, region_code=NEXT_VILLAGE, problem_type="own", programme_no=1, outcome="own",
            agreed_rank=2, own_title="Sebelah",
        )  # fmt: skip
    return problem


def test_a_problem_of_another_village_is_neither_moved_nor_withdrawn(
    world: World, browser: Browser, problem_beside: Problem
) -> None:
    pk = problem_beside.pk
    order = f"{pk},{world.own_problem.pk},{world.problem.pk}"
    client = browser("pokja")
    for posted in ({"up": str(pk), "reason": "x"}, {"order": order, "reason": "x"}):
        assert client.post(f"/situasi/{HERE}/urutan/?tahun={YEAR}", posted).status_code in {404, 422}
    withdraw = f"/situasi/{HERE}/usulan/{pk}/tarik/"
    assert client.post(f"{withdraw}?tahun={YEAR}", {"reason": "x"}).status_code == 404
    assert ("http.404", f"POST {withdraw}") in noted(world, "pokja")
    with scoped(place_writer("13.01")):
        assert Problem.objects.get(pk=pk).agreed_rank == 2
        assert list(Problem.objects.filter(region_code=HERE).order_by("agreed_rank").values_list("pk", flat=True)) == [
            world.problem.pk,
            world.own_problem.pk,
        ]


def test_an_agency_answers_no_row_of_another_in_the_run_it_takes_part_in(world: World, browser: Browser) -> None:
    mine = make_offer(make_fund(world.people.dukcapil), "outreach", 1)
    make_row(world.run, mine, HERE, dt.date(PLAN_YEAR, 3, 1))
    url = f"/usulan/{world.run.pk}/jawab/"
    assert browser("petugas_opd_lain").post(url, {"rows": str(world.row.pk), "step": "confirm"}).status_code == 404
    assert noted(world, "petugas_opd_lain") == [("http.404", f"POST {url}")]
    with scoped(world.people.tim_kab.actor):
        assert ProposalRow.objects.get(pk=world.row.pk).state == "proposed"


def test_a_fund_is_not_reached_by_way_of_the_own_agency(world: World, browser: Browser) -> None:
    own = world.people.dukcapil.pk
    url = f"/penawaran/opd/{own}/{PLAN_YEAR}/dana/{world.fund.pk}/"
    assert browser("petugas_opd_lain").get(url).status_code == 404
    assert browser("petugas_opd_lain").post(url, {"name": "x"}).status_code == 404
    assert noted(world, "petugas_opd_lain") == [("http.404", f"GET {url}"), ("http.404", f"POST {url}")]


def test_an_offer_is_not_paid_from_another_agencys_fund(world: World, browser: Browser) -> None:
    before = count(Offer)
    posted = {
        "activity": ACTIVITY, "title": "x", "fund": str(world.fund.pk), "unit_cost_idr": "1", "max_deliveries": "1",
        "max_per_village": "1", "min_gap_days": "0", "months": ["1"], "document": "none",
    }  # fmt: skip
    url = f"/penawaran/opd/{world.people.dukcapil.pk}/{PLAN_YEAR}/baru/"
    response = browser("petugas_opd_lain").post(url, posted)
    assert response.status_code == 422
    assert "fund" in response.context["form"].errors
    assert count(Offer) == before


def test_a_meeting_does_not_agree_on_another_regencys_proposal(world: World, browser: Browser) -> None:
    other = make_run(OTHER_REGENCY)
    posted = {
        "title": "Rapat", "held_on": "2026-01-20", "chair": "Sekda", "planner_run_id": str(other.pk),
        "hadir-TOTAL_FORMS": "1", "hadir-INITIAL_FORMS": "0", "hadir-0-name": "A", "hadir-0-office": "B",
        "putusan-TOTAL_FORMS": "0", "putusan-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert browser("tim_kab").post("/rapat/baru/", posted).status_code == 422
    assert count(Meeting) == 1
    assert browser("orang_luar").post("/rapat/baru/?wilayah=13.01", posted).status_code == 404
    assert noted(world, "orang_luar") == [("http.404", "POST /rapat/baru/")]


@pytest.mark.parametrize("wanted", [f"https://{ELSEWHERE}/", f"//{ELSEWHERE}/", f"/\\{ELSEWHERE}", f"\t//{ELSEWHERE}"])
def test_nobody_is_sent_off_the_site(world: World, browser: Browser, wanted: str) -> None:
    client = browser("pokja")
    for response in (client.get("/masuk/", {"next": wanted}), client.post("/peran/", {"hat": "0", "next": wanted})):
        assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("choice", ["1", "-1", "x"])
def test_a_hat_that_is_not_mine_stays_off_and_is_noted(world: World, browser: Browser, choice: str) -> None:
    client = browser("pokja_tetangga")
    client.post("/peran/", {"hat": choice})
    assert noted(world, "pokja_tetangga") == [("hat.choose", "")]
    assert client.get(f"/matriks/{HERE}/{YEAR}/").status_code == 404


@pytest.mark.parametrize(
    "kept", [["kampung", HERE, None], ["regency", "13.01", None], ["raja", "00", None], ["kampung"], "kampung", 7, {}]
)
def test_a_hat_written_into_the_session_gives_nothing(world: World, browser: Browser, kept: object) -> None:
    client = browser("pokja_tetangga")
    session = client.session
    session[HAT_SESSION_KEY] = kept
    session.save()
    assert client.get(f"/keluarga/{world.family.pk}/").status_code == 404
    assert client.get("/meja/").status_code == 403
    assert client.get(f"/matriks/{NEXT_VILLAGE}/{YEAR}/").status_code == 200


def test_a_session_key_that_was_made_up_is_nobodys(world: World, browser: Browser) -> None:
    client = browser("anonim")
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/akun/")["Location"].startswith("/masuk/")


HEADERS = {
    "X-Forwarded-Host": ELSEWHERE,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-User": "pokja",
    "Remote-User": "pokja",
    "X-Original-URL": "/sehat/",
    "X-Rewrite-URL": "/sehat/",
    "X-HTTP-Method-Override": "DELETE",
    "Referer": f"https://{ELSEWHERE}/",
}


@pytest.mark.parametrize("name", HEADERS)
def test_headers_of_a_proxy_are_not_believed(world: World, browser: Browser, name: str) -> None:
    sent = {name: HEADERS[name]}
    stranger = browser("anonim").get("/akun/", headers=sent)
    assert (stranger.status_code, stranger["Location"]) == (302, "/masuk/?next=/akun/")
    outsider = browser("pokja_tetangga").get(f"/keluarga/{world.family.pk}/", headers=sent)
    assert outsider.status_code == 404
    assert ELSEWHERE not in outsider.content.decode()


def test_another_host_is_no_host_of_ours(world: World, browser: Browser) -> None:
    response = browser("pokja").get("/", headers={"Host": ELSEWHERE})
    assert response.status_code == 400
    assert ELSEWHERE not in response.content.decode()


def test_a_post_without_the_token_changes_nothing_and_is_noted(world: World, browser: Browser) -> None:
    url = f"/impor/{world.checked_run.pk}/batal/"
    client = browser("pokja", enforce_csrf_checks=True)
    assert client.post(url).status_code == 403
    assert client.post(url, headers={"X-CSRFToken": "a" * 32}).status_code == 403
    assert noted(world, "pokja") == [("http.403", f"POST {url}")] * 2
    with scoped(world.people.pokja.actor):
        assert ImportRun.objects.get(pk=world.checked_run.pk).state == "checked"


def test_every_refusal_of_the_place_is_noted_with_address_and_method_alone(world: World, browser: Browser) -> None:
    browser("pokja_tetangga").get(f"/keluarga/{world.family.pk}/?cari=1301014503970077")
    browser("petugas_opd_lain").post(f"/situasi/{HERE}/hitung/")
    assert noted(world, "pokja_tetangga") == [("http.404", f"GET /keluarga/{world.family.pk}/")]
    assert noted(world, "petugas_opd_lain") == [("http.403", f"POST /situasi/{HERE}/hitung/")]


def test_a_sensitive_kind_names_no_family_even_to_its_own_pokja(world: World, browser: Browser) -> None:
    assert browser("pokja").get(f"/situasi/{HERE}/{KIND}/keluarga/?tahun={YEAR}").status_code == 200
    with scoped(place_writer(HERE)):
        Problem.objects.create(
            analysis=world.analysis, region_code=HERE, problem_type="family_conflict", programme_no=3,
            outcome="detected", agreed_rank=3,
        )  # fmt: skip
    assert browser("pokja").get(f"/situasi/{HERE}/family_conflict/keluarga/?tahun={YEAR}").status_code == 403
