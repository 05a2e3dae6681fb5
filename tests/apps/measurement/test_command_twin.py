"""The database and the file command give the same figures for the same families, bit for bit."""

from __future__ import annotations

import csv
import random

import pyarrow.parquet as pq
import pytest

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.analytics.build import build_index
from padu.apps.measurement.models import FamilyIndex, IndexResult
from padu.apps.measurement.services import index_compute
from padu.domain.ibangga import INDICATOR_IDS
from tests.apps.measurement.test_computing import (
    DUTIES,
    HERE,
    NEXT,
    OTHER_DISTRICT,
    OTHER_REGENCY,
    YEAR,
    random_answers,
    store,
)

pytestmark = pytest.mark.django_db

SCORES = ("ketenteraman", "kemandirian", "kebahagiaan", "index", "category")
COUNTS = ("families", "families_valid", "n_rentan", "n_berkembang", "n_tangguh")


def test_database_and_command_agree(tmp_path):
    chance = random.Random(20261122)
    path = tmp_path / "families.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["family_id", "region_code", "year", *INDICATOR_IDS])
        for code in (HERE, NEXT, OTHER_DISTRICT, OTHER_REGENCY):
            families = [random_answers(chance) for _ in range(30)]
            for pk, answers in zip(store(code, families), families, strict=True):
                writer.writerow([pk, code, YEAR, *("" if v is None else v for v in answers.values())])
    index_compute(region_code="13", year=YEAR)
    build_index([path], tmp_path / "out")

    with scoped(system_actor("00", *DUTIES)):
        stored = {str(row.family_id): row for row in FamilyIndex.objects.all()}
        places = {row.region_code: row for row in IndexResult.objects.filter(year=YEAR)}
    families_file = pq.read_table(tmp_path / "out" / "families.parquet").to_pylist()
    assert len(families_file) == len(stored) == 120
    for row in families_file:
        assert {name: row[name] for name in (*SCORES, "partial")} == {
            name: getattr(stored[row["family_id"]], name) for name in (*SCORES, "partial")
        }
    for row in pq.read_table(tmp_path / "out" / "regions.parquet").to_pylist():
        place = places[row["region_code"] or "00"]
        assert {name: row[name] for name in (*SCORES, *COUNTS)} == {
            name: getattr(place, name) for name in (*SCORES, *COUNTS)
        }
        made_of = {i: [row[f"{i}_applicable"], row[f"{i}_met"]] for i in INDICATOR_IDS}
        assert made_of == place.indicators
