"""Field workers, their villages and hand-overs, as the regency's team keeps them."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role, Verb
from padu.apps.institutions.models import FieldWorker, Territory, TerritoryHandOver
from padu.apps.institutions.selectors.field import (
    duties_in,
    list_workers,
    possible_senders,
    recorder_of,
    sector_counts,
    sector_of,
    territories_of,
    territories_on,
    tpk_parts_of,
)
from padu.apps.institutions.services.field import (
    HandOverData,
    NameMissing,
    OutsideService,
    ReasonMissing,
    TerritoryData,
    WorkerData,
    WorkerRepeated,
    WrongPlace,
    WrongSender,
    WrongSupervisor,
    recorder_appoint,
    territory_add,
    territory_end,
    territory_hand_over,
    worker_end,
    worker_save,
)
from padu.domain.field_work import (
    BeforeStart,
    NothingToHandOver,
    RecorderNotNeeded,
    SecondGuide,
    Span,
    TerritoryOverlap,
    TerritoryRole,
    TpkPart,
    WorkerKind,
)
from tests.factories import make_agency
from tests.people import NEXT_VILLAGE, OTHER_REGENCY, OTHER_VILLAGE, REGENCY, VILLAGE, make_person

THIRD = "13.01.01.2003"
START = dt.date(2026, 1, 1)
MARCH = dt.date(2026, 3, 1)
PLKB, KADER = WorkerKind.PLKB, WorkerKind.KADER_KB


@pytest.fixture
def team(people):
    """The regency's actor, in scope."""
    with scoped(people.tim_kab.actor):
        yield people.tim_kab.actor


def save(actor, name="Rahmi (buatan)", kind=PLKB, place=REGENCY, worker_id=None, **more):
    data = WorkerData(name=name, kind=kind, starts_on=more.pop("starts_on", START), **more)
    return worker_save(actor=actor, region_code=place, data=data, worker_id=worker_id)


def serve(actor, worker, *villages, starts_on=START, **more):
    return territory_add(actor=actor, worker_id=worker.pk, data=TerritoryData(villages, starts_on, **more))


def standing(day=MARCH):
    return {(t.region_code, t.worker.name) for t in territories_on(REGENCY, day)}


def test_a_worker_is_added_and_changed(team, people):
    worker = save(team, "  Rahmi   (buatan) ", sender_id=people.kesehatan.pk, phone=" 0812 ")
    assert (worker.name, worker.phone, worker.region_code) == ("Rahmi (buatan)", "0812", REGENCY)
    assert sector_of(worker) == "health"
    changed = save(team, "Rahmi (buatan)", worker_id=worker.pk, starts_on=MARCH)
    assert sector_of(FieldWorker.objects.get(pk=changed.pk)) == "women_child_family"
    assert FieldWorker.objects.get().starts_on == MARCH
    assert AuditEntry.unscoped.filter(event="field_worker.save").count() == 2


def test_a_worker_needs_a_name_and_stands_once_in_the_list(team):
    with pytest.raises(NameMissing):
        save(team, "  ")
    first = save(team)
    with pytest.raises(WorkerRepeated) as refused:
        save(team)
    assert refused.value.data == {"worker": first.pk}
    assert save(team, number="NIP 1").pk != first.pk
    assert save(team, worker_id=first.pk, phone="1").phone == "1"


def test_sender_and_supervisor_belong_to_the_regency(team, people):
    with pytest.raises(WrongSender):
        save(team, sender_id=people.kesehatan_luar.pk)
    assert people.kesehatan_luar not in possible_senders(REGENCY, MARCH)
    officer = save(team)
    kader = save(team, "Desi (buatan)", KADER, supervisor_id=officer.pk)
    assert kader.supervisor_id == officer.pk
    for supervisor in (kader.pk, officer.pk, 999_999):
        with pytest.raises(WrongSupervisor):
            save(team, worker_id=officer.pk, supervisor_id=supervisor)


def test_workers_belong_to_regencies_and_serve_villages_of_theirs(team, people):
    worker = save(team)
    with pytest.raises(Http404):
        serve(people.orang_luar.actor, worker, VILLAGE)
    for place in (OTHER_VILLAGE, REGENCY, "13", "13.01.01.2999"):
        with pytest.raises(WrongPlace):
            serve(team, worker, place)
    assert Territory.objects.count() == 0
    with pytest.raises(WrongPlace):
        save(people.tim_kab.actor, "Ani", place="13.01.01")


def test_a_district_stands_for_all_its_villages(team):
    rows = serve(team, save(team), "13.01.01", part_of_village="")
    assert [row.region_code for row in rows] == [VILLAGE, NEXT_VILLAGE, THIRD]


def test_days_outside_the_service_are_refused(team):
    worker = save(team, starts_on=MARCH)
    with pytest.raises(OutsideService):
        serve(team, worker, VILLAGE)
    territory = serve(team, worker, VILLAGE, starts_on=MARCH)[0]
    with pytest.raises(OutsideService):
        territory_end(actor=team, territory_id=territory.pk, day=START, reason="Pindah")
    with pytest.raises(ReasonMissing):
        territory_end(actor=team, territory_id=territory.pk, day=MARCH, reason=" ")
    ended = territory_end(actor=team, territory_id=territory.pk, day=MARCH, reason="Pindah")
    assert (ended.ends_on, ended.end_reason) == (MARCH, "Pindah")
    with pytest.raises(OutsideService):
        territory_end(actor=team, territory_id=territory.pk, day=MARCH, reason="Pindah")


def test_overlaps_and_a_second_plkb_are_refused_and_nothing_is_written(team):
    one, other = save(team), save(team, "Yusra (buatan)")
    serve(team, one, VILLAGE)
    with pytest.raises(TerritoryOverlap):
        serve(team, one, NEXT_VILLAGE, VILLAGE)
    with pytest.raises(SecondGuide):
        serve(team, other, VILLAGE, starts_on=MARCH)
    assert standing() == {(VILLAGE, one.name)}


def test_ending_a_service_ends_its_villages_with_the_reason(team):
    worker = save(team)
    serve(team, worker, VILLAGE, NEXT_VILLAGE)
    worker_end(actor=team, worker_id=worker.pk, day=dt.date(2026, 2, 28), reason="Pensiun")
    assert standing() == set()
    assert {t.end_reason for t in territories_of(worker.pk)} == {"Pensiun"}
    assert list(list_workers(REGENCY, MARCH)) == []
    with pytest.raises(OutsideService):
        worker_end(actor=team, worker_id=worker.pk, day=MARCH, reason="Lagi")


def test_a_recorder_is_appointed_where_no_plkb_serves(team):
    worker = save(team)
    serve(team, worker, VILLAGE)
    data = WorkerData("Sari (buatan)", KADER, MARCH)
    with pytest.raises(RecorderNotNeeded):
        recorder_appoint(actor=team, village=VILLAGE, data=data)
    territory = recorder_appoint(actor=team, village=NEXT_VILLAGE, data=data)
    assert territory.role == TerritoryRole.RECORDER
    assert recorder_of(NEXT_VILLAGE, MARCH).name == "Sari (buatan)"
    assert recorder_of(NEXT_VILLAGE, START) is None
    assert recorder_of(VILLAGE, MARCH) is None


def change(actor, giver, taker, day=MARCH, reason="Mutasi", **more):
    return territory_hand_over(actor=actor, data=HandOverData(giver.pk, taker.pk, day, reason, **more))


def test_a_hand_over_is_one_dated_action_and_another_one_undoes_it(team):
    giver, taker = save(team), save(team, "Yusra (buatan)")
    serve(team, giver, VILLAGE, NEXT_VILLAGE, THIRD)
    done = change(team, giver, taker, villages=[VILLAGE, THIRD], open_things="Dua usulan belum dijawab")
    assert standing(dt.date(2026, 2, 28)) == {(v, giver.name) for v in (VILLAGE, NEXT_VILLAGE, THIRD)}
    assert standing() == {(VILLAGE, taker.name), (NEXT_VILLAGE, giver.name), (THIRD, taker.name)}
    moved = Territory.objects.get(worker=giver, region_code=VILLAGE)
    assert (moved.ends_on, moved.ended_by_id) == (dt.date(2026, 2, 28), done.pk)
    change(team, taker, giver, day=dt.date(2026, 4, 1))
    assert standing(dt.date(2026, 4, 1)) == {(v, giver.name) for v in (VILLAGE, NEXT_VILLAGE, THIRD)}
    assert TerritoryHandOver.objects.count() == 2


def test_a_refused_hand_over_leaves_everything_as_it_was(team, people):
    giver, taker = save(team), save(team, "Yusra (buatan)", KADER)
    serve(team, giver, VILLAGE, NEXT_VILLAGE)
    serve(team, taker, VILLAGE, starts_on=dt.date(2026, 9, 1))
    before = sorted(duties_in(REGENCY), key=lambda d: d.key)
    with pytest.raises(TerritoryOverlap):
        change(team, giver, taker)
    with pytest.raises(BeforeStart):
        change(team, giver, taker, day=START)
    with pytest.raises(NothingToHandOver):
        change(team, taker, giver)
    with pytest.raises(ReasonMissing):
        change(team, giver, taker, reason="")
    with pytest.raises(OutsideService):
        change(team, giver, save(team, "Baru (buatan)", starts_on=dt.date(2026, 5, 1)))
    assert sorted(duties_in(REGENCY), key=lambda d: d.key) == before
    assert TerritoryHandOver.objects.count() == 0


def test_a_planned_end_and_the_part_of_the_village_go_along(team):
    giver, taker = save(team, kind=KADER), save(team, "Yusra (buatan)", KADER)
    end = dt.date(2026, 12, 31)
    serve(team, giver, VILLAGE, ends_on=end, part_of_village="RW 02")
    change(team, giver, taker)
    row = Territory.objects.get(worker=taker)
    assert (row.starts_on, row.ends_on, row.part_of_village) == (MARCH, end, "RW 02")
    assert duties_in(REGENCY, [VILLAGE])[-1].span == Span(MARCH, end)


def test_a_family_support_team_is_known_by_its_number(team):
    for name, part in (("A", TpkPart.PKK), ("B", TpkPart.HEALTH)):
        serve(team, save(team, name, KADER), VILLAGE, role=TerritoryRole.TPK_MEMBER, tpk_team=2, tpk_part=part)
    assert tpk_parts_of(territories_on(VILLAGE, MARCH)) == {(VILLAGE, 2): [TpkPart.PKK, TpkPart.HEALTH]}


def test_only_the_regencys_team_keeps_the_list(people):
    with scoped(people.tim_kab.actor):
        worker = save(people.tim_kab.actor)
    # The regency is above the pokja's place, so it answers like one that does not exist.
    for person, refusal in ((people.pokja, Http404), (people.petugas_opd, PermissionDenied)):
        with scoped(person.actor):
            with pytest.raises(refusal):
                save(person.actor, "Lain")
            with pytest.raises(refusal):
                serve(person.actor, worker, VILLAGE)
    with scoped(people.orang_luar.actor):
        assert list(FieldWorker.objects.all()) == []
        with pytest.raises(Http404):
            save(people.orang_luar.actor, "Lain")


def test_everybody_of_a_place_sees_who_serves_there_and_nobody_elsewhere(people):
    with scoped(people.tim_kab.actor):
        serve(people.tim_kab.actor, save(people.tim_kab.actor), VILLAGE)
    with scoped(people.pokja.actor):
        assert standing() == {(VILLAGE, "Rahmi (buatan)")}
        assert [w.name for w in list_workers(VILLAGE, MARCH)] == ["Rahmi (buatan)"]
    with scoped(people.pokja_tetangga.actor):
        assert standing() == set()
        assert list(list_workers(NEXT_VILLAGE, MARCH)) == []
    with scoped(people.orang_luar.actor):
        assert Territory.objects.count() == 0


def test_the_database_holds_a_territory_in_the_regency_of_its_worker(team, people):
    worker = save(team)
    with pytest.raises(IntegrityError, match="territory_in_regency"), transaction.atomic():
        Territory.objects.create(
            worker=worker, region_code=VILLAGE, regency_code=OTHER_REGENCY, role="pembina", starts_on=START
        )
    with scoped(people.orang_luar.actor), pytest.raises(IntegrityError, match="worker_regency"):
        forge_territory(worker.pk)


def forge_territory(worker_id):
    with transaction.atomic(), connection.cursor() as cursor:
        Territory.objects.create(
            worker_id=worker_id, region_code=OTHER_VILLAGE, regency_code=OTHER_REGENCY, role="pembina", starts_on=START
        )
        cursor.execute("set constraints all immediate")


def test_a_sector_office_above_gets_numbers_and_no_names(people):
    with scoped(people.tim_kab.actor):
        first = save(people.tim_kab.actor, kind=WorkerKind.KADER_POSYANDU)
        serve(people.tim_kab.actor, first, VILLAGE, NEXT_VILLAGE)
        second = save(people.tim_kab.actor, "B", KADER, sender_id=people.kesehatan.pk)
        serve(people.tim_kab.actor, second, VILLAGE)
        serve(people.tim_kab.actor, save(people.tim_kab.actor, "C", KADER), VILLAGE)
    sector = make_person("dinkes_prov", Role.SECTOR, "13", make_agency("13", "dinkes-prov", "health")).actor
    count = partial(sector_counts, region_code="13", columns=["health"], day=MARCH)
    with scoped(sector):
        found = count(actor=sector)
        assert [(c.region_code, c.kind, c.officers, c.villages) for c in found] == [
            (REGENCY, KADER, 1, 1),
            (REGENCY, WorkerKind.KADER_POSYANDU, 1, 2),
        ]
        assert FieldWorker.objects.count() == Territory.objects.count() == 0
        with pytest.raises(Http404):
            sector_counts(actor=sector, region_code="14", columns=["health"], day=MARCH)
        assert not sector.may(Verb.PLACE_READ, "13")
