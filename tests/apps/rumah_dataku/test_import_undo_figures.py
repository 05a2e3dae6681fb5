"""A run of figures taken back: they are as they were before, and what was computed from counts goes with them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from padu.access import events
from padu.access.actor import system_actor
from padu.access.events import Event
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.elements import AREA
from padu.apps.rumah_dataku.models import (
    Figure,
    ImportRun,
)
from padu.apps.rumah_dataku.services.village_counting import village_items_count
from padu.apps.rumah_dataku.services.village_deriving import derived_figures_write
from padu.domain.village_profile import DERIVED_SOURCE, OWN_SOURCE
from tests.apps.rumah_dataku.files import VILLAGE, families_file, store
from tests.apps.rumah_dataku.test_import_undo import EVERYTHING, undo
from tests.siga_tables import INDERAPURA, siga_csv

pytestmark = pytest.mark.django_db
FIGURES = {"kind": "figures", "source": "Kemendesa, IDM 2024", "year": 2024}


def idm_file(idm: str, iks: str = "") -> bytes:
    rows = [f"{VILLAGE};idm;;{idm}"] + ([f"{VILLAGE};iks;;{iks}"] if iks else [])
    return "\n".join(["Kode desa;Unsur data;Jenis kelamin;Nilai", *rows, ""]).encode()


def known_figures() -> dict[str, float]:
    with scoped(EVERYTHING):
        return {row.element: row.value for row in Figure.objects.filter(region_code=VILLAGE)}


def test_figures_are_as_they_were_before(pokja, django_capture_on_commit_callbacks, monkeypatch):
    store(pokja, idm_file("0,7"), "angka.csv", **FIGURES)
    run = store(pokja, idm_file("0,8", iks="0,5"), "angka2.csv", **FIGURES)
    assert known_figures() == {"idm": 0.8, "iks": 0.5}
    heard: list[dict[str, object]] = []
    monkeypatch.setitem(events._receivers, Event.FIGURES_STORED, [lambda **ids: heard.append(ids)])
    with django_capture_on_commit_callbacks(execute=True):
        run = undo(pokja, run)
    assert known_figures() == {"idm": 0.7}
    assert (run.counts["undone_figures_removed"], run.counts["undone_figures_restored"]) == (1, 1)
    assert heard == [{"region_codes": [VILLAGE], "user_id": pokja.user_id}]


def test_a_figure_that_a_later_file_changed_is_kept(pokja):
    run = store(pokja, idm_file("0,7", iks="0,5"), "angka.csv", **FIGURES)
    store(pokja, idm_file("0,8"), "angka2.csv", **FIGURES)
    assert undo(pokja, run).options["undo"]["kept"] == 1
    run = undo(pokja, run, leave=True)
    assert (run.state, known_figures()) == ("undone", {"idm": 0.8})


def test_counted_figures_of_a_year_without_surveys_go(pokja):
    run = store(pokja, families_file())
    village_items_count(region_code=VILLAGE, year=2026)

    def counted() -> int:
        with scoped(EVERYTHING):
            return Figure.objects.filter(region_code=VILLAGE, source=OWN_SOURCE, period="2026").count()

    assert counted() > 0
    undo(pokja, run)
    assert counted() == 0


def test_what_was_computed_from_counted_figures_goes_with_them(pokja, django_capture_on_commit_callbacks, monkeypatch):
    run = store(pokja, families_file())
    village_items_count(region_code=VILLAGE, year=2026)
    with scoped(system_actor(VILLAGE, Verb.PLACE_READ)):
        Figure.objects.create(
            region_code=VILLAGE, element=AREA, period="2026", value=2.0, source="BPS", updated_at=timezone.now()
        )
    derived_figures_write(region_codes=[VILLAGE])

    def derived() -> set[str]:
        with scoped(EVERYTHING):
            rows = Figure.objects.filter(region_code=VILLAGE, source__startswith=DERIVED_SOURCE)
            return set(rows.values_list("element", flat=True))

    assert derived() == {"population_density"}
    heard: list[list[str]] = []
    monkeypatch.setitem(events._receivers, Event.FIGURES_STORED, [lambda region_codes, **_: heard.append(region_codes)])
    with django_capture_on_commit_callbacks(execute=True):
        undo(pokja, run)
    assert heard == [[VILLAGE]]
    derived_figures_write(region_codes=heard[0])
    assert derived() == set()


def test_a_table_of_siga_that_is_taken_back_is_no_register_of_families(
    tim_kab, django_capture_on_commit_callbacks, monkeypatch
):
    content = siga_csv(("JUMLAH KRS", "PUS", "BULAN"), [(INDERAPURA, (30, 120, "JUNI 2024"))])
    run = store(tim_kab, content, "krs.csv", kind="siga", region_code="13.01", year=2024)
    heard: list[dict[str, object]] = []
    monkeypatch.setitem(events._receivers, Event.REGISTER_STORED, [lambda **ids: heard.append(ids)])
    with django_capture_on_commit_callbacks(execute=True):
        assert undo(tim_kab, run).state == ImportRun.State.UNDONE
    assert known_figures() == {}
    assert heard == []
