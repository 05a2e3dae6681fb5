"""Columns of a sector's list: asked about where they are not sure, put right by its sender, remembered for the next."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.record_linkage.list_file import ListedPerson
from padu.apps.record_linkage.models import SectorAgreement, SectorColumns, SectorDelivery, SectorRow
from padu.apps.record_linkage.services import list_matching, lists
from padu.apps.record_linkage.services.list_columns import sheets_of
from padu.apps.record_linkage.services.list_matching import in_portions, list_match
from padu.apps.rumah_dataku.files.limits import MAX_COLUMNS, MIB
from padu.apps.rumah_dataku.files.problems import KEPT
from padu.apps.rumah_dataku.models import RememberedColumns
from padu.domain.linkage.sectors import Rhythm, SectorSource
from tests.apps.record_linkage.rows import duty, make_family
from tests.apps.rumah_dataku.pages import text
from tests.files.conftest import xlsx_bytes
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE, People, Person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
DAY = dt.date(2026, 9, 30)
NIK = "1301015505900001"
ODD_HEADS = ["Wilayah", "Orangnya", "No Induk", "Seks", "Lahir", "Diagnosa"]
ODD_ROW = [VILLAGE, "SITI NURHAYATI", NIK, "P", "15/05/1990", "Stunting"]
CHOICE = {"k0-0": "village_code", "k0-1": "name", "k0-2": "nik", "k0-3": "sex", "k0-4": "birth_date", "k0-5": ""}


@pytest.fixture
def agreement(people: People) -> SectorAgreement:
    make_family(VILLAGE, "A", [{"name": "Siti Noerhajati", "sex": 2, "born": "1990-05-15", "nik": NIK}], rt="1")
    actor = people.tim_kab.actor
    with scoped(actor):
        return lists.agreement_record(
            actor=actor, agency_id=people.dukcapil.pk, source=SectorSource.CIVIL_REGISTRY, rhythm=Rhythm.QUARTERLY,
            starts_on=dt.date(2026, 1, 1),
        )  # fmt: skip


@pytest.fixture
def officer(people: People) -> Actor:
    return people.petugas_opd_lain.actor


def sent(
    officer: Actor, agreement: SectorAgreement, content: bytes, name: str = "daftar.xlsx", day: dt.date = DAY
) -> SectorDelivery:
    with scoped(officer):
        made = lists.list_receive(
            actor=officer, agreement_id=agreement.pk, chunks=[content], file_name=name, data_on=day
        )
    return matched(officer, made)


def matched(officer: Actor, delivery: SectorDelivery) -> SectorDelivery:
    return list_match(delivery_id=delivery.pk, region_code=REGENCY, on_behalf_of=officer)


def again(officer: Actor, delivery: SectorDelivery) -> SectorDelivery:
    """Matched after its columns were put right."""
    with scoped(officer):
        delivery.refresh_from_db()
    return matched(officer, delivery)


def rows() -> list[SectorRow]:
    with scoped(duty(VILLAGE)):
        return list(SectorRow.objects.order_by("pk"))


def odd(*more: list[object]) -> bytes:
    return xlsx_bytes({"Data": [list(ODD_HEADS), list(ODD_ROW), *more]})


def columns_page(delivery: SectorDelivery) -> str:
    return reverse("sector_columns", args=[delivery.pk])


def test_headers_that_nobody_knows_wait_for_their_sender(
    people: People, client_of: SignIn, officer: Actor, agreement: SectorAgreement
) -> None:
    delivery = sent(officer, agreement, odd())
    assert (delivery.state, delivery.counts, rows()) == ("columns", {}, [])
    browser = client_of(people.petugas_opd_lain)
    told = text(browser.get(reverse("sector_agreement", args=[agreement.pk])))
    assert "Kolom berkas perlu Anda cocokkan" in told
    assert "menunggu: cocokkan kolomnya." in text(browser.get("/"))
    page = text(browser.get(columns_page(delivery)))
    assert "Kode desa, Nama" in page
    assert VILLAGE in page
    # A number is shown masked; of names, dates and what nobody knows only the kind.
    for kind in ("1301************", "(tanggal, disembunyikan)", "(huruf, disembunyikan)"):
        assert kind in page
    for hidden in ("SITI", NIK, "Stunting", "1990", "S… (8"):
        assert hidden not in page
    answer = browser.post(columns_page(delivery), {"lembar": "0"} | CHOICE)
    assert answer.status_code == 302
    done = again(officer, delivery)
    assert (done.state, done.counts["rows"], done.counts["by_rule"], done.counts["bad"]) == ("matched", 1, 1, 0)
    with scoped(duty(REGENCY)):
        looks = AuditEntry.objects.filter(event="sector.columns", subject=f"list:{delivery.pk}")
        assert looks.count() == 2  # one look, one choice


def test_the_next_list_with_these_headers_is_read_as_the_last(
    people: People, client_of: SignIn, officer: Actor, agreement: SectorAgreement
) -> None:
    first = sent(officer, agreement, odd())
    client_of(people.petugas_opd_lain).post(columns_page(first), {"lembar": "0"} | CHOICE)
    again(officer, first)
    with scoped(officer):
        remembered = RememberedColumns.objects.get()
        assert remembered.source == f"sector:dukcapil:{people.dukcapil.pk}"
        assert remembered.columns["Daftar"]["1"] == "name"
    # The sheet has another name this time, and there is one person more.
    more = [VILLAGE, "Budi Santoso", "", "L", "01/02/1980", "Sehat"]
    content = xlsx_bytes({"Oktober": [list(ODD_HEADS), list(ODD_ROW), more]})
    second = sent(officer, agreement, content, day=dt.date(2026, 10, 31))
    assert (second.state, second.counts["rows"], second.counts["unmatched"]) == ("matched", 2, 1)
    assert len(rows()) == 2
    # Under the same headers something else stands: asked again, with the last choice filled in.
    moved = [["x", "1", "2", "3", "4", VILLAGE]] * 4
    third = sent(officer, agreement, xlsx_bytes({"Data": [list(ODD_HEADS), *moved]}), day=dt.date(2026, 11, 1))
    assert third.state == "columns"
    offered = client_of(people.petugas_opd_lain).get(columns_page(third))
    assert "Susunan terakhir sudah diisikan" in text(offered)
    assert offered.content.decode().count('<option value="name" selected>') == 1


def test_another_sheet_of_the_workbook_is_chosen(
    people: People, client_of: SignIn, officer: Actor, agreement: SectorAgreement
) -> None:
    heads = ["Kode desa", "Nama"]
    content = xlsx_bytes({"Petunjuk": [["Isi di lembar lain"]], "September": [heads, [VILLAGE, "Lama"]],
                          "Oktober": [heads, [VILLAGE, "Baru"], [VILLAGE, "Baru Juga"]]})  # fmt: skip
    delivery = sent(officer, agreement, content)
    assert delivery.state == "columns"
    with scoped(officer):
        assert [one.sheet for one in sheets_of(delivery)] == ["Petunjuk", "September", "Oktober"]
    browser = client_of(people.petugas_opd_lain)
    assert "Lembar yang dibaca" in text(browser.get(columns_page(delivery)))
    shown = browser.get(columns_page(delivery), {"lembar": "2"})
    assert '<option value="2" selected>Oktober</option>' in shown.content.decode()
    chosen = {"lembar": "2", "k0-0": "village_code", "k0-1": "name"}
    assert browser.post(columns_page(delivery), chosen).status_code == 302
    assert again(officer, delivery).counts["rows"] == 2


def test_a_choice_that_is_not_whole_is_told_and_kept(
    people: People, client_of: SignIn, officer: Actor, agreement: SectorAgreement
) -> None:
    delivery = sent(officer, agreement, odd())
    wrong = {"lembar": "0", "k0-1": "name", "k0-2": "name"}
    answer = client_of(people.petugas_opd_lain).post(columns_page(delivery), wrong)
    words = text(answer)
    assert answer.status_code == 422
    assert "“Nama” dipilih untuk lebih dari satu kolom." in words
    assert "Kolom “Kode desa” belum ditunjuk." in words
    assert answer.content.decode().count('<option value="name" selected>') == 2
    assert again(officer, delivery).state == "columns"


def test_a_list_that_was_matched_keeps_its_columns(
    people: People, client_of: SignIn, officer: Actor, agreement: SectorAgreement
) -> None:
    delivery = sent(officer, agreement, f"Kode desa;Nama\n{VILLAGE};Siti\n".encode(), "d.csv")
    assert delivery.state == "matched"
    browser = client_of(people.petugas_opd_lain)
    assert "tidak dapat diubah lagi" in text(browser.get(columns_page(delivery)))
    posted = {"lembar": "0", "k0-0": "village_code", "k0-1": "name"}
    assert "Kolom tidak dapat diubah lagi" in text(browser.post(columns_page(delivery), posted, follow=True))


def test_only_the_agency_that_sent_it_sees_the_columns(
    people: People, client_of: SignIn, officer: Actor, agreement: SectorAgreement
) -> None:
    delivery = sent(officer, agreement, odd())
    for other in (people.petugas_opd, people.pokja, people.tim_kab, people.orang_luar):
        for route in ("sector_columns", "sector_mending"):
            assert client_of(other).get(reverse(route, args=[delivery.pk])).status_code in (403, 404)
    for other in (people.petugas_opd, people.pokja, people.petugas_luar):
        with scoped(other.actor):
            assert not SectorColumns.objects.exists()
    with scoped(officer):
        kept = SectorColumns.objects.get()
    assert b"Orangnya" not in bytes(kept.detail)


def mended(browser: Client, delivery: SectorDelivery) -> list[list[object]]:
    answer = browser.get(reverse("sector_mending", args=[delivery.pk]))
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_bad_rows_come_back_and_are_taken_when_mended(
    people: People, client_of: SignIn, officer: Actor, agreement: SectorAgreement
) -> None:
    bad = [[f"{REGENCY}.01.2999", "Desa Salah", "", "L", "", ""], [VILLAGE, "", "123", "X", "31/02/1990", ""]]
    delivery = sent(officer, agreement, odd(*bad))
    browser = client_of(people.petugas_opd_lain)
    browser.post(columns_page(delivery), {"lembar": "0"} | CHOICE)
    done = again(officer, delivery)
    assert (done.counts["rows"], done.counts["bad"], done.counts["by_rule"]) == (3, 2, 1)
    page = text(browser.get(reverse("sector_agreement", args=[agreement.pk])))
    assert "Unduh baris untuk diperbaiki" in page
    assert "31/02/1990" not in page
    heads, *found = mended(browser, delivery)
    assert heads == [*ODD_HEADS, "Masalah", "Yang disarankan"]
    assert [row[1] for row in found] == ["Desa Salah", ""]
    assert "Wilayah: Kode desa tidak ada dalam daftar wilayah" in str(found[0][-2])
    assert "No Induk: Nomor bukan 16 angka" in str(found[1][-2])
    found[0][0] = VILLAGE
    found[1][1:5] = ["Rusli", "", "L", "02/02/1990"]
    # Sent again as it is: read by the remembered columns, and nobody stands twice.
    mended_file = xlsx_bytes({"Data": [heads, *found]})
    second = sent(officer, agreement, mended_file, "perbaiki.xlsx")
    assert (second.state, second.counts["rows"], second.counts["bad"]) == ("matched", 2, 0)
    assert len(rows()) == 3
    with scoped(duty(REGENCY)):
        assert AuditEntry.objects.filter(event="sector.mending", subject=f"list:{delivery.pk}").count() == 1


def test_the_same_list_twice_is_the_same(
    people: People, client_of: SignIn, officer: Actor, agreement: SectorAgreement
) -> None:
    content = f"Kode desa;Nama\n{VILLAGE};Siti\n".encode()
    first = sent(officer, agreement, content, "d.csv")
    assert sent(officer, agreement, content, "lain.csv").pk == first.pk
    upload = io.BytesIO(content)
    upload.name = "d.csv"
    posted = {"data_on": DAY.isoformat(), "file": upload}
    told = text(
        client_of(people.petugas_opd_lain).post(reverse("sector_send", args=[agreement.pk]), posted, follow=True)
    )
    assert "Berkas ini sudah Anda kirim untuk tanggal itu" in told
    assert len(rows()) == 1


def bomb() -> bytes:
    """A zip whose one table unpacks to 30 MB of the same letter: 1,000 times what it weighs."""
    import zipfile

    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("daftar.csv", b"a" * 30 * MIB)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "kosong.csv", "kosong"),
        (b"%PDF-1.4", "d.pdf", "dokumen PDF"),
        (b"PK\x03\x04broken", "d.xlsx", "rusak"),
        ((";".join(f"k{at}" for at in range(1000)) + "\n1\n").encode(), "lebar.csv", f"{MAX_COLUMNS}"),
        (bomb(), "d.zip", "zip"),
    ],
    ids=["empty", "wrong", "broken", "1,000 columns", "zip bomb"],
)
def test_a_file_that_cannot_be_read_is_kept_and_told(
    people: People, client_of: SignIn, officer: Actor, agreement: SectorAgreement, content: bytes, name: str, words: str
) -> None:
    delivery = sent(officer, agreement, content, name)
    assert (delivery.state, rows()) == ("refused", [])
    (problem,) = delivery.problem
    assert words in problem["title"]
    assert problem["kept"] == KEPT
    page = text(client_of(people.petugas_opd_lain).get(reverse("sector_agreement", args=[agreement.pk])))
    assert problem["title"] in page
    assert problem["expected"] in page
    assert KEPT in page


def test_a_long_list_is_linked_some_villages_at_a_time(
    people: People, officer: Actor, agreement: SectorAgreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    persons = [ListedPerson(row, code, "Siti") for row, code in enumerate("BACAB")]
    portions = [[one.village_code for one in some] for some in in_portions(persons, 2)]
    assert portions == [["A", "A"], ["B", "B"], ["C"]]
    monkeypatch.setattr(list_matching, "PORTION", 1)
    content = f"Kode desa;Nama;NIK\n{NEXT_VILLAGE};Budi;\n{VILLAGE};Siti;{NIK}\n{VILLAGE};Siti;\n".encode()
    done = sent(officer, agreement, content, "d.csv")
    assert (done.counts["rows"], done.counts["by_rule"]) == (3, 1)
    with scoped(duty(REGENCY)):
        assert SectorRow.objects.count() == 3


def test_only_headers_and_formulas(officer: Actor, agreement: SectorAgreement) -> None:
    bare = sent(officer, agreement, b"Kode desa;Nama\n", "d.csv")
    assert (bare.state, len(bare.problem)) == ("refused", 1)
    assert "tanpa data" in bare.problem[0]["title"]
    sheet = [["Kode desa", "Nama", "NIK"], [VILLAGE, "Siti", "\\=1+1"], [VILLAGE, "Budi", ""]]
    counted = sent(officer, agreement, xlsx_bytes({"Daftar": sheet}))
    assert (counted.state, counted.counts["rows"], counted.counts["bad"]) == ("matched", 2, 1)
    assert counted.problem[0]["title"] == "Sel berisi rumus"


def test_the_columns_go_with_the_file(officer: Actor, agreement: SectorAgreement, settings: object) -> None:
    delivery = sent(officer, agreement, odd())
    folder = Path(settings.KEPT_FILES)  # type: ignore[attr-defined]
    assert (folder / delivery.path).exists()
    assert lists.lists_purge(today=delivery.purge_after) == 1
    with scoped(duty(REGENCY)):
        assert not SectorColumns.objects.exists()
    assert not (folder / delivery.path).exists()
    with scoped(officer):
        delivery.refresh_from_db()
        SectorDelivery.objects.filter(pk=delivery.pk).update(state="received")
    gone = again(officer, delivery)
    assert (gone.state, gone.problem[0]["title"]) == ("refused", "Berkas daftar ini tidak lagi disimpan.")
