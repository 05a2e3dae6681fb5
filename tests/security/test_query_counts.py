"""A page asks the database as often for much as for little, and not more often than is written here."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.convergence.models import PlannerRun
from padu.apps.data_quality.models import DataIssue
from padu.apps.kampung.models import Kampung
from padu.apps.programmes.models import ProblemType
from padu.apps.programmes.services import load_reference
from padu.apps.record_linkage.list_file import ListedPerson
from padu.apps.record_linkage.models import DuplicatePair, SectorRow
from padu.apps.record_linkage.services.sealed_rows import row_keys, seal_content
from padu.apps.regions.models import Region
from padu.apps.rumah_dataku.models import (
    Family,
    FamilySurvey,
    Figure,
    ImportRun,
    LifeEvent,
    LifeEventPerson,
    Person,
)
from padu.apps.situation.models import Problem, SituationAnalysis
from tests.agreed_rows import make_commitment, make_event, make_outside
from tests.factories import make_kampung, place_writer
from tests.people import REGENCY, VILLAGE, People
from tests.people import Person as Somebody
from tests.planning_rows import make_fund, make_offer, make_row, make_run

YEAR = 2026
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
FEW, MANY = 25, 200
SignIn = Callable[[Somebody], Client]


@pytest.fixture
def reference(people: People) -> None:
    load_reference()


def add_families(count: int) -> None:
    """Families with two members and a survey each."""
    duties = (Verb.FAMILY_READ, Verb.FAMILY_WRITE)
    with scoped(system_actor(VILLAGE, *duties)):
        start = Family.objects.count()
        families = Family.objects.bulk_create(
            Family(
                region_code=VILLAGE, source="uji", source_key=f"{n:05}", head_name=f"Kepala {n}", hamlet="Pasar",
                rw="001", rt=f"{n % 9:03}", updated_at=NOW,
            )
            for n in range(start, start + count)
        )  # fmt: skip
        Person.objects.bulk_create(
            Person(region_code=VILLAGE, family=family, line=line, name=f"Anggota {line}", sex=1)
            for family in families
            for line in (1, 2)
        )
        FamilySurvey.objects.bulk_create(
            FamilySurvey(region_code=VILLAGE, family=family, year=YEAR, surveyed_on=dt.date(YEAR, 8, 17))
            for family in families
        )


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200, url
    return len(asked)


def assert_steady(client: Client, urls: dict[str, int], more: Callable[[], None]) -> None:
    """Each address asks as often after `more` as before, and at most as often as is written beside it.

    The limits stand a few above what was counted on 2026-11-22; raise one only for a page that shows more.
    """
    for url in urls:
        client.get(url)  # what is kept for the whole process is asked for once
    few = {url: queries_of(client, url) for url in urls}
    more()
    many = {url: queries_of(client, url) for url in urls}
    assert many == few
    assert {url: count for url, count in many.items() if count > urls[url]} == {}


def test_families(people: People, client_of: SignIn) -> None:
    add_families(FEW)
    client = client_of(people.pokja)
    pages = {
        "/keluarga/": 22,
        "/keluarga/?tanda=x&cari=Kepala": 22,
        "/keluarga/?urut=nama": 22,
        "/keluarga/?urut=-data": 22,
        "/keluarga/daftar.xlsx?urut=data": 22,
    }
    assert_steady(client, pages, lambda: add_families(MANY - FEW))


def test_life_events(people: People, client_of: SignIn) -> None:
    add_families(1)
    with scoped(people.pokja.actor):
        family = Family.objects.get()
        member = Person.objects.filter(family=family).first()

    def add(count: int) -> None:
        with scoped(people.pokja.actor):
            events = LifeEvent.objects.bulk_create(
                LifeEvent(
                    region_code=VILLAGE, family=family, kind="move_in", day=dt.date(YEAR, 3, 1), token=uuid.uuid4(),
                    recorded_at=NOW,
                )
                for _ in range(count)
            )  # fmt: skip
            LifeEventPerson.objects.bulk_create(
                LifeEventPerson(region_code=VILLAGE, event=event, person=member) for event in events
            )

    add(3)
    pages = {f"/kejadian/?tahun={YEAR}": 28, f"/keluarga/{family.pk}/kejadian/": 22, "/keluarga/serah-terima/": 19}
    assert_steady(client_of(people.pokja), pages, lambda: add(FEW))


def test_one_family(people: People, client_of: SignIn) -> None:
    add_families(1)
    with scoped(people.pokja.actor):
        family = Family.objects.get()

    def more() -> None:
        with scoped(people.pokja.actor):
            Person.objects.bulk_create(
                Person(region_code=VILLAGE, family=family, line=line, name="x", sex=1) for line in range(3, 15)
            )

    assert_steady(client_of(people.pokja), {f"/keluarga/{family.pk}/": 26}, more)


def raise_issues(count: int, start: int = 0) -> None:
    """Issues of one family each, all of the pokja's village."""
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ, Verb.FAMILY_WRITE)):
        families = list(Family.objects.order_by("pk").values_list("pk", flat=True)[start : start + count])
        DataIssue.objects.bulk_create(
            DataIssue(
                region_code=VILLAGE, rule="rt_missing", severity="note", subject_key=f"family:{pk}", family_id=pk,
                due_on=NOW.date(), found_at=NOW, changed_at=NOW,
            )
            for pk in families
        )  # fmt: skip


def test_quality(people: People, client_of: SignIn) -> None:
    add_families(MANY)
    raise_issues(3)
    with scoped(people.pokja.actor):
        issue = DataIssue.objects.first()
    assert issue is not None
    pages = {
        "/mutu/": 33,
        "/mutu/?kotak=lewat&urut=-tenggat": 33,
        "/mutu/unduh.xlsx": 20,
        f"/mutu/{issue.pk}/": 29,
        f"/keluarga/{issue.family_id}/": 27,
        "/mutu/kelengkapan/": 22,
        "/mutu/pencilan/": 22,
        "/": 42,
    }
    assert_steady(client_of(people.pokja), pages, lambda: raise_issues(40, 3))


def add_pairs(count: int, start: int = 0) -> None:
    """Pairs of persons of the pokja's village, and rows of a sector's list for each left one."""
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.PLACE_READ)):
        people = list(Person.objects.order_by("pk").values_list("pk", "family_id")[2 * start : 2 * (start + count)])
        DuplicatePair.objects.bulk_create(
            DuplicatePair(
                region_code=VILLAGE, kind="person", left_id=left, right_id=right, own_id=left, own_family_id=one,
                other_family_id=other, score=0.95, agreement={"name": "same"}, found_at=NOW, seen_at=NOW,
            )
            for (left, one), (right, other) in zip(people[::2], people[1::2], strict=True)
        )  # fmt: skip
        listed = [(pk, family, ListedPerson(1, VILLAGE, f"Warga {pk}")) for pk, family in people[::2]]
        rows = [(pk, family, row_keys(one, nth=pk)[0], one) for pk, family, one in listed]
        SectorRow.objects.bulk_create(_sector_row(*row) for row in rows)


def _sector_row(person_id: int, family_id: int, key: str, listed: ListedPerson) -> SectorRow:
    key_id, content = seal_content(listed, "dukcapil", key)
    return SectorRow(
        region_code=VILLAGE, delivery_id=1, agency_id=1, source="dukcapil", row_key=key, content=content,
        key_id=key_id, data_on=NOW.date(), state="review", score=0.7, person_id=person_id, family_id=family_id,
    )  # fmt: skip


def test_duplicates_and_lists_of_sectors(people: People, client_of: SignIn) -> None:
    add_families(MANY)
    add_pairs(10)
    pages = {
        "/data-ganda/": 22,
        "/data-ganda/?urut=desa": 22,
        "/data-ganda/penyatuan/": 20,
        "/daftar-sektor/": 16,
        "/daftar-sektor/baris/": 22,
    }
    assert_steady(client_of(people.pokja), pages, lambda: add_pairs(40, start=10))


def test_imports(people: People, client_of: SignIn) -> None:
    def send(count: int) -> None:
        with scoped(people.pokja.actor):
            for _ in range(count):
                ImportRun.objects.create(
                    region_code=VILLAGE, kind="families", state="refused", file_name="a.csv", file_sha256="0",
                    file_size=1, options={"year": YEAR, "source": ""}, created_by=people.pokja.user.pk,
                )  # fmt: skip

    send(2)
    assert_steady(client_of(people.pokja), {"/impor/": 20}, lambda: send(18))


def agree(people: People, days: range) -> None:
    for day in days:
        event = make_event(VILLAGE, dt.date(YEAR, 3, day))
        make_commitment(event, people.kesehatan)
        make_commitment(event, people.dukcapil, programme_no=1)
        make_outside(VILLAGE, people.kesehatan, title=f"Kerja {day}", done_on=dt.date(YEAR, 3, day))


def test_matrix_calendar_and_event(people: People, reference: None, client_of: SignIn) -> None:
    make_kampung(VILLAGE)
    agree(people, range(1, 4))
    pages = {
        f"/matriks/{VILLAGE}/{YEAR}/": 25,
        f"/matriks/{REGENCY}/{YEAR}/": 25,
        f"/matriks/{REGENCY}/{YEAR}/4/health/": 28,
        f"/matriks/{REGENCY}/{YEAR}/unduh.xlsx": 30,
        f"/kalender/{REGENCY}/{YEAR}/3/": 30,
        f"/kalender/{REGENCY}/{YEAR}/3/?tampil=kampung": 30,
        f"/kalender/{REGENCY}/{YEAR}/unduh.xlsx": 25,
        f"/lapor/?kampung={VILLAGE}": 26,
        "/": 36,
    }
    assert_steady(client_of(people.tim_kab), pages, lambda: agree(people, range(4, 28)))


def rank(analysis: SituationAnalysis, kinds: list[str], start: int) -> None:
    with scoped(place_writer(VILLAGE)):
        for number, kind in enumerate(kinds, start):
            Problem.objects.create(
                analysis=analysis, region_code=VILLAGE, problem_type=kind, programme_no=6, outcome="detected",
                value=0.5, reference=0.1, worst=1.0, numerator=15, denominator=30, coverage=1.0, priority=50.0, gap=0.4,
                share=0.5, severity=0.5, trend=1.0, computed_rank=number, agreed_rank=number, affected_families=15,
            )  # fmt: skip


def test_situation_and_kampung(people: People, reference: None, client_of: SignIn) -> None:
    with scoped(place_writer(VILLAGE)):
        analysis = SituationAnalysis.objects.create(
            region_code=VILLAGE, year=YEAR, state="draft", weights_version="uji", computed_at=timezone.now()
        )
    kinds = list(ProblemType.objects.order_by("key").values_list("key", flat=True))
    rank(analysis, kinds[:3], 1)
    tell_figures(0, 3)

    def more() -> None:
        rank(analysis, kinds[3:40], 4)
        tell_figures(3, 40)

    pages = {
        f"/situasi/{VILLAGE}/?tahun={YEAR}": 25,
        f"/situasi/{VILLAGE}/{kinds[0]}/?tahun={YEAR}": 25,
        f"/kampung/{VILLAGE}/": 40,
        f"/kampung/{VILLAGE}/angka/": 20,
        f"/wilayah/{VILLAGE}/": 29,
    }
    assert_steady(client_of(people.pokja), pages, more)


def tell_figures(start: int, stop: int) -> None:
    with scoped(system_actor(VILLAGE, Verb.PLACE_READ)):
        Figure.objects.bulk_create(
            Figure(
                region_code=VILLAGE, element=f"unsur_{n}", period="2024", source="Kemendesa", value=n, updated_at=NOW
            )
            for n in range(start, stop)
        )


def add_villages(start: int, stop: int) -> None:
    """Further villages of the regency, each with its kampung and its analysis."""
    codes = [f"13.01.02.2{n:03}" for n in range(start, stop)]
    Region.objects.bulk_create(
        Region(
            code=code, level="village", kind="desa", name=f"Uji {code}", folded_name=f"uji{code}", level_order=4,
            parent_code="13.01.02", vintage="uji",
        )
        for code in codes
    )  # fmt: skip
    with scoped(place_writer(REGENCY)):
        Kampung.objects.bulk_create(Kampung(region_code=code, name=f"Kampung {code}") for code in codes)
        SituationAnalysis.objects.bulk_create(
            SituationAnalysis(
                region_code=code, year=YEAR, state="submitted", weights_version="uji", computed_at=NOW, submitted_at=NOW
            )
            for code in codes
        )


def test_lists_of_kampung(people: People, reference: None, client_of: SignIn) -> None:
    add_villages(100, 103)
    pages = {
        f"/situasi/?tahun={YEAR}": 27,
        f"/kampung/?tahun={YEAR}": 30,
        f"/kampung/{REGENCY}/?tahun={YEAR}": 32,
        f"/meja/?tahun={YEAR}": 32,
        f"/wilayah/{REGENCY}/": 33,
        "/": 36,
    }
    assert_steady(client_of(people.tim_kab), pages, lambda: add_villages(103, 140))


@pytest.fixture
def offers(people: People, reference: None) -> Callable[[int, int], None]:
    fund, run = make_fund(people.kesehatan), make_run()

    def put(start: int, stop: int) -> None:
        for number in range(start, stop):
            offer = make_offer(fund, "jkn_for_poor_families", 6, title=f"Tawaran {number}", addresses=[])
            make_row(run, offer, VILLAGE, dt.date(2027, 2, 1) + dt.timedelta(days=number))

    put(0, 3)
    return put


def test_supply_and_proposals(people: People, offers: Callable[[int, int], None], client_of: SignIn) -> None:
    with scoped(people.tim_kab.actor):
        run_id = PlannerRun.objects.get().pk
    pages = {f"/penawaran/opd/{people.kesehatan.pk}/?tahun=2027": 36, f"/usulan/{run_id}/": 30}
    assert_steady(client_of(people.petugas_opd), pages, lambda: offers(3, 40))
