"""Each lock holds with the other one open, for every class of table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.db.utils import IntegrityError, ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padu.access.actor import ANONYMOUS, Actor, Hat, system_actor
from padu.access.gate import gate_opened_for_test, scoped
from padu.access.lanes import Lane, lane_scope
from padu.access.tables import TableClass, lane_sql, scope_q
from padu.access.verbs import Role, Verb
from padu.apps.accounts.models import HatRecord, User
from padu.apps.convergence.models import Commitment, JointEvent
from padu.apps.institutions.models import Agency
from padu.apps.kampung.models import Kampung
from padu.apps.regions.models import Region
from padu.apps.rumah_dataku.models import Family, FamilySurveySpecific, Figure, ImportRun, Person
from padu.apps.supply.models import Fund

pytestmark = pytest.mark.django_db

HERE, NEIGHBOUR, ELSEWHERE = "13.01.01.2001", "13.01.01.2002", "33.08.14.2004"
REGENCY = "13.01"
NOW = datetime(2026, 11, 22, tzinfo=UTC)

POKJA = Actor(user_id=101, hats=(Hat(Role.KAMPUNG, HERE),))
POKJA_NEXT_DOOR = Actor(user_id=102, hats=(Hat(Role.KAMPUNG, NEIGHBOUR),))
TEAM = Actor(user_id=103, hats=(Hat(Role.REGENCY, REGENCY),))
TEAM_ELSEWHERE = Actor(user_id=104, hats=(Hat(Role.REGENCY, "33.08"),))


@contextmanager
def owner_without_row_security(*tables: str) -> Iterator[None]:
    """The second lock open: what the ORM gate alone lets through."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("set constraints all immediate")
        for table in tables:
            cursor.execute(f"alter table {table} disable row level security")
        cursor.execute("set role padu_app")
    yield


def officer(agency: Agency) -> Actor:
    return Actor(user_id=105 + agency.pk, hats=(Hat(Role.AGENCY, REGENCY, agency.pk),))


@pytest.fixture
def agencies() -> tuple[Agency, Agency]:
    with scoped(TEAM):
        return tuple(
            Agency.objects.create(region_code=REGENCY, code=c, name=c, short_name=c, column_key="health")
            for c in ("dinkes", "dukcapil")
        )  # type: ignore[return-value]


def make_family(code: str) -> Family:
    actor = Actor(user_id=1, hats=(Hat(Role.KAMPUNG, code),))
    with scoped(actor):
        return Family.objects.create(
            region_code=code, source="test", source_key=code, head_name="Kepala", updated_at=NOW
        )


def make_specific(code: str) -> FamilySurveySpecific:
    family = make_family(code)
    with scoped(system_actor(code, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)):
        return FamilySurveySpecific.objects.create(region_code=code, family_id=family.pk, year=2026)


def make_kampung(code: str) -> Kampung:
    with scoped(Actor(user_id=1, hats=(Hat(Role.KAMPUNG, code),))):
        return Kampung.objects.create(region_code=code, name="Kampung")


def make_import(code: str) -> ImportRun:
    with scoped(Actor(user_id=1, hats=(Hat(Role.KAMPUNG, code),))):
        return ImportRun.objects.create(
            region_code=code, kind="families", file_name="a.csv", file_sha256="0", file_size=1, created_by=1
        )


def make_user(code: str) -> User:
    with scoped(Actor(system=True)):
        return User.objects.create(username=code, full_name="x", region_code=code)


def make_hat(code: str) -> HatRecord:
    user = make_user(code)
    with scoped(Actor(system=True)):
        return HatRecord.objects.create(user=user, role=Role.KAMPUNG, region_code=code, valid_from=date(2026, 1, 1))


MAKERS: dict[TableClass, Callable[[str], models.Model]] = {
    TableClass.PLACE: make_kampung,
    TableClass.PERSON: make_family,
    TableClass.SPECIFIC: make_specific,
    TableClass.SENT: make_import,
    TableClass.OWN: make_user,
    TableClass.GRANT: make_hat,
}


def manager_of(model: type[models.Model]) -> Any:
    return User.gated if model is User else model.objects  # type: ignore[attr-defined]


@pytest.mark.parametrize("table_class", MAKERS)
@pytest.mark.parametrize(
    "outsider", [POKJA_NEXT_DOOR, TEAM_ELSEWHERE, ANONYMOUS], ids=["tetangga", "kabupaten lain", "anonim"]
)
def test_row_security_alone_lets_nothing_through(table_class: TableClass, outsider: Actor) -> None:
    row = MAKERS[table_class](HERE)
    with scoped(outsider), gate_opened_for_test():
        assert not type(row).unscoped.filter(pk=row.pk).exists()  # type: ignore[attr-defined]
        assert type(row).unscoped.filter(pk=row.pk).delete()[0] == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("table_class", MAKERS)
@pytest.mark.parametrize(
    "outsider", [POKJA_NEXT_DOOR, TEAM_ELSEWHERE, ANONYMOUS], ids=["tetangga", "kabupaten lain", "anonim"]
)
def test_the_gate_alone_lets_nothing_through(table_class: TableClass, outsider: Actor) -> None:
    row = MAKERS[table_class](HERE)
    with owner_without_row_security(row._meta.db_table), scoped(outsider):
        assert type(row).unscoped.filter(pk=row.pk).exists()  # type: ignore[attr-defined]  # the lock is really open
        assert not manager_of(type(row)).filter(pk=row.pk).exists()


@pytest.mark.parametrize("table_class", [TableClass.PLACE, TableClass.PERSON, TableClass.SENT])
def test_the_pokja_of_the_place_gets_through_both_locks(table_class: TableClass) -> None:
    row = MAKERS[table_class](HERE)
    with scoped(POKJA):
        assert manager_of(type(row)).filter(pk=row.pk).exists()


def test_regency_and_agencies_see_no_family(agencies: tuple[Agency, Agency]) -> None:
    family = make_family(HERE)
    for actor in (TEAM, officer(agencies[0])):
        with scoped(actor):
            assert not Family.objects.filter(pk=family.pk).exists()
            with gate_opened_for_test():
                assert not Family.unscoped.filter(pk=family.pk).exists()


def test_the_pokja_writes_specific_answers_but_does_not_read_them() -> None:
    row = make_specific(HERE)
    with scoped(POKJA):
        assert not FamilySurveySpecific.objects.filter(pk=row.pk).exists()
        FamilySurveySpecific.unscoped.bulk_create(
            [FamilySurveySpecific(region_code=HERE, family_id=row.family_id, year=2025)],
            ignore_conflicts=True,  # else Django asks for the new row back, which is a reading
        )


def test_funds_are_seen_by_their_agency_and_the_team_only(agencies: tuple[Agency, Agency]) -> None:
    mine, other = agencies
    with scoped(officer(mine)):
        fund = Fund.objects.create(
            region_code=REGENCY, agency=mine, year=2026, name="DAK", source="apbn", budget_idr=1, document="none"
        )
    for actor, sees in (
        (officer(mine), True),
        (TEAM, True),
        (officer(other), False),
        (POKJA, False),
        (TEAM_ELSEWHERE, False),
    ):
        with scoped(actor):
            assert Fund.objects.filter(pk=fund.pk).exists() is sees
            with gate_opened_for_test():
                assert Fund.unscoped.filter(pk=fund.pk).exists() is sees
    with owner_without_row_security("supply_fund"), scoped(officer(other)):
        assert not Fund.objects.filter(pk=fund.pk).exists()


def test_an_agency_cannot_write_for_another(agencies: tuple[Agency, Agency]) -> None:
    mine, other = agencies
    with pytest.raises(ProgrammingError), transaction.atomic(), scoped(officer(mine)):
        Fund.unscoped.bulk_create(
            [Fund(region_code=REGENCY, agency=other, year=2026, name="x", source="apbn", budget_idr=1, document="none")]
        )


def test_commitments_are_seen_by_all_of_the_place_and_written_by_their_own(agencies: tuple[Agency, Agency]) -> None:
    mine, other = agencies
    with scoped(TEAM):
        event = JointEvent.objects.create(region_code=HERE, year=2026, day=date(2026, 3, 2))
        row = Commitment.objects.create(
            region_code=HERE, year=2026, agency=mine, event=event, offer_id=1, proposal_row_id=1, meeting_id=1,
            activity="x", title="x", programme_no=1, column_key="health", fund_name="x", fund_source="apbn",
            document="none", amount_idr=1, agreed_on=date(2026, 2, 1),
        )  # fmt: skip
    for actor in (POKJA, TEAM, officer(mine), officer(other)):
        with scoped(actor):
            assert Commitment.objects.filter(pk=row.pk).exists()
    with scoped(officer(other)), gate_opened_for_test():
        assert Commitment.unscoped.filter(pk=row.pk).update(title="y") == 0
    with scoped(officer(mine)):
        assert Commitment.objects.filter(pk=row.pk).update(title="y") == 1


def test_figures_are_read_by_anyone_signed_in_and_written_by_the_system_only() -> None:
    figure = {"region_code": HERE, "element": "idm", "period": "2024", "source": "x", "value": 0.8, "updated_at": NOW}
    with pytest.raises(ProgrammingError), transaction.atomic(), scoped(POKJA):
        Figure.objects.create(**figure)
    with scoped(system_actor(HERE, on_behalf_of=POKJA)):
        Figure.objects.create(**figure)
    with scoped(TEAM_ELSEWHERE):
        assert Figure.objects.count() == 1
    with scoped(ANONYMOUS), gate_opened_for_test():
        assert Figure.unscoped.count() == 0


def test_a_child_cannot_stand_in_another_place_than_its_parent() -> None:
    family = make_family(HERE)
    with pytest.raises(IntegrityError), transaction.atomic(), scoped(POKJA_NEXT_DOOR):
        put_a_child_elsewhere(family)


def put_a_child_elsewhere(family: Family) -> None:
    Person.unscoped.bulk_create([Person(region_code=NEIGHBOUR, family_id=family.pk, line=1, name="x")])
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


ALL_CODES = (
    "00",
    "13",
    "13.01",
    "13.01.01",
    HERE,
    NEIGHBOUR,
    "13.01.02.2001",
    "13.02",
    "13.02.01.2001",
    "33",
    "33.08",
    ELSEWHERE,
)
CODES = st.sampled_from(ALL_CODES)
HATS = st.lists(st.tuples(st.sampled_from([Role.KAMPUNG, Role.REGENCY]), CODES), max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hats=HATS, code=CODES, lane=st.sampled_from([Lane.PLACE_READ, Lane.PERSON_READ, Lane.PLACE_WRITE]))
def test_rule_filter_and_row_security_agree(hats: list[tuple[Role, str]], code: str, lane: Lane) -> None:
    below = {root: frozenset(c for c in ALL_CODES if c.startswith(f"{root}.")) for root in ALL_CODES}
    actor = Actor(user_id=1, hats=tuple(Hat(r, c) for r, c in hats), codes_below=below)
    by_rule = lane_scope(actor, lane).covers(code)
    with scoped(actor), connection.cursor() as cursor:
        cursor.execute(f'select {lane_sql(lane, "c")} from (select %s::text collate "C" as c) as t', [code])
        assert bool(cursor.fetchone()[0]) is by_rule
    where = scope_q(lane_scope(actor, lane), "code")
    Region.objects.get_or_create(
        code=code,
        defaults={
            "level": "village",
            "kind": "desa",
            "name": "x",
            "folded_name": "x",
            "level_order": 4,
            "vintage": "t",
        },
    )
    assert Region.objects.filter(where, code=code).exists() is by_rule
