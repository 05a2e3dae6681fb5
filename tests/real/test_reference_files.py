"""Our copies of the catalogues say the same as the originals: keys, numbers, links. Words may be ours."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from padu.apps.programmes.catalogue_files import read_rows
from padu.apps.programmes.published import TABLES

pytestmark = pytest.mark.real

# What decides something; labels, notes and explanations may be worded anew.
DECIDING: dict[str, tuple[str, ...]] = {
    "ibangga.csv": ("no", "dimension", "variable_no", "indicator_id", "pk_code", "inverse"),
    "problem_types.csv": (
        "problem_type_id",
        "programme_no",
        "source_kind",
        "source_key",
        "detection_rule",
        "direction",
        "severity_default",
        "affected_unit",
        "life_cycle_group",
        "measure_unit",
        "reference_kind",
        "reference_value",
        "worst_value",
        "parent_type",
        "sensitive",
        "policy_only",
    ),
    "activities.csv": (
        "activity_id",
        "label_id",
        "programme_no",
        "lead_columns",
        "usual_partners",
        "deliverable_in_village",
        "typical_months",
        "addresses",
    ),
    "matrix_columns.csv": ("column_key", "label_id", "short_label", "order"),
    "village_items.csv": ("item_key", "group", "label_id", "sex_split", "components"),
    "inpres_indicators.csv": ("program_no", "activity_no", "item", "indicator", "unit", "target_2022"),
    **{
        f"published_tables/{table.file}.csv": ()  # every column but the note
        for table in TABLES
    },
}


@pytest.mark.parametrize("name", sorted(DECIDING))
def test_the_copy_decides_what_the_original_decides(shared: Callable[[str], Path], name: str) -> None:
    with shared(f"domain/{name}").open(encoding="utf-8", newline="") as lines:
        originals = list(csv.DictReader(lines))
    copies = read_rows(name)
    columns = DECIDING[name] or tuple(c for c in originals[0] if c != "note")
    assert [tuple(r[c] for c in columns) for r in copies] == [tuple(r[c] for c in columns) for r in originals]
