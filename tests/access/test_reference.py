"""Reference tables are read by everybody and written inside `writing_reference` only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from padu.access.actor import ANONYMOUS, Actor, Hat, system_actor
from padu.access.gate import scoped
from padu.access.reference import writing_reference
from padu.access.verbs import Role, Verb
from padu.apps.programmes.models import Goal
from padu.apps.regions.models import Region
from tests.docs.test_papers import line_for, listed_classes
from tests.factories import make_places

TEAM = Actor(user_id=1, hats=(Hat(Role.NATION, "00"),))
REFERENCE = [
    model._meta.db_table
    for model in apps.get_models()
    if listed_classes()[line_for(model._meta.db_table) or ""] == "reference"
]


@pytest.fixture(autouse=True)
def closed(db: None) -> Iterator[None]:
    """As the serving role stands outside tests."""
    make_places()
    Goal.objects.create(number=1, name="x", team_field="A", legal_source="x")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('padu.reference', '', true)")
        yield


def place(**changes: str) -> Region:
    row: Region = Region.objects.get(code="13.01")
    for name, value in ({"code": "13.99"} | changes).items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("actor", [TEAM, ANONYMOUS, Actor(system=True), system_actor("00", Verb.REGION_EDIT)])
def test_no_actor_writes_a_list_in_passing(actor: Actor) -> None:
    with scoped(actor):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Region.objects.bulk_create([place()])
        assert Region.objects.update(name="x") == 0
        assert Goal.objects.update(name="y") == 0
        assert Region.objects.filter(code="13.01").delete()[0] == 0
        assert Region.objects.get(code="13.01").name == "Pesisir Selatan"


def test_loading_writes_and_closes_behind_itself() -> None:
    with scoped(TEAM):
        with writing_reference():
            Region.objects.bulk_create([place()])
            assert Region.objects.filter(code="13.01").update(name="Nama baru") == 1
        assert Region.objects.filter(code="13.99").delete()[0] == 0


def test_an_error_while_loading_closes_as_well() -> None:
    with pytest.raises(KeyError), writing_reference():
        raise KeyError
    assert Region.objects.update(name="x") == 0


@pytest.mark.parametrize("table", REFERENCE)
def test_every_reference_table_is_so_guarded(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select polname, coalesce(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))"
            " from pg_policy join pg_class c on c.oid = polrelid"
            " where polrelid = %s::regclass and relrowsecurity and relforcerowsecurity order by polname",
            [table],
        )
        rules = dict(cursor.fetchall())
    open_to_all = rules.pop("padu_read")
    assert open_to_all == "true"
    assert set(rules) == {"padu_insert", "padu_update", "padu_delete"}
    assert set(rules.values()) == {"(current_setting('padu.reference'::text, true) = '1'::text)"}


def test_the_tables_are_those_of_the_lists() -> None:
    assert {"regions_region", "programmes_goal", "programmes_publishedfigure"} <= set(REFERENCE)
