"""The 17 indicators of the rules are those of the catalogue that the system loads as reference data."""

from __future__ import annotations

import csv
from pathlib import Path

import padu
from padu.domain.ibangga import INDICATORS
from padu.domain.pk21 import questions_of

CATALOGUE = Path(padu.__file__).parent / "apps" / "programmes" / "reference" / "ibangga.csv"


def _rows() -> list[dict[str, str]]:
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_indicators_are_those_of_the_catalogue() -> None:
    from_catalogue = [
        (
            int(row["no"]),
            row["dimension"],
            int(row["variable_no"]),
            row["variable"],
            row["indicator_id"],
            row["label_id"],
            row["inverse"] == "y",
        )
        for row in _rows()
    ]
    assert from_catalogue == [
        (i.no, str(i.dimension), i.variable_no, i.variable, i.indicator_id, i.label_id, i.inverse) for i in INDICATORS
    ]


def test_each_question_code_of_the_catalogue_is_used() -> None:
    for row, indicator in zip(_rows(), INDICATORS, strict=True):
        assert indicator.pk_code in row["pk_code"]
        assert questions_of(2021)[indicator.indicator_id][0][:4] in row["pk_code"]
