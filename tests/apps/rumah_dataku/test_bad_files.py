"""Every kind of bad file gets a clear answer, is kept, and leaves nothing half stored: by service and by page."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, Household, ImportRun, KeptFile, Person
from padu.apps.rumah_dataku.services import import_check
from padu.apps.rumah_dataku.services.kept_files import clear_chunks
from tests.apps.rumah_dataku.files import FAMILY, HEAD, VILLAGE, YEAR, check, families_file, table
from tests.apps.rumah_dataku.pages import text
from tests.files.conftest import with_parts, xlsx_bytes

pytestmark = pytest.mark.django_db


def renamed(old: str, new: str | None) -> bytes:
    """The template with one header misspelt, or without the column."""
    person = {new if head == old else head: cell for head, cell in HEAD.items() if new or head != old}
    return xlsx_bytes({"Keluarga": table([FAMILY]), "Anggota": table([person])})


def with_macros() -> bytes:
    return with_parts(families_file(), {"xl/vbaProject.bin": b"macro"})


def huge() -> bytes:
    """Just over the limit of 50 MB."""
    return b"No. keluarga;NIK\n" + b"1;2\n" * (13 * 1024 * 1024 + 100_000)


BAD_FILES = {
    "empty": (b"", "kosong.csv", "kosong"),
    "misspelt": (renamed("NIK", "NIKK"), "salah-kolom.xlsx", "Kolom “NIKK” mirip"),
    "missing": (renamed("Tanggal lahir", None), "tanpa-kolom.xlsx", "Kolom “Tanggal lahir” tidak ditemukan"),
    "macros": (with_macros(), "makro.xlsx", "berisi makro"),
    "macro suffix": (families_file(), "makro.xlsm", "berisi makro"),
    "wrong sheet": (xlsx_bytes({"Lembar1": [["a", "b"], [1, 2]]}), "lembar.xlsx", "Lembar “Keluarga” tidak ditemukan"),
    "not utf-8": ("No. keluarga;Nama\n1;Andr\xe9".encode("latin-1"), "latin.csv", "bukan teks UTF-8"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "foto.png", "bukan tabel"),
}


def stored_rows() -> int:
    with scoped(system_actor("00", Verb.FAMILY_READ)):
        return sum(model.objects.count() for model in (Household, Family, Person))


def kept_content(run: ImportRun, actor) -> bytes:
    with scoped(actor):
        kept = KeptFile.objects.get(run=run)
    return b"".join(clear_chunks(kept.path, kept.key_id))


@pytest.mark.parametrize("case", BAD_FILES)
def test_the_service_refuses_in_words_and_keeps_the_file(pokja, case):
    content, name, words = BAD_FILES[case]
    run = check(pokja, content, name)
    assert run.state == ImportRun.State.REFUSED
    (problem, *_) = run.problem
    assert words in problem["message"]
    assert problem["todo"]
    assert problem["kept"] == "Berkas tetap disimpan. Belum ada data yang ditulis."
    assert stored_rows() == 0
    assert kept_content(run, pokja) == content


def test_a_file_over_the_limit_is_kept_and_refused(pokja):
    content = huge()
    run = check(pokja, content, "besar.csv")
    assert (run.state, run.problem[0]["code"], run.file_size) == ("refused", "file_too_large", len(content))
    assert "50 MB" in run.problem[0]["message"]
    assert kept_content(run, pokja) == content


@pytest.mark.parametrize("case", ["empty", "misspelt", "macros", "wrong sheet", "not utf-8"])
def test_the_page_says_what_is_wrong_what_was_kept_and_what_to_do(people, client_of, case):
    content, name, words = BAD_FILES[case]
    browser = client_of(people.pokja)
    sent = {"kind": "families", "region_code": VILLAGE, "year": YEAR, "file": SimpleUploadedFile(name, content)}
    address = browser.post("/impor/", sent)["Location"]
    import_check(actor=people.pokja.actor, run_id=int(address.strip("/").split("/")[-1]))
    page = text(browser.get(address))
    assert words in page
    assert "Berkas tetap disimpan. Belum ada data yang ditulis." in page
    assert "Kirim berkas yang sudah diperbaiki" in page
    assert "Simpan semuanya" not in page


def test_the_page_says_that_a_file_was_sent_before(people, client_of):
    browser, content = client_of(people.pokja), families_file()

    def send():
        file = SimpleUploadedFile("a.xlsx", content)
        sent = {"kind": "families", "region_code": VILLAGE, "year": YEAR, "file": file}
        return browser.post("/impor/", sent, follow=True)

    first, again = send(), send()
    assert first.request["PATH_INFO"] == again.request["PATH_INFO"]
    assert "Berkas yang sama sudah dikirim" in text(again)
    assert "tidak ada yang diubah" in text(again)


@pytest.mark.parametrize(
    ("person", "code", "seen"),
    [
        ({"K.02 Nama": "=HYPERLINK(1)"}, "formula_cell", "=… (13 huruf, disembunyikan)"),
        ({"NIK": "\\=1+1"}, "formula_cell", "*"),
    ],
)
def test_a_cell_that_starts_like_a_formula_keeps_its_family_out(pokja, client_of, people, person, code, seen):
    run = check(pokja, families_file(persons=[person]))
    assert (run.counts["families_good"], run.counts["families_bad"]) == (0, 1)
    page = text(client_of(people.pokja).get(reverse("import_run", args=[run.pk])))
    assert "Sel berisi rumus" in page
    assert seen in page
    assert "HYPERLINK" not in page
    assert "Tidak ada baris yang dapat disimpan" in page
    assert code


def test_the_downloaded_list_holds_no_formula(pokja, client_of, people):
    run = check(pokja, families_file([{"Dusun/jorong": "=cmd|' /C calc'!A0"}], [{"K.02 Nama": "=1+1"}]))
    answer = client_of(people.pokja).get(reverse("import_bad_rows", args=[run.pk]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("<row") == run.counts["errors"] + run.counts["warnings"] + 1


def test_an_unknown_village_is_a_row_error_on_the_page(pokja, client_of, people):
    run = check(pokja, families_file([{"Kode desa": "13.01.01.2999"}]))
    page = text(client_of(people.pokja).get(reverse("import_run", args=[run.pk])))
    assert "Kode desa tidak ada dalam daftar wilayah" in page
    assert "13.01.01.2999" in page
