"""Rows of an old village are read under its successor, through both locks, and by nobody next door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, models
from django.db.utils import ProgrammingError

from padu.access.actor import Actor, Hat, Inherited
from padu.access.gate import gate_opened_for_test, scoped
from padu.access.requests import require_place
from padu.access.verbs import Role, Verb
from padu.apps.accounts.actors import load_actor
from padu.apps.kampung.models import Kampung
from padu.apps.regions.selectors import inherited_by, predecessor_codes
from padu.apps.rumah_dataku.models import Family
from padu.apps.situation.models import SituationAnalysis
from tests.access.test_two_locks import owner_without_row_security
from tests.apps.regions.change_files import change, line
from tests.people import People, Person, make_person

OLD, WHOLE, PART, NEIGHBOUR = "13.01.01.2001", "13.01.01.2009", "13.01.01.2003", "13.01.01.2002"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def writer(code: str) -> Actor:
    return Actor(user_id=1, hats=(Hat(Role.KAMPUNG, code),))


@pytest.fixture
def old_rows(places: None) -> None:
    """What the old village left: a kampung and a family."""
    with scoped(writer(OLD)):
        Kampung.objects.create(region_code=OLD, name="Kampung lama")
        Family.objects.create(region_code=OLD, source="uji", source_key="1", head_name="Kepala", updated_at=NOW)


@pytest.fixture
def moved(old_rows: None, tmp_path: Path) -> None:
    change(tmp_path, [line(OLD, WHOLE, name="Inderapura Baru")])


@pytest.fixture
def parted(old_rows: None, tmp_path: Path) -> None:
    change(tmp_path, [line(OLD, WHOLE, "0,6", "split", name="Inderapura Baru"), line(OLD, PART, "0,4", "split")])


def person_of(role: Role, code: str) -> Person:
    return make_person(f"orang-{role}-{code}", role, code)


def seen(actor: Actor, model: type[models.Model]) -> int:
    """Rows of the old village that come through both locks, through the gate alone, and through row security alone."""
    with scoped(actor):
        both = model.objects.filter(region_code=OLD).count()  # type: ignore[attr-defined]
    with scoped(actor), gate_opened_for_test():
        rows = model.unscoped.filter(region_code=OLD).count()  # type: ignore[attr-defined]
    with owner_without_row_security(model._meta.db_table), scoped(actor):
        gate = model.objects.filter(region_code=OLD).count()  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(f"alter table {model._meta.db_table} enable row level security")
        cursor.execute("set role padu_app")
    assert both == rows == gate
    return both


@pytest.mark.usefixtures("moved")
@pytest.mark.parametrize(
    ("role", "code", "kampung", "families"),
    [
        (Role.KAMPUNG, WHOLE, 1, 1),
        (Role.PLKB, WHOLE, 1, 1),
        (Role.KAMPUNG, NEIGHBOUR, 0, 0),
        (Role.KAMPUNG, PART, 0, 0),
        (Role.REGENCY, "13.01", 1, 0),
        (Role.REGENCY, "13.02", 0, 0),
    ],
)
def test_the_successor_of_a_whole_village_reads_all_its_rows(
    role: Role, code: str, kampung: int, families: int
) -> None:
    actor = person_of(role, code).actor
    assert (seen(actor, Kampung), seen(actor, Family)) == (kampung, families)


@pytest.mark.usefixtures("parted")
def test_of_a_split_every_successor_reads_the_place_and_none_the_families() -> None:
    for code in (WHOLE, PART):
        actor = person_of(Role.KAMPUNG, code).actor
        assert (seen(actor, Kampung), seen(actor, Family)) == (1, 0)
        assert actor.may(Verb.PLACE_READ, OLD)
        assert not actor.may(Verb.FAMILY_READ, OLD)
    actor = person_of(Role.KAMPUNG, NEIGHBOUR).actor
    assert (seen(actor, Kampung), seen(actor, Family)) == (0, 0)


def test_a_confirmed_assignment_sends_the_families_to_one_successor(old_rows: None, tmp_path: Path) -> None:
    lines = [
        line(OLD, WHOLE, "0,6", "split", name="Inderapura Baru", fam="ya"),
        line(OLD, PART, "0,4", "split", fam="tidak"),
    ]
    change(tmp_path, lines)
    assert [seen(person_of(Role.KAMPUNG, code).actor, Family) for code in (WHOLE, PART)] == [1, 0]


@pytest.mark.usefixtures("moved")
def test_nobody_writes_rows_of_an_old_village_from_its_successor() -> None:
    actor = person_of(Role.KAMPUNG, WHOLE).actor
    assert not actor.may(Verb.FAMILY_WRITE, OLD)
    with scoped(actor):
        require_place(actor, OLD)
        with pytest.raises(ProgrammingError, match="row-level security"), scoped(actor):
            Kampung.objects.create(region_code=OLD, name="Baru")
        assert Kampung.objects.filter(region_code=OLD).update(name="Lain") == 0
        assert SituationAnalysis.objects.filter(region_code=OLD).delete() == (0, {})


@pytest.mark.usefixtures("moved")
def test_a_hat_that_is_taken_off_takes_its_old_places_along() -> None:
    person = person_of(Role.KAMPUNG, WHOLE)
    both = Actor(user_id=5, hats=(Hat(Role.KAMPUNG, WHOLE), Hat(Role.KAMPUNG, NEIGHBOUR)))
    both = Actor(user_id=5, hats=both.hats, inherited=load_actor(person.user).inherited)
    assert seen(both, Family) == 1
    assert seen(both.narrowed_to(both.hats[1]), Family) == 0


def test_a_mother_that_keeps_her_code_keeps_her_rows(old_rows: None, tmp_path: Path) -> None:
    lines = [line(OLD, OLD, "0,6", "split"), line(OLD, WHOLE, "0,4", "split", name="Inderapura Baru")]
    change(tmp_path, lines)
    assert seen(person_of(Role.KAMPUNG, OLD).actor, Family) == 1
    assert seen(person_of(Role.KAMPUNG, WHOLE).actor, Kampung) == 0


def test_chains_are_followed_and_lose_families_at_the_first_split(places: None, tmp_path: Path) -> None:
    change(tmp_path, [line(OLD, WHOLE, day="01/01/2020", name="Inderapura Baru")])
    change(tmp_path, [line(WHOLE, PART, "0,5", "split"), line(WHOLE, NEIGHBOUR, "0,5", "split")])
    assert set(inherited_by([PART])) == {Inherited(OLD, PART, False), Inherited(WHOLE, PART, False)}
    assert set(inherited_by([WHOLE])) == {Inherited(OLD, WHOLE, True)}
    assert inherited_by([PART], dt.date(2024, 1, 1)) == ()
    assert predecessor_codes([PART, "13.02.03.2001"]) == {PART: frozenset({OLD, WHOLE}), "13.02.03.2001": frozenset()}
    # All of them lie in the district itself: nothing needs a list.
    assert inherited_by(["13.01.01"]) == ()
    assert inherited_by(["00"]) == ()


@pytest.mark.usefixtures("moved")
def test_a_successors_page_of_the_old_kampung_opens_and_a_neighbours_does_not(
    people: People, client_of: Callable[..., object]
) -> None:
    page = f"/kampung/{OLD}/"
    assert client_of(person_of(Role.KAMPUNG, WHOLE)).get(page).status_code == 200  # type: ignore[attr-defined]
    assert client_of(people.pokja_tetangga).get(page).status_code == 404  # type: ignore[attr-defined]
