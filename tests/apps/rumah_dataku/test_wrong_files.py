"""A file sent as another kind than it is, and one that is no table of ours at all: said so, with a way on."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from padu.apps.rumah_dataku.tasks import check
from tests.apps.rumah_dataku.files import VILLAGE, families_file, receive
from tests.apps.rumah_dataku.pages import text
from tests.files.conftest import xlsx_bytes
from tests.siga_tables import INDERAPURA, KRS, siga_csv

pytestmark = pytest.mark.django_db
SIGA = siga_csv(KRS, [(INDERAPURA, [1] * len(KRS))])
LONG = f"Kode desa;Unsur data;Jenis kelamin;Nilai\n{VILLAGE};idm;;0,7989\n".encode()
MONEY = xlsx_bytes({"Sheet1": [["No", "Uraian", "Jumlah"], [1, "Beras", 20000]]})


def chosen_kinds(page: str) -> list[str]:
    controls = re.findall(r'<input type="radio" name="kind"[^>]*>', page)
    assert len(controls) == 4
    return [re.findall(r'value="(\w+)"', one)[0] for one in controls if "checked" in one]


@pytest.mark.parametrize(
    ("content", "name", "sent_as", "is_", "words"),
    [
        (SIGA, "krs.csv", "families", "siga", "Tabel SIGA"),
        (LONG, "angka.csv", "families", "figures", "Angka desa"),
        (families_file(), "keluarga.xlsx", "figures", "families", "Keluarga dan anggota"),
        (families_file(), "keluarga.xlsx", "siga", "families", "Keluarga dan anggota"),
    ],
)
def test_a_file_of_another_kind_is_told_and_leads_to_the_right_one(
    people, client_of, pokja, content, name, sent_as, is_, words
):
    run = receive(pokja, content, name, kind=sent_as, source="Kemendesa" if sent_as == "figures" else "")
    check(run_id=run.pk, user_id=people.pokja.user.pk)
    browser = client_of(people.pokja)
    way = f"/impor/?jenis={is_}&wilayah={VILLAGE}"
    for address in (reverse("import_run", args=[run.pk]), reverse("import_columns", args=[run.pk])):
        page = text(browser.get(address))
        assert f"Berkas ini tampak seperti: {words}" in page
        assert way in page
    assert chosen_kinds(text(browser.get(way))) == [is_]


def test_a_file_of_nothing_that_is_known_leads_out(people, client_of, pokja):
    run = receive(pokja, MONEY, "keuangan.xlsx")
    check(run_id=run.pk, user_id=people.pokja.user.pk)
    browser = client_of(people.pokja)
    page = text(browser.get(reverse("import_columns", args=[run.pk])))
    assert "Tidak satu pun judul kolom dikenal" in page
    assert "Tunjuk kolom mana yang berisi itu" in page
    assert browser.post(reverse("import_discard", args=[run.pk])).status_code == 302
    page = text(browser.get(reverse("import_columns", args=[run.pk])))
    assert "Tidak satu pun judul kolom dikenal" not in page
    assert "Batalkan impor ini" not in page


def test_a_kind_that_is_not_offered_is_not_chosen(people, client_of):
    page = text(client_of(people.pokja).get("/impor/?jenis=lain&wilayah=13.02"))
    assert chosen_kinds(page) == ["families"]
