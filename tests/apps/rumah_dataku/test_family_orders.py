"""The list of families in each of its orders, page by page, and the workbook of it that is taken along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.rumah_dataku.models import Family, FamilySurvey
from padu.apps.rumah_dataku.selectors import family_list
from padu.apps.rumah_dataku.views import families
from padu.domain.formatting import date_long
from padu.reports.formats import DEMO_BAND
from tests.apps.rumah_dataku.pages import text
from tests.apps.rumah_dataku.village_families import DUTIES, TODAY, make_family
from tests.factories import give_hat
from tests.people import NEXT_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db

NIK = "1301010305700001"
NEW, OLDER, OLDEST = (TODAY - dt.timedelta(days=days) for days in (30, 660, 720))
PLACE = "Nagari Inderapura"
RIVER, LATE = "Air minum atau jamban tidak layak", "Belum didata setahun terakhir"
# Head, RW, RT, day of the last visit (None: never); written down in an order that is none of the list's.
ROWS = (
    ("SITI", "001", "002", NEW),
    ("ani", "002", "001", OLDER),
    ("Budi", "001", "001", None),
    ("Zul", "001", "001", NEW),
    ("Adi", "001", "002", OLDEST),
    ("budi", "001", "001", OLDEST),
    ("Cut", "", "", None),
)
BY_RT = ["Cut", "Budi", "budi", "Zul", "Adi", "SITI", "ani"]
BY_NAME = ["Adi", "ani", "Budi", "budi", "Cut", "SITI", "Zul"]
# Never: Cut and Budi; longest ago: budi of RT 001 and Adi of RT 002; then ani; last of all Zul and SITI.
BY_VISIT = ["Cut", "Budi", "budi", "Adi", "ani", "Zul", "SITI"]
ORDERS = {
    "": BY_RT, "rt": BY_RT, "-rt": BY_RT[::-1], "nama": BY_NAME, "-nama": BY_NAME[::-1], "data": BY_VISIT,
    "-data": BY_VISIT[::-1], "bukan": BY_RT,
}  # fmt: skip


def visited(family: Family, day: dt.date) -> None:
    with scoped(system_actor(family.region_code, *DUTIES)):
        FamilySurvey.objects.create(
            region_code=family.region_code, family=family, year=day.year, surveyed_on=day, answers={"p23": 8}
        )


@pytest.fixture
def stored(people):
    for number, (head, rw, rt, day) in enumerate(ROWS):
        nik = NIK if head == "Adi" else ""
        family = make_family(VILLAGE, [(head, 1, 40, 1, 2, None, nik)], f"F-{number}", rw=rw, rt=rt)
        if day:
            visited(family, day)
    return people


@pytest.fixture
def three_a_page(monkeypatch) -> None:
    monkeypatch.setattr(family_list, "PER_PAGE", 3)


def pages(browser: Client, address: str, way: str) -> Iterator[list[str]]:
    """Heads of each page, from an address on by its links."""
    while True:
        context = browser.get(address).context
        yield [line.family.head_name for line in context["page"].lines]
        onward = getattr(context["pager"], way)
        if not onward:
            return
        address = f"/keluarga/{onward}"


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_goes_on_over_its_pages_and_back(stored, client_of, three_a_page, order):
    browser, expected = client_of(stored.pokja), ORDERS[order]
    address = f"/keluarga/?urut={order}"
    assert list(pages(browser, address, "next_url")) == [expected[:3], expected[3:6], expected[6:]]
    last = browser.get(f"/keluarga/{browser.get(address).context['pager'].next_url}").context["pager"].next_url
    assert list(pages(browser, f"/keluarga/{last}", "previous_url")) == [expected[6:], expected[3:6], expected[:3]]


def test_a_page_goes_on_behind_a_family_that_moved_meanwhile(stored, client_of, three_a_page):
    browser = client_of(stored.pokja)
    onward = browser.get("/keluarga/").context["pager"].next_url
    with scoped(system_actor(VILLAGE, *DUTIES)):
        Family.objects.filter(head_name="budi").update(active=False)
    assert next(pages(browser, f"/keluarga/{onward}", "next_url")) == BY_RT[3:6]


def test_heads_sort_and_filters_keep_the_order(stored, client_of, three_a_page):
    page = client_of(stored.pokja).get("/keluarga/?urut=nama&rw=001&sesudah=1")
    assert [(one.sorted, one.sort_url) for one in page.context["columns"]] == [
        ("ascending", "?urut=-nama&rw=001"), ("", "?urut=rt&rw=001"), ("", ""), ("", "?urut=data&rw=001"), ("", ""),
    ]  # fmt: skip
    assert '<th scope="col" aria-sort="ascending"><a class="sort" href="?urut=-nama&rw=001">Kepala keluarga' in text(
        page
    )
    assert '<option value="nama" selected>Nama A–Z</option>' in text(page)
    # A page further on names nobody in its address.
    assert client_of(stored.pokja).get("/keluarga/?urut=nama").context["pager"].next_url.rpartition("=")[2].isdigit()


def sheet(answer) -> list[list[object]]:
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def table(rows: list[list[object]]) -> list[list[object]]:
    """Rows below the heads, as far as they are filled."""
    start = next(n for n, row in enumerate(rows) if "Kepala keluarga" in row)
    return [row[:8] for row in rows[start + 1 :] if row[4]]


def logged() -> list[tuple[str, str, str]]:
    with scoped(Actor(name="uji", system=True)):
        return list(
            AuditEntry.objects.filter(event="family.list_file")
            .order_by("region_code")
            .values_list("region_code", "subject", "purpose")
        )


def test_the_workbook_has_what_the_address_asks_for(stored, client_of):
    answer = client_of(stored.pokja).get("/keluarga/daftar.xlsx?rw=001&urut=data")
    assert answer["Content-Disposition"] == f'attachment; filename="daftar-keluarga-{VILLAGE}.xlsx"'
    rows = sheet(answer)
    assert f"{PLACE} · Per {date_long(TODAY)} · RW 001" in rows[1][0]
    assert table(rows) == [
        [PLACE, "Pasar", "001", "001", "Budi", 1, "", "Belum pernah didata"],
        [PLACE, "Pasar", "001", "001", "budi", 1, OLDEST, f"{RIVER}; {LATE}"],
        [PLACE, "Pasar", "001", "002", "Adi", 1, OLDEST, f"{RIVER}; {LATE}"],
        [PLACE, "Pasar", "001", "001", "Zul", 1, NEW, RIVER],
        [PLACE, "Pasar", "001", "002", "SITI", 1, NEW, RIVER],
    ]


def test_the_workbook_is_logged_for_each_village_and_goes_by_the_name_that_is_looked_for(stored, client_of):
    make_family(NEXT_VILLAGE, [("Budi Sebelah", 1, 40, 1, 2, None, "")])
    give_hat(stored.pokja.user, Role.KAMPUNG, NEXT_VILLAGE)
    browser = client_of(stored.pokja)
    rows = sheet(browser.get("/keluarga/daftar.xlsx?desa=semua&cari=budi&urut=nama"))
    assert [row[4] for row in table(rows)] == ["Budi", "budi", "Budi Sebelah"]
    purpose = families.PURPOSE_FILE
    assert logged() == [(VILLAGE, "list:2", purpose), (NEXT_VILLAGE, "list:1", purpose)]


def test_too_little_of_a_name_and_numbers_lead_back_to_the_page(stored, client_of):
    give_hat(stored.pokja.user, Role.KAMPUNG, NEXT_VILLAGE)
    browser = client_of(stored.pokja)
    short = browser.get("/keluarga/daftar.xlsx?desa=semua&cari=bu")
    assert (short.status_code, short["Location"]) == (302, "/keluarga/?desa=semua&cari=bu")
    number = browser.get(f"/keluarga/daftar.xlsx?desa={VILLAGE}&cari={NIK}")
    assert (number.status_code, number["Location"]) == (302, f"/keluarga/?desa={VILLAGE}&nomor=1")
    assert logged() == []


def test_a_workbook_says_where_it_was_cut(stored, client_of, monkeypatch):
    monkeypatch.setattr(families, "MOST_ROWS", 2)
    rows = sheet(client_of(stored.pokja).get("/keluarga/daftar.xlsx"))
    assert [row[4] for row in table(rows)] == BY_RT[:2]
    assert any("Hanya 2 baris pertama." in str(cell) for row in rows for cell in row)
    assert logged()[0][1] == "list:2"


def test_the_workbook_of_made_up_families_says_so_and_has_no_numbers(stored, client_of):
    browser = client_of(stored.pokja)
    assert DEMO_BAND not in str(sheet(browser.get("/keluarga/daftar.xlsx")))
    with scoped(system_actor(VILLAGE, *DUTIES)):
        Family.objects.filter(head_name="Adi").update(made_up=True)
    answer = browser.get("/keluarga/daftar.xlsx")
    assert DEMO_BAND in str(sheet(answer))
    assert NIK[:4] not in str(sheet(answer))


@pytest.mark.parametrize("who", ["pokja_tetangga", "pokja_luar", "tim_kab", "orang_luar", "petugas_opd"])
def test_nobody_else_gets_the_workbook(stored, client_of, who):
    assert client_of(getattr(stored, who)).get(f"/keluarga/daftar.xlsx?desa={VILLAGE}").status_code == 404
