"""A merge stands when the same list comes again, with the dropped record still in it."""

from __future__ import annotations

from typing import Any

import pytest

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.record_linkage.services.merging import Choice, pair_merge
from padu.apps.record_linkage.services.searching import pairs_search
from padu.apps.record_linkage.services.undoing import merge_undo
from padu.apps.rumah_dataku.models import Family, ImportRun, Person
from padu.apps.rumah_dataku.selectors.import_changes import ChangeFilter, FamilyChange, change_page
from padu.apps.rumah_dataku.services import import_order_undo, import_undo
from tests.apps.record_linkage.rows import duty, snapshot
from tests.apps.record_linkage.test_merge_and_back import pair_of
from tests.apps.rumah_dataku.files import VILLAGE, Cells, check, families_file, store

pytestmark = pytest.mark.django_db
# Two families of which K-2 is K-1 once more: the mother under another spelling without a NIK, the child Rahmat
# only in K-1, the son Dedi only in K-2.
HEADS: list[Cells] = [{}, {"No. keluarga": "K-2", "No. KK": "1301010101120002", "RT": "003", "Dusun/jorong": "Lereng"}]
NO_NIK = {"NIK": None}
RAHMAT = {"K.02 Nama": "Rahmat", "NIK": "1301011006180001", "K.03 Jenis kelamin": "1", "Tanggal lahir": "10/06/2018",
          "K.10 Hubungan dengan kepala keluarga": "3", "K.07 Status perkawinan": "1"}  # fmt: skip
SITI_AGAIN = {**NO_NIK, "No. keluarga": "K-2", "K.02 Nama": "Sitti Aminah", "K.14 Pendidikan": None}
DEDI = {**RAHMAT, "No. keluarga": "K-2", "K.02 Nama": "Dedi", "NIK": "1301011006150002", "Tanggal lahir": "10/06/2015"}
BABY = {**RAHMAT, **NO_NIK, "K.02 Nama": "Adik Baru", "Tanggal lahir": "10/06/2026"}


def the_file(mark: str, *more: Cells, heads: list[Cells] | None = None, people: list[Cells] | None = None) -> bytes:
    """The same rows in a file that is another one: a column that nobody reads differs."""
    families = [dict(row, **{"Kolom lain": mark}) for row in (heads or HEADS)]
    return families_file(families, [*(people or [{}, RAHMAT, SITI_AGAIN, DEDI]), *more])


def ids() -> dict[str, int]:
    with scoped(duty(VILLAGE)):
        return dict(Family.objects.values_list("source_key", "pk"))


def living(family_id: int) -> list[tuple[int, str]]:
    with scoped(duty(VILLAGE)):
        rows = Person.objects.filter(family_id=family_id, active=True, family__active=True)
        return list(rows.order_by("line").values_list("line", "name"))


def merged(pokja: Actor, keep: str = "K-1", **choice: Any) -> Any:
    """K-1 and K-2 merged; their heads are one person."""
    known = ids()
    with scoped(duty(VILLAGE)):
        siti, again = (Person.objects.get(family_id=known[key], line=1).pk for key in ("K-1", "K-2"))
    pair = pair_of("family", known["K-1"], known["K-2"], [[siti, again]])
    with scoped(pokja):
        return pair_merge(
            actor=pokja, pair_id=pair.pk, choice=Choice(keep_id=known[keep], reason="Diperiksa di rumah", **choice)
        )


def told(actor: Actor, run: ImportRun) -> list[FamilyChange]:
    with scoped(actor):
        return change_page(run, ChangeFilter(kind="merged")).changes


@pytest.fixture
def merge(pokja: Actor) -> Any:
    store(pokja, the_file("1"))
    return merged(pokja)


def counted(run: ImportRun, *names: str) -> list[int]:
    return [run.counts[name] for name in names]


def test_the_dropped_family_does_not_come_back(pokja: Actor, merge: Any) -> None:
    known = ids()
    assert living(known["K-1"]) == [(1, "Siti Aminah"), (2, "Rahmat"), (3, "Dedi")]
    before = snapshot(VILLAGE)
    run = store(pokja, the_file("2"))
    assert counted(run, "families_good", "persons_good", "families_merged", "persons_merged") == [1, 3, 1, 1]
    # Surveys are reckoned with Dedi now, so the family may change once; nobody is new, nobody has left.
    assert counted(run, "families_new", "persons_new", "persons_left", "persons_changed", "families_missing") == [0] * 5
    after = snapshot(VILLAGE)
    assert after["Person"] == before["Person"]
    assert living(known["K-2"]) == []
    again = store(pokja, the_file("3"))
    assert counted(again, "families_same", "families_changed", "persons_same", "families_merged") == [1, 0, 3, 1]
    assert snapshot(VILLAGE) == after
    with scoped(duty(VILLAGE)):
        pairs_search(region_code=VILLAGE)
    assert living(known["K-2"]) == []


def test_what_the_dropped_row_says_differently_is_told_beside_the_kept_family(pokja: Actor, merge: Any) -> None:
    known = ids()
    [one] = told(pokja, check(pokja, the_file("2")))
    assert (one.kind, one.title, one.family_id, one.row, one.members) == ("merged", "K-2", known["K-1"], 3, 1)
    said = {(field.who, field.label): (field.old, field.new) for field in one.fields}
    assert said[("", "RT")] == ("002", "003")
    assert said[("", "Dusun/jorong")] == ("Pasar", "Lereng")
    assert said[("Anggota 1", "Nama")] == ("S. A.", "lain pada bagian yang disamarkan")
    assert "Hubungan" not in {label for _, label in said}


def test_a_file_with_the_dropped_row_alone_changes_nothing(pokja: Actor, merge: Any) -> None:
    before = snapshot(VILLAGE)
    third = {"No. keluarga": "K-3", "No. KK": "1301010101120003"}
    upik = {"No. keluarga": "K-3", "NIK": "1301014503970002", "K.02 Nama": "Upik"}
    alone = the_file("2", upik, heads=[{**HEADS[1], "RT": "009"}, third], people=[SITI_AGAIN, DEDI])
    run = store(pokja, alone)
    assert counted(run, "families_good", "families_new", "families_merged", "persons_merged") == [1, 1, 1, 2]
    # The kept family is in the file: through the row of the dropped one.
    assert run.counts["families_missing"] == 0
    after = snapshot(VILLAGE)
    assert [row for row in after["Person"] if row["name"] != "Upik"] == before["Person"]
    assert [row for row in after["Family"] if row["source_key"] != "K-3"] == before["Family"]


def test_the_members_own_row_goes_on_to_update_who_came_over(pokja: Actor, merge: Any) -> None:
    """Dedi stands in the dropped family's row only; a newborn takes the line that he has in the kept one."""
    known = ids()
    people = [{}, RAHMAT, {**BABY, "No. urut": None}, SITI_AGAIN, {**DEDI, "K.02 Nama": "Dedi Saputra"}]
    run = store(pokja, the_file("2", people=people))
    assert living(known["K-1"]) == [(1, "Siti Aminah"), (2, "Rahmat"), (3, "Dedi Saputra"), (4, "Adik Baru")]
    assert counted(run, "persons_new", "persons_changed", "persons_left", "persons_merged") == [1, 1, 0, 1]
    again = store(pokja, the_file("3", people=people))
    assert counted(again, "families_changed", "persons_new", "persons_changed", "persons_left") == [0, 0, 0, 0]


def test_what_was_chosen_in_the_merge_stays_while_the_file_says_what_it_said(pokja: Actor) -> None:
    """The address and the name were taken from the dropped record: the kept family's old row does not undo that."""
    store(pokja, the_file("1"))
    with scoped(duty(VILLAGE)):
        again = Person.objects.get(family_id=ids()["K-2"], line=1).pk
    merged(pokja, take=frozenset({"address"}), members=frozenset({again}))
    before = snapshot(VILLAGE)
    run = store(pokja, the_file("2"))
    assert counted(run, "persons_changed", "persons_new", "persons_left") == [0, 0, 0]
    after = snapshot(VILLAGE)
    assert after["Person"] == before["Person"]
    kept = ids()["K-1"]
    [family] = [row for row in after["Family"] if row["id"] == kept]
    assert (family["rt"], family["hamlet"], family["head_name"]) == ("003", "Lereng", "Sitti Aminah")
    # Something new in its own row is taken over.
    store(
        pokja,
        the_file(
            "3", heads=[{"RT": "007"}, HEADS[1]], people=[{"K.02 Nama": "Siti A. Lubis"}, RAHMAT, SITI_AGAIN, DEDI]
        ),
    )
    [family] = [row for row in snapshot(VILLAGE)["Family"] if row["id"] == kept]
    assert (family["rt"], family["hamlet"]) == ("007", "Lereng")
    assert living(kept)[0] == (1, "Siti A. Lubis")


def test_a_person_merged_within_a_family_does_not_come_back(pokja: Actor) -> None:
    twice = {**NO_NIK, "K.02 Nama": "Sitti Aminah", "K.10 Hubungan dengan kepala keluarga": "4"}
    people = [{}, RAHMAT, twice]
    store(pokja, the_file("1", heads=[{}], people=people))
    known = ids()["K-1"]
    with scoped(duty(VILLAGE)):
        siti, again = (Person.objects.get(family_id=known, line=line).pk for line in (1, 3))
    pair = pair_of("person", siti, again, [])
    with scoped(pokja):
        done = pair_merge(actor=pokja, pair_id=pair.pk, choice=Choice(keep_id=siti, reason="Diperiksa di rumah"))
    before = snapshot(VILLAGE)
    run = store(pokja, the_file("2", heads=[{}], people=people))
    assert counted(run, "families_merged", "persons_merged", "persons_new", "persons_left") == [0, 1, 0, 0]
    assert snapshot(VILLAGE)["Person"] == before["Person"]
    # Somebody else on her line: the dropped record is not written over.
    other = store(pokja, the_file("3", heads=[{}], people=[{}, RAHMAT, BABY]))
    assert counted(other, "persons_merged", "persons_new") == [0, 1]
    assert living(known) == [(1, "Siti Aminah"), (2, "Rahmat"), (4, "Adik Baru")]
    with scoped(pokja):
        merge_undo(actor=pokja, merge_id=done.pk, reason="Ternyata berbeda")
    assert (3, "Sitti Aminah") in living(known)


def test_a_dropped_nik_in_another_row_is_the_same_person_still(pokja: Actor) -> None:
    numbered = {**SITI_AGAIN, "NIK": "1301014503970009"}
    store(pokja, the_file("1", people=[{}, RAHMAT, numbered, DEDI]))
    merged(pokja)
    elsewhere = {"No. keluarga": "K-9", "No. KK": "1301010101120009"}
    run = store(pokja, the_file("2", {**numbered, "No. keluarga": "K-9"}, heads=[HEADS[0], elsewhere],
                                people=[{}, RAHMAT, {**DEDI, "No. keluarga": "K-1"}]))  # fmt: skip
    assert counted(run, "families_good", "families_new", "families_merged", "persons_merged") == [1, 0, 1, 1]
    assert "K-9" not in ids()


def test_another_list_finds_the_dropped_family_by_its_card_and_head(pokja: Actor, merge: Any) -> None:
    renumbered = [{**HEADS[1], "No. keluarga": "B-7"}]
    run = store(pokja, families_file([*renumbered, {"No. keluarga": "B-8", "No. KK": "1301010101120002"}], [
        {**SITI_AGAIN, "No. keluarga": "B-7"},
        {"No. keluarga": "B-8", "NIK": "1301014503970002", "K.02 Nama": "Upik"},
    ]))  # fmt: skip
    # Another family on the same card is a family of its own.
    assert counted(run, "families_new", "families_merged") == [1, 1]
    assert set(ids()) == {"K-1", "K-2", "B-8"}


def test_taken_back_each_row_counts_for_its_own_record_again(pokja: Actor, merge: Any) -> None:
    known = ids()
    with scoped(pokja):
        merge_undo(actor=pokja, merge_id=merge.pk, reason="Ternyata berbeda")
    before = snapshot(VILLAGE)
    run = store(pokja, the_file("2"))
    assert counted(run, "families_same", "persons_same", "families_merged", "persons_merged") == [2, 4, 0, 0]
    assert snapshot(VILLAGE) == before
    assert living(known["K-2"]) == [(1, "Sitti Aminah"), (2, "Dedi")]


def test_an_import_after_a_merge_is_taken_back_exactly(pokja: Actor, merge: Any) -> None:
    before = snapshot(VILLAGE)
    people = [{"K.02 Nama": "Siti Lubis"}, RAHMAT, BABY, SITI_AGAIN, {**DEDI, "K.02 Nama": "Dedi Saputra"}]
    run = store(pokja, the_file("2", people=people))
    import_order_undo(actor=pokja, run_id=run.pk, reason="Berkasnya keliru sama sekali")
    import_undo(actor=pokja, run_id=run.pk)
    assert snapshot(VILLAGE) == before


def test_a_merge_between_check_and_store_asks_for_another_check(pokja: Actor) -> None:
    from padu.apps.rumah_dataku.services import StoreMode, import_order_store, import_store

    store(pokja, the_file("1"))
    run = check(pokja, the_file("2", people=[{"K.02 Nama": "Siti Lubis"}, RAHMAT, SITI_AGAIN, DEDI]))
    merged(pokja)
    import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.ALL)
    run = import_store(actor=pokja, run_id=run.pk)
    assert run.state == ImportRun.State.FAILED
    assert run.problem[0]["code"] == "changed_since_check"


def test_a_bad_row_of_the_dropped_family_holds_the_kept_one_back(pokja: Actor, merge: Any) -> None:
    """Dedi's only row is wrong: without it he would seem to have left the kept family."""
    before = snapshot(VILLAGE)
    third = {"No. keluarga": "K-3", "No. KK": "1301010101120003"}
    upik = {"No. keluarga": "K-3", "NIK": "1301014503970002", "K.02 Nama": "Upik"}
    wrong = [{"K.02 Nama": "Siti Lubis"}, RAHMAT, SITI_AGAIN, {**DEDI, "NIK": "123"}, upik]
    run = store(pokja, the_file("2", heads=[*HEADS, third], people=wrong), mode="good")
    assert counted(run, "families_good", "families_bad", "families_merged", "persons_merged") == [1, 2, 0, 0]
    assert [row for row in snapshot(VILLAGE)["Person"] if row["name"] != "Upik"] == before["Person"]
