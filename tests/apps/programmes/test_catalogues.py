"""The catalogues fit each other: every key resolves, every mark is a known one, every problem has an answer."""

from __future__ import annotations

import re

import pytest

from padu.apps.programmes.catalogue_files import activity_effects, months, number_or_none, parts, read_rows
from padu.domain.ibangga import INDICATORS

CERTAINTY = {"certain", "likely", "assumption"}
LIFE_CYCLE = {"pregnant", "0-59 months", "school age", "youth", "couple", "elderly", "whole family", "village"}
# Keys that are neither an indicator of iBangga nor a village item, and what each is filled from.
SCREENING_KEYS = {
    "krs": "survey, pregnancies",
    "krs_four_too": "survey, births",
    "p13_posyandu": "block III",
    "p14_bkb": "block III",
    "p15_bkr": "block III",
    "p17_bkl": "block III",
    "violence_reports": "UPTD PPA, counts only",
    "elderly_health_check": "posyandu, Puskesmas",
    "anc_visits": "midwife",
    "iron_tablets": "midwife",
    "pregnant_kek": "midwife",
    "tpk_support": "TPK",
    "bride_preparation": "Puskesmas, KUA, TPK",
    "elderly_alone": "survey with a cadre's note",
    "disability_service": "register with consent",
    "family_enterprise": "survey, business list",
    "family_data_age": "the system itself",
}
CLASSIFICATION_KEYS = {
    "working_group",
    "activity_groups",
    "facilities",
    "field_officer_and_regulation",
    "cross_sector",
}


def keys(file: str, column: str) -> list[str]:
    return [row[column] for row in read_rows(file)]


PROBLEMS = read_rows("problem_types.csv")
ACTIVITIES = read_rows("activities.csv")
ITEMS = read_rows("village_items.csv")
COLUMNS = read_rows("matrix_columns.csv")
INDICATOR_ROWS = read_rows("inpres_indicators.csv")
PROBLEM_KEYS = {row["problem_type_id"] for row in PROBLEMS}
COLUMN_KEYS = {row["column_key"] for row in COLUMNS}


@pytest.mark.parametrize(
    ("file", "column", "count"),
    [
        ("problem_types.csv", "problem_type_id", 60),
        ("activities.csv", "activity_id", 105),
        ("village_items.csv", "item_key", 44),
        ("matrix_columns.csv", "column_key", 13),
        ("ibangga.csv", "indicator_id", 17),
    ],
)
def test_keys_stand_once_in_snake_case(file: str, column: str, count: int) -> None:
    found = keys(file, column)
    assert len(found) == len(set(found)) == count
    assert [k for k in found if not re.fullmatch(r"[a-z0-9_]+", k)] == []


@pytest.mark.parametrize(
    "file",
    ["problem_types.csv", "activities.csv", "village_items.csv", "matrix_columns.csv", "inpres_indicators.csv"],
)
def test_every_row_has_as_many_cells_as_the_header(file: str) -> None:
    assert [row for row in read_rows(file) if None in row or None in row.values()] == []


def test_columns_are_numbered_from_one_to_thirteen() -> None:
    assert [int(row["order"]) for row in COLUMNS] == list(range(1, 14))


def test_village_items_stand_in_seven_groups_of_the_official_size() -> None:
    groups = [row["group"] for row in ITEMS]
    assert [groups.count(g) for g in dict.fromkeys(groups)] == [6, 6, 7, 7, 6, 6, 6]


@pytest.mark.parametrize("row", PROBLEMS, ids=lambda r: r["problem_type_id"])
def test_a_problem_type_is_whole(row: dict[str, str]) -> None:
    sources = {
        "ibangga_indicator": {i.indicator_id for i in INDICATORS},
        "village_item": {r["item_key"] for r in ITEMS},
        "screening": set(SCREENING_KEYS),
        "process": set(SCREENING_KEYS),
        "classification": CLASSIFICATION_KEYS,
    }
    assert row["source_key"] in sources[row["source_kind"]]
    assert 0 <= float(row["severity_default"]) <= 1
    assert row["severity_why"]
    assert row["affected_unit"] in {"family", "person", "village"}
    assert set(parts(row["life_cycle_group"])) <= LIFE_CYCLE
    assert parts(row["life_cycle_group"])
    assert row["certainty"] in CERTAINTY
    assert row["policy_only"] in {"y", "n"}
    assert row["sensitive"] in {"y", "strict", ""}
    assert row["parent_type"] in PROBLEM_KEYS - {row["problem_type_id"]} | {""}


@pytest.mark.parametrize("row", PROBLEMS, ids=lambda r: r["problem_type_id"])
def test_the_worst_value_is_worse_than_the_reference(row: dict[str, str]) -> None:
    assert row["reference_kind"] in {"number", "regency_median"}
    assert (row["reference_kind"] == "number") == bool(row["reference_value"])
    worse = {"higher_is_worse": 1, "lower_is_worse": -1}[row["direction"]]
    if row["reference_value"]:
        assert (float(row["worst_value"]) - float(row["reference_value"])) * worse > 0


def test_every_indicator_of_the_index_can_become_a_problem() -> None:
    used = {row["source_key"] for row in PROBLEMS if row["source_kind"] == "ibangga_indicator"}
    assert {i.indicator_id for i in INDICATORS} - used == set()


def test_every_programme_has_at_least_three_problem_types() -> None:
    numbers = [row["programme_no"] for row in PROBLEMS]
    assert [n for n in "12345678" if numbers.count(n) < 3] == []


@pytest.mark.parametrize("row", ACTIVITIES, ids=lambda r: r["activity_id"])
def test_an_activity_is_whole(row: dict[str, str]) -> None:
    lead, partners = set(parts(row["lead_columns"])), set(parts(row["usual_partners"]))
    assert row["programme_no"] in set("12345678")
    assert row["certainty"] in CERTAINTY
    assert row["legal_source"]
    assert lead <= COLUMN_KEYS
    assert lead
    assert partners <= COLUMN_KEYS - lead
    assert set(months(row["typical_months"])) <= set(range(1, 13))
    assert months(row["typical_months"])
    assert (row["deliverable_in_village"] == "y") == bool(parts(row["addresses"]))


def test_effects_name_known_problems_once_with_a_share() -> None:
    effects = list(activity_effects())
    assert len(effects) == 245
    assert len({(e.activity_id, e.problem_type_id) for e in effects}) == 245
    assert {e.problem_type_id for e in effects} <= PROBLEM_KEYS
    assert [e for e in effects if not 0.1 <= e.effect <= 1] == []


def test_every_problem_has_an_activity_unless_only_a_decision_answers_it() -> None:
    deliverable = {row["activity_id"] for row in ACTIVITIES if row["deliverable_in_village"] == "y"}
    answered = {e.problem_type_id for e in activity_effects() if e.activity_id in deliverable}
    policy_only = {row["problem_type_id"] for row in PROBLEMS if row["policy_only"] == "y"}
    assert PROBLEM_KEYS - answered == policy_only == {"no_field_officer"}


def test_the_activities_of_the_annex_are_those_of_the_check_list() -> None:
    annex = [
        m.groups() for r in ACTIVITIES if (m := re.fullmatch(r"Inpres 3/2022 lampiran (\d+)\.(\d+)", r["legal_source"]))
    ]
    assert len(annex) == len(set(annex)) == 44
    assert set(annex) == {(row["program_no"], row["activity_no"]) for row in INDICATOR_ROWS}
    assert sum(row["legal_source"].startswith("Portal Kampung KB") for row in ACTIVITIES) == 10


@pytest.mark.parametrize(
    ("printed", "value"),
    [("68", 68), ("4.56", 4.56), ("33210413", 33210413), ("91 (?)", None), ("90 or 100", None), ("", None)],
)
def test_a_target_is_a_number_only_where_the_print_is_one(printed: str, value: float | None) -> None:
    assert number_or_none(printed) == value


def test_labels_of_the_index_are_those_of_the_rules() -> None:
    rows = {row["indicator_id"]: row for row in read_rows("ibangga.csv")}
    assert {i.indicator_id: (i.no, i.dimension, i.label_id) for i in INDICATORS} == {
        k: (int(r["no"]), r["dimension"], r["label_id"]) for k, r in rows.items()
    }
