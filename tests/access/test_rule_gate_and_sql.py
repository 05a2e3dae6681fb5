"""Random trees of places and random people: the plain rule, the gate's filter and row-level security agree, by class.

The rule is written here a second time, hat by hat and without lanes, ranges and settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from padu.access.actor import Actor, Hat
from padu.access.gate import scoped
from padu.access.lanes import listed_roots
from padu.access.tables import Guard, TableClass, read_q, read_sql, write_sql
from padu.access.verbs import AGENCY_ROLES, ROLE_GRANTS, ROLE_VERBS, Role, Verb

pytestmark = pytest.mark.django_db

ME, SOMEBODY = 7, 8
OWN_AGENCY, OTHER_AGENCY = 1, 2
REFERRED, PLAIN = 10, 11
TABLE = "probe_rows"
_SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
WRITE_VERBS = {
    Verb.SITUATION_EDIT, Verb.PLAN_RUN, Verb.MEETING_RECORD, Verb.DECISION_VERIFY, Verb.FIGURE_IMPORT, Verb.FIGURE_SEND,
    Verb.REALISATION_JOIN, Verb.FAMILY_WRITE, Verb.INSTITUTION_EDIT, Verb.TEAM_EDIT, Verb.FIELD_EDIT,
    Verb.REGISTER_EDIT, Verb.REGISTER_DECLARE,
}  # fmt: skip
AGENCY_VERBS = {Verb.SUPPLY_EDIT, Verb.PLAN_ANSWER, Verb.REALISATION_REPORT}

GUARDS: dict[TableClass, Guard] = {
    TableClass.PLACE: Guard(TableClass.PLACE),
    TableClass.OWNED: Guard(TableClass.OWNED, owner_column="agency_id"),
    TableClass.JOINT: Guard(TableClass.JOINT, owner_column="agency_id"),
    TableClass.PERSON: Guard(TableClass.PERSON, case_column="family_id"),
    TableClass.SPECIFIC: Guard(TableClass.SPECIFIC),
    TableClass.SENT: Guard(TableClass.SENT, user_column="user_id"),
    TableClass.CASE: Guard(TableClass.CASE, owner_column="agency_id"),
    TableClass.FINDING: Guard(TableClass.FINDING),
    TableClass.PRIVACY: Guard(TableClass.PRIVACY),
    TableClass.OWN: Guard(TableClass.OWN, user_column="user_id"),
    TableClass.GRANT: Guard(TableClass.GRANT, user_column="user_id", role_column="role"),
    TableClass.LOG: Guard(TableClass.LOG, user_column="user_id"),
    TableClass.AGGREGATE: Guard(TableClass.AGGREGATE),
}


def test_every_class_is_asked_for() -> None:
    assert GUARDS.keys() == READS.keys() == WRITES.keys() == set(TableClass)


@dataclass(frozen=True, slots=True)
class Row:
    """One row with every column that a class may look at."""

    region_code: str
    agency_id: int
    user_id: int
    family_id: int
    role: Role


def covers(above: str, code: str) -> bool:
    return above in ("00", code) or code.startswith(f"{above}.")


def may(actor: Actor, code: str, *verbs: Verb) -> bool:
    return any(covers(hat.region_code, code) and set(verbs) & ROLE_VERBS[hat.role] for hat in actor.hats)


def reads_place(actor: Actor, code: str) -> bool:
    """Inside the own places, and the very places above them."""
    reading = [hat.region_code for hat in actor.hats if Verb.PLACE_READ in ROLE_VERBS[hat.role]]
    return any(covers(own, code) or covers(code, own) for own in reading)


def owns(actor: Actor, row: Row) -> bool:
    return any(hat.agency_id == row.agency_id for hat in actor.hats)


def serves(actor: Actor, row: Row) -> bool:
    """As an officer of the agency; a ministry's hat may carry the same number."""
    return any(hat.agency_id == row.agency_id and hat.role is Role.AGENCY for hat in actor.hats)


def referred(actor: Actor, row: Row) -> bool:
    mine = {hat.agency_id for hat in actor.hats if hat.role is Role.AGENCY}
    return row.family_id == REFERRED and OWN_AGENCY in mine


Rule = Callable[[Actor, Row], bool]


def _with(*verbs: Verb) -> Rule:
    return lambda actor, row: may(actor, row.region_code, *verbs)


def _mine_or(*verbs: Verb) -> Rule:
    return lambda actor, row: row.user_id == actor.user_id or may(actor, row.region_code, *verbs)


def _place(actor: Actor, row: Row) -> bool:
    return reads_place(actor, row.region_code)


def _own_offer(actor: Actor, row: Row) -> bool:
    return may(actor, row.region_code, Verb.SUPPLY_READ_ALL) or (_place(actor, row) and owns(actor, row))


def _for_place_or_agency(actor: Actor, row: Row) -> bool:
    mine = may(actor, row.region_code, *AGENCY_VERBS) and owns(actor, row)
    return mine or may(actor, row.region_code, *WRITE_VERBS)


def _given_to_others(actor: Actor, row: Row) -> bool:
    to_give = {role for hat in actor.hats for role in ROLE_GRANTS.get(hat.role, ())}
    return may(actor, row.region_code, Verb.ACCOUNT_ADMIN) and row.user_id != actor.user_id and row.role in to_give


READS: dict[TableClass, Rule] = {
    TableClass.PLACE: _place,
    TableClass.JOINT: _place,
    TableClass.FINDING: _place,
    TableClass.OWNED: _own_offer,
    TableClass.PERSON: lambda actor, row: may(actor, row.region_code, Verb.FAMILY_READ) or referred(actor, row),
    TableClass.CASE: lambda actor, row: may(actor, row.region_code, Verb.FAMILY_READ) or serves(actor, row),
    TableClass.SPECIFIC: _with(Verb.SPECIFIC_READ),
    TableClass.SENT: _mine_or(Verb.FAMILY_READ),
    TableClass.PRIVACY: _with(Verb.PRIVACY_SERVE, Verb.PRIVACY_ADMIN),
    TableClass.LOG: _mine_or(Verb.AUDIT_READ),
    TableClass.OWN: _mine_or(Verb.ACCOUNT_ADMIN),
    TableClass.GRANT: _mine_or(Verb.ACCOUNT_ADMIN),
    TableClass.AGGREGATE: lambda actor, row: True,
}
WRITES: dict[TableClass, Rule] = {
    TableClass.PLACE: _with(*WRITE_VERBS),
    TableClass.SENT: _with(*WRITE_VERBS),
    TableClass.OWNED: _for_place_or_agency,
    TableClass.JOINT: _for_place_or_agency,
    TableClass.PERSON: _with(Verb.FAMILY_WRITE),
    TableClass.SPECIFIC: _with(Verb.SPECIFIC_WRITE),
    TableClass.CASE: _with(Verb.CASE_REFER),
    TableClass.FINDING: _with(Verb.FINDING_WRITE, Verb.FINDING_ANSWER),
    TableClass.PRIVACY: _with(Verb.PRIVACY_SERVE, Verb.PRIVACY_ADMIN),
    TableClass.OWN: _mine_or(Verb.ACCOUNT_ADMIN),
    TableClass.GRANT: _given_to_others,
    TableClass.LOG: lambda actor, row: True,
    TableClass.AGGREGATE: lambda actor, row: False,
}


@st.composite
def trees(draw: st.DrawFn) -> list[str]:
    """Codes of a small country: the nation, and below each place none to three of the next level."""
    codes = ["00"]
    level = [f"{n:02d}" for n in draw(st.lists(st.integers(11, 13), min_size=1, max_size=2, unique=True))]
    for digits in (2, 2, 4, 0):
        codes += level
        numbers = st.lists(st.integers(1, 3), max_size=2, unique=True)
        level = [f"{code}.{n:0{digits}d}" for code in level for n in sorted(draw(numbers))] if digits else []
    return codes


@st.composite
def people(draw: st.DrawFn) -> tuple[list[str], Actor]:
    """A country and somebody with one to four hats in it."""
    tree = draw(trees())
    hats = draw(st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(tree)), min_size=1, max_size=4, unique=True))
    agencies = draw(st.lists(st.sampled_from([OWN_AGENCY, OTHER_AGENCY]), min_size=4, max_size=4))
    worn = tuple(
        Hat(role, code, agency if role in AGENCY_ROLES else None)
        for (role, code), agency in zip(hats, agencies, strict=False)
    )
    actor = Actor(user_id=ME, hats=worn, cases={OWN_AGENCY: frozenset({REFERRED})})
    # As the loader does.
    below = {root: frozenset(c for c in tree if c.startswith(f"{root}.")) for root in listed_roots(actor)}
    return tree, Actor(user_id=ME, hats=worn, cases=actor.cases, codes_below=below)


def rows_of(tree: list[str]) -> list[Row]:
    kinds = product((OWN_AGENCY, OTHER_AGENCY), (ME, SOMEBODY), (REFERRED, PLAIN), (Role.KADER, Role.PROVINCE))
    return [Row(code, *kind) for code, kind in product(tree, kinds)]


@pytest.fixture
def probe(db: None) -> Iterator[type[models.Model]]:
    """A table with the columns of all classes, on this connection alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'create temporary table {TABLE} (id integer, region_code text collate "C", agency_id bigint,'
            " user_id bigint, family_id bigint, role text) on commit drop"
        )
    with isolate_apps("padu.access"):

        class Probe(models.Model):
            region_code = models.CharField(max_length=13)
            agency_id = models.BigIntegerField()
            user_id = models.BigIntegerField()
            family_id = models.BigIntegerField()
            role = models.CharField(max_length=20)

            class Meta:
                app_label = "access"
                managed = False
                db_table = TABLE

        yield Probe


def by_sql(rule: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"select id from {TABLE} where {rule}")
        return {one for (one,) in cursor.fetchall()}


@settings(max_examples=50, deadline=None, suppress_health_check=_SLOW)
@given(country=people())
def test_rule_gate_and_row_security_agree(probe: type[models.Model], country: tuple[list[str], Actor]) -> None:
    tree, actor = country
    rows = rows_of(tree)
    event(f"{len(actor.hats)} hats")
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {TABLE}")
        values = [(n, r.region_code, r.agency_id, r.user_id, r.family_id, r.role.value) for n, r in enumerate(rows)]
        places = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(values))
        cursor.execute(f"insert into {TABLE} values {places}", [part for value in values for part in value])
    with scoped(actor):
        for table_class, guard in GUARDS.items():
            rule = {n for n, row in enumerate(rows) if READS[table_class](actor, row)}
            gate = set(probe._default_manager.filter(read_q(guard, actor)).values_list("pk", flat=True))
            assert by_sql(read_sql(guard)) == rule, f"{table_class} read by row security"
            assert gate == rule, f"{table_class} read by the gate"
            written = {n for n, row in enumerate(rows) if WRITES[table_class](actor, row)}
            assert by_sql(write_sql(guard)) == written, f"{table_class} written"


@settings(max_examples=200, deadline=None, suppress_health_check=_SLOW)
@given(country=people())
def test_may_is_the_union_over_hats(country: tuple[list[str], Actor]) -> None:
    tree, actor = country
    for verb, code in product(Verb, tree):
        assert actor.may(verb, code) is may(actor, code, verb)


@settings(max_examples=100, deadline=None, suppress_health_check=_SLOW)
@given(country=people())
def test_a_hat_put_on_never_widens(country: tuple[list[str], Actor]) -> None:
    tree, actor = country
    for hat, verb, code in product(actor.hats, Verb, tree):
        assert actor.may(verb, code) or not actor.narrowed_to(hat).may(verb, code)
