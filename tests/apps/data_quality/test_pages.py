"""The pages of data quality: what they show to whom, what is kept when something is refused."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.data_quality.models import CompletenessMonth, DataIssue
from padu.apps.data_quality.services import issue_report
from padu.apps.data_quality.services.checking import quality_check
from padu.apps.data_quality.services.figure_outliers import outliers_write
from padu.apps.data_quality.words import STEP_WORDS, refusal_words, seen_words
from padu.apps.programmes.services import load_reference
from padu.apps.rumah_dataku.models import Family, Figure
from padu.domain.errors import PaduError
from tests.apps.data_quality.rows import NOW, change, issue_of, make_family, member, steps_of, system
from tests.people import NEXT_VILLAGE, VILLAGE, People, Person, make_person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
SOON = (timezone.localdate() + dt.timedelta(days=3)).isoformat()


@pytest.fixture
def family(people: People) -> Family:
    made = make_family({"name": "Rosna"}, {}, {"mother_line": 1, "name": "Rahmat"}, head_name="Rosna")
    quality_check(region_code=VILLAGE)
    return made


@pytest.fixture
def kader(people: People) -> Person:
    return make_person("kader_uji", Role.KADER, VILLAGE)


def text_of(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def test_the_inbox_names_rule_person_and_due_day(people: People, family: Family, client_of: SignIn) -> None:
    page = text_of(client_of(people.pokja), "/mutu/")
    for words in ("No. urut ibu menunjuk seorang laki-laki", "Rahmat", "001/002", "Kesalahan", "belum diserahkan"):
        assert words in page
    with scoped(people.pokja.actor):
        look = AuditEntry.objects.get(event="quality.list")
    assert (look.kind, look.region_code, look.subject) == ("look", VILLAGE, "list:1")


def test_boxes_and_filters_narrow(people: People, family: Family, client_of: SignIn) -> None:
    client = client_of(people.pokja)
    assert "Tidak ada yang menunggu Anda" in text_of(client, "/mutu/?kotak=saya")
    assert "Tidak ada yang lewat tenggat" in text_of(client, "/mutu/?kotak=lewat")
    change(issue_of(family, "mother_not_a_woman"), due_on=dt.date(2020, 1, 1))
    assert "Lewat tenggat" in text_of(client, "/mutu/?kotak=lewat")
    assert "Tidak ada catatan dengan saringan ini" in text_of(client, "/mutu/?aturan=rt_missing")
    assert "Rahmat" in text_of(client, "/mutu/?aturan=mother_not_a_woman&berat=error&urut=-tenggat")
    assert "Belum ada yang selesai" in text_of(client, "/mutu/?kotak=selesai")


def test_the_inbox_as_a_workbook(people: People, family: Family, client_of: SignIn) -> None:
    from python_calamine import CalamineWorkbook

    answer = client_of(people.pokja).get("/mutu/unduh.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert "Rahmat" in cells
    assert "anggota no. 3, no. urut ibu 1" in cells
    assert "belum diserahkan" in cells  # that nobody has it is known


def test_one_issue_shows_the_way_to_put_it_right(people: People, family: Family, client_of: SignIn) -> None:
    issue = issue_of(family, "mother_not_a_woman")
    page = text_of(client_of(people.pokja), f"/mutu/{issue.pk}/")
    for words in (f"/keluarga/{family.pk}/perbarui/", "anggota no. 3, no. urut ibu 1", "Pemeriksaan mesin", "Serahkan"):
        assert words in page
    with scoped(people.pokja.actor):
        assert AuditEntry.objects.filter(event="quality.issue", subject=f"family:{family.pk}").count() == 1


def test_handed_on_and_found_at_home(people: People, kader: Person, family: Family, client_of: SignIn) -> None:
    issue = issue_of(family, "mother_not_a_woman")
    given = {"to_user": people.pokja.user.pk, "due_on": SOON, "note": "KK di rumah neneknya"}
    answer = client_of(kader).post(f"/mutu/{issue.pk}/serahkan/", given)
    assert answer.status_code == 302
    assert "1 catatan mutu data diserahkan kepada Anda." in text_of(client_of(people.pokja), "/")
    change(issue, due_on=dt.date(2020, 1, 1))
    assert "1 catatan mutu data diserahkan kepada Anda, 1 lewat tenggat." in text_of(client_of(people.pokja), "/")
    assert "KK di rumah neneknya" in text_of(client_of(people.pokja), f"/mutu/{issue.pk}/")


def test_a_settled_issue_asks_nothing_more(people: People, family: Family, client_of: SignIn) -> None:
    issue = issue_of(family, "mother_not_a_woman")
    browser, page = client_of(people.pokja), f"/mutu/{issue.pk}/"
    assert "Tenggat:" in text_of(browser, page)
    browser.post(f"{page}benar/", {"note": "Memang begitu di KK"})
    settled = text_of(browser, page)
    assert "Tidak ada: catatan ini selesai." in settled
    assert "Tenggat:" not in settled
    assert "Yang disarankan" not in settled


def test_a_refused_hand_over_keeps_what_was_written(people: People, family: Family, client_of: SignIn) -> None:
    issue = issue_of(family, "mother_not_a_woman")
    given = {"to_user": people.pokja.user.pk, "due_on": "2020-01-01", "note": "KK di rumah neneknya"}
    answer = client_of(people.pokja).post(f"/mutu/{issue.pk}/serahkan/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tenggatnya sudah lewat" in page
    assert "KK di rumah neneknya" in page
    assert steps_of(issue) == []


def test_many_are_handed_on_from_the_inbox(people: People, family: Family, client_of: SignIn) -> None:
    issue, client = issue_of(family, "mother_not_a_woman"), client_of(people.pokja)
    given = {"to_user": people.pokja.user.pk, "due_on": SOON, "note": "Besok", "desa_tugas": VILLAGE}
    assert client.post("/mutu/serahkan/", given).status_code == 422
    assert client.post("/mutu/serahkan/", given | {"pilih": [issue.pk]}).status_code == 302
    assert steps_of(issue) == ["hand_on"]
    assert client.post("/mutu/serahkan/", given | {"desa_tugas": NEXT_VILLAGE}).status_code == 404


def test_put_right_or_told_that_it_is_not(people: People, family: Family, client_of: SignIn) -> None:
    issue, client = issue_of(family, "mother_not_a_woman"), client_of(people.pokja)
    assert client.post(f"/mutu/{issue.pk}/perbaiki/", {"note": ""}).status_code == 422
    answer = client.post(f"/mutu/{issue.pk}/perbaiki/", {"note": "Sudah saya ubah"})
    assert answer.status_code == 422
    assert "Data keluarganya masih sama" in answer.content.decode()
    assert "Sudah saya ubah" in answer.content.decode()
    change(member(family, 3), mother_line=2)
    assert client.post(f"/mutu/{issue.pk}/perbaiki/", {"note": "Sudah saya ubah"}).status_code == 302
    assert steps_of(issue) == ["correct", "settle"]
    assert client.post(f"/mutu/{issue.pk}/perbaiki/", {"note": "lagi"}).status_code == 409


def test_a_family_says_what_waits_about_it_and_takes_a_report(
    people: People, family: Family, client_of: SignIn
) -> None:
    client = client_of(people.pokja)
    assert "No. urut ibu menunjuk seorang laki-laki" in text_of(client, f"/keluarga/{family.pk}/")
    answer = client.post(f"/mutu/lapor/{family.pk}/", {"note": "Alamatnya pindah"})
    assert answer.status_code == 302
    assert "Alamatnya pindah" in text_of(client, answer["Location"])
    client.post(f"/mutu/lapor/{family.pk}/", {"note": ""})
    assert "Tulis catatannya" in text_of(client, f"/keluarga/{family.pk}/")


def test_who_works_with_no_families_is_shown_completeness(people: People, family: Family, client_of: SignIn) -> None:
    answer = client_of(people.tim_kab).get("/mutu/")
    assert (answer.status_code, answer["Location"]) == (302, "/mutu/kelengkapan/")


def test_completeness_down_the_tree(people: People, family: Family, client_of: SignIn) -> None:
    client = client_of(people.tim_kab)
    assert "Pancung Soal" in text_of(client, "/mutu/kelengkapan/")
    district = text_of(client, "/mutu/kelengkapan/?wilayah=13.01.01")
    assert f"?wilayah={VILLAGE}" in district
    assert "data per" in district
    assert "disamarkan" in district  # one family only
    assert client.get("/mutu/kelengkapan/?wilayah=13.02").status_code == 404


def test_small_parts_are_hidden_from_outside_and_shown_inside(people: People, client_of: SignIn) -> None:
    for rt, families in (("001", 12), ("002", 3), ("003", 11)):
        for _ in range(families):
            make_family({}, rt=rt, survey=timezone.localdate())
    quality_check(region_code=VILLAGE)
    inside = text_of(client_of(people.pokja), f"/mutu/kelengkapan/?wilayah={VILLAGE}")
    outside = text_of(client_of(people.tim_kab), f"/mutu/kelengkapan/?wilayah={VILLAGE}")
    assert "RT 002 / RW 002" in inside
    assert "&lt;10" not in inside
    # The small one and the next one, which would give it away.
    assert outside.count('title="disamarkan') == 2 * 6
    book = client_of(people.tim_kab).get(f"/mutu/kelengkapan/unduh.xlsx?wilayah={VILLAGE}")
    assert book.status_code == 200


def test_the_months_make_a_picture(people: People, family: Family, client_of: SignIn) -> None:
    with scoped(system()):
        row = CompletenessMonth.objects.get(part="", region_code=VILLAGE)
        row.pk, row.month = None, row.month - dt.timedelta(days=31)
        row.month = row.month.replace(day=1)
        row.save(force_insert=True)
    assert "Dari bulan ke bulan" in text_of(client_of(people.pokja), f"/mutu/kelengkapan/?wilayah={VILLAGE}")


@pytest.fixture
def odd_figure(people: People) -> str:
    load_reference()
    codes = [f"13.01.01.20{n:02}" for n in range(1, 8)]
    counts = {"population": [1000] * 7, "bpjs_members": [600, 610, 600, 620, 600, 590, 6]}
    with scoped(system("13.01")):
        Figure.objects.bulk_create(
            Figure(
                region_code=code, element=element, component="total", period=str(year), value=value, source="Dukcapil",
                updated_at=NOW, as_of=dt.date(year, 12, 31),
            )
            for element, values in counts.items()
            for year in (2024, 2025)
            for code, value in zip(codes, values, strict=True)
        )  # fmt: skip
    outliers_write(regency_code="13.01")
    return codes[-1]


def test_a_figure_that_stands_out_and_its_picture(people: People, odd_figure: str, client_of: SignIn) -> None:
    client = client_of(people.tim_kab)
    page = text_of(client, "/mutu/pencilan/")
    assert "1 angka yang menonjol" in page
    assert "jauh di bawah desa lain" in page
    assert "disamarkan" in page  # six people
    assert "di desa ini" not in page  # their share would tell how many
    assert "Dibandingkan terakhir" in page
    picture = text_of(client, f"/mutu/pencilan/{odd_figure}/bpjs_members/total/")
    assert "Tahun ke tahun di desa ini" in picture
    assert "disamarkan" in picture
    assert client.get(f"/mutu/pencilan/{odd_figure}/bpjs_members/-/").status_code == 404


def test_the_village_itself_sees_its_small_figure(people: People, odd_figure: str, client_of: SignIn) -> None:
    own = make_person("pokja_ketujuh", Role.KAMPUNG, odd_figure)
    page = text_of(client_of(own), f"/mutu/pencilan/?wilayah={odd_figure}")
    assert 'data-label="Nilai">6<' in page
    assert "di desa ini 0,60" in page
    with scoped(own.actor):
        issue = DataIssue.objects.get()
    assert f"/mutu/pencilan/{odd_figure}/bpjs_members/total/" in text_of(client_of(own), f"/mutu/{issue.pk}/")


def test_checking_now_is_for_the_own_village(people: People, client_of: SignIn) -> None:
    client = client_of(people.pokja)
    assert client.post("/mutu/periksa/", {"desa": VILLAGE}).status_code == 302
    assert client.post("/mutu/periksa/", {"desa": VILLAGE}).status_code == 302
    for code in (NEXT_VILLAGE, "x", ""):
        assert client.post("/mutu/periksa/", {"desa": code}).status_code == 404


def test_every_refusal_and_step_has_its_words(people: People, family: Family) -> None:
    from padu.apps.data_quality.services import issue_steps

    refusals = [one for one in vars(issue_steps).values() if isinstance(one, type) and issubclass(one, PaduError)]
    codes = {one.code for one in refusals if one is not PaduError}
    assert {code for code in codes if refusal_words(_with(code)) == code} == set()
    with scoped(people.pokja.actor):
        issue = issue_report(actor=people.pokja.actor, family_id=family.pk, note="x")
    assert set(steps_of(issue)) <= set(STEP_WORDS)


def _with(code: str) -> PaduError:
    found = PaduError(most=200)
    found.code = code
    return found


def test_days_are_written_as_people_write_them() -> None:
    assert seen_words("anggota no. 3, lahir 2018-06-10") == "anggota no. 3, lahir 10 Jun 2018"
    assert seen_words("kode 9999-99-99") == "kode 9999-99-99"
