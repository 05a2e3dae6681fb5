"""`padu measure`: index and rankings of a place in one go, for the operator or in somebody's name."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from padu.access.gate import scoped
from padu.apps.measurement.models import IndexResult
from padu.apps.situation.models import SituationAnalysis
from padu.cli.main import app
from padu.cli.measure import _measure
from tests.apps.situation.conftest import load_catalogue
from tests.apps.situation.contoh import YEAR, store_village
from tests.people import VILLAGE


@pytest.mark.parametrize("place", ["13", "00", "Inderapura", "13.1"])
def test_only_a_regency_or_below_is_measured(place):
    done = CliRunner().invoke(app, ["measure", "--place", place, "--year", "2026"])
    assert done.exit_code == 2
    assert "bukan kode kabupaten/kota" in done.output


@pytest.mark.parametrize("username", [None, "pokja", "tim_kab"])
def test_index_and_ranking_are_there_afterwards(people, capsys, username):
    load_catalogue()
    store_village()
    _measure(VILLAGE, YEAR, username)
    said = capsys.readouterr().out
    assert f"Indeks keluarga {YEAR}: 1 desa terhitung." in said
    with scoped(people.pokja.actor):
        assert IndexResult.objects.filter(region_code=VILLAGE, year=YEAR).exists()
        assert SituationAnalysis.objects.get(year=YEAR).state == "draft"


def test_in_somebodys_name_only_in_their_places(people, capsys):
    with pytest.raises(SystemExit) as stopped:
        _measure(VILLAGE, YEAR, "orang_luar")
    assert stopped.value.code == 2
    assert "bukan wilayah kerja" in capsys.readouterr().err
    with scoped(people.tim_kab.actor):
        assert not IndexResult.objects.exists()
