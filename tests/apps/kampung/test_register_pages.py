"""The register in a browser: what each person may do, what a refused form keeps, what is shown as unknown."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from padu.access.gate import scoped
from padu.apps.kampung.models import Declaration, FormationPlan, Group, Kampung
from padu.apps.kampung.selectors.plans import late_plans
from padu.apps.kampung.services import kampung_found
from padu.apps.kampung.services.forming import Founding
from tests.apps.kampung.conftest import PDF
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE

TODAY = timezone.localdate()
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")


def text_of(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return page.content.decode()


def url(name: str, *args: object) -> str:
    return reverse(name, args=args)


def test_a_village_is_registered_and_founded_with_its_decree(people, client_of, kinds):
    team = client_of(people.tim_kab)
    made = team.post(
        url("register_new"), {"region_code": VILLAGE, "name": "Kampung KB Inderapura", "covers": "whole", "parts": ""}
    )
    with scoped(people.tim_kab.actor):
        one = Kampung.objects.get()
    assert made["Location"] == url("register_kampung", one.pk)
    profile = text_of(team, made["Location"])
    assert "tanggal berdiri belum diketahui" in profile
    assert "Catat: Sosialisasi" in profile
    team.post(url("register_step", one.pk, "socialisation"), {"done_on": "2019-01-05", "note": "Balai nagari"})
    decree = SimpleUploadedFile("SK 12.pdf", PDF, "application/pdf")
    team.post(
        url("register_found", one.pk),
        {"founded_on": "2019-05-20", "decree_number": "12/2019", "decree_on": "2019-05-02", "file": decree},
    )
    profile = text_of(client_of(people.pokja), url("register_kampung", one.pk))
    for words in ("Balai nagari", "20 Mei 2019", "Nomor 12/2019", "terbentuk", "belum diisi", "Belum tercatat:"):
        assert words in profile, words
    with scoped(people.tim_kab.actor):
        one.refresh_from_db()
    paper = client_of(people.pokja).get(url("register_file", one.decree_file_id))
    assert (paper.content, paper["Cache-Control"]) == (PDF, "private, no-store")
    assert client_of(people.pokja_tetangga).get(url("register_file", one.decree_file_id)).status_code == 404


def test_a_refused_form_keeps_what_was_typed(people, kampung, client_of):
    team = client_of(people.tim_kab)
    bad = SimpleUploadedFile("sk.pdf", b"<html>", "application/pdf")
    page = team.post(
        url("register_found", kampung.pk), {"founded_on": "2019-05-20", "decree_number": "12/2019", "file": bad}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "Hanya PDF, JPG, atau PNG" in text
    assert 'value="12/2019"' in text
    assert 'value="2019-05-20"' in text
    future = team.post(url("register_step", kampung.pk, "staff"), {"done_on": "2099-01-01"})
    assert (future.status_code, "Tanggal itu belum tiba" in future.content.decode()) == (422, True)


def test_only_a_year_is_known(people, kampung, client_of):
    team = client_of(people.tim_kab)
    team.post(url("register_found", kampung.pk), {"year": "2018"})
    assert "<dd>2018</dd>" in text_of(team, url("register_kampung", kampung.pk)).replace("\n", "")


def test_the_pokja_declares_and_the_old_answer_stays(people, kampung, client_of):
    pokja, address = client_of(people.pokja), url("register_declare", kampung.pk, "mekanisme")
    last_year = TODAY.replace(day=1) - dt.timedelta(days=400)
    answers = {"as_of": last_year.isoformat(), "mekanisme-planning": "ya", "mekanisme-planning__frequency": "monthly"}
    assert pokja.post(address, answers).status_code == 302
    assert pokja.post(address, {"as_of": TODAY.isoformat(), "mekanisme-planning": "tidak-tahu"}).status_code == 302
    profile = text_of(pokja, url("register_kampung", kampung.pk))
    assert "tidak diketahui" in profile
    history = text_of(pokja, url("register_history", kampung.pk, "mekanisme.planning"))
    assert "ya · setiap bulan" in history
    shown = text_of(pokja, address)
    assert "Jawaban terakhir per" in shown
    for person in (people.tim_kab, people.petugas_opd):
        assert client_of(person).get(address).status_code == 403
    assert client_of(people.pokja_tetangga).get(address).status_code == 404


def test_details_without_a_yes_are_refused(people, kampung, client_of):
    page = client_of(people.pokja).post(
        url("register_declare", kampung.pk, "dana"),
        {"as_of": TODAY.isoformat(), "dana-apbn": "tidak", "dana-apbn__amount": "5000000"},
    )
    assert page.status_code == 422
    assert "pilih Ya" in page.content.decode()
    with scoped(people.pokja.actor):
        assert not Declaration.objects.exists()


def test_funds_are_told_by_year(people, kampung, client_of):
    pokja, address = client_of(people.pokja), url("register_declare", kampung.pk, "dana")
    for year, amount in ((TODAY.year - 1, "5000000"), (TODAY.year, "")):
        answers = {"as_of": TODAY.isoformat(), "dana-apbn": "ya", "dana-apbn__amount": amount}
        assert pokja.post(f"{address}?tahun={year}", answers).status_code == 302
    history = text_of(pokja, url("register_history", kampung.pk, "dana.apbn"))
    assert "Rp5.000.000" in history
    with scoped(people.pokja.actor):
        told = {row.year: row.details for row in Declaration.objects.all()}
    assert told == {TODAY.year - 1: {"amount": 5_000_000}, TODAY.year: {}}


def test_groups_and_their_members(people, kampung, client_of, kinds):
    pokja = client_of(people.pokja)
    group = {"kind": "bkb", "name": "BKB Melati", "state": "active", "chair": "Ibu Contoh", "meets": "monthly"}
    assert pokja.post(url("group_new", kampung.pk), group).status_code == 302
    with scoped(people.pokja.actor):
        one = Group.objects.get()
    bad = pokja.post(url("group_count", one.pk), {"as_of": TODAY.isoformat(), "men": "2", "women": "3", "total": "9"})
    assert (bad.status_code, "tidak sama" in bad.content.decode()) == (422, True)
    pokja.post(url("group_count", one.pk), {"as_of": TODAY.isoformat(), "men": "2", "women": "31"})
    profile = text_of(client_of(people.tim_kab), url("register_kampung", kampung.pk))
    for words in ("BKB Melati", "Ibu Contoh", ">33<", "setiap bulan"):
        assert words in profile, words
    assert client_of(people.tim_kab).get(url("group", one.pk)).status_code == 403


def test_coverage_of_the_regency_and_its_workbook(people, kampung, client_of):
    with scoped(people.tim_kab.actor):
        founding = Founding(dt.date(2019, 5, 20))
        kampung_found(actor=people.tim_kab.actor, kampung_id=kampung.pk, founding=founding)
    team = client_of(people.tim_kab)
    page = text_of(team, url("coverage"))
    assert "Kecamatan Pancung Soal" in page
    assert "20,0%" in page.replace(" ", "").replace("\xa0", "")  # 1 of 5 villages
    before = text_of(team, url("coverage") + "?per=2019-05-19")
    assert "20,0" not in before
    book = CalamineWorkbook.from_filelike(BytesIO(team.get(url("coverage_xlsx")).content))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert "Kecamatan Pancung Soal" in cells
    assert 0.2 in cells
    # A regency does not see the province's coverage, nor its neighbour's; a person with a village has none.
    for place in ("13", "13.02", "13.99", "xx"):
        assert team.get(url("coverage") + f"?wilayah={place}").status_code == 404, place
    assert "Tidak ada wilayah di bawah ini" in text_of(client_of(people.pokja), url("coverage"))


@pytest.mark.parametrize("day", ["2015-12-31", "2099-01-01", "kemarin"])
def test_days_outside_the_programme_are_nothing(people, client_of, day):
    assert client_of(people.tim_kab).get(url("coverage") + f"?per={day}").status_code == 404


def test_villages_are_planned_in_bulk(people, client_of):
    team = client_of(people.tim_kab)
    empty = text_of(team, url("formation_plans"))
    assert "Belum ada rencana" in empty
    planned = {"villages": [VILLAGE, NEXT_VILLAGE], "year": str(TODAY.year - 1), "month": "3", "responsible": "DPMD"}
    assert team.post(url("formation_plans"), planned).status_code == 302
    page = text_of(team, url("formation_plans"))
    assert f"Maret {TODAY.year - 1}" in page
    assert page.count("terlambat") >= 2
    with scoped(people.tim_kab.actor):
        assert late_plans(REGENCY, set(), TODAY) == 2
        assert late_plans(REGENCY, {VILLAGE}, TODAY) == 1
    assert "Rencana terlambat" in text_of(team, f"/wilayah/{REGENCY}/")
    team.post(url("formation_target", REGENCY), {"year": str(TODAY.year), "villages": "3", "source": "RKPD"})
    assert "RKPD" in text_of(team, url("formation_plans"))
    team.post(url("formation_plan_drop", VILLAGE), {"reason": "Digabung"})
    with scoped(people.tim_kab.actor):
        assert FormationPlan.objects.get(region_code=VILLAGE).dropped_reason == "Digabung"
    assert client_of(people.petugas_opd).post(url("formation_plans"), planned).status_code == 403
    assert client_of(people.petugas_opd).get(url("formation_plans")).status_code == 200


def test_the_list_is_filtered(people, kampung, client_of):
    team = client_of(people.tim_kab)
    assert "Kampung KB Inderapura" in text_of(team, url("register"))
    assert "Kampung KB Inderapura" in text_of(team, url("register") + "?cari=indera&keadaan=unknown")
    assert "Kampung KB Inderapura" not in text_of(team, url("register") + "?keadaan=formed")
    assert "Kampung KB Inderapura" not in text_of(client_of(people.orang_luar), url("register"))
    one = client_of(people.pokja).get(url("register"))
    assert one["Location"] == url("register_kampung", kampung.pk)


def test_what_is_not_theirs_looks_like_nothing(people, kampung, client_of):
    nowhere = 999_999_999
    for name, more in (
        ("register_kampung", ()),
        ("register_change", ()),
        ("register_step", ("staff",)),
        ("register_found", ()),
        ("register_dissolve", ()),
        ("register_model", ()),
        ("register_declare", ("data",)),
        ("register_history", ("data.pk",)),
        ("group_new", ()),
    ):
        for person in (people.orang_luar, people.pokja_tetangga, people.petugas_luar):
            client = client_of(person)
            there, not_there = (client.get(url(name, pk, *more)) for pk in (kampung.pk, nowhere))
            assert there.status_code == 404, (name, person.user.username)
            assert TOKEN.sub(b"", there.content) == TOKEN.sub(b"", not_there.content), name
