"""A workbook of funds and offers: kept and checked first, stored when its sender says so, the same when sent again."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from padu.access.gate import scoped
from padu.apps.supply.file_services import MAX_BYTES, RowsWrong, supply_file_receive, supply_file_store
from padu.apps.supply.models import Fund, Offer, SupplyFile
from padu.domain.states import IllegalTransition
from tests.planning_rows import YEAR, make_catalogue

FUND_HEAD = ["Nama dana", "Sumber dana", "Pagu setahun (Rp)", "Dokumen perencanaan", "Kode dokumen", "Kode rekening",
             "Tahun dokumen"]  # fmt: skip
OFFER_HEAD = [
    "Nama dana",
    "Kegiatan",
    "Judul tawaran",
    "Biaya sekali pelaksanaan (Rp)",
    "Kuota setahun (kali)",
    "Bulan",
]
DAK = ["DAK", "apbd_kabkota", 50_000_000, "DPA", "DPA-1.02", "5.1.02.01", YEAR]
GOOD = ["DAK", "genting", "Pendampingan", 2_000_000, 8, "Mar-Apr"]


def workbook(funds=(DAK,), offers=(GOOD,), fund_head=FUND_HEAD, sheets=("Dana", "Tawaran")):
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, head, rows in zip(sheets, (fund_head, OFFER_HEAD), (funds, offers), strict=True):
            sheet = book.add_worksheet(name)
            for number, row in enumerate([head, *rows]):
                sheet.write_row(number, 0, row)
    return memory.getvalue()


@pytest.fixture
def catalogue(people):
    make_catalogue()


def receive(person, agency, content, name="tawaran.xlsx"):
    with scoped(person.actor):
        return supply_file_receive(actor=person.actor, agency=agency, year=YEAR, chunks=[content], file_name=name)


def store(person, file, **more):
    with scoped(person.actor):
        return supply_file_store(actor=person.actor, file_id=file.pk, **more)


def test_checked_first_stored_later_and_counts_read_back(people, catalogue):
    file = receive(people.petugas_opd, people.kesehatan, workbook()).file
    with scoped(people.petugas_opd.actor):
        assert (file.state, file.counts["bad"], file.counts["changes"]) == ("checked", 0, {"new": 2})
        assert Fund.objects.count() == 0
    stored = store(people.petugas_opd, file)
    assert stored.counts["stored"] == {"funds": 1, "offers": 1}
    with scoped(people.petugas_opd.actor):
        offer = Offer.objects.select_related("fund").get()
    assert (offer.title, offer.months, offer.addresses) == ("Pendampingan", [3, 4], [["stunting", 0.3]])
    assert (offer.document, offer.document_code, offer.fund.budget_line) == ("dpa", "DPA-1.02", "5.1.02.01")


def test_the_kept_file_is_not_readable_on_disk(people, catalogue):
    content = workbook()
    file = receive(people.petugas_opd, people.kesehatan, content).file
    on_disk = (settings.KEPT_FILES / file.path).read_bytes()
    assert content not in on_disk
    assert b"xl/workbook.xml" not in on_disk


def test_the_same_file_again_is_the_earlier_one(people, catalogue):
    content = workbook()
    first = receive(people.petugas_opd, people.kesehatan, content)
    again = receive(people.petugas_opd, people.kesehatan, content)
    assert (first.repeated, again.repeated, again.file.pk) == (False, True, first.file.pk)
    store(people.petugas_opd, first.file)
    with pytest.raises(IllegalTransition):
        store(people.petugas_opd, first.file)


def test_a_changed_file_changes_only_what_differs(people, catalogue):
    store(people.petugas_opd, receive(people.petugas_opd, people.kesehatan, workbook()).file)
    more = workbook(offers=([*GOOD[:4], 9, GOOD[5]], [*GOOD[:2], "Kedua", *GOOD[3:]]))
    file = receive(people.petugas_opd, people.kesehatan, more).file
    assert file.counts["changes"] == {"unchanged": 1, "changed": 1, "new": 1}
    assert store(people.petugas_opd, file).counts["written"] == {"unchanged": 1, "changed": 1, "new": 1}
    with scoped(people.petugas_opd.actor):
        assert dict(Offer.objects.values_list("title", "max_deliveries")) == {"Pendampingan": 9, "Kedua": 8}


def test_bad_rows_are_named_and_only_good_ones_are_stored_when_asked(people, catalogue):
    wrong = ["DAK", "genting", "Rusak", "=1+1", 0, "Foo"]
    file = receive(people.petugas_opd, people.kesehatan, workbook(offers=(GOOD, wrong))).file
    assert (file.counts["bad"], file.counts["offers"]) == (1, 1)
    named = {(i["sheet"], i["row"], i["column"], i["value_seen"]) for i in file.issues}
    assert ("Tawaran", 3, "Bulan", "Foo") in named
    assert ("Tawaran", 3, "Kuota setahun (kali)", "0") in named
    with pytest.raises(RowsWrong):
        store(people.petugas_opd, file)
    assert store(people.petugas_opd, file, good_only=True).counts["written"] == {"new": 2}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["DAK", "apbn", 1000, "", "", "", ""], "document_required"),
        (["DAK", "apbn", 1000, "DPA", "DPA-1", "", ""], "document_incomplete"),
        (["DAK", "apbn", 1000, "Tidak ada dokumen", "DPA-1", "", ""], "document_incomplete"),
    ],
)
def test_every_fund_names_its_document_or_says_there_is_none(people, catalogue, row, code):
    file = receive(people.petugas_opd, people.kesehatan, workbook(funds=(row,))).file
    assert code in {issue["code"] for issue in file.issues}
    assert file.counts["funds"] == 0


def test_a_misspelt_column_refuses_the_file_with_the_nearest_name(people, catalogue):
    head = ["Nama dana", "Sumber dana", "Pagu setaun", *FUND_HEAD[3:]]
    file = receive(people.petugas_opd, people.kesehatan, workbook(fund_head=head)).file
    assert file.state == "refused"
    assert "Pagu setaun" in file.problem["problems"][0]["message"]


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "kosong.xlsx"), (b"\xff\xfe\x00bukan tabel", "aneh.xlsx"), (b"a" * (MAX_BYTES + 1), "besar.csv")],
)
def test_files_that_cannot_be_read_are_kept_and_explained(people, catalogue, content, name):
    file = receive(people.petugas_opd, people.kesehatan, content, name).file
    assert file.state == "refused"
    assert file.problem["problems"][0]["todo"]
    assert (settings.KEPT_FILES / file.path).is_file()


def test_another_agencys_row_in_the_file_is_an_error(people, catalogue):
    head, row = ["Perangkat daerah", *FUND_HEAD], ["dukcapil", *DAK]
    file = receive(people.petugas_opd, people.kesehatan, workbook(funds=(row,), fund_head=head)).file
    assert "agency_outside" in {issue["code"] for issue in file.issues}


def test_nobody_elses_file_can_be_stored(people, catalogue):
    file = receive(people.petugas_opd, people.kesehatan, workbook()).file
    for outsider in (people.petugas_opd_lain, people.petugas_luar, people.pokja, people.orang_luar):
        with pytest.raises(Http404):
            store(outsider, file)


def test_template_upload_preview_and_store_in_the_browser(people, catalogue, client_of):
    client = client_of(people.petugas_opd)
    base = f"/penawaran/opd/{people.kesehatan.pk}"
    template = client.get(f"{base}/{YEAR}/templat/")
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(template.content)).namelist()
    sent = SimpleUploadedFile("tawaran.xlsx", workbook())
    preview = client.post(f"{base}/{YEAR}/unggah/", {"file": sent}, follow=True)
    assert "2 baris baru, 0 diubah, 0 sudah sama" in preview.content.decode()
    with scoped(people.petugas_opd.actor):
        file = SupplyFile.objects.get()
    done = client.post(f"{base}/berkas/{file.pk}/simpan/", follow=True).content.decode()
    assert "1 dana dan 1 penawaran" in done
    again = client.post(f"{base}/berkas/{file.pk}/simpan/", follow=True).content.decode()
    assert "tidak ada yang berubah" in again


@pytest.mark.parametrize("who", ["petugas_opd_lain", "petugas_luar", "pokja", "orang_luar"])
def test_for_others_no_page_of_the_file_exists(people, catalogue, client_of, who):
    file = receive(people.petugas_opd, people.kesehatan, workbook()).file
    client, base = client_of(getattr(people, who)), f"/penawaran/opd/{people.kesehatan.pk}"
    assert client.get(f"{base}/berkas/{file.pk}/").status_code == 404
    assert client.get(f"{base}/{YEAR}/templat/").status_code == 404
    assert client.get(f"{base}/{YEAR}/unggah/").status_code == 404
    for step in ("simpan", "buang"):
        assert client.post(f"{base}/berkas/{file.pk}/{step}/").status_code == 404
