"""Real files through the whole import: received, checked, stored, and counted in the tables."""

from __future__ import annotations

import csv
import gzip

import pytest
from django.urls import reverse

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.regions.services import load_regions
from padu.apps.rumah_dataku.models import Family, FamilySurvey, Figure, Household, ImportRun, Person
from padu.apps.rumah_dataku.selectors import figures_of
from padu.apps.rumah_dataku.selectors.imports import IssueFilter, issue_page
from padu.cli.imports import _operator, run_import
from tests.apps.rumah_dataku.files import VILLAGE, store
from tests.apps.rumah_dataku.pages import text

pytestmark = [pytest.mark.real, pytest.mark.django_db]
IDM = "data/idm-2024-villages-13-33-51.csv.gz"
SOURCE = "Kemendesa PDTT, IDM 2024"


@pytest.mark.parametrize("kind", ["opensid", "families"])
def test_the_opensid_demo_register_is_stored_as_it_is(shared, pokja, people, client_of, kind):
    """Recognised as what it is, whatever the sender chose."""
    content = shared("data/opensid/contoh_penduduk.xlsx").read_bytes()
    run = store(pokja, content, "contoh_penduduk.xlsx", kind=kind)
    assert (run.state, run.kind) == (ImportRun.State.STORED, ImportRun.Kind.OPENSID)
    expected = {
        "families_good": 37, "families_bad": 0, "persons_good": 97, "persons_bad": 0, "errors": 0, "warnings": 97,
        "families_stored": 37, "persons_stored": 97, "surveys_stored": 0, "families_new": 37,
    }  # fmt: skip
    assert {key: run.counts[key] for key in expected} == expected
    with scoped(pokja):
        counted = [model.objects.filter(region_code=VILLAGE).count() for model in (Family, Household, Person)]
        assert counted == [37, 37, 97]
        assert FamilySurvey.objects.count() == 0  # a register asks nothing of a survey
        assert issue_page(run, IssueFilter()).codes == {"nik_birth_date_differs": 97}
    page = text(client_of(people.pokja).get(reverse("import_run", args=[run.pk])))
    assert "37 keluarga dan 97 anggota ada di basis data" in page
    assert "Tanggal lahir di NIK berbeda dengan yang diisi" in page


def test_the_register_sent_again_in_other_bytes_changes_nothing(shared, pokja, tmp_path):
    content = shared("data/opensid/contoh_penduduk.xlsx").read_bytes()
    store(pokja, content, "a.xlsx", kind="opensid")
    again = store(pokja, content, "a.xlsx", kind="opensid", year=2025)
    assert {key: again.counts[key] for key in ("families_new", "families_changed", "families_same")} == {
        "families_new": 0, "families_changed": 0, "families_same": 37,
    }  # fmt: skip
    assert (again.counts["persons_same"], again.counts["persons_left"]) == (97, 0)


def test_every_village_of_the_idm_file_is_found_and_stored(shared, people, client_of, capsys):
    path = shared(IDM)
    load_regions()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = {row["village_code"]: row for row in csv.DictReader(file)}
    assert len(rows) == 9481
    run_import(_operator("00"), "figures", path, place=None, mode="all", year=2024, source=SOURCE)
    assert "Tersimpan: 47405 angka dari 9481 desa." in capsys.readouterr().out
    with scoped(system_actor("00", Verb.FAMILY_READ)):
        assert Figure.objects.filter(element="idm").count() == 9481
        assert Figure.objects.values("region_code").distinct().count() == 9481
        shown = {line.element: line for group in figures_of("13.01.13.2003") for line in group.lines}
    assert {key: shown[key].value for key in ("idm", "iks", "ike", "ikl")} == {
        "idm": 0.7989, "iks": 0.88, "ike": 0.85, "ikl": 0.6667,
    }  # fmt: skip
    assert (shown["idm_status"].text, shown["idm"].period, shown["idm"].source) == ("maju", "2024", SOURCE)
    page = text(client_of(people.tim_kab).get("/kampung/13.01.13.2003/angka/"))
    assert "0,7989" in page
    assert SOURCE in page


def test_a_regency_stores_its_own_villages_of_the_idm_file_only(shared, tim_kab, capsys):
    load_regions()
    run_import(tim_kab, "figures", shared(IDM), place=None, mode="good", year=2024, source=SOURCE)
    out = capsys.readouterr().out
    with gzip.open(shared(IDM), "rt", encoding="utf-8") as file:
        own = sum(row["village_code"].startswith("13.01.") for row in csv.DictReader(file))
    assert f"Tersimpan: {own * 5} angka dari {own} desa." in out
    assert f"Kesalahan {9481 - own}," in out
