"""The pages of teams: a pokja is made, filled, given a decree and renewed; and what others see of it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.institutions.models import Decree, Team, TeamMember, TeamPosition
from padu.apps.institutions.services.decrees import DecreeData, decree_add
from padu.apps.institutions.services.members import MemberData, member_appoint
from padu.apps.institutions.services.national_team import load_national_team
from padu.apps.institutions.services.teams import team_create
from padu.domain.teams import SectionSet, TeamKind
from tests.people import REGENCY, VILLAGE, Person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
PDF = b"%PDF-1.7\nSK\n%%EOF"


@pytest.fixture
def team(people) -> Team:
    return make_team(people.pokja.actor)


def make_team(actor: Actor) -> Team:
    with scoped(actor):
        return team_create(
            actor=actor, region_code=VILLAGE, kind=TeamKind.POKJA_VILLAGE, sections=SectionSet.FOUR_GOALS,
            valid_from=dt.date(2024, 1, 1),
        )  # fmt: skip


def chair(actor: Actor) -> TeamPosition:
    with scoped(actor):
        return TeamPosition.objects.get(part="pelaksana", section="", role="ketua", region_code=VILLAGE)


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_a_pokja_is_made_filled_and_given_a_decree(people, client_of: SignIn, settings, tmp_path):
    settings.KEPT_FILES = tmp_path
    client, actor = client_of(people.pokja), people.pokja.actor
    page = text_of(client, "/tim/")
    assert "Belum ada tim yang cocok" in page
    made = client.post(
        f"/tim/baru/?wilayah={VILLAGE}",
        {"shape": "pokja_desa:delapan_fungsi", "day": "2024-01-01", "with_seats": "on"},
    )
    page = text_of(client, made["Location"])
    assert "Pokja kampung Nagari Inderapura" in page
    assert "Seksi cinta kasih" in page
    assert "Belum ada SK" in page
    seat = chair(actor)
    filled = client.post(f"/tim/kedudukan/{seat.pk}/isi/", {"name": "Anwar (uji)", "day": "2024-01-02"})
    assert filled.status_code == 302
    end = timezone.localdate() + dt.timedelta(days=30)
    sent = client.post(
        made["Location"] + "sk/",
        {
            "number": "7/2024", "signed_on": "2024-01-01", "subject": "Pokja", "signer": "Wali Nagari",
            "valid_from": "2024-01-01", "valid_to": end.isoformat(),
            "paper": SimpleUploadedFile("sk.pdf", PDF, "application/pdf"),
        },
    )  # fmt: skip
    assert sent.status_code == 302
    page = text_of(client, made["Location"])
    assert "Anwar (uji)" in page
    assert "SK akan berakhir" in page
    assert "30 hari lagi" in page
    with scoped(actor):
        decree = Decree.objects.get()
    download = client.get(f"/tim/sk/{decree.pk}/berkas/")
    assert (download.status_code, download.content) == (200, PDF)
    assert download["Cache-Control"] == "private, no-store"


def test_a_form_that_is_refused_keeps_what_was_typed(people, team, client_of: SignIn):
    client, seat = client_of(people.pokja), chair(people.pokja.actor)
    early = client.post(f"/tim/kedudukan/{seat.pk}/isi/", {"name": "Anwar (uji)", "day": "2020-01-01"})
    assert early.status_code == 422
    page = early.content.decode()
    assert "Tanggal ini terlalu awal" in page
    assert 'value="Anwar (uji)"' in page
    bad = {
        "number": "7", "signed_on": "2024-01-01", "subject": "Pokja", "signer": "Wali", "valid_from": "2024-01-01",
        "paper": SimpleUploadedFile("sk.exe", b"MZ", "application/pdf"),
    }  # fmt: skip
    refused = client.post(f"/tim/{team.pk}/sk/", bad)
    assert refused.status_code == 422
    assert "bukan PDF, JPG, atau PNG" in refused.content.decode()
    with scoped(people.pokja.actor):
        assert not TeamMember.objects.exists()
        assert not Decree.objects.exists()


def test_replacing_a_holder_asks_why(people, team, client_of: SignIn):
    client, actor = client_of(people.pokja), people.pokja.actor
    seat = chair(actor)
    with scoped(actor):
        member_appoint(actor=actor, position_id=seat.pk, data=MemberData("Anwar (uji)"), from_day=dt.date(2024, 1, 1))
    url = f"/tim/kedudukan/{seat.pk}/isi/"
    assert "Sekarang dipegang Anwar (uji)" in text_of(client, url)
    assert client.post(url, {"name": "Budi (uji)", "day": "2025-01-01"}).status_code == 422
    assert client.post(url, {"name": "Budi (uji)", "day": "2025-01-01", "reason": "pindah"}).status_code == 302
    page = text_of(client, f"/tim/{team.pk}/")
    assert "Budi (uji)" in page
    assert "1 pemegang sebelumnya" in page
    then = text_of(client, f"/tim/{team.pk}/?per=2024-06-01")
    assert "Susunan pada tanggal lampau" in then
    assert "Anwar (uji)" in then
    assert "Budi (uji)" not in then


def test_an_account_is_linked_only_where_it_is_known(people, team, client_of: SignIn):
    seat, regency = chair(people.pokja.actor), client_of(people.tim_kab)
    url, given = f"/tim/kedudukan/{seat.pk}/isi/", {"name": "Anwar (uji)", "day": "2024-01-02"}
    stranger = regency.post(url, given | {"username": "orang_luar"})
    assert stranger.status_code == 422
    assert "tidak ada di wilayah" in stranger.content.decode()
    assert regency.post(url, given | {"username": "POKJA"}).status_code == 302
    with scoped(people.tim_kab.actor):
        assert TeamMember.objects.get().user_id == people.pokja.user.pk


def test_a_renewal_carries_ticked_seats_over(people, team, client_of: SignIn):
    client, actor = client_of(people.pokja), people.pokja.actor
    with scoped(actor):
        start, end = dt.date(2024, 1, 1), dt.date(2026, 12, 31)
        decree_add(actor=actor, team_id=team.pk, data=DecreeData("1", start, "Pokja", "Wali", start, end))
        seats = list(TeamPosition.objects.filter(team=team).values_list("pk", flat=True))
    page = text_of(client, f"/tim/{team.pk}/sk/perpanjang/")
    assert page.count("checked") == len(seats) == 8
    sent = client.post(
        f"/tim/{team.pk}/sk/perpanjang/",
        {
            "number": "2", "signed_on": "2026-12-01", "subject": "Pokja", "signer": "Wali",
            "valid_from": "2027-01-01", "valid_to": "2029-12-31", "keep": [str(pk) for pk in seats[:7]],
        },
    )  # fmt: skip
    assert sent.status_code == 302
    with scoped(actor):
        assert TeamPosition.objects.get(valid_to__isnull=False).pk == seats[7]


def test_a_regency_composes_its_team_from_the_national_example(people, client_of: SignIn):
    load_national_team()
    client = client_of(people.tim_kab)
    made = client.post(
        f"/tim/baru/?wilayah={REGENCY}", {"shape": "tim_koordinasi:bidang", "day": "2024-01-01", "with_seats": "on"}
    )
    page = text_of(client, made["Location"])
    assert "Susun dari contoh pusat" in page
    offered = text_of(client, made["Location"] + "contoh/")
    assert "Bidang D: penataan lingkungan · Anggota · Pejabat yang ditunjuk, Dinas kesehatan" in offered
    assert client.post(made["Location"] + "contoh/", {"seats": ["0", "1"], "day": "2024-01-01"}).status_code == 302
    page = text_of(client, "/tim/")
    assert "Tim koordinasi Kabupaten Pesisir Selatan" in page


def test_the_list_is_filtered_by_kind_state_and_name(people, team, client_of: SignIn):
    client = client_of(people.tim_kab)
    other = client.post(
        f"/tim/baru/?wilayah={REGENCY}", {"shape": "pokja_kabkota:", "day": "2024-01-01", "with_seats": "on"}
    )
    assert other.status_code == 302
    for query, village, regency in (
        ("", True, True),
        ("?jenis=pokja_desa", True, False),
        ("?jenis=pokja_kabkota", False, True),
        ("?keadaan=none", True, True),
        ("?keadaan=valid", False, False),
        ("?cari=inderapura", True, False),
        (f"?wilayah={VILLAGE}", True, False),
        ("?sesudah=13.01~0", True, True),
        ("?sesudah=13.01.01.2001~99999999999999999999999", False, False),
    ):
        page = text_of(client, f"/tim/{query}")
        assert ("Pokja kampung Nagari Inderapura" in page) == village, query
        assert ("Pokja Kabupaten Pesisir Selatan" in page) == regency, query
    assert "Unsur yang belum terwakili" not in text_of(client, other["Location"])


def test_empty_seats_lead_to_filling_them(people, team, client_of: SignIn):
    seat = chair(people.pokja.actor)
    page = text_of(client_of(people.pokja), "/tim/kosong/")
    assert f'href="/tim/kedudukan/{seat.pk}/isi/"' in page
    officer = text_of(client_of(people.petugas_opd), "/tim/kosong/")
    assert f'href="/tim/{team.pk}/"' in officer
    assert f"/tim/kedudukan/{seat.pk}/isi/" not in officer


def test_who_reads_and_who_writes_a_team(people, team, client_of: SignIn):
    seat = chair(people.pokja.actor)
    forms = [
        f"/tim/{team.pk}/{part}/" for part in ("nama", "seksi", "bubar", "contoh", "kedudukan", "sk", "sk/perpanjang")
    ] + [f"/tim/kedudukan/{seat.pk}/{part}" for part in ("", "hapus/", "isi/")]
    for person, page, form in (
        (people.pokja, 200, 200),
        (people.tim_kab, 200, 200),
        (people.petugas_opd, 200, 403),
        (people.pokja_tetangga, 404, 404),
        (people.orang_luar, 404, 404),
    ):
        client = client_of(person)
        assert client.get(f"/tim/{team.pk}/").status_code == page
        assert client.get(f"/tim/{team.pk}/susunan.xlsx").status_code == page
        assert {client.get(url).status_code for url in forms} == {form}
    assert Client().get(f"/tim/{team.pk}/").status_code == 302


def test_everybody_reads_the_national_team_as_a_picture(people, client_of: SignIn):
    load_national_team()
    with scoped(people.pokja.actor):
        national = Team.objects.get(region_code="00")
    client = client_of(people.pokja)
    page = text_of(client, f"/tim/{national.pk}/")
    for words in ("Kepmenko PMK 1/2023", "tanpa batas waktu", "Bidang C: cakupan layanan dan rujukan", "87"):
        assert words in page
    assert "Bentuk tim" not in page
    assert "Isi<span" not in page


def test_the_files_name_every_seat(people, team, client_of: SignIn):
    from python_calamine import CalamineWorkbook

    client = client_of(people.pokja)
    sheet = client.get(f"/tim/{team.pk}/susunan.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content))
    assert [name for name in book.sheet_names if name.startswith(("Pengarah", "Pelaksana"))]
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert cells.count("belum ada pemegang") == 8
    paper = client.get(f"/tim/{team.pk}/susunan.pdf")
    assert paper.content.startswith(b"%PDF-")
    assert client.get(f"/tim/{team.pk}/susunan.docx").status_code == 404


@pytest.mark.parametrize("query", ["?wilayah=13.01.01.2002", "?wilayah=99", "?wilayah=x", "?wilayah=13.02"])
def test_another_place_is_not_there(people, client_of: SignIn, query):
    assert client_of(people.pokja).get(f"/tim/{query}").status_code == 404
    assert client_of(people.pokja).get(f"/tim/baru/{query}").status_code == 404
