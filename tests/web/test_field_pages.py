"""The pages of field work: list, worker, hand-over, load, coverage, district, sector, and a list sent as a file."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.institutions.models import FieldWorker, Territory, TerritoryHandOver
from padu.apps.institutions.services.field import TerritoryData, WorkerData, territory_add, worker_save
from padu.apps.programmes.services import load_reference
from padu.domain.field_work import TerritoryRole, TpkPart, WorkerKind
from tests.factories import give_hat, make_agency, make_user
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, REGENCY, VILLAGE, make_person

START = dt.date(2026, 1, 1)


@pytest.fixture
def columns(db):
    load_reference()


@pytest.fixture
def team(people, columns, client_of):
    return client_of(people.tim_kab)


def worker(people, name="Rahmi (buatan)", kind=WorkerKind.PLKB, *villages, **more):
    actor = people.tim_kab.actor
    with scoped(actor):
        data = WorkerData(name, kind, START, **more)
        made = worker_save(actor=actor, region_code=REGENCY, data=data)
        if villages:
            territory_add(actor=actor, worker_id=made.pk, data=TerritoryData(villages, START))
    return made


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def stored(people, model, **asked):
    with scoped(people.tim_kab.actor):
        return list(model.objects.filter(**asked))


def test_an_empty_list_teaches_the_next_step(team, people, client_of):
    assert "Catat petugas" in text(team.get("/petugas/"))
    page = text(client_of(people.pokja).get("/petugas/"))
    assert "diisi tim koordinasi" in page
    assert "/petugas/baru/" not in page


def test_a_worker_is_recorded_and_then_asked_for_villages(team, people):
    posted = {"name": "Sari (buatan)", "kind": "kader_kb", "starts_on": "2026-02-01"}
    response = team.post("/petugas/baru/", posted)
    made = stored(people, FieldWorker)[0]
    assert response.headers["Location"] == f"/petugas/{made.pk}/desa/"
    team.post(f"/petugas/{made.pk}/desa/", {"villages": [VILLAGE], "role": "pembina", "starts_on": "2026-02-01"})
    page = text(team.get(f"/petugas/{made.pk}/"))
    assert "Nagari Inderapura" in page
    refused = text(team.post("/petugas/baru/", posted), 422)
    assert "sudah ada dalam daftar" in refused
    assert 'value="Sari (buatan)"' in refused


def test_an_account_is_found_by_its_name_in_the_regency_alone(team, people):
    user = make_user("kader_sari", VILLAGE)
    posted = {"name": "Sari", "kind": "kader_kb", "starts_on": "2026-02-01", "account": "orang_luar"}
    assert "Tidak ada akun bernama ini" in text(team.post("/petugas/baru/", posted), 422)
    assert team.post("/petugas/baru/", posted | {"account": "kader_sari"}).status_code == 302
    assert stored(people, FieldWorker)[0].user_id == user.pk


def test_the_list_is_narrowed_sorted_and_exported(team, people):
    worker(people, "Rahmi (buatan)", WorkerKind.PLKB, VILLAGE)
    worker(people, "Ani (buatan)", WorkerKind.KADER_POSYANDU, NEXT_VILLAGE)
    worker(people, "Budi (buatan)", WorkerKind.BABINSA)

    def names(query):
        lines = text(team.get(f"/petugas/daftar.csv?wilayah={REGENCY}&{query}")).splitlines()[1:]
        return [line.split(",")[0] for line in lines]

    assert names("") == ["Ani (buatan)", "Budi (buatan)", "Rahmi (buatan)"]
    assert names("jenis=plkb") == ["Rahmi (buatan)"]
    assert names("sektor=health") == ["Ani (buatan)"]
    assert names(f"desa={VILLAGE}") == ["Rahmi (buatan)"]
    assert names("keadaan=tanpa-wilayah") == ["Budi (buatan)"]
    assert names("cari=ani") == ["Ani (buatan)"]
    page = text(team.get("/petugas/?urut=-nama"))
    assert page.index("Rahmi (buatan)") < page.index("Ani (buatan)")
    assert "Tidak ada petugas yang cocok" in text(team.get("/petugas/?cari=zzz"))


def test_a_village_sees_its_own_officers_and_no_others(people, columns, client_of):
    worker(people, "Rahmi (buatan)", WorkerKind.PLKB, VILLAGE)
    worker(people, "Ani (buatan)", WorkerKind.PLKB, NEXT_VILLAGE)
    page = text(client_of(people.pokja).get("/petugas/"))
    assert "Rahmi (buatan)" in page
    assert "Ani (buatan)" not in page
    assert client_of(people.pokja).get("/petugas/beban/").status_code == 404
    assert client_of(people.orang_luar).get(f"/petugas/?wilayah={REGENCY}").status_code == 404


def test_a_hand_over_is_walked_through_its_form(team, people):
    giver = worker(people, "Rahmi (buatan)", WorkerKind.PLKB, VILLAGE, NEXT_VILLAGE)
    taker = worker(people, "Yusra (buatan)")
    url = f"/petugas/{giver.pk}/serah-terima/"
    assert "Nagari Inderapura" in text(team.get(url))
    posted = {"to_id": taker.pk, "day": "2026-03-01", "villages": [VILLAGE], "reason": "Mutasi", "open_things": "A\nB"}
    refused = text(team.post(url, posted | {"day": "2026-01-01"}), 422)
    assert "harus sesudah hari pertama" in refused
    assert stored(people, TerritoryHandOver) == []
    page = text(team.post(url, posted, follow=True))
    assert "<li>A</li><li>B</li>" in page
    assert "Tidak ada peran yang perlu diubah" in page
    assert [t.region_code for t in stored(people, Territory, worker=taker)] == [VILLAGE]
    assert "Diserahkan kepada Yusra (buatan)" in text(team.get(f"/petugas/{giver.pk}/"))


def test_hats_that_remain_are_shown_to_who_may_change_them(team, people):
    plkb = make_person("plkb", Role.PLKB, VILLAGE)
    other = make_user("plkb_baru", REGENCY)
    giver = worker(people, "Rahmi (buatan)", WorkerKind.PLKB, VILLAGE, user_id=plkb.user.pk)
    taker = worker(people, "Yusra (buatan)", user_id=other.pk)
    posted = {"to_id": taker.pk, "day": "2026-03-01", "villages": [VILLAGE], "reason": "Mutasi"}
    page = text(team.post(f"/petugas/{giver.pk}/serah-terima/", posted, follow=True))
    assert "masih berperan PKB/PLKB di Nagari Inderapura" in page
    assert "belum punya peran di Nagari Inderapura" in page
    give_hat(other, Role.PLKB, VILLAGE)
    done = stored(people, TerritoryHandOver)[0]
    assert "belum punya peran" not in text(team.get(f"/petugas/serah-terima/{done.pk}/"))


def test_the_kampung_says_which_sectors_have_nobody_and_offers_a_recorder(team, people, client_of):
    worker(people, "Ani (buatan)", WorkerKind.KADER_POSYANDU, VILLAGE)
    page = text(team.get(f"/kampung/{VILLAGE}/"))
    assert "Belum ada PKB/PLKB di sini" in page
    assert "12 sektor tanpa petugas di sini" in page
    assert f"/petugas/pencatat/{VILLAGE}/" in page
    assert f"/petugas/pencatat/{VILLAGE}/" not in text(client_of(people.pokja).get(f"/kampung/{VILLAGE}/"))
    response = team.post(f"/petugas/pencatat/{VILLAGE}/", {"name": "Sari (buatan)", "starts_on": "2026-02-01"})
    assert response.status_code == 302
    page = text(team.get(f"/kampung/{VILLAGE}/"))
    assert "Yang mencatat: Sari (buatan)." in page
    assert "11 sektor tanpa petugas di sini" in page


def test_a_recorder_is_refused_where_a_plkb_serves(team, people):
    worker(people, "Rahmi (buatan)", WorkerKind.PLKB, VILLAGE)
    posted = {"name": "Sari (buatan)", "starts_on": "2026-02-01"}
    assert "Sudah ada PKB/PLKB di: Nagari Inderapura" in text(team.post(f"/petugas/pencatat/{VILLAGE}/", posted), 422)
    assert "Pilih orang dari daftar" in text(team.post(f"/petugas/pencatat/{VILLAGE}/", {"starts_on": "x"}), 422)
    assert [w.name for w in stored(people, FieldWorker)] == ["Rahmi (buatan)"]


def test_an_incomplete_family_support_team_is_named(team, people):
    actor = people.tim_kab.actor
    made = worker(people, "Bidan (buatan)", WorkerKind.MIDWIFE)
    with scoped(actor):
        duty = TerritoryData([VILLAGE], START, TerritoryRole.TPK_MEMBER, tpk_team=3, tpk_part=TpkPart.HEALTH)
        territory_add(actor=actor, worker_id=made.pk, data=duty)
    assert "TPK tim 3 belum lengkap: kurang Kader PKK, Kader KB." in text(team.get(f"/kampung/{VILLAGE}/"))


def test_load_shows_the_heaviest_first_and_who_lacks_a_plkb(team, people):
    worker(people, "Rahmi (buatan)", WorkerKind.PLKB, VILLAGE)
    worker(people, "Yusra (buatan)", WorkerKind.PLKB, NEXT_VILLAGE, "13.01.01.2003")
    page = text(team.get("/petugas/beban/"))
    assert page.index("Yusra (buatan)") < page.index("Rahmi (buatan)")
    assert "Kecamatan Ranah Pesisir" in page
    assert "/petugas/pencatat/13.01.02.2001/" in page
    assert f"/petugas/pencatat/{VILLAGE}/" not in page
    assert "paling ringan 1, paling berat 2" in page


def test_coverage_counts_persons_per_sector(team, people):
    worker(people, "Ani (buatan)", WorkerKind.KADER_POSYANDU, VILLAGE)
    worker(people, "Ida (buatan)", WorkerKind.MIDWIFE, VILLAGE)
    page = text(team.get("/petugas/cakupan/?wilayah=13.01.01"))
    row = page[page.index("Nagari Inderapura") :].split("</tr>")[0]
    assert row.count(">2<") == 1
    assert row.count(">0<") == 12


def test_a_district_sees_its_offices_and_kampung(people, columns, client_of):
    make_agency("13.01.01", "kua", "religious_affairs")
    worker(people, "Rahmi (buatan)", WorkerKind.PLKB, VILLAGE)
    camat = client_of(make_person("camat", Role.DISTRICT, "13.01.01"))
    page = text(camat.get("/petugas/kecamatan/13.01.01/"))
    assert "kua" in page.casefold()
    assert page.count("Belum ada</") >= 2
    assert camat.get("/petugas/kecamatan/13.01.02/").status_code == 404
    assert camat.get(f"/petugas/kecamatan/{VILLAGE}/").status_code == 404
    assert camat.get("/petugas/baru/").status_code == 404


def test_a_sectors_office_counts_its_own_and_reads_no_name(people, columns, client_of):
    worker(people, "Ani (buatan)", WorkerKind.KADER_POSYANDU, VILLAGE)
    worker(people, "Rahmi (buatan)", WorkerKind.PLKB, VILLAGE)
    office = make_person("dinkes_prov", Role.SECTOR, "13", make_agency("13", "dinkes-prov", "health"))
    client = client_of(office)
    page = text(client.get("/petugas/sektor/"))
    assert "Kabupaten Pesisir Selatan" in page
    assert "Kader posyandu" in page
    assert "PKB/PLKB" not in page
    assert "Ani" not in page
    assert client.get("/petugas/sektor/?sektor=women_child_family").status_code == 404
    assert client.get("/petugas/sektor/?wilayah=14").status_code == 404
    assert client.get("/petugas/").status_code == 404


def workbook(*rows):
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Petugas")
        heads = [
            "Nama",
            "Jenis petugas",
            "Nomor petugas",
            "Telepon",
            "Instansi pengirim",
            "Bertugas sejak",
            "Kode desa",
        ]
        for number, row in enumerate([heads, *rows]):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("petugas.xlsx", memory.getvalue())


GOOD = ["Sari (buatan)", "Kader posyandu", "", "0812", "", "2026-01-01", f"{VILLAGE}; {NEXT_VILLAGE}"]
BAD_KIND = ["Ani (buatan)", "Astronaut", "", "", "", "2026-01-01", ""]
OUTSIDE = ["Ida (buatan)", "PKB/PLKB", "", "", "", "2026-01-01", OTHER_VILLAGE]


def send(client, *rows):
    return client.post("/petugas/unggah/", {"file": workbook(*rows)})


def rows_of(page):
    return page.split('name="rows" value="')[1].split('"')[0]


def test_a_file_is_checked_shown_stored_and_idempotent(team, people):
    page = text(send(team, GOOD, BAD_KIND, OUTSIDE))
    assert "Simpan yang baik saja" in page
    assert "Astronaut" in page
    assert "Pilih desa atau kecamatan" in page
    assert stored(people, FieldWorker) == []
    answer = text(team.post("/petugas/unggah/simpan/", {"rows": rows_of(page)}, follow=True))
    assert "1 petugas baru, 0 diubah, 0 sudah sama; 2 desa ditambahkan." in answer
    again = text(send(team, GOOD))
    answer = text(team.post("/petugas/unggah/simpan/", {"rows": rows_of(again)}, follow=True))
    assert "0 petugas baru, 0 diubah, 1 sudah sama; 0 desa ditambahkan." in answer
    assert len(stored(people, FieldWorker)) == 1
    assert len(stored(people, Territory)) == 2
    changed = text(send(team, [*GOOD[:3], "0899", *GOOD[4:]]))
    text(team.post("/petugas/unggah/simpan/", {"rows": rows_of(changed)}, follow=True))
    assert [w.phone for w in stored(people, FieldWorker)] == ["0899"]


def test_a_preview_of_somebody_else_is_not_stored(team, people, client_of):
    rows = rows_of(text(send(team, GOOD)))
    other = client_of(people.tim_kab_kedua)
    page = text(other.post("/petugas/unggah/simpan/", {"rows": rows}, follow=True))
    assert "sudah tidak berlaku" in page
    assert stored(people, FieldWorker) == []


def test_what_is_no_workbook_is_refused_in_words(team):
    page = text(team.post("/petugas/unggah/", {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.4 x")}), 422)
    assert "Belum ada petugas yang disimpan; berkasnya tersimpan di bawah" in page
    assert "Pilih dulu berkasnya" in text(team.post("/petugas/unggah/", {}), 422)
    assert team.get("/petugas/templat/").content[:2] == b"PK"


def test_ending_needs_a_day_and_a_reason(team, people):
    made = worker(people, "Rahmi (buatan)", WorkerKind.PLKB, VILLAGE)
    territory = stored(people, Territory)[0]
    url = f"/petugas/desa/{territory.pk}/akhiri/"
    assert text(team.post(url, {"day": "2026-02-01"}), 422)
    assert "di luar masa tugas" in text(team.post(url, {"day": "2025-02-01", "reason": "Pindah"}), 422)
    assert team.post(url, {"day": "2026-02-01", "reason": "Pindah"}).status_code == 302
    today = timezone.localdate().isoformat()
    assert team.post(f"/petugas/{made.pk}/akhiri/", {"day": today, "reason": "Pensiun"}).status_code == 302
    page = text(team.get(f"/petugas/{made.pk}/"))
    assert "Pensiun" in page
    assert "/serah-terima/" not in page
