"""A family that an event made stands without a card until a list names it: it is found by its head, not made twice."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.rumah_dataku.models import Family, ImportRun, Person
from padu.apps.rumah_dataku.selectors.life_events import vanished_members
from padu.apps.rumah_dataku.services import import_order_undo, import_undo
from padu.apps.rumah_dataku.services.life_event_undoing import UndoRefused, life_event_undo
from padu.apps.rumah_dataku.services.life_events import NewEvent, life_event_record
from padu.domain.life_events.happening import Happening
from padu.domain.life_events.kinds import Kind
from tests.apps.record_linkage.rows import duty, snapshot
from tests.apps.rumah_dataku.files import VILLAGE, Cells, families_file, store

pytestmark = pytest.mark.django_db
MAN = {"K.03 Jenis kelamin": "1", "K.07 Status perkawinan": "2", "K.10 Hubungan dengan kepala keluarga": "3"}
BUDI: Cells = {**MAN, "K.02 Nama": "Budi Muda", "NIK": "1301010305980003", "Tanggal lahir": "03/05/1998"}
CICI: Cells = {**MAN, "K.02 Nama": "Cici", "NIK": None, "K.03 Jenis kelamin": "2", "Tanggal lahir": "03/05/1999",
               "K.10 Hubungan dengan kepala keluarga": "4"}  # fmt: skip
NEW_KEY = {"No. keluarga": "K-7"}
NEW_FAMILY = {**NEW_KEY, "No. KK": "1301010101120007", "RT": "004"}
# The list has the wife first: the numbers in the family are not those that the event gave.
THEIR_ROWS: list[Cells] = [
    {**CICI, **NEW_KEY, "K.10 Hubungan dengan kepala keluarga": "2"},
    {**BUDI, **NEW_KEY, "K.10 Hubungan dengan kepala keluarga": "1"},
]


def old_file() -> bytes:
    return families_file([{}], [{}, BUDI, CICI])


def new_file(mark: str = "1", rows: list[Cells] | None = None) -> bytes:
    return families_file([{"Kolom lain": mark}, NEW_FAMILY], [{}, *(rows or THEIR_ROWS)])


@pytest.fixture
def split(pokja: Actor) -> Any:
    """Budi and Cici leave his mother's family."""
    store(pokja, old_file())
    with scoped(duty(VILLAGE)):
        mother = Family.objects.get()
        going = {row.name: row.pk for row in Person.objects.filter(line__gt=1)}
    happening = Happening(
        Kind.SPLIT, dt.date(2026, 9, 1), mother.pk, people=tuple(going.values()), split_head=going["Budi Muda"]
    )
    with scoped(pokja):
        return life_event_record(actor=pokja, new=NewEvent(happening, uuid4(), confirmed=True))


def living() -> dict[str, tuple[int, int]]:
    """Name -> id of the person and of the family."""
    with scoped(duty(VILLAGE)):
        rows = Person.objects.filter(active=True, family__active=True)
        return {row.name: (row.pk, row.family_id) for row in rows}


def counted(run: ImportRun, *names: str) -> list[int]:
    return [run.counts[name] for name in names]


def test_the_family_is_found_under_its_new_card_and_nobody_is_made_twice(pokja: Actor, split: Any) -> None:
    before = living()
    run = store(pokja, new_file())
    assert counted(run, "families_new", "families_changed", "persons_new", "persons_left") == [0, 1, 0, 0]
    assert living() == before
    with scoped(duty(VILLAGE)):
        family = Family.objects.get(pk=split.other_family)
        assert (family.source, family.source_key, family.rt) == ("families", "K-7", "004")
        assert family.household is not None
        assert family.came_from == split.family_id
        # Who split off is not missing in the family they left.
        assert list(vanished_members(VILLAGE)) == []
    after = snapshot(VILLAGE)
    again = store(pokja, new_file("2"))
    assert counted(again, "families_same", "persons_same", "persons_new", "persons_left") == [2, 3, 0, 0]
    assert snapshot(VILLAGE) == after


def test_without_a_nik_the_head_is_found_by_name_birth_and_sex(pokja: Actor, split: Any) -> None:
    before = living()
    rows = [THEIR_ROWS[0], {**THEIR_ROWS[1], "NIK": None}]
    run = store(pokja, new_file(rows=rows))
    assert counted(run, "families_new", "persons_new") == [0, 0]
    assert living() == before


def test_somebody_else_with_that_name_is_a_family_of_their_own(pokja: Actor, split: Any) -> None:
    rows = [{**THEIR_ROWS[1], "NIK": None, "Tanggal lahir": "04/05/1998"}]
    run = store(pokja, new_file(rows=rows))
    assert counted(run, "families_new", "persons_new") == [1, 1]
    with scoped(duty(VILLAGE)):
        assert Family.objects.get(pk=split.other_family).source == "kejadian"


def test_two_rows_that_would_fit_are_nobody(pokja: Actor, split: Any) -> None:
    twin = {**THEIR_ROWS[1], "NIK": None}
    other = {**twin, "No. keluarga": "K-8"}
    content = families_file([{}, NEW_FAMILY, {"No. keluarga": "K-8", "No. KK": "1301010101120008"}], [{}, twin, other])
    run = store(pokja, content)
    assert counted(run, "families_new") == [2]


def test_the_import_is_taken_back_exactly(pokja: Actor, split: Any) -> None:
    before = snapshot(VILLAGE)
    run = store(pokja, new_file())
    with scoped(pokja), pytest.raises(UndoRefused):
        life_event_undo(actor=pokja, event_id=split.pk, why="salah orang")
    import_order_undo(actor=pokja, run_id=run.pk, reason="Berkasnya keliru sama sekali")
    import_undo(actor=pokja, run_id=run.pk)
    # The card stays as long as an old row names it.
    assert snapshot(VILLAGE) | {"Household": []} == before | {"Household": []}
    with scoped(pokja):
        assert life_event_undo(actor=pokja, event_id=split.pk, why="salah orang").undone_at is not None


def test_the_family_they_left_keeps_its_own_after_the_old_list_comes_again(pokja: Actor, split: Any) -> None:
    """The list of the mother's family alone, without them: nobody is missing, the new family stays as it is."""
    before = living()
    run = store(pokja, families_file([{"Kolom lain": "9"}], [{}]))
    assert counted(run, "persons_left", "families_missing") == [0, 0]
    assert living() == before
