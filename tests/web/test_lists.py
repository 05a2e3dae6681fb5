"""The lists of people and places sort by their heads, keep their order over pages, and go into a workbook."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.coordination.finding_services import FindingData, finding_record
from padu.apps.institutions.services.agencies import AgencyData, agency_add
from padu.apps.institutions.services.field import WorkerData, worker_save
from padu.apps.institutions.services.teams import team_create
from padu.apps.institutions.views import team_list
from padu.apps.kampung.services.registering import KampungDetails, kampung_create
from padu.apps.programmes.services import load_reference
from padu.domain.field_work import WorkerKind
from padu.domain.teams import SectionSet, TeamKind
from padu.web.agencies import listing
from padu.web.people import views as people_views
from tests.factories import SYSTEM
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE, Person, make_person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
DAY = dt.date(2024, 1, 1)


@pytest.fixture
def team(people, client_of: SignIn) -> Client:
    load_reference()
    return client_of(people.tim_kab)


def table(client: Client, url: str) -> Any:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    context = answer.context
    return context["table"] if "table" in context else context["page"].table


def first_cells(client: Client, url: str) -> list[str]:
    return [str(row.cells[0]) for row in table(client, url).rows]


def rows_of(client: Client, url: str, sheet: str) -> list[list[Any]]:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    assert ".xlsx" in answer["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name(sheet).to_python()
    return [row for row in rows if any(cell != "" for cell in row)]


def column(rows: list[list[Any]], head: str) -> list[Any]:
    # Above the heads stand the title and the caption, alone in their rows.
    start = next(n for n, row in enumerate(rows) if head in row and sum(cell != "" for cell in row) > 2)
    place = rows[start].index(head)
    return [row[place] for row in rows[start + 1 :] if row[place] != ""]


@pytest.fixture
def agencies(people, team: Client) -> None:
    actor = people.tim_kab.actor
    with scoped(actor):
        for name, teams in (("Dinas Alam", 2), ("Dinas Zakat", 2), ("Dinas Muda", 9)):
            agency_add(actor=actor, region_code=REGENCY, data=AgencyData(name, name[6:], "environment", teams=teams))


def test_agencies_sort_by_name_and_number_over_pages(team: Client, agencies: None, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    everyone = ["Dinas Alam", "Dinas Dukcapil", "Dinas Kesehatan", "Dinas Muda", "Dinas Zakat"]
    for order, wanted in (("nama", everyone), ("-nama", everyone[::-1])):
        seen, url = [], f"/lembaga/?urut={order}"
        while url:
            page = table(team, url)
            seen += [row.cells[0] for row in page.rows]
            assert len(page.rows) <= 2
            url = f"/lembaga/{page.pager.next_url}" if page.pager and page.pager.next_url else ""
        assert seen == wanted
    # Two agencies with two teams, the others with one: equal ones by id, in either direction of the number.
    numbers = [row.cells[4] for row in table(team, "/lembaga/?urut=-per-hari").rows]
    assert numbers == [9, 2]
    second = table(team, f"/lembaga/{table(team, '/lembaga/?urut=-per-hari').pager.next_url}")
    assert second.rows[0].cells[0] == "Dinas Zakat"


def test_a_head_turns_the_order_round_and_begins_at_the_first_page(team: Client, agencies: None):
    head = table(team, "/lembaga/?urut=nama&jenis=opd&sesudah=Dinas%20Alam~1").columns[0]
    assert (head.sorted, head.sort_url) == ("ascending", "?urut=-nama&jenis=opd")
    assert table(team, "/lembaga/?urut=-nama").columns[0].sort_url == "?urut=nama"
    assert table(team, "/lembaga/?urut=").columns[1].sorted == "ascending"


@pytest.mark.parametrize("mark", ["x~1", "~", "13.01~99999999999999999999999", "Dinas~"])
@pytest.mark.parametrize("order", ["per-hari", "-nama", "wilayah", "teams;--"])
def test_a_mark_that_means_nothing_breaks_nothing(team: Client, agencies: None, mark: str, order: str):
    assert team.get(f"/lembaga/?urut={order}&sesudah={mark}").status_code == 200


def test_the_workbook_of_agencies_is_in_the_order_of_the_list(team: Client, agencies: None):
    names = column(rows_of(team, "/lembaga/daftar.xlsx?urut=-nama", "Instansi"), "Nama")
    assert names[:5] == ["Dinas Zakat", "Dinas Muda", "Dinas Kesehatan", "Dinas Dukcapil", "Dinas Alam"]


@pytest.fixture
def teams(people) -> None:
    actor = people.tim_kab.actor
    with scoped(actor):
        for village, day in ((VILLAGE, DAY), (NEXT_VILLAGE, dt.date(2025, 3, 1))):
            team_create(
                actor=actor, region_code=village, kind=TeamKind.POKJA_VILLAGE, sections=SectionSet.FOUR_GOALS,
                valid_from=day,
            )  # fmt: skip


def test_teams_sort_page_and_go_into_a_workbook(team: Client, teams: None, monkeypatch):
    monkeypatch.setattr(team_list, "PER_PAGE", 1)
    newest = table(team, "/tim/?urut=-sejak")
    oldest = table(team, f"/tim/{newest.pager.next_url}")
    assert [page.rows[0].cells[7] for page in (newest, oldest)] == [dt.date(2025, 3, 1), DAY]
    assert not oldest.pager.next_url
    rows = rows_of(team, "/tim/daftar.xlsx?urut=-sejak", "Tim")
    assert column(rows, "Kode wilayah") == [NEXT_VILLAGE, VILLAGE]
    assert set(column(rows, "Keadaan SK")) == {"Belum ada SK"}
    assert len(column(rows_of(team, f"/tim/daftar.xlsx?wilayah={VILLAGE}", "Tim"), "Tim")) == 1


def test_field_workers_go_into_a_workbook_in_their_order(people, team: Client):
    actor = people.tim_kab.actor
    with scoped(actor):
        for name in ("Ani", "Budi"):
            worker_save(actor=actor, region_code=REGENCY, data=WorkerData(name, WorkerKind.PLKB, DAY))
    assert first_cells(team, "/petugas/?urut=-nama") == ["Budi", "Ani"]
    rows = rows_of(team, "/petugas/daftar.xlsx?urut=-nama", "Petugas")
    assert column(rows, "Nama") == ["Budi", "Ani"]
    assert column(rows_of(team, "/petugas/daftar.xlsx?cari=Ani", "Petugas"), "Nama") == ["Ani"]


def test_the_register_sorts_with_the_unknown_last_and_goes_into_a_workbook(people, team: Client):
    actor = people.tim_kab.actor
    with scoped(actor):
        for village, name in ((VILLAGE, "Zamrud"), (NEXT_VILLAGE, "Akik")):
            kampung_create(actor=actor, region_code=village, details=KampungDetails(name))
    assert first_cells(team, "/daftar-kampung/") == ["Zamrud", "Akik"]
    assert first_cells(team, "/daftar-kampung/?urut=nama") == ["Akik", "Zamrud"]
    assert first_cells(team, "/daftar-kampung/?urut=-nama") == ["Zamrud", "Akik"]
    assert first_cells(team, "/daftar-kampung/?urut=-berdiri") == ["Zamrud", "Akik"]  # nobody knows either day
    rows = rows_of(team, "/daftar-kampung/daftar.xlsx?urut=nama", "Kampung")
    assert column(rows, "Kampung")[-2:] == ["Akik", "Zamrud"]
    assert column(rows_of(team, "/daftar-kampung/daftar.xlsx?cari=akik", "Kampung"), "Kode desa") == [NEXT_VILLAGE]


def test_findings_sort_and_go_into_a_workbook_with_their_whole_text(people, team: Client):
    inspector = make_person("inspektorat", Role.INSPECTOR, REGENCY).actor
    long = "Surat keputusan pokja habis masa berlakunya. " * 4
    with scoped(inspector):
        for village, text, day in ((VILLAGE, long, 9), (NEXT_VILLAGE, "Rapat tanpa notula", 2)):
            data = FindingData(village, "team", text, "middle", dt.date(2026, 3, day))
            finding_record(actor=inspector, data=data)
    assert first_cells(team, "/temuan/")[0] == "Rapat tanpa notula"
    assert first_cells(team, "/temuan/?urut=-tenggat")[1] == "Rapat tanpa notula"
    assert first_cells(team, "/temuan/?urut=wilayah")[1] == "Rapat tanpa notula"
    assert column(rows_of(team, "/temuan/daftar.xlsx?urut=wilayah", "Temuan"), "Temuan")[0] == long.strip()
    assert column(rows_of(team, "/temuan/daftar.xlsx?keadaan=closed", "Temuan"), "Kode wilayah") == []


def test_people_sort_both_ways_and_pages_follow(team: Client, people):
    up = [row.cells[1] for row in table(team, "/orang/?urut=akun").rows]
    assert up == sorted(up)
    assert [row.cells[1] for row in table(team, "/orang/?urut=-akun").rows] == up[::-1]
    behind = table(team, f"/orang/?urut=-akun&sesudah={up[2]}")
    assert [row.cells[1] for row in behind.rows] == [up[1], up[0]]


def test_the_workbook_of_people_names_no_account_and_leaves_a_line_in_the_trail(people, team: Client, monkeypatch):
    rows = rows_of(team, "/orang/daftar.xlsx?peran=kampung", "Orang")
    cells = [str(cell) for row in rows for cell in row]
    assert any("Pokja kampung · Nagari Inderapura" in cell for cell in cells)
    assert "pokja" not in cells
    assert len(column(rows, "Nama")) == 2
    with scoped(SYSTEM):
        looks = list(AuditEntry.objects.filter(event="people.export").values_list("kind", "user_id", "subject"))
    assert looks == [("look", people.tim_kab.user.pk, "list:2")]
    monkeypatch.setattr(people_views, "MOST_ROWS", 1)
    assert any("Hanya 1 baris pertama" in str(c) for row in rows_of(team, "/orang/daftar.xlsx", "Orang") for c in row)
