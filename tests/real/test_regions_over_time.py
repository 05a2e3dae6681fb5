"""The real older code lists: how many codes came and went, and where the regencies of Papua are now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from padu.access.actor import Actor, Hat
from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.kampung.models import Kampung
from padu.apps.kampung.selectors import list_kampung
from padu.apps.regions.models import ChangeFile, Region, RegionName, RegionSuccession
from padu.apps.regions.selectors import heritage_of, inherited_by, list_children, list_villages
from padu.apps.regions.selectors.suggestions import unsettled
from padu.apps.regions.services import change_file_receive, change_file_store, load_regions, suggestions_confirm

pytestmark = [pytest.mark.real, pytest.mark.django_db]

NATION = Actor(user_id=1, hats=(Hat(Role.NATION, "00"),))
SINCE_2022, SINCE_2023 = dt.date(2022, 12, 31), dt.date(2024, 1, 1)


@pytest.fixture
def official(db: None) -> None:
    load_regions()


def load(path: Path, day: dt.date, label: str) -> ChangeFile:
    with scoped(NATION):
        file = change_file_receive(
            actor=NATION, kind="older_list", path=path, file_name=path.name, effective_on=day, label=label
        )
        assert file.issues == []
        return change_file_store(actor=NATION, file_id=file.pk)


@pytest.mark.usefixtures("official")
def test_the_list_of_2023(shared: Callable[[str], Path]) -> None:
    counts = load(shared("data/regions-2023.csv.gz"), SINCE_2023, "Daftar 2023").counts
    assert (counts["added_village"], counts["removed_village"]) == (1_111, 1_112)
    assert (counts["added_regency"], counts["removed_regency"]) == (6, 6)
    assert counts["added_province"] == 1
    assert "removed_province" not in counts
    # The list in force is what it was, and so is the one before.
    assert list_villages("00").count() == 83_762
    assert list_villages("00", SINCE_2023 - dt.timedelta(days=1)).count() == 83_763
    assert list_villages("00", SINCE_2023).count() == 83_762
    again = load(shared("data/regions-2023.csv.gz"), SINCE_2023, "Daftar 2023").counts
    assert {k: v for k, v in again.items() if k.startswith("written")} == {
        "written_places": 0,
        "written_ends": 0,
        "written_begins": 0,
        "written_names": 0,
    }


@pytest.mark.usefixtures("official")
def test_the_list_of_2022_and_the_new_provinces_of_papua(shared: Callable[[str], Path]) -> None:
    counts = load(shared("data/regions-2022.csv.gz"), SINCE_2022, "Daftar 2022").counts
    assert (counts["added_village"], counts["removed_village"]) == (6_039, 5_744)
    assert (counts["added_regency"], counts["removed_regency"]) == (26, 26)
    # The nation stands in no list; four provinces are new.
    assert counts["added_province"] == 4
    assert Region.objects.filter(valid_to__isnull=False, level="village").count() == 5_744
    assert RegionName.objects.count() == counts["renamed"]

    open_ones = unsettled()
    suggested = {s.from_code: s.to_code for s in open_ones.suggestions}
    # Every regency that moved is found, and each in one of the new provinces.
    moved = {old: new for old, new in suggested.items() if len(old) == 5}
    assert len(moved) == 26
    assert moved["91.01"] == "93.01"
    assert {new[:2] for new in moved.values()} == {"93", "94", "95", "96"}
    papua = [c for c in (*suggested, *open_ones.without) if len(c) == 13 and c[:5] in moved]
    found = sum(code in suggested for code in papua)
    assert found / len(papua) > 0.96
    # All that is said of ended villages: 5,527 suggestions and 217 of which nothing is known.
    villages = sum(len(code) == 13 for code in suggested)
    assert (villages, sum(len(code) == 13 for code in open_ones.without)) == (5_527, 217)
    # Nothing follows before somebody says so.
    assert RegionSuccession.objects.count() == 0
    assert inherited_by(["93"]) == ()


@pytest.mark.usefixtures("official")
def test_rows_of_an_old_village_appear_under_its_successor(shared: Callable[[str], Path]) -> None:
    load(shared("data/regions-2022.csv.gz"), SINCE_2022, "Daftar 2022")
    pairs = {(s.from_code, s.to_code) for s in unsettled().suggestions if s.from_code.startswith("91.01")}
    old, new = next(pair for pair in sorted(pairs) if len(pair[0]) == 13)
    with scoped(NATION):
        suggestions_confirm(actor=NATION, pairs=pairs)
        Kampung.objects.create(region_code=old, name="Kampung lama")
    assert [h.region.code for h in heritage_of(new)[0]] == [old]
    assert [h.region.code for h in heritage_of(old)[1]] == [new]
    for code, sees in ((new, True), (new[:2], True), ("96", False), ("91.03", False)):
        role = Role.KAMPUNG if len(code) == 13 else Role.PROVINCE
        actor = Actor(user_id=7, hats=(Hat(role, code),), inherited=inherited_by([code]))
        with scoped(actor):
            assert list_kampung(old).exists() is sees, code
    # As of the last day of the old list Merauke lies in Papua, today in Papua Selatan.
    before = SINCE_2022 - dt.timedelta(days=1)
    assert "91.01" in set(list_children("91", before).values_list("code", flat=True))
    assert "91.01" not in set(list_children("91").values_list("code", flat=True))
    assert set(list_children("93").values_list("name", flat=True)) == {"Merauke", "Boven Digoel", "Mappi", "Asmat"}
