"""One of everything in one village of one regency, with words in it that stand nowhere else.

HERE is `tests.people.VILLAGE`; its owner agency is `kesehatan` of 13.01. Each word of WORDS stands in one kind of row;
who reads it on a page they should not see has come through both locks.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.utils import timezone
from PIL import Image

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.convergence.models import Commitment, JointEvent, PlannerRun, ProposalRow, Realisation, RealisationPhoto
from padu.apps.convergence.services.photos import photo_clean, photo_keep
from padu.apps.coordination.models import Attendance, Decision, Meeting
from padu.apps.institutions.models import Agency
from padu.apps.measurement.models import IndexResult
from padu.apps.programmes.services import load_reference
from padu.apps.rumah_dataku.models import Family, Figure, ImportRun
from padu.apps.rumah_dataku.models import Person as PersonRow
from padu.apps.rumah_dataku.services import import_check, import_look, import_receive
from padu.apps.situation.models import Problem, SituationAnalysis
from padu.apps.supply.file_services import supply_file_receive
from padu.apps.supply.models import Fund, Offer, SupplyFile
from padu.domain.ibangga import INDICATORS
from tests.agreed_rows import make_commitment, make_event, make_outside
from tests.apps.rumah_dataku.files import HEAD, families_file, store
from tests.factories import make_agency, make_kampung, make_regions, place_writer
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, REGENCY, VILLAGE, People, Person, make_person
from tests.planning_rows import make_fund, make_offer, make_row, make_run
from tests.security.standing import FAR, STANDING
from tests.siga_tables import siga_csv

HERE = VILLAGE
YEAR = 2026
PLAN_YEAR = 2027
# Not those of the template's example rows.
NIK, KK = "1301014503970077", "1301010101120077"
KIND = "no_health_insurance"
ACTIVITY = "jkn_for_poor_families"

# What a row says, by the kind of row.
WORDS = {
    "family": "Zubaidah Kenari",
    "hamlet": "Jorong Kenari",
    "import": "keluarga-kenari.xlsx",
    "fund": "Dana Kenari",
    "offer": "Tawaran Kenari",
    "supply_file": "tawaran-kenari.xlsx",
    "activity": "Kunjungan Kenari",
    "place_note": "Balai Kenari",
    "outside": "Senam Kenari",
    "note": "Catatan Kenari",
    "meeting": "Rapat Kenari",
    "attendance": "Hadirin Kenari",
    "decision": "Putusan Kenari",
    "problem": "Masalah Kenari",
    "kampung": "Kampung Kenari",
}


@dataclass(frozen=True, slots=True)
class World:
    """The rows by their kind, and who looks at them."""

    people: People
    family: Family
    person: PersonRow
    stored_run: ImportRun
    checked_run: ImportRun
    failed_run: ImportRun
    siga_run: ImportRun
    fund: Fund
    offer: Offer
    supply_file: SupplyFile
    run: PlannerRun
    running: PlannerRun
    row: ProposalRow
    event: JointEvent
    commitment: Commitment
    realisation: Realisation
    photo: RealisationPhoto
    meeting: Meeting
    decision: Decision
    analysis: SituationAnalysis
    problem: Problem
    own_problem: Problem
    agencies: dict[str, Agency]
    standing: dict[str, Person]
    # What the rooms' own `make` gave, by the name of their module in `tests.security.routes`.
    rooms: dict[str, Any] = field(default_factory=dict)


def make_world(people: People) -> World:
    """Everything of HERE, and a plain kampung beside it and in the other regency."""
    load_reference()
    make_regions(FAR)
    agencies = _agencies(people)
    standing = _everybody(people, agencies)
    make_kampung(HERE, WORDS["kampung"])
    make_kampung(NEXT_VILLAGE)
    make_kampung(OTHER_VILLAGE)
    runs = _imports(people.pokja.actor)
    with scoped(people.pokja.actor):
        family = Family.objects.get()
        person = PersonRow.objects.get(line=1)
    fund = make_fund(people.kesehatan, name=WORDS["fund"])
    offer = make_offer(fund, ACTIVITY, 6, title=WORDS["offer"], addresses=[[KIND, 0.3]])
    run, running = _done_run(), make_run(state="running", finished_at=None, result=None, explanation=None)
    event = make_event(HERE, place_note=WORDS["place_note"])
    commitment = make_commitment(
        event, people.kesehatan, title=WORDS["activity"], fund_name=WORDS["fund"], activity=ACTIVITY
    )
    realisation = make_outside(HERE, people.kesehatan, title=WORDS["outside"], note=WORDS["note"])
    meeting, decision = _meeting(people, run)
    analysis, problem, own = _situation()
    _figures()
    return World(
        people, family, person, *runs, fund, offer, _supply_file(people), run, running,
        make_row(run, offer, HERE, dt.date(PLAN_YEAR, 2, 1)), event, commitment, realisation, _photo(realisation),
        meeting, decision, analysis, problem, own, agencies, standing,
    )  # fmt: skip


def _agencies(people: People) -> dict[str, Agency]:
    return {name: getattr(people, name) for name in ("kesehatan", "dukcapil", "kesehatan_luar")} | {
        "dinas_provinsi": make_agency("13", "dinas_provinsi", "health")
    }


def _everybody(people: People, agencies: dict[str, Agency]) -> dict[str, Person]:
    """The people of STANDING with their accounts; those of `tests.people` as they are."""
    return {
        name: getattr(people, name, None)
        or make_person(name, who.role, who.place, agencies[who.agency] if who.agency else None)
        for name, who in STANDING.items()
    }


def _imports(pokja: Actor) -> tuple[ImportRun, ImportRun, ImportRun, ImportRun]:
    """A stored file, a checked one with an issue in it, one that broke off, and one with a name to confirm."""
    head = HEAD | {"K.02 Nama": WORDS["family"], "NIK": NIK}
    content = families_file([{"Dusun/jorong": WORDS["hamlet"], "No. KK": KK}], [head])
    stored = store(pokja, content, WORDS["import"])
    assert stored.state == ImportRun.State.STORED, stored.problem
    other = families_file([{"No. keluarga": "K-2"}], [head | {"No. keluarga": "K-2", "NIK": "13010145"}])
    receipt = import_receive(
        actor=pokja, kind="families", chunks=[other], file_name=WORDS["import"], region_code=HERE, year=YEAR
    )
    import_look(actor=pokja, run_id=receipt.run.pk)
    checked = import_check(actor=pokja, run_id=receipt.run.pk)
    assert checked.state == ImportRun.State.CHECKED, checked.problem
    with scoped(pokja):
        failed = ImportRun.objects.create(
            region_code=HERE, kind="families", state="failed", file_name=WORDS["import"], file_sha256="0" * 64,
            file_size=1, options={"year": YEAR, "source": "", "as_of": "2026-11-22"}, created_by=pokja.user_id,
        )  # fmt: skip
    table = siga_csv(("PUS", "PUS HAMIL"), [(("PESISIR SELATAN", "PANCUNG SOAL", "", "INDRAPURA"), (40, 12))])
    siga = import_receive(
        actor=pokja, kind="siga", chunks=[table], file_name=f"{WORDS['import']}.csv", region_code=HERE, year=YEAR
    )
    named = import_check(actor=pokja, run_id=siga.run.pk)
    assert named.counts.get("names"), named.problem
    return stored, checked, failed, named


def _done_run() -> PlannerRun:
    """A plan for HERE without deliveries."""
    problem = {"id": "1", "village": HERE, "type": KIND, "programme": 6, "rank": 1, "weight": 50.0}
    village = {"code": HERE, "name": WORDS["kampung"]}
    lists: dict[str, list[object]] = {name: [] for name in ("locked", "offers", "agencies", "funds", "days")}
    return make_run(
        instance=lists | {"villages": [village], "problems": [problem]},
        result={"score": 1.0, "gap": 0.0, "deliveries": []},
    )


def _supply_file(people: People) -> SupplyFile:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        fund = ["Nama dana", "Sumber dana", "Pagu setahun (Rp)", "Dokumen perencanaan"]
        book.add_worksheet("Dana").write_row(0, 0, fund)
        book.get_worksheet_by_name("Dana").write_row(1, 0, [WORDS["fund"], "apbn", 1_000_000, "Tidak ada"])
        offer = ["Nama dana", "Kegiatan", "Biaya sekali pelaksanaan (Rp)", "Kuota setahun (kali)"]
        book.add_worksheet("Tawaran").write_row(0, 0, offer)
    with scoped(people.petugas_opd.actor):
        return supply_file_receive(
            actor=people.petugas_opd.actor, agency=people.kesehatan, year=PLAN_YEAR, chunks=[memory.getvalue()],
            file_name=WORDS["supply_file"],
        ).file  # fmt: skip


def _photo(realisation: Realisation) -> RealisationPhoto:
    memory = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(memory, "PNG")
    clean = photo_clean(memory.getvalue())
    with scoped(place_writer(HERE)):
        photo: RealisationPhoto = RealisationPhoto.objects.create(
            realisation=realisation, region_code=HERE, agency_id=realisation.agency_id, path=photo_keep(clean),
            width=clean.width, height=clean.height, consent=True, uploaded_by=1,
        )  # fmt: skip
    return photo


def _meeting(people: People, run: PlannerRun) -> tuple[Meeting, Decision]:
    with scoped(people.tim_kab.actor):
        meeting = Meeting.objects.create(
            region_code=REGENCY, year=YEAR, held_on=dt.date(YEAR, 1, 20), title=WORDS["meeting"], chair="Sekda",
            planner_run_id=run.pk, recorded_by=people.tim_kab.user.pk,
        )  # fmt: skip
        Attendance.objects.create(
            meeting=meeting, region_code=REGENCY, name=WORDS["attendance"], office="Kepala Bappeda"
        )
        decision = Decision.objects.create(
            meeting=meeting, region_code=REGENCY, text=WORDS["decision"], responsible="Kabid Kesmas",
            agency_id=people.kesehatan.pk, due_on=dt.date(YEAR, 2, 1),
        )  # fmt: skip
    return meeting, decision


def _situation() -> tuple[SituationAnalysis, Problem, Problem]:
    with scoped(place_writer(HERE)):
        analysis = SituationAnalysis.objects.create(
            region_code=HERE, year=YEAR, state="draft", weights_version="uji", computed_at=timezone.now()
        )
        problem = Problem.objects.create(
            analysis=analysis, region_code=HERE, problem_type=KIND, programme_no=6, outcome="detected",
            value=0.5, reference=0.1, worst=1.0, numerator=15, denominator=30, coverage=1.0, priority=50.0,
            gap=0.4, share=0.5, severity=0.5, trend=1.0, computed_rank=1, agreed_rank=1, affected_families=15,
        )  # fmt: skip
        own = Problem.objects.create(
            analysis=analysis, region_code=HERE, problem_type="own", programme_no=1, outcome="own", agreed_rank=2,
            own_title=WORDS["problem"],
        )  # fmt: skip
    return analysis, problem, own


def _figures() -> None:
    """Figures are aggregates: everyone who has signed in may read them."""
    with scoped(system_actor(HERE, Verb.PLACE_READ)):
        Figure.objects.create(
            region_code=HERE,
            element="idm_score",
            period="2024",
            source="Kemendesa",
            value=0.7,
            updated_at=timezone.now(),
        )
        indicators = {one.indicator_id: [100, 60] for one in INDICATORS}
        for code in (HERE, REGENCY):
            IndexResult.objects.create(
                region_code=code, year=YEAR, families=120, families_valid=100, ketenteraman=60.0, kemandirian=50.0,
                kebahagiaan=55.0, index=55.0, category="berkembang", n_rentan=10, n_berkembang=60, n_tangguh=30,
                sums={}, indicators=indicators, formula_version="uji", computed_at=timezone.now(),
                as_of=dt.date(YEAR, 8, 17),
            )  # fmt: skip
