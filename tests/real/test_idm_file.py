"""The village index table of 2024: 9,481 villages, each with its index, three parts and a status."""

from __future__ import annotations

import gzip
from collections import Counter
from decimal import Decimal

import pytest

from padu.apps.rumah_dataku.files.figures import FigureContext, FigureRow, read_figures
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.villages import VillageStatus

pytestmark = pytest.mark.real

NAME = "data/idm-2024-villages-13-33-51.csv.gz"
CONTEXT = FigureContext("2024", "Kemendes PDTT, IDM 2024", lambda _: VillageStatus.KNOWN)


def read(path):
    with open_book(path) as book:
        file = read_figures(book, CONTEXT)
        return file, list(file.items())


@pytest.fixture(scope="module")
def table(shared):
    return read(shared(NAME))


def test_every_village_gives_five_figures_and_no_issue(table):
    _, items = table
    assert all(isinstance(item, FigureRow) for item in items)
    assert Counter(item.element for item in items) == dict.fromkeys(("idm", "iks", "ike", "ikl", "idm_status"), 9481)
    provinces = Counter(item.village_code[:2] for item in items if item.element == "idm")
    assert provinces == {"13": 1035, "33": 7810, "51": 636}
    assert {(item.period, item.source, item.missing) for item in items} == {("2024", "Kemendes PDTT, IDM 2024", None)}


def test_figures_are_those_of_the_file(table):
    """Row 2 of the file, read by eye: 13.01.13.2003, 0.7989, 0.88, 0.85, 0.6667, maju."""
    _, items = table
    first = [(item.element, item.value, item.text) for item in items if item.village_code == "13.01.13.2003"]
    assert first == [
        ("idm", Decimal("0.7989"), ""),
        ("iks", Decimal("0.88"), ""),
        ("ike", Decimal("0.85"), ""),
        ("ikl", Decimal("0.6667"), ""),
        ("idm_status", None, "maju"),
    ]


def test_the_index_is_the_mean_of_its_parts(table):
    _, items = table
    parts: dict[str, dict[str, Decimal]] = {}
    for item in items:
        if item.value is not None:
            parts.setdefault(item.village_code, {})[item.element] = item.value
    for values in parts.values():
        mean = (values["iks"] + values["ike"] + values["ikl"]) / 3
        assert abs(mean - values["idm"]) < Decimal("0.0002")


def test_names_are_listed_and_not_read(table):
    file, _ = table
    assert file.unknown == ("village_name", "district_code", "district_name", "update_flag")


def test_the_same_table_unpacked_gives_the_same(table, shared, tmp_path):
    path = tmp_path / "idm.csv"
    path.write_bytes(gzip.decompress(shared(NAME).read_bytes()))
    _, items = read(path)
    assert [(item.village_code, item.value) for item in items] == [(item.village_code, item.value) for item in table[1]]
