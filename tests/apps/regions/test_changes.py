"""Changes of places from files: checked as a whole, stored as a whole, twice the same is once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.regions.change_rows import FileUnreadable
from padu.apps.regions.models import ChangeFile, Region, RegionName, RegionSuccession
from padu.apps.regions.selectors import (
    existing_codes,
    get_region,
    heritage_of,
    list_below,
    list_children,
    list_path,
    list_villages,
    names_of,
    search_regions,
    successor_links,
)
from padu.apps.regions.selectors.suggestions import unsettled
from padu.apps.regions.services import (
    DayNeeded,
    NotSuggested,
    RowsWrong,
    change_file_receive,
    change_file_store,
    suggestions_confirm,
)
from padu.domain.region_lists import Basis
from tests.apps.regions.change_files import DAY, NATION, change, line, receive, store, told, write
from tests.people import People

pytestmark = pytest.mark.usefixtures("places")

OLD, NEXT, THIRD = "13.01.01.2001", "13.01.01.2002", "13.01.01.2003"
NEW = "13.01.01.2009"
BEFORE = DAY - dt.timedelta(days=1)


def villages(code: str, on: dt.date | None = None) -> list[str]:
    return list(list_villages(code, on).values_list("code", flat=True))


def split(folder: Path, first: str = "0,6", second: str = "40%") -> ChangeFile:
    """Inderapura is split into a new village and Muaro Sakai Inderapura."""
    return change(
        folder, [line(OLD, NEW, first, "pemekaran", name="Inderapura Baru"), line(OLD, NEXT, second, "split")]
    )


def test_a_split_ends_the_old_place_and_begins_the_new_one(tmp_path: Path) -> None:
    file = split(tmp_path)
    assert file.state == "stored"
    assert file.counts == {
        "rows": 2, "new": 2, "changed": 0, "ended": 1, "places": 1, "renamed": 0, "issues": 0,
    }  # fmt: skip
    assert villages("13.01.01") == [NEXT, THIRD, NEW]
    assert villages("13.01.01", BEFORE) == [OLD, NEXT, THIRD]
    old, new = Region.objects.get(code=OLD), Region.objects.get(code=NEW)
    assert (old.valid_to, new.valid_from, str(new)) == (BEFORE, DAY, "Nagari Inderapura Baru")
    shares = {r.to_code: (r.share, r.kind, r.confirmed_by) for r in RegionSuccession.objects.all()}
    assert shares == {
        NEW: (Decimal("0.600000"), "split", NATION.user_id),
        NEXT: (Decimal("0.400000"), "split", NATION.user_id),
    }
    assert {code: float(link.share or 0) for code, link in successor_links(OLD).items()} == {NEXT: 0.4, NEW: 0.6}
    assert existing_codes([OLD, NEW]) == {NEW}
    assert names_of([OLD]) == {OLD: "Nagari Inderapura (kode lama 13.01.01.2001)"}


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    split(tmp_path)
    before = list(RegionSuccession.objects.values("pk", "share").order_by("pk"))
    again = receive(tmp_path, [line(OLD, NEW, "0,6", "split", name="Inderapura Baru"), line(OLD, NEXT, "0,4", "split")])
    assert {k: again.counts[k] for k in ("new", "changed", "ended", "places")} == dict.fromkeys(
        ("new", "changed", "ended", "places"), 0
    )
    store(again)
    store(again)
    assert list(RegionSuccession.objects.values("pk", "share").order_by("pk")) == before
    with scoped(Actor(name="uji", system=True)):
        events = list(AuditEntry.objects.filter(kind="change").order_by("pk").values_list("event", flat=True))
    # The third storing found nothing to do and leaves no trace.
    assert events == ["region.change.receive", "region.change.store"] * 2


def test_wrong_rows_are_told_with_row_seen_and_expected_and_nothing_is_stored(tmp_path: Path) -> None:
    file = receive(
        tmp_path,
        [
            line("13.01.01.2998", NEXT),
            line(OLD, NEXT, "0,7", "split"),
            line(OLD, THIRD, "0,7", "split"),
            line("13.01.02.2001", "13.01.02"),
            line("130101", NEXT, "banyak", "lebur", "31/02/2025", name="=1+1"),
        ],
    )
    assert file.state == "refused"
    assert told(file) == [
        (2, "unknown_code", "13.01.01.2998"),
        (3, "share_sum", "1.4"),
        (5, "level_differs", "13.01.02"),
        (6, "formula_cell", "=1+1"),
        (6, "code_form", "130101"),
        (6, "date_impossible", "31/02/2025"),
        (6, "share_form", "banyak"),
        (6, "kind_unknown", "lebur"),
    ]
    assert all(issue["expected"] for issue in file.issues)
    with pytest.raises(RowsWrong):
        store(file)
    assert RegionSuccession.objects.count() == 0
    assert Region.objects.filter(valid_to__isnull=False).count() == 0


def test_a_file_that_has_become_wrong_since_is_not_stored(tmp_path: Path) -> None:
    waiting = receive(tmp_path, [line(OLD, THIRD)])
    assert waiting.state == "checked"
    split(tmp_path)
    with pytest.raises(RowsWrong):
        store(waiting)
    assert RegionSuccession.objects.filter(to_code=THIRD).count() == 0


def test_a_file_without_its_columns_is_refused_with_words(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [("13", "Sumbar")], ("kode", "nama"))
    with scoped(NATION), pytest.raises(FileUnreadable) as caught:
        change_file_receive(actor=NATION, kind="successions", path=path, file_name="x.csv")
    assert "from_code" in str(caught.value.data["message"])
    empty = write(tmp_path / "y.csv", [], ("kode", "nama"))
    with scoped(NATION), pytest.raises(FileUnreadable):
        change_file_receive(actor=NATION, kind="older_list", path=empty, file_name="y.csv", effective_on=DAY)


def test_a_rename_keeps_the_code_and_the_old_name(tmp_path: Path) -> None:
    change(tmp_path, [line(OLD, OLD, "", "ganti nama", name="Inderapura Selatan")])
    assert str(Region.objects.get(code=OLD)) == "Nagari Inderapura Selatan"
    then = get_region(OLD, BEFORE)
    assert then is not None
    assert (str(then), then.as_of) == ("Nagari Inderapura", BEFORE)
    assert str(get_region(OLD, DAY)) == "Nagari Inderapura Selatan"
    assert next(b.region.name for b in list_below("13.01.01", BEFORE)) == "Inderapura"
    assert [r.name for r in list_path(OLD, BEFORE)][-1] == "Inderapura"
    assert RegionName.objects.get().valid_to == BEFORE
    assert RegionSuccession.objects.count() == 0
    wrong = receive(tmp_path, [line(NEXT, THIRD, "", "rename", name="X"), line(THIRD, THIRD, "", "rename")])
    assert told(wrong) == [(2, "rename_keeps_code", THIRD), (3, "value_required", "")]


def test_the_official_list_does_not_take_a_new_name_back(db: None, tmp_path: Path) -> None:
    from padu.apps.regions.services import load_regions

    load_regions()
    change(tmp_path, [line(OLD, OLD, "", "rename", name="Inderapura Selatan")])
    load_regions()
    assert Region.objects.get(code=OLD).name == "Inderapura Selatan"


def test_a_regency_that_moves_takes_the_places_below_along(tmp_path: Path) -> None:
    lonely = receive(tmp_path, [line("13.01", "13.09", kind="provinsi baru", name="Kabupaten Pesisir Selatan")])
    assert told(lonely) == [(2, "places_below", "13.01 (+2)")]
    orphan = receive(tmp_path, [line(OLD, "13.09.01.2001", name="Inderapura")])
    assert told(orphan) == [(2, "parent_missing", "13.09.01.2001")]
    pairs = [c.code for c in Region.objects.filter(code__startswith="13.01").order_by("code")]
    names = dict(Region.objects.values_list("code", "name"))
    moved = [line(code, code.replace("13.01", "13.09", 1), kind="new_code", name=names[code]) for code in pairs]
    change(tmp_path, moved)
    assert [r.code for r in list_children("13")] == ["13.02", "13.09", "13.77"]
    assert len(villages("13.09")) == 5
    assert len(villages("13.01")) == 0
    assert len(villages("13.01", BEFORE)) == 5
    before, after = heritage_of("13.09.01.2001")
    assert ([h.region.code for h in before], after) == ([OLD], [])
    assert [(h.region.code, h.kind, h.effective_on, h.link.share) for h in heritage_of(OLD)[1]] == [
        ("13.09.01.2001", "new_code", DAY, 1)
    ]


def test_only_the_nations_team_brings_changes(people: People, tmp_path: Path) -> None:
    path = write(tmp_path / "ubah.csv", [line(OLD, NEXT)])
    for person in (people.pokja, people.tim_kab):
        with scoped(person.actor), pytest.raises((PermissionDenied, Http404)):
            change_file_receive(actor=person.actor, kind="successions", path=path, file_name="ubah.csv")
    file = receive(tmp_path, [line(OLD, NEXT)])
    with scoped(people.tim_kab.actor), pytest.raises((PermissionDenied, Http404)):
        change_file_store(actor=people.tim_kab.actor, file_id=file.pk)
    with scoped(people.tim_kab.actor), pytest.raises((PermissionDenied, Http404)):
        suggestions_confirm(actor=people.tim_kab.actor, pairs=[(OLD, NEXT)])


# --- older lists and suggestions -------------------------------------------------------------------------------------


def older(folder: Path, extra: list[tuple[str, str]], without: set[str]) -> ChangeFile:
    rows = [(r.code, r.name) for r in Region.objects.exclude(code="00") if r.code not in without]
    return change(folder, sorted([*rows, *extra]), "older_list", effective_on=DAY, label="Daftar uji")


def test_an_older_list_tells_what_is_gone_new_and_renamed(tmp_path: Path) -> None:
    file = older(
        tmp_path,
        [("13.02.03.2008", "Surian"), ("13.01.02.2001", "PALANGAI"), ("13.02.03.2007", "Tak Ada Lagi")],
        {"13.02.03.2002", "13.01.02.2001"},
    )
    assert {k: file.counts[k] for k in ("added", "removed", "renamed", "removed_village")} == {
        "added": 1,
        "removed": 2,
        "renamed": 1,
        "removed_village": 2,
    }
    assert villages("13.02") == ["13.02.03.2001", "13.02.03.2002"]
    assert villages("13.02", BEFORE) == ["13.02.03.2001", "13.02.03.2007", "13.02.03.2008"]
    assert str(get_region("13.01.02.2001", BEFORE)) == "Nagari PALANGAI"
    assert RegionSuccession.objects.count() == 0
    open_ones = unsettled()
    assert [(s.from_code, s.to_code, s.basis) for s in open_ones.suggestions] == [
        ("13.02.03.2008", "13.02.03.2002", Basis.PARENT)
    ]
    assert open_ones.without == ["13.02.03.2007"]
    with scoped(NATION), pytest.raises(NotSuggested):
        suggestions_confirm(actor=NATION, pairs=[("13.02.03.2008", "13.02.03.2002"), ("13.02.03.2007", NEXT)])
    assert RegionSuccession.objects.count() == 0
    with scoped(NATION):
        assert suggestions_confirm(actor=NATION, pairs=[("13.02.03.2008", "13.02.03.2002")]) == 1
    made = RegionSuccession.objects.get()
    assert (made.share, made.effective_on, made.kind, made.confirmed_by) == (1, DAY, "new_code", NATION.user_id)
    assert unsettled().suggestions == []


def test_an_older_list_needs_its_day(tmp_path: Path) -> None:
    for day in (None, dt.date(2999, 1, 1)):
        with pytest.raises(DayNeeded):
            receive(tmp_path, [("13", "Sumatera Barat")], "older_list", effective_on=day)
    file = receive(tmp_path, [("13.01.01", "X"), ("13", "A"), ("13", "B")], "older_list", effective_on=DAY)
    assert told(file) == [(2, "parent_missing", "13.01.01"), (4, "twice", "13")]


# --- codes of Statistics Indonesia -----------------------------------------------------------------------------------


def test_bps_codes_are_known_only_where_a_file_gave_them(tmp_path: Path) -> None:
    assert Region.objects.exclude(bps_code="").count() == 0
    change(tmp_path, [("13.01", "1302"), (OLD, "1302010001")], "bps_codes")
    assert Region.objects.get(code=OLD).bps_code == "1302010001"
    assert [r.code for r in search_regions("1302010001")] == [OLD]
    # 1302 is the ministry's code of Solok as well: both are found.
    assert {r.code for r in search_regions("1302")} >= {"13.01", "13.02"}
    again = receive(tmp_path, [("13.01", "1302"), (OLD, "1302010001")], "bps_codes")
    assert (again.counts["new"], again.counts["changed"], again.issues) == (0, 0, [])


def test_wrong_bps_codes_are_refused(tmp_path: Path) -> None:
    change(tmp_path, [("13.01", "1302")], "bps_codes")
    file = receive(
        tmp_path,
        [
            ("13.02", "1302"),
            (OLD, "13020"),
            ("13.99", "1399"),
            (NEXT, "1302010002"),
            (THIRD, "1302010002"),
            (NEXT, "1302010003"),
        ],
        "bps_codes",
    )
    assert told(file) == [
        (2, "bps_taken", "1302"),
        (3, "bps_form", "13020"),
        (4, "unknown_code", "13.99"),
        (6, "bps_taken", "1302010002"),
        (7, "twice", NEXT),
    ]


def test_every_issue_has_words() -> None:
    import re

    from padu.apps.regions import change_rows
    from padu.apps.regions.services import bps_codes, change_files, older_lists, successions
    from padu.domain import regions_over_time

    written = "".join(
        Path(module.__file__).read_text()
        for module in (change_rows, bps_codes, older_lists, successions, regions_over_time)
    )
    used = set(re.findall(r"ChangeIssue\(\s*[\w\[\]\".]+,\s*\"(\w+)\"", written)) | {"share_form", "kind_unknown"}
    assert len(used) > 15
    assert used <= change_files.ISSUE_TITLES.keys()
    assert all(words() for words in change_files.ISSUE_TITLES.values())
