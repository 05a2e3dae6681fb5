"""A table of SIGA from the file to the figure table: every row has one outcome, and the counts are read back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.rumah_dataku.files.siga_places import NameAnswer, NameStatus, PlaceNames
from padu.apps.rumah_dataku.models import Figure, ImportRun, NamedVillage
from padu.apps.rumah_dataku.selectors.figures import figures_of
from padu.apps.rumah_dataku.services import ImportRefused, StoreMode, import_check, import_order_store, import_store
from padu.apps.rumah_dataku.services.village_names import name_key, name_lookup
from padu.apps.rumah_dataku.tasks import check as check_task
from padu.domain.values import Missing
from tests.apps.rumah_dataku.files import VILLAGE, receive
from tests.apps.rumah_dataku.pages import text
from tests.people import make_person
from tests.siga_tables import ABROAD, INDERAPURA, MISSPELT, MUARO, PELANGAI, siga_csv

pytestmark = pytest.mark.django_db

HEADS = ("JUMLAH KRS", "PUS", "PUS HAMIL", "BULAN")
TABLE = siga_csv(
    HEADS,
    [
        (INDERAPURA, (30, 120, 4, "JUNI 2024")),
        (MUARO, (20, 80, -4, "JUNI 2024")),  # a negative count
        (PELANGAI, ("1.100", 2000, 31, "JUNI 2024")),
        (MISSPELT, (5, 50, 1, "JUNI 2024")),  # Indrapura for Inderapura
        (ABROAD, (9, 90, 3, "JUNI 2024")),  # another regency
        (INDERAPURA, (31, 121, 5, "JULI 2024")),
        (INDERAPURA, (32, 122, 6, "SEMESTER I")),  # no month
        (("", "", "", "TOTAL"), (127, 2583, 43, "")),
    ],
)


def send(actor, region_code: str = "13.01", content: bytes = TABLE) -> ImportRun:
    return receive(actor, content, "krs.csv", kind="siga", region_code=region_code, year=2024)


def stored(actor, run: ImportRun, mode: StoreMode = StoreMode.GOOD) -> ImportRun:
    import_order_store(actor=actor, run_id=run.pk, mode=mode)
    return import_store(actor=actor, run_id=run.pk)


def figures_of_run(run: ImportRun, actor) -> list[tuple[str, str, str, float | None]]:
    with scoped(actor):
        rows = Figure.objects.filter(import_run_id=run.pk).order_by("region_code", "period", "component")
        return list(rows.values_list("region_code", "period", "component", "value"))


def test_every_row_of_a_regency_has_one_outcome_and_the_database_holds_as_many(tim_kab):
    run = import_check(actor=tim_kab, run_id=send(tim_kab).pk)
    counts = run.counts
    # 8 rows: 4 of villages of the regency with a month, 1 elsewhere, 1 to name, 1 without a month, 1 sum.
    told = [counts[key] for key in ("rows", "rows_taken", "rows_outside", "rows_to_name", "rows_summing")]
    assert told == [8, 4, 1, 1, 1]
    assert counts["figures_good"] == 11  # 4 rows of 3, less the negative one
    assert counts["figures_bad"] == 3  # the negative count, the name, the month
    run = stored(tim_kab, run)
    assert (run.counts["figures_stored"], run.counts["villages_stored"]) == (11, 3)
    rows = figures_of_run(run, tim_kab)
    assert len(rows) == 11
    assert [row for row in rows if row[0] == "13.01.01.2002"] == [
        ("13.01.01.2002", "2024-06", "at_risk", 20.0),
        ("13.01.01.2002", "2024-06", "pus", 80.0),
    ]
    assert ("13.01.02.2001", "2024-06", "at_risk", 1100.0) in rows
    assert ("13.01.01.2001", "2024-07", "pus_pregnant", 5.0) in rows
    with scoped(tim_kab):
        assert not Figure.objects.filter(value__lt=0).exists()
        assert set(Figure.objects.values_list("source", flat=True)) == {"SIGA"}


def test_the_same_table_again_changes_nothing(tim_kab):
    first = stored(tim_kab, import_check(actor=tim_kab, run_id=send(tim_kab).pk))
    again = import_check(actor=tim_kab, run_id=send(tim_kab, content=TABLE + b"\r\n").pk)
    assert again.pk != first.pk
    assert [again.counts[f"figures_{key}"] for key in ("new", "changed", "same")] == [0, 0, 11]
    assert send(tim_kab).pk == first.pk


def test_a_village_officer_brings_the_own_village_only(pokja):
    run = import_check(actor=pokja, run_id=send(pokja, VILLAGE).pk)
    counts = run.counts
    assert [counts[key] for key in ("rows", "rows_taken", "rows_outside")] == [8, 2, 4]
    assert counts["figures_good"] == 6
    run = stored(pokja, run)
    assert {row[0] for row in figures_of_run(run, pokja)} == {VILLAGE}


@pytest.mark.parametrize(("role", "place", "taken"), [(Role.DISTRICT, "13.01.01", 3), (Role.PROVINCE, "13", 5)])
def test_a_district_and_a_province_send_for_their_villages(places, role, place, taken):
    sender = make_person("pengirim", role, place).actor
    run = import_check(actor=sender, run_id=send(sender, place).pk)
    assert run.state == ImportRun.State.CHECKED, run.problem
    assert run.counts["rows_taken"] == taken
    run = stored(sender, run)
    assert run.counts["figures_stored"] == run.counts["figures_good"] == len(figures_of_run(run, sender))


def test_who_may_not_send_is_refused(people):
    with pytest.raises(PermissionDenied):
        send(people.petugas_opd.actor)
    with pytest.raises(Http404):
        send(people.orang_luar.actor)


def test_a_name_is_confirmed_once_and_remembered(people, client_of, tim_kab):
    run = import_check(actor=tim_kab, run_id=send(tim_kab).pk)
    browser, address = client_of(people.tim_kab), reverse("import_names", args=[run.pk])
    assert "Pastikan nama desa" in text(browser.get(reverse("import_run", args=[run.pk])))
    page = text(browser.get(address))
    assert "TIGA SEPAKAT INDRAPURA" in page
    assert "Nagari Tiga Sepakat Inderapura (13.01.01.2003)" in page
    nothing = browser.post(address, {})
    assert nothing.status_code == 422
    wrong = browser.post(address, {"kode-0": "13.02.03.2001"})
    assert wrong.status_code == 422
    assert "bukan desa di wilayah ini" in text(wrong)
    assert browser.post(address, {"desa-0": "13.01.01.2003"}).status_code == 302
    check_task(run_id=run.pk, user_id=people.tim_kab.user.pk)
    with scoped(tim_kab):
        run.refresh_from_db()
        assert NamedVillage.objects.get().village_code == "13.01.01.2003"
    assert (run.counts["rows_taken"], run.counts.get("rows_to_name", 0)) == (5, 0)
    assert browser.get(address).status_code == 404
    later = siga_csv(HEADS, [(MISSPELT, (6, 51, 2, "AGUSTUS 2024"))])
    next_month = import_check(actor=tim_kab, run_id=send(tim_kab, content=later).pk)
    assert (next_month.counts["rows_taken"], next_month.counts["errors"]) == (1, 0)


def test_a_name_that_is_none_of_ours_is_counted_outside_from_then_on(people, client_of, tim_kab):
    run = import_check(actor=tim_kab, run_id=send(tim_kab).pk)
    client_of(people.tim_kab).post(reverse("import_names", args=[run.pk]), {"desa-0": "-"})
    run = import_check(actor=tim_kab, run_id=run.pk)
    assert [run.counts[key] for key in ("rows_taken", "rows_outside")] == [4, 2]


def test_what_one_place_confirmed_another_does_not_know(people, client_of, tim_kab):
    run = import_check(actor=tim_kab, run_id=send(tim_kab).pk)
    client_of(people.tim_kab).post(reverse("import_names", args=[run.pk]), {"desa-0": "13.01.01.2003"})
    with scoped(people.orang_luar.actor):
        assert not NamedVillage.objects.exists()


def test_small_counts_of_the_tables_are_hidden_from_who_has_no_duty(pokja, tim_kab):
    stored(tim_kab, import_check(actor=tim_kab, run_id=send(tim_kab).pk))
    with scoped(tim_kab):
        group = next(group for group in figures_of(VILLAGE) if group.title == "Tabel SIGA")
    shown = {(line.component, line.period): line.value for line in group.lines}
    assert shown["pus_pregnant", "2024-06"] is Missing.SUPPRESSED
    assert shown["pus_pregnant", "2024-07"] is Missing.SUPPRESSED
    assert "PUS hamil (SIGA KRS)" in {line.label for line in group.lines}


def test_what_was_confirmed_for_a_name_does_not_answer_for_a_place_of_another_kind(places):
    """A kelurahan may have the name of a desa beside it: somebody has to say it of each."""
    plain = PlaceNames("SUMATERA BARAT", "PESISIR SELATAN", "PANCUNG SOAL", "TIGA SEPAKAT INDRAPURA", "")
    find = name_lookup("13.01", {name_key(plain): "13.01.01.2003"})
    assert find(plain) == NameAnswer(NameStatus.FOUND, "13.01.01.2003")
    assert find(replace(plain, village="KELURAHAN TIGA SEPAKAT INDRAPURA")).status is NameStatus.UNKNOWN


@pytest.mark.parametrize("source", ["hitungan Padu", " Hitungan padu dari SIGA", "catatan kejadian Padu"])
def test_nobody_sends_a_table_in_the_name_of_the_own_counts(people, client_of, tim_kab, source):
    with pytest.raises(ImportRefused) as refused:
        receive(tim_kab, TABLE, "krs.csv", kind="siga", region_code="13.01", year=2024, source=source)
    assert refused.value.data["reason"] == "own_source"
    fields = {"kind": "siga", "region_code": "13.01", "year": "2024", "source": source}
    answer = client_of(people.tim_kab).post(reverse("imports"), fields | {"file": SimpleUploadedFile("krs.csv", TABLE)})
    assert answer.status_code == 422
    assert "hanya dipakai untuk hitungan sistem" in text(answer)


def test_a_row_of_figures_in_the_name_of_the_own_counts_is_kept_out(pokja):
    heads = "Kode desa;Unsur data;Jenis kelamin;Nilai;Sumber"
    rows = (f"{VILLAGE};idm;;0,7;Hitungan Padu", f"{VILLAGE};iks;;0,5;Kemendesa")
    content = "\n".join([heads, *rows, ""]).encode()
    run = receive(pokja, content, "angka.csv", kind="figures", year=2024, source="Kemendesa")
    run = import_check(actor=pokja, run_id=run.pk)
    assert (run.counts["figures_good"], run.counts["figures_bad"]) == (1, 1)
    run = stored(pokja, run)
    with scoped(pokja):
        assert list(Figure.objects.values_list("element", "source")) == [("iks", "Kemendesa")]
