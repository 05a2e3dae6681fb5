"""What happens in a family's life, at a wide and a narrow screen: born, died, moved out, taken back, handed over."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, TODAY, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DAY = (TODAY - dt.timedelta(days=2)).isoformat()
# Which page of the village's list each shape takes its family from, so that both find one that nothing happened to.
SHAPES = [("wide", WIDE, 4), ("narrow", NARROW, 6)]


def sound(visitor: Visitor) -> None:
    """The page as it stands pleases axe and is no wider than the screen."""
    assert visitor.axe() == []
    assert not visitor.overflows()


def arrive_family(pokja: Visitor, name: str) -> None:
    """A family of three generations moves in, written down one by one; ends on the page of its events."""
    page = pokja.page
    pokja.go("/kejadian/")
    page.get_by_role("link", name="Keluarga pindah datang").click()
    sound(pokja)
    page.get_by_label("Nama kepala keluarga").fill(f"{name} Ayah")
    page.get_by_role("group", name="Jenis kelamin").get_by_label("Laki-laki").check()
    page.get_by_label("Tanggal lahir").fill("1970-03-01")
    page.get_by_label("Status perkawinan").select_option(label="Kawin")
    page.get_by_label("Tanggal datang").fill(DAY)
    page.get_by_label("Datang dari").fill("Jambi")
    page.get_by_role("textbox", name="RT (boleh kosong)").fill("002")
    save(page, "Pindah datang")
    for who, sex, relation, born in (
        ("Ibu", "Perempuan", "Istri/suami", "1974-03-01"),
        ("Anak", "Laki-laki", "Anak", "1998-03-01"),
        ("Menantu", "Perempuan", "Lainnya", "1999-03-01"),
    ):
        page.get_by_role("link", name="Pindah datang", exact=True).click()
        page.get_by_label("Nama", exact=True).fill(f"{name} {who}")
        page.get_by_role("group", name="Jenis kelamin").get_by_label(sex, exact=True).check()
        page.get_by_role("group", name="Hubungan").get_by_label(relation, exact=True).check()
        page.get_by_label("Tanggal lahir").fill(born)
        page.get_by_label("Status perkawinan").select_option(label="Kawin")
        page.get_by_label("Tanggal datang").fill(DAY)
        save(page, "Pindah datang")


def save(page: Page, kind: str) -> None:
    page.get_by_role("button", name="Simpan kejadian").click()
    expect(page.get_by_text(f"{kind} tercatat.", exact=False)).to_be_visible()


@pytest.mark.parametrize(("shape", "size", "at"), SHAPES)
def test_a_family_s_year(visit: Visit, shape: str, size: dict[str, int], at: int) -> None:
    pokja = visit("pokja", size)
    page, name = pokja.page, f"Uji{at} {shape.title()}"
    arrive_family(pokja, name)
    events = page.url
    sound(pokja)
    born(pokja, name)
    head_dies(pokja, name)
    young_couple_leaves_and_comes_back(pokja, name, events)
    pokja.go(f"/kejadian/?tahun={TODAY.year}&jenis=death")
    expect(page.get_by_role("row", name=re.compile(f"{name} Ayah"))).to_be_visible()
    sound(pokja)
    # The browser itself notes each answer 422.
    assert [text for text in pokja.complaints if "422" not in text] == []


def born(pokja: Visitor, name: str) -> None:
    """First on a day that has not come, which keeps what was typed."""
    page = pokja.page
    page.get_by_role("link", name="Kelahiran", exact=True).click()
    sound(pokja)
    page.get_by_label("Nama", exact=True).fill(f"{name} Bayi")
    page.get_by_role("group", name="Jenis kelamin").get_by_label("Perempuan").check()
    page.get_by_role("group", name="Ibu").get_by_label(re.compile(f"{name} Menantu")).check()
    page.get_by_label("Tanggal lahir").fill((TODAY + dt.timedelta(days=5)).isoformat())
    page.get_by_role("button", name="Simpan kejadian").click()
    expect(page.get_by_text("Tanggal ini belum terjadi.", exact=False).first).to_be_visible()
    expect(page.get_by_label("Nama", exact=True)).to_have_value(f"{name} Bayi")
    sound(pokja)
    page.get_by_label("Tanggal lahir").fill(DAY)
    save(page, "Kelahiran")
    expect(page.get_by_text(f"Kelahiran: {name} Bayi")).to_be_visible()


def head_dies(pokja: Visitor, name: str) -> None:
    """The widow is proposed; the son is chosen."""
    page = pokja.page
    page.get_by_role("link", name="Kematian", exact=True).click()
    page.get_by_role("group", name="Yang meninggal").get_by_label(re.compile(f"{name} Ayah")).check()
    heads = page.get_by_role("group", name="Kepala keluarga berikutnya")
    expect(heads.get_by_label(re.compile(f"{name} Ibu"))).to_be_checked()
    heads.get_by_label(re.compile(f"{name} Anak")).check()
    page.get_by_label("Tanggal meninggal").fill(DAY)
    sound(pokja)
    save(page, "Kematian")
    expect(page.get_by_text(f"{name} Anak", exact=True).first).to_be_visible()


def young_couple_leaves_and_comes_back(pokja: Visitor, name: str, events: str) -> None:
    page = pokja.page
    page.get_by_role("link", name="Pisah keluarga", exact=True).click()
    goers = page.get_by_role("group", name="Siapa yang membentuk keluarga sendiri")
    for who in ("Anak", "Menantu", "Bayi"):
        goers.get_by_label(re.compile(f"{name} {who}")).check()
    page.get_by_role("group", name="Kepala keluarga yang baru").get_by_label(re.compile(f"{name} Anak")).check()
    page.get_by_role("group", name="ditinggalkan").get_by_label(re.compile(f"{name} Ibu")).check()
    page.get_by_label("Sejak tanggal").fill(DAY)
    page.get_by_role("textbox", name="RT (boleh kosong)").fill("004")
    sound(pokja)
    save(page, "Pisah keluarga")
    expect(page.get_by_text("Terpisah dari keluarga ini")).to_be_visible()
    sound(pokja)
    page.get_by_role("listitem").filter(has_text="Pisah keluarga:").get_by_role("link", name="Batalkan").click()
    sound(pokja)
    page.get_by_label("Alasan pembatalan").fill("belum jadi pindah rumah")
    page.get_by_role("button", name="Batalkan kejadian ini").click()
    expect(page.get_by_text("Kejadian dibatalkan.", exact=False)).to_be_visible()
    page.get_by_role("link", name="Halaman keluarga").click()
    for who in ("Ibu", "Anak", "Menantu", "Bayi"):
        expect(page.get_by_role("row", name=re.compile(f"{name} {who}"))).to_be_visible()
    sound(pokja)
    page.goto(events)


@pytest.mark.parametrize(("shape", "size", "at"), SHAPES)
def test_to_the_neighbour_and_accepted_there(visit: Visit, shape: str, size: dict[str, int], at: int) -> None:
    giver, receiver = visit("pokja2", size), visit("pokja", size)
    giver.go("/keluarga/")
    link = giver.page.locator("tbody th[scope=row] a").nth(at)
    head = link.inner_text()
    link.click()
    giver.page.get_by_role("link", name="Catat kejadian").click()
    giver.page.get_by_role("link", name="Pindah keluar", exact=True).click()
    giver.page.get_by_role("link", name="Serahkan ke desa lain").click()
    giver.page.get_by_label("Desa tujuan di kabupaten ini").select_option("13.01.01.2001")
    giver.page.get_by_label("Tanggal pindah").fill(DAY)
    sound(giver)
    giver.page.get_by_role("button", name="Tawarkan ke desa tujuan").click()
    expect(giver.page.get_by_text("Menunggu jawaban desa tujuan")).to_be_visible()
    sound(giver)
    accept(receiver, head)
    giver.page.reload()
    expect(giver.page.get_by_text("Tidak tinggal di sini lagi")).to_be_visible()
    assert giver.complaints == receiver.complaints == []


def accept(receiver: Visitor, head: str) -> None:
    page = receiver.page
    receiver.go("/")
    page.get_by_role("link", name=re.compile("keluarga pindah ke desa ini")).click()
    expect(page.get_by_text(head)).to_have_count(0)
    sound(receiver)
    letters = " ".join(f"{word[0]}." for word in head.split()[:5])
    page.get_by_role("link", name=letters, exact=True).first.click()
    sound(receiver)
    page.get_by_role("textbox", name="RT (boleh kosong)").fill("003")
    page.get_by_role("button", name="Terima keluarga ini").click()
    expect(page.get_by_role("heading", name=head, level=1)).to_be_visible()
    sound(receiver)
