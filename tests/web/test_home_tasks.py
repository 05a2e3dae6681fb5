"""What the home page asks of whom: each source of tasks, counted in the person's own scope."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.models import CaseGrant
from padu.access.verbs import Role, Verb
from padu.apps.accounts.actors import load_actor
from padu.apps.convergence.models import Commitment, PlannerRun, ProposalRow
from padu.apps.coordination.models import Decision, Finding, Meeting
from padu.apps.institutions.models import FieldWorker, Territory
from padu.apps.kampung.models import FormationPlan, Kampung
from padu.apps.privacy.models import DataRequest
from padu.apps.rumah_dataku.models import Family, FamilyHandOver, ImportRun
from padu.apps.situation.models import SituationAnalysis
from padu.domain.field_work import TerritoryRole, WorkerKind
from padu.web.home.asked import asked_of
from padu.web.home.task import Post, Task
from tests.factories import give_hat, make_kampung, make_user
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, REGENCY, VILLAGE, People, Person
from tests.web.home_rows import asked_on, days, home_of, person_of, tasks_of, today, write, write_analysis, write_event


class TestKampung:
    def test_an_analysis_that_was_not_begun_or_not_sent_is_asked_for(self, people: People) -> None:
        asked = [(f"Analisis situasi {today().year} belum dikirim ke kabupaten.", f"/situasi/{VILLAGE}/", False)]
        assert tasks_of(people.pokja) == asked
        write_analysis(VILLAGE, SituationAnalysis.State.DRAFT)
        assert tasks_of(people.pokja) == asked

    def test_a_sent_analysis_is_asked_for_no_more(self, people: People) -> None:
        write_analysis(VILLAGE, SituationAnalysis.State.SUBMITTED, submitted_at=timezone.now())
        assert tasks_of(people.pokja) == []
        assert home_of(people.pokja).tasks.empty is not None
        assert len(tasks_of(people.pokja_tetangga)) == 1

    def test_a_returned_analysis_is_late_and_says_why(self, people: People) -> None:
        write_analysis(VILLAGE, SituationAnalysis.State.RETURNED, return_reason="angka penduduk keliru")
        text = f"Analisis situasi {today().year} dikembalikan: angka penduduk keliru"
        assert tasks_of(people.pokja) == [(text, f"/situasi/{VILLAGE}/", True)]

    def test_a_checked_file_waits_to_be_stored(self, people: People) -> None:
        write_analysis(VILLAGE, SituationAnalysis.State.SUBMITTED)
        for region_code, state in ((VILLAGE, "checked"), (VILLAGE, "stored"), (NEXT_VILLAGE, "checked")):
            write(
                ImportRun,
                region_code,
                kind="families",
                state=state,
                file_name="a.xlsx",
                file_sha256="0" * 64,
                file_size=1,
                created_by=people.pokja.user.pk,
            )
        ((text, url, late),) = tasks_of(people.pokja)
        # The file sent to the next village is the sender's own, but no work of this village.
        assert (text[:2], url, late) == ("1 ", "/impor/", False)

    def test_an_event_of_yesterday_is_late_and_todays_is_next(self, people: People) -> None:
        write_analysis(VILLAGE, SituationAnalysis.State.SUBMITTED)
        write_event(VILLAGE, days(-1))
        write_event(VILLAGE, days(-2), "done")
        event = write_event(VILLAGE, days(0))
        write_event(NEXT_VILLAGE, days(-1))
        ((text, url, late),) = tasks_of(people.pokja)
        assert (text, url, late) == ("1 kegiatan sudah lewat tanggalnya dan belum dilaporkan.", "/kalender/", True)
        (entry,) = home_of(people.pokja).upcoming
        assert (entry.title, entry.date, entry.url) == ("Nagari Inderapura", days(0), f"/acara/{event.pk}/")

    def test_what_is_late_comes_first(self, people: People) -> None:
        write_event(VILLAGE, days(-1))
        assert [late for _, _, late in tasks_of(people.pokja)] == [True, False]


def propose() -> PlannerRun:
    run: PlannerRun = write(
        PlannerRun, REGENCY, year=today().year, planned_from=today(), state="done", seconds=1, created_by=1
    )
    return run


_OFFERS = itertools.count(1)


def write_row(run: PlannerRun, agency: Any, state: str) -> None:
    write(
        ProposalRow,
        VILLAGE,
        run=run,
        agency=agency,
        offer_id=next(_OFFERS),
        year=run.year,
        proposed_at=timezone.now(),
        day=today(),
        amount_idr=1,
        state=state,
    )


class TestAgency:
    def commit(self, people: People, agency: Any, day: dt.date) -> None:
        event = write_event(VILLAGE, day)
        write(
            Commitment,
            VILLAGE,
            year=day.year,
            agency=agency,
            event=event,
            offer_id=1,
            proposal_row_id=event.pk,
            meeting_id=1,
            activity="sanimas",
            title="Uji",
            programme_no=8,
            column_key="health",
            fund_name="Uji",
            fund_source="apbn",
            document="none",
            amount_idr=1,
            agreed_on=day,
        )

    def test_an_agency_without_offers_is_asked_for_them(self, people: People) -> None:
        expected = (f"Instansi Anda belum mengisi penawaran {today().year}.", "/penawaran/", False)
        assert tasks_of(people.petugas_opd) == [expected]

    def test_only_rows_of_ones_own_agency_wait_for_an_answer(self, people: People) -> None:
        old, run = propose(), propose()
        write_row(old, people.kesehatan, "proposed")
        for agency, state in (
            (people.kesehatan, "proposed"),
            (people.kesehatan, "confirmed"),
            (people.kesehatan, "withdrawn"),
            (people.dukcapil, "proposed"),
        ):
            write_row(run, agency, state)
        assert tasks_of(people.petugas_opd)[0][0] == "1 baris usulan menunggu jawaban instansi Anda."
        assert tasks_of(people.petugas_opd)[0][1] == "/usulan/"
        assert tasks_of(people.tim_kab)[0][0] == "2 dari 3 baris usulan belum dijawab instansi."
        assert len(tasks_of(people.petugas_luar)) == 1

    def test_only_events_one_has_committed_to_are_late(self, people: People) -> None:
        self.commit(people, people.dukcapil, days(-3))
        assert not any(late for _, _, late in tasks_of(people.petugas_opd))
        assert home_of(people.petugas_opd).upcoming == []
        self.commit(people, people.kesehatan, days(-4))
        assert [url for _, url, late in tasks_of(people.petugas_opd) if late] == ["/kalender/"]

    def test_a_late_decision_of_ones_agency(self, people: People) -> None:
        decide(people, agency_id=people.kesehatan.pk, due_on=days(-1))
        decide(people, agency_id=people.dukcapil.pk, due_on=days(-1))
        late = [text for text, _, is_late in tasks_of(people.petugas_opd) if is_late]
        assert late == ["1 keputusan rapat lewat tenggat."]


def decide(people: People, **fields: Any) -> Decision:
    meeting = write(
        Meeting,
        REGENCY,
        year=today().year,
        held_on=today(),
        title="Rapat uji",
        chair="Sekda",
        recorded_by=people.tim_kab.user.pk,
    )
    decision: Decision = write(Decision, REGENCY, meeting=meeting, text="Uji", responsible="A", **fields)
    return decision


class TestRegency:
    def test_kampung_that_sent_nothing_are_counted(self, people: People) -> None:
        for code in (VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE):
            make_kampung(code)
        write_analysis(NEXT_VILLAGE, SituationAnalysis.State.SUBMITTED, submitted_at=timezone.now())
        text = f"1 dari 2 kampung belum mengirim analisis situasi {today().year}."
        assert tasks_of(people.tim_kab) == [(text, "/situasi/", False)]

    def test_a_proposal_answered_in_full_waits_for_its_meeting(self, people: People) -> None:
        run = propose()
        assert tasks_of(people.tim_kab) == []
        write_row(run, people.kesehatan, "cut")
        ((text, url, _),) = tasks_of(people.tim_kab)
        assert (text.startswith("Semua instansi sudah menjawab"), url) == (True, "/rapat/")
        fields = {"title": "Rapat", "chair": "Sekda", "recorded_by": 1, "planner_run_id": run.pk}
        write(Meeting, REGENCY, year=today().year, held_on=today(), **fields)
        assert tasks_of(people.tim_kab) == []

    def test_a_closed_decision_waits_for_a_second_person_only(self, people: People) -> None:
        decide(people, due_on=days(9), state="done", closed_by=people.tim_kab.user.pk)
        assert tasks_of(people.tim_kab) == []
        ((text, _, late),) = tasks_of(people.tim_kab_kedua)
        assert (text[:2], late) == ("1 ", False)

    def test_what_changed_lately_is_told_with_its_place(self, people: People) -> None:
        write_analysis(VILLAGE, SituationAnalysis.State.SUBMITTED, submitted_at=timezone.now() - dt.timedelta(days=13))
        write_analysis(
            NEXT_VILLAGE, SituationAnalysis.State.SUBMITTED, submitted_at=timezone.now() - dt.timedelta(days=15)
        )
        (entry,) = home_of(people.tim_kab).changed
        assert (entry.title, entry.text) == (f"Analisis situasi {today().year} dikirim", "Nagari Inderapura")

    def test_another_regency_sees_none_of_it(self, people: People) -> None:
        make_kampung(VILLAGE)
        decide(people, due_on=days(-1))
        write_event(VILLAGE, days(-1))
        assert tasks_of(people.orang_luar) == []
        assert home_of(people.orang_luar).upcoming == []


@pytest.mark.parametrize(
    ("day", "held", "asked"),
    [
        (dt.date(2026, 4, 30), 0, None),
        (dt.date(2026, 5, 1), 0, "Rapat koordinasi 2026: tercatat 0 dari 2 (April dan Agustus)."),
        (dt.date(2026, 8, 31), 1, None),
        (dt.date(2026, 9, 1), 1, "Rapat koordinasi 2026: tercatat 1 dari 2 (April dan Agustus)."),
        (dt.date(2026, 12, 31), 2, None),
    ],
)
def test_two_meetings_a_year_are_asked_for(people: People, day: dt.date, held: int, asked: str | None) -> None:
    for number in range(held):
        write(Meeting, REGENCY, year=2026, held_on=day, title=f"Rapat {number}", chair="Sekda", recorded_by=1)
    meetings = [task for task in asked_on(people.tim_kab, day) if task[0].startswith("Rapat koordinasi")]
    assert meetings == ([(asked, True)] if asked else [])


def test_a_province_sees_which_regencies_did_not_meet(people: People) -> None:
    user = make_user("provinsi", "13")
    give_hat(user, Role.PROVINCE, "13")
    province = Person(user, load_actor(user))
    make_kampung(VILLAGE)
    make_kampung(OTHER_VILLAGE)
    write(Meeting, REGENCY, year=2026, held_on=dt.date(2026, 4, 2), title="Rapat", chair="Sekda", recorded_by=1)
    words = "{} dari 2 kabupaten/kota berkampung belum mencatat rapat koordinasinya."
    assert (words.format(1), True) in asked_on(province, dt.date(2026, 5, 1))
    assert (words.format(2), True) in asked_on(province, dt.date(2026, 9, 1))
    assert not [text for text, _ in asked_on(province, dt.date(2026, 4, 1)) if "rapat" in text.lower()]


def asked_now(person: Person, words: str) -> list[tuple[str, bool]]:
    """What is asked today in words that hold these."""
    return [task for task in asked_on(person, today()) if words in task[0]]


class TestPeopleInOffice:
    def find(self, due: dt.date, state: str = "open") -> None:
        write(
            Finding,
            VILLAGE,
            year=2026,
            subject="kampung",
            text="Uji",
            seriousness="light",
            found_on=days(-30),
            due_on=due,
            state=state,
            inspector_name="Pengawas",
        )

    def test_findings_wait_for_an_answer_and_then_for_the_inspector(self, people: People) -> None:
        inspector = person_of(Role.INSPECTOR, REGENCY)
        self.find(days(1))
        assert asked_now(people.pokja, "temuan") == [("1 temuan pengawas menunggu jawaban, 0 lewat tenggat.", False)]
        assert asked_now(people.pokja_tetangga, "temuan") == []
        assert asked_now(inspector, "temuan") == []
        self.find(days(-1), "returned")
        self.find(days(-1), "answered")
        assert asked_now(people.tim_kab, "temuan") == [("2 temuan pengawas menunggu jawaban, 1 lewat tenggat.", True)]
        assert asked_now(inspector, "temuan") == [("1 temuan sudah dijawab dan menunggu Anda periksa.", False)]

    def test_kampung_without_officer_or_recorder_are_counted(self, people: People) -> None:
        for code in (VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE):
            make_kampung(code)
        words = "{} dari 2 kampung tanpa PKB/PLKB dan tanpa pencatat yang ditunjuk."
        assert asked_now(people.tim_kab, "PKB/PLKB") == [(words.format(2), False)]
        worker = write(FieldWorker, REGENCY, name="Uji", kind=WorkerKind.PLKB, starts_on=days(-9))
        duty = {"worker": worker, "regency_code": REGENCY, "role": TerritoryRole.GUIDE}
        write(Territory, NEXT_VILLAGE, **duty, starts_on=days(-9), ends_on=days(-1))
        write(Territory, VILLAGE, **duty, starts_on=days(-9))
        assert asked_now(people.tim_kab, "PKB/PLKB") == [(words.format(1), False)]
        district = person_of(Role.DISTRICT, VILLAGE[:8])
        assert asked_now(district, "PKB/PLKB") == [(words.format(1), False)]

    def test_a_dissolved_kampung_asks_for_nobody_and_nothing(self, people: People) -> None:
        make_kampung(VILLAGE)
        gone = make_kampung(NEXT_VILLAGE)
        assert asked_now(people.tim_kab, "PKB/PLKB")[0][0].startswith("2 dari 2 kampung")
        with scoped(system_actor(REGENCY, Verb.PLACE_READ, Verb.REGISTER_EDIT)):
            Kampung.objects.filter(pk=gone.pk).update(dissolved_on=days(-1), dissolved_reason="Desa bergabung")
        assert asked_now(people.tim_kab, "PKB/PLKB")[0][0].startswith("1 dari 1 kampung")
        assert asked_now(people.tim_kab, "analisis situasi")[0][0].startswith("1 dari 1 kampung")

    def test_who_looks_after_villages_reminds_them(self, people: People) -> None:
        make_kampung(VILLAGE)
        make_kampung(NEXT_VILLAGE)
        write_analysis(VILLAGE, SituationAnalysis.State.SUBMITTED, submitted_at=timezone.now())
        text = f"1 dari 2 kampung Anda belum mengirim analisis situasi {today().year}: ingatkan pokjanya."
        assert asked_now(person_of(Role.PLKB, VILLAGE[:8]), "ingatkan") == [(text, False)]

    def test_a_month_that_is_over_makes_a_formation_late(self, people: People) -> None:
        plan = {"updated_at": timezone.now()}
        write(FormationPlan, VILLAGE, year=today().year - 1, **plan)
        write(FormationPlan, NEXT_VILLAGE, year=today().year, month=today().month, **plan)
        late = [("1 desa/kelurahan lewat bulan rencana pembentukan kampungnya.", True)]
        assert asked_now(people.tim_kab, "pembentukan") == late
        make_kampung(VILLAGE)
        assert asked_now(people.tim_kab, "pembentukan") == []

    def test_hats_that_end_within_a_month_are_called_to_mind(self, people: People) -> None:
        for number, last in enumerate((days(-1), days(0), days(30), days(31))):
            give_hat(make_user(f"sementara{number}", VILLAGE), Role.KADER, VILLAGE, valid_to=last)
        text = "Peran 2 orang berakhir dalam 30 hari: perpanjang atau biarkan berakhir."
        assert asked_now(people.tim_kab, "berakhir dalam") == [(text, False)]
        assert asked_now(people.pokja_tetangga, "berakhir dalam") == []

    def test_referred_families_are_the_agencys_own(self, people: People) -> None:
        fields = {"service": "Akta", "reason": "Uji", "opened_by": 1, "agency_id": people.dukcapil.pk}
        write(CaseGrant, VILLAGE, family_id=1, valid_to=days(0), **fields)
        write(CaseGrant, VILLAGE, family_id=2, valid_to=days(-1), **fields)
        assert asked_now(people.petugas_opd_lain, "dirujuk") == [("1 keluarga dirujuk ke instansi Anda.", False)]
        assert asked_now(people.petugas_opd, "dirujuk") == []

    def test_an_offer_that_nobody_answers_comes_back_to_the_giver(self, people: People) -> None:
        for number, (state, waited) in enumerate((("proposed", 14), ("proposed", 13), ("refused", 30))):
            family = write(
                Family, VILLAGE, source="uji", source_key=str(number), head_name="Uji", updated_at=timezone.now()
            )
            write(
                FamilyHandOver,
                VILLAGE,
                family=family,
                to_code=NEXT_VILLAGE,
                day=days(-30),
                state=state,
                proposed_at=timezone.now() - dt.timedelta(days=waited),
            )
        text = "1 keluarga yang ditawarkan ke desa lain sudah 14 hari tak dijawab: hubungi atau tarik kembali."
        assert asked_now(people.pokja, "ditawarkan") == [(text, False)]
        assert asked_now(people.pokja_tetangga, "ditawarkan") == []

    def test_a_citizens_request_has_three_days(self, people: People) -> None:
        for place, hours in ((VILLAGE, 80), (NEXT_VILLAGE, 1)):
            family = write(Family, place, source="uji", source_key="1", head_name="Uji", updated_at=timezone.now())
            received = timezone.now() - dt.timedelta(hours=hours)
            write(DataRequest, place, family_id=family.pk, kind="access", applicant="self", received_at=received)
        officer = person_of(Role.PRIVACY, REGENCY)
        text = "{} permohonan warga atas datanya belum dijawab, {} lewat 3 x 24 jam."
        assert [task.text for task in _tasks_at(officer)] == [text.format(2, 1)]
        assert [task.text for task in _tasks_at(people.pokja_tetangga) if "warga" in task.text] == [text.format(1, 0)]


def _tasks_at(person: Person) -> list[Task]:
    with scoped(person.actor):
        return list(asked_of(person.actor, Post.of(person.actor.hats[0]), timezone.now()))
