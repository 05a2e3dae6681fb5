"""`padu import` and `padu template`: the twins of the pages, with the rights of the account that asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, Figure
from padu.cli import imports, templates
from padu.cli.imports import run_import
from tests.apps.rumah_dataku.files import VILLAGE, YEAR, families_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "keluarga.xlsx"
    path.write_bytes(families_file())
    return path


@pytest.fixture
def idm(tmp_path: Path) -> Path:
    path = tmp_path / "idm.csv"
    rows = ["13.01.01.2001,0.7989,maju", "13.02.03.2001,0.5,tertinggal", "33.74.11.1001,0.6,berkembang"]
    path.write_text("\n".join(["village_code,idm,status", *rows]), encoding="utf-8")
    return path


def count(model) -> int:
    with scoped(system_actor("00", Verb.FAMILY_READ)):
        return model.objects.count()


def test_check_alone_stores_nothing_and_store_stores(pokja, file, capsys):
    run_import(pokja, "families", file, place=None, mode="", year=YEAR)
    assert "Keluarga baik 1, bermasalah 0" in capsys.readouterr().out
    assert count(Family) == 0
    run_import(pokja, "families", file, place=VILLAGE, mode="all", year=YEAR)
    out = capsys.readouterr().out
    assert "sudah dikirim" in out
    assert "Tersimpan: 1 keluarga, 2 anggota." in out
    run_import(pokja, "families", file, place=VILLAGE, mode="all", year=YEAR)
    assert "Tidak ada yang diubah" in capsys.readouterr().out
    assert count(Family) == 1


def test_bad_rows_stop_all_and_are_named(pokja, tmp_path, capsys):
    path = tmp_path / "salah.xlsx"
    path.write_bytes(families_file(persons=[{"NIK": "123"}]))
    with pytest.raises(SystemExit) as stopped:
        run_import(pokja, "families", path, place=None, mode="all", year=YEAR)
    assert stopped.value.code == 1
    told = capsys.readouterr()
    assert "Anggota baris 2, NIK: Nomor bukan 16 angka" in told.out
    assert "Ada kesalahan" in told.err or "Tidak ada yang dapat disimpan" in told.err
    assert count(Family) == 0


def test_an_unreadable_file_ends_with_2_and_words(pokja, tmp_path, capsys):
    path = tmp_path / "kosong.csv"
    path.write_bytes(b"")
    with pytest.raises(SystemExit) as stopped:
        run_import(pokja, "families", path, place=None, mode="all", year=YEAR)
    assert stopped.value.code == 2
    assert "kosong" in capsys.readouterr().out


@pytest.mark.parametrize(("place", "words"), [("13.01.01.2002", "tidak ada bagi akun ini"), (None, "--place")])
def test_other_places_and_roles_are_refused(people, file, capsys, place, words):
    actor = people.pokja.actor if place else people.petugas_opd.actor
    with pytest.raises(SystemExit) as stopped:
        run_import(actor, "families", file, place=place, mode="all", year=YEAR)
    assert stopped.value.code == 2
    assert words in capsys.readouterr().err


def test_a_regency_gets_its_own_villages_and_the_others_are_outside(tim_kab, idm, capsys):
    run_import(tim_kab, "figures", idm, place=None, mode="good", year=2024, source="Kemendesa, IDM 2024")
    out = capsys.readouterr().out
    assert "Tersimpan: 2 angka dari 1 desa." in out
    assert "Desa di luar wilayah kerja Anda" in out
    with scoped(tim_kab):
        assert set(Figure.objects.values_list("region_code", "element", "value", "text", "period", "source")) == {
            ("13.01.01.2001", "idm", 0.7989, "", "2024", "Kemendesa, IDM 2024"),
            ("13.01.01.2001", "idm_status", None, "maju", "2024", "Kemendesa, IDM 2024"),
        }


def test_an_operator_names_a_place_and_leaves_a_trail(people, idm, capsys):
    with pytest.raises(SystemExit):
        imports._operator(None)
    run_import(imports._operator("13"), "figures", idm, place=None, mode="good", year=2024, source="Kemendesa")
    assert "Tersimpan: 4 angka dari 2 desa." in capsys.readouterr().out
    with scoped(system_actor("00")):
        events = set(AuditEntry.objects.filter(user_id=None, region_code="13").values_list("event", flat=True))
    assert {"import.receive", "import.order_store", "import.store"} <= events


def test_templates_are_written(tmp_path, capsys):
    for what, name in (("families", "a.xlsx"), ("figures", "b.zip")):
        templates._write(what, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(b"PK")
    with pytest.raises(SystemExit) as stopped:
        templates._write("families", tmp_path / "a.pdf")
    assert stopped.value.code == 2
