"""The catalogues in `reference/*.csv` as rows of our tables. Reads files, writes nothing.

Unsaved model instances come out, in the order of the file; a key is never reused for another meaning.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from importlib import resources

from padu.apps.programmes.models import (
    Activity,
    ActivityEffect,
    Indicator,
    IndicatorTarget,
    MatrixColumn,
    ProblemType,
    VillageItem,
)
from padu.apps.programmes.official import GUIDELINE, INPRES

TARGET_YEAR = 2022
MATRIX_SOURCE = "Studi Kampung KB Sumatera Barat 2022, tabel 4.6"
ITEMS_SOURCE = "Studi Kampung KB Sumatera Barat 2022, bagian 4.7"


def read_rows(name: str) -> list[dict[str, str]]:
    """Rows of one file of `reference/`, by column name."""
    file = resources.files("padu.apps.programmes").joinpath("reference", *name.split("/"))
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def parts(text: str) -> list[str]:
    """`a; b` -> ["a", "b"]."""
    return [p.strip() for p in text.split(";") if p.strip()]


def months(text: str) -> list[int]:
    """Months of `1-4;9-12`, ascending.

    >>> months("1-3;12")
    [1, 2, 3, 12]
    """
    found: list[int] = []
    for part in parts(text):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def number_or_none(text: str) -> float | None:
    """The number where the text is one number and nothing else; "91 (?)" and "90 or 100" are none."""
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def problem_types() -> list[ProblemType]:
    return [
        ProblemType(
            key=row["problem_type_id"],
            name=row["label_id"],
            programme_id=int(row["programme_no"]),
            source_kind=row["source_kind"],
            source_key=row["source_key"],
            detection_rule=row["detection_rule"],
            direction=row["direction"],
            reference_note=row["reference"],
            reference_kind=row["reference_kind"],
            reference_value=number_or_none(row["reference_value"]),
            worst_value=float(row["worst_value"]),
            severity_default=float(row["severity_default"]),
            severity_why=row["severity_why"],
            affected_unit=row["affected_unit"],
            drilldown=row["drilldown"],
            life_cycle_groups=parts(row["life_cycle_group"]),
            measure_unit=row["measure_unit"],
            parent_key=row["parent_type"],
            sensitive=row["sensitive"],
            policy_only=row["policy_only"] == "y",
            certainty=row["certainty"],
            note=row["note"],
        )
        for row in read_rows("problem_types.csv")
    ]


def activities() -> list[Activity]:
    return [
        Activity(
            key=row["activity_id"],
            name=row["label_id"],
            programme_id=int(row["programme_no"]),
            legal_source=row["legal_source"],
            lead_columns=parts(row["lead_columns"]),
            usual_partners=parts(row["usual_partners"]),
            target_group=row["target_group"],
            unit=row["unit"],
            deliverable_in_village=row["deliverable_in_village"] == "y",
            typical_months=months(row["typical_months"]),
            contributes_to=row["contributes_to"],
            certainty=row["certainty"],
            note=row["note"],
        )
        for row in read_rows("activities.csv")
    ]


def activity_effects() -> Iterator[ActivityEffect]:
    """Which problem each activity answers, and what share of the gap one delivery closes."""
    for row in read_rows("activities.csv"):
        for pair in parts(row["addresses"]):
            problem_type, _, effect = pair.partition(":")
            yield ActivityEffect(activity_id=row["activity_id"], problem_type_id=problem_type, effect=float(effect))


def matrix_columns() -> list[MatrixColumn]:
    return [
        MatrixColumn(
            key=row["column_key"],
            name=row["label_id"],
            short_name=row["short_label"],
            offices=row["offices"],
            order=int(row["order"]),
            certainty=row["certainty"],
            legal_source=MATRIX_SOURCE,
        )
        for row in read_rows("matrix_columns.csv")
    ]


def village_items() -> list[VillageItem]:
    return [
        VillageItem(
            key=row["item_key"],
            group=row["group"],
            name=row["label_id"],
            unit=row["unit"],
            sex_split=row["sex_split"] == "y",
            derivation=row["derivable_from_families"],
            usual_source=row["usual_source"],
            components=parts(row["components"]),
            note=row["note"],
            order=order,
            legal_source=ITEMS_SOURCE,
        )
        for order, row in enumerate(read_rows("village_items.csv"), 1)
    ]


def indicators() -> list[Indicator]:
    """The 70 rows of the check-list, numbered in the order of the annex."""
    return [
        Indicator(
            number=number,
            programme_id=int(row["program_no"]),
            activity_number=int(row["activity_no"]),
            activity_name=row["activity"],
            item=row["item"],
            name=row["indicator"],
            unit=row["unit"],
            responsible=row["responsible"],
            certainty=row["certainty"],
            note=row["note"],
            legal_source=f"{INPRES} lampiran {row['program_no']}.{row['activity_no']}{row['item']}; {GUIDELINE}",
        )
        for number, row in enumerate(read_rows("inpres_indicators.csv"), 1)
    ]


def indicator_targets() -> list[IndicatorTarget]:
    """Targets of 2022 as printed; the number only where the print is one number."""
    return [
        IndicatorTarget(
            indicator_id=number,
            year=TARGET_YEAR,
            as_printed=row["target_2022"],
            value=number_or_none(row["target_2022"]),
        )
        for number, row in enumerate(read_rows("inpres_indicators.csv"), 1)
    ]
