import pytest

from padu.domain.cross_sector import (
    CrossSectorGrouping,
    SectorAgency,
    count_sectors,
    counts_as_sector,
    cross_sector_score,
    group_label,
)
from padu.domain.values import Missing


@pytest.mark.parametrize(("sectors", "score"), [(0, 1), (1, 2), (3, 2), (4, 3), (6, 3), (7, 4), (13, 4)])
def test_score_follows_the_class_variable(sectors: int, score: int) -> None:
    assert cross_sector_score(sectors) == score


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        cross_sector_score(-1)
    with pytest.raises(ValueError, match="below 0"):
        group_label(-1, CrossSectorGrouping.PORTAL_CLASS)


def test_the_two_family_planning_bodies_do_not_count() -> None:
    assert not counts_as_sector("women_child_family", runs_family_planning=True)
    assert not counts_as_sector("other_vertical", is_bkkbn_office=True)


def test_a_separate_office_for_women_and_children_counts() -> None:
    assert counts_as_sector("women_child_family", runs_family_planning=False)


def test_the_column_of_the_family_planning_office_does_not_count_when_nothing_is_recorded() -> None:
    assert not counts_as_sector("women_child_family")
    assert counts_as_sector("health")
    assert counts_as_sector("other_vertical")


def test_an_agency_the_regency_left_out_does_not_count() -> None:
    assert not counts_as_sector("community_org", opted_out=True)


def test_each_agency_counts_once_however_often_it_came() -> None:
    seen = [
        SectorAgency("dinkes", "health"),
        SectorAgency("dinkes", "health"),
        SectorAgency("disdik", "education"),
        SectorAgency("dp3ap2kb", "women_child_family"),
        SectorAgency("bkkbn", "other_vertical", is_bkkbn_office=True),
        SectorAgency("bps", "other_vertical"),
    ]
    assert count_sectors(seen) == 3


@pytest.mark.parametrize(
    ("sectors", "seed", "portal_class", "statistics"),
    [
        (1, "1-3", "1-3", "1"),
        (3, "1-3", "1-3", "2-4"),
        (4, "4-7", "4-6", "2-4"),
        (5, "4-7", "4-6", "> 4"),
        (7, "4-7", "≥ 7", "> 4"),
        (8, "> 7", "≥ 7", "> 4"),
    ],
)
def test_three_groupings_differ(sectors: int, seed: str, portal_class: str, statistics: str) -> None:
    assert group_label(sectors, CrossSectorGrouping.SEED_TABLE) == seed
    assert group_label(sectors, CrossSectorGrouping.PORTAL_CLASS) == portal_class
    assert group_label(sectors, CrossSectorGrouping.PORTAL_STATISTICS) == statistics


@pytest.mark.parametrize("grouping", list(CrossSectorGrouping))
def test_none_and_not_reported_are_two_groups(grouping: CrossSectorGrouping) -> None:
    assert group_label(0, grouping) == "0"
    assert group_label(Missing.UNKNOWN, grouping) == "belum melaporkan"
