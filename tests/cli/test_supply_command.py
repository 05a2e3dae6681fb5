"""Funds and offers, the instance and a proposal by command: each file has its own way in and out."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from padu.access.gate import scoped
from padu.apps.convergence.models import PlannerRun
from padu.apps.convergence.planning.solving import Outcome
from padu.apps.convergence.services import planner_runs
from padu.apps.supply.models import Offer
from padu.cli import propose as propose_command
from padu.cli import supply as supply_command
from padu.domain.planning import Delivery, Plan, read_instance
from tests.apps.supply.test_supply_files import GOOD, workbook
from tests.people import VILLAGE
from tests.planning_rows import YEAR, make_catalogue, make_fund, make_need, make_offer


@pytest.fixture(autouse=True)
def running(monkeypatch, people):
    """The test's own database is up already."""
    make_catalogue()
    for module in (supply_command, propose_command):
        monkeypatch.setattr(module, "start_django", lambda: None)


def test_a_workbook_is_checked_and_stored_and_stored_once(people, tmp_path, capsys):
    path = tmp_path / "tawaran.xlsx"
    path.write_bytes(workbook())
    supply_command.import_supply(path, YEAR, "petugas_opd")
    assert "Dana baik: 1; penawaran baik: 1; baris salah: 0" in capsys.readouterr().out
    supply_command.import_supply(path, YEAR, "petugas_opd", store=True)
    assert "2 baru, 0 diubah, 0 sudah sama. Sekarang 1 dana, 1 penawaran." in capsys.readouterr().out
    supply_command.import_supply(path, YEAR, "petugas_opd", store=True)
    assert "tidak ada yang berubah" in capsys.readouterr().out


def test_wrong_rows_are_printed_and_nothing_is_stored(people, tmp_path, capsys):
    path = tmp_path / "tawaran.xlsx"
    path.write_bytes(workbook(offers=(GOOD, ["DAK", "genting", "Rusak", 1, 1, "Foo"])))
    with pytest.raises(SystemExit) as ended:
        supply_command.import_supply(path, YEAR, "petugas_opd", store=True)
    out = capsys.readouterr()
    assert ended.value.code == 1
    assert "Tawaran baris 3, Bulan" in out.out
    with scoped(people.petugas_opd.actor):
        assert Offer.objects.count() == 0


@pytest.mark.parametrize("who", ["tim_kab", "pokja"])
def test_only_an_agencys_officer_imports(people, tmp_path, who, capsys):
    path = tmp_path / "tawaran.xlsx"
    path.write_bytes(workbook())
    with pytest.raises(SystemExit) as ended:
        supply_command.import_supply(path, YEAR, who)
    assert ended.value.code == 2


def test_the_template_can_be_filled_in_and_read(people, tmp_path, capsys):
    out = tmp_path / "templat.xlsx"
    supply_command.template_supply(out, YEAR, "petugas_opd")
    with pytest.raises(SystemExit) as ended:
        supply_command.import_supply(out, YEAR, "petugas_opd")
    assert ended.value.code == 2
    assert "tanpa data" in capsys.readouterr().out


@pytest.fixture
def offer(people):
    make_need(VILLAGE, ("stunting", 4, 50.0))
    return make_offer(make_fund(people.kesehatan))


def test_the_instance_is_written_as_the_planner_reads_it(people, offer, tmp_path, capsys):
    out = tmp_path / "instance.json"
    propose_command.export_instance("13.01", YEAR, out, "tim_kab")
    instance = read_instance(json.loads(out.read_text(encoding="utf-8")))
    assert [one.id for one in instance.offers] == [str(offer.pk)]
    assert "1 kampung, 1 masalah, 1 penawaran, 0 kesepakatan" in capsys.readouterr().out


@pytest.mark.parametrize("who", ["petugas_opd", "orang_luar", "pokja"])
def test_nobody_else_gets_the_instance_or_a_proposal(people, offer, tmp_path, who, capsys):
    for call in (
        lambda: propose_command.export_instance("13.01", YEAR, tmp_path / "x.json", who),
        lambda: propose_command.propose("13.01", YEAR, username=who),
    ):
        with pytest.raises(SystemExit) as ended:
            call()
        assert ended.value.code == 2
    assert not (tmp_path / "x.json").exists()


def test_a_proposal_is_made_and_told_in_one_line(people, offer, monkeypatch, capsys):
    def solve(instance, *, seconds, seed, progress, should_stop):
        found = Plan((Delivery(VILLAGE, dt.date(2027, 2, 1), str(offer.pk)),))
        return Outcome(found, {"score": 14.0, "gap": 0.1, "seed": seed, "seconds": seconds}, {})

    monkeypatch.setattr(planner_runs, "solve_instance", solve)
    propose_command.propose("13.01", YEAR, 5, 7, "tim_kab")
    line = json.loads(capsys.readouterr().out)
    assert (line["deliveries"], line["score"], line["seed"], line["seconds"]) == (1, 14.0, 7, 5)


def test_a_year_without_needs_or_offers_is_explained(people, capsys):
    with pytest.raises(SystemExit) as ended:
        propose_command.propose("13.01", YEAR, username="tim_kab")
    assert ended.value.code == 2
    assert "belum ada penawaran OPD" in capsys.readouterr().err
    with scoped(people.tim_kab.actor):
        assert PlannerRun.objects.count() == 0
