"""Rows that were kept out come back in the file's own columns, and are taken when they are sent again corrected."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.rumah_dataku.files.mending import BELONGS
from padu.apps.rumah_dataku.models import Family, Figure
from padu.apps.rumah_dataku.services import StoreMode, import_check, import_order_store, import_store
from tests.apps.rumah_dataku.files import VILLAGE, YEAR, check, families_file, receive, store
from tests.apps.rumah_dataku.pages import text
from tests.files.conftest import xlsx_bytes
from tests.siga_tables import INDERAPURA, MUARO, siga_csv

pytestmark = pytest.mark.django_db
Sheets = dict[str, list[list[object]]]


def mended(browser, run) -> Sheets:
    """The workbook that the page hands out."""
    answer = browser.get(reverse("import_mending", args=[run.pk]))
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def sent_again(sheets: Sheets) -> bytes:
    return xlsx_bytes({name: [list(row) for row in rows] for name, rows in sheets.items()})


def test_a_family_comes_back_whole_and_is_taken_when_mended(people, client_of, pokja):
    families = [{"No. keluarga": "K-1"}, {"No. keluarga": "K-2", "No. KK": None}]
    persons = [
        {},
        {"No. keluarga": "K-2", "NIK": "1301014503970002"},
        {"No. keluarga": "K-2", "NIK": "123", "No. urut": "2"},
    ]
    run = store(pokja, families_file(families, persons), mode="good")
    browser = client_of(people.pokja)
    assert "Unduh baris untuk diperbaiki" in text(browser.get(reverse("import_run", args=[run.pk])))
    sheets = mended(browser, run)
    heads, *rows = sheets["Keluarga"]
    assert heads[-2:] == ["Masalah", "Yang disarankan"]
    assert [row[0] for row in rows] == ["K-2"]
    heads, *rows = sheets["Anggota"]
    assert [row[heads.index("NIK")] for row in rows] == ["1301014503970002", "123"]
    assert rows[0][-2] == BELONGS
    assert "NIK: Nomor bukan 16 angka" in rows[1][-2]
    rows[1][heads.index("NIK")] = "1301014503970003"
    again = store(pokja, sent_again(sheets), "perbaiki.xlsx")
    assert (again.counts["families_stored"], again.counts["errors"]) == (1, 0)
    assert not [one for one in again.counts["notices"] if "Masalah" in one["message"]]
    with scoped(pokja):
        assert Family.objects.filter(active=True).count() == 2
        assert AuditEntry.objects.filter(event="import.mending", subject=f"import:{run.pk}").count() == 1


def test_sent_again_uncorrected_it_says_the_same(people, client_of, pokja):
    run = check(pokja, families_file([{}], [{"NIK": "123"}]))
    again = check(pokja, sent_again(mended(client_of(people.pokja), run)), "perbaiki.xlsx")
    assert [again.counts[key] for key in ("families_bad", "persons_bad", "errors")] == [
        run.counts[key] for key in ("families_bad", "persons_bad", "errors")
    ]


def test_residents_of_one_card_come_back_together(people, client_of, pokja):
    heads = ["nama", "no_kk", "nik", "sex", "tanggallahir", "kk_level", "pendidikan_kk_id", "status_dasar"]
    good = ["Budi", "1301010101120002", "1301010101800001", 1, "1980-01-01", 1, 5, 1]
    bad = [["Siti", "1301010101120001", "1301014503970001", 2, "1997-03-05", 1, 5, 1],
           ["Rahmat", "1301010101120001", "1301", 1, "2018-06-10", 4, 3, 1]]  # fmt: skip
    run = check(pokja, xlsx_bytes({"Data Penduduk": [heads, good, *bad]}), "penduduk.xlsx", kind="opensid")
    _, *rows = mended(client_of(people.pokja), run)["Data Penduduk"]
    assert [row[0] for row in rows] == ["Siti", "Rahmat"]


def test_figures_of_a_semicolon_table_keep_their_meaning(people, client_of, pokja):
    content = f"Kode desa;idm;Pasar;Luas wilayah\n{VILLAGE};0,75;-2;1.234\n".encode()
    run = check(pokja, content, "angka.csv", kind="figures", source="Kemendesa")
    sheets = mended(client_of(people.pokja), run)
    heads, row = sheets["angka"]
    assert row[heads.index("Luas wilayah")] == 1234  # a point between thousands, not a fraction
    assert row[heads.index("idm")] == 0.75
    assert "Pasar: Angka tidak boleh negatif" in row[-2]
    row[heads.index("Pasar")] = 2
    again = store(pokja, sent_again(sheets), "perbaiki.xlsx", kind="figures", source="Kemendesa")
    assert again.counts["figures_stored"] == 3
    with scoped(pokja):
        assert Figure.objects.get(element="area_km2").value == 1234


def test_rows_of_siga_come_back_and_are_taken(people, client_of, tim_kab):
    content = siga_csv(("PUS", "PUS HAMIL", "BULAN"), [(INDERAPURA, (40, 12, "MEI")), (MUARO, (9, -4, "MEI"))])
    fields = {"kind": "siga", "region_code": "13.01", "year": YEAR}
    run = import_check(actor=tim_kab, run_id=receive(tim_kab, content, "krs.csv", **fields).pk)
    sheets = mended(client_of(people.tim_kab), run)
    heads, row = sheets["krs"]
    assert row[heads.index("KELURAHAN")] == "MUARO SAKAI INDERAPURA"
    row[heads.index("PUS HAMIL")] = 4
    again = receive(tim_kab, sent_again(sheets), "krs-perbaiki.xlsx", **fields)
    again = import_check(actor=tim_kab, run_id=again.pk)
    assert (again.counts["figures_good"], again.counts["errors"]) == (2, 0)
    import_order_store(actor=tim_kab, run_id=again.pk, mode=StoreMode.ALL)
    assert import_store(actor=tim_kab, run_id=again.pk).counts["figures_stored"] == 2


def test_nobody_but_the_sender_gets_the_rows(people, client_of, pokja, settings):
    run = check(pokja, families_file([{}], [{"NIK": "123"}]))
    address = reverse("import_mending", args=[run.pk])
    for who in (people.pokja_tetangga, people.tim_kab, people.orang_luar):
        assert client_of(who).get(address).status_code == 404
    for path in settings.KEPT_FILES.iterdir():
        if path.is_file():
            path.unlink()
    browser = client_of(people.pokja)
    assert browser.get(address).status_code == 404
    assert "untuk diperbaiki" not in text(browser.get(reverse("import_run", args=[run.pk])))


def test_a_run_without_errors_has_nothing_to_mend(people, client_of, pokja):
    run = check(pokja, families_file())
    assert client_of(people.pokja).get(reverse("import_mending", args=[run.pk])).status_code == 404
