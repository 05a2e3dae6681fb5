"""A register from a file: our template and the shapes of SIGA, checked, looked at, stored, sent again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from padu.access.gate import scoped
from padu.apps.kampung.models import Group, Kampung, RegisterImport
from padu.domain.register_file import RegisterRow, find_head, read_row
from tests.factories import make_kampung
from tests.people import VILLAGE

TEMPLATE = """Kode desa;Nama kampung;Tanggal atau tahun berdiri;Nomor SK;Tanggal SK
13.01.01.2001;Kampung KB Melati;20/05/2019;12/2019;02/05/2019
1301012002;Kampung KB Muaro;2018;;
13.02.03.2001;Kampung KB Lolo;2018;;
13.01.01.2003;Kampung KB Tiga;kemarin;;
13.01.01.2001;Kampung KB Melati;2020;;
"""
SIGA = """\
PROVINSI;KABUPATEN;KECAMATAN;KODE;KELURAHAN;JUMLAH KELURAHAN/DESA;JUMLAH KAMPUNG KB;2016;2017;2018;2019;> 2019
SUMATERA BARAT;PESISIR SELATAN;PANCUNG SOAL;2001;INDERAPURA;1;1;0;1;0;0;0
SUMATERA BARAT;PESISIR SELATAN;PANCUNG SOAL;2002;MUARO SAKAI INDERAPURA;1;1;0;0;0;0;1
SUMATERA BARAT;PESISIR SELATAN;PANCUNG SOAL;2003;TIGA SEPAKAT INDERAPURA;1;0;0;0;0;0;0
SUMATERA BARAT;PESISIR SELATAN;RANAH PESISIR;2001;PELANGAI;1;-4;0;0;0;0;0
SUMATERA BARAT;PESISIR SELATAN;RANAH PESISIR;2009;TIDAK ADA;1;1;0;0;0;0;0
;;;;TOTAL;5;2;0;1;0;0;1
"""
DATAKU = """PROVINSI;KABUPATEN;KECAMATAN;KODE;KELURAHAN;JUMLAH RUMAH DATAKU;SK ADA;SK TIDAK ADA
SUMATERA BARAT;PESISIR SELATAN;PANCUNG SOAL;2001;INDERAPURA;1;1;0
"""


def send(client, text: str, name: str = "daftar.csv") -> int:
    answer = client.post(
        reverse("register_import"), {"file": SimpleUploadedFile(name, text.encode("utf-8"), "text/csv")}
    )
    assert answer.status_code == 302, answer.content.decode()
    return int(answer["Location"].rstrip("/").split("/")[-1])


def stored(people) -> dict[str, tuple[dt.date | None, bool, str]]:
    with scoped(people.tim_kab.actor):
        return {k.name: (k.founded_on, k.founded_exact, k.decree_number) for k in Kampung.objects.all()}


def run_of(people, pk: int) -> RegisterImport:
    with scoped(people.tim_kab.actor):
        return RegisterImport.objects.get(pk=pk)


def test_the_template_is_checked_and_then_stored(people, client_of):
    team = client_of(people.tim_kab)
    run = run_of(people, send(team, TEMPLATE))
    assert run.counts == {"baru": 2, "diubah": 0, "sama": 0, "tanpa kampung": 0}
    assert [(i["row"], i["column"], i["seen"]) for i in run.issues] == [
        (5, "Tanggal berdiri", "kemarin"),
        (4, "Desa", "13.02.03.2001"),
        (6, "Nama kampung", "Kampung KB Melati"),
    ]
    assert stored(people) == {}
    page = team.get(reverse("register_import_run", args=[run.pk])).content.decode()
    assert "Kampung KB Muaro" in page
    assert "kemarin" in page
    team.post(reverse("register_import_store", args=[run.pk]))
    first = stored(people)
    assert first == {
        "Kampung KB Melati": (dt.date(2019, 5, 20), True, "12/2019"),
        "Kampung KB Muaro": (dt.date(2018, 12, 31), False, ""),
    }
    again = run_of(people, send(team, TEMPLATE))
    assert again.pk != run.pk
    assert again.counts == {"baru": 0, "diubah": 0, "sama": 2, "tanpa kampung": 0}
    team.post(reverse("register_import_store", args=[run.pk]))  # sent a second time: refused, nothing changes
    assert stored(people) == first


def test_the_kampung_export_of_siga_counts_years(people, client_of):
    make_kampung(VILLAGE, "Kampung Lama")
    team = client_of(people.tim_kab)
    run = run_of(people, send(team, SIGA, "kampung.csv"))
    assert run.counts == {"baru": 1, "diubah": 1, "sama": 0, "tanpa kampung": 1}
    assert [(i["row"], i["seen"]) for i in run.issues] == [(5, "-4"), (6, "RANAH PESISIR, TIDAK ADA")]
    team.post(reverse("register_import_store", args=[run.pk]))
    assert stored(people) == {
        "Kampung Lama": (dt.date(2017, 12, 31), False, ""),
        "Kampung KB Muaro Sakai Inderapura": (None, True, ""),  # after 2019: the day is not known
    }


def test_the_rumah_dataku_export_makes_a_group(people, client_of):
    team = client_of(people.tim_kab)
    pk = send(team, DATAKU, "dataku.csv")
    for _ in range(2):
        team.post(reverse("register_import_store", args=[pk]))
    with scoped(people.tim_kab.actor):
        assert [(g.kind, g.kampung.name, g.state) for g in Group.objects.all()] == [
            ("rumah_dataku", "Kampung KB Inderapura", "unknown")
        ]


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", "%PDF-1.7"])
def test_what_is_no_register_is_refused_with_words(people, client_of, text):
    sent = SimpleUploadedFile("x.csv", text.encode(), "text/csv")
    answer = client_of(people.tim_kab).post(reverse("register_import"), {"file": sent})
    assert answer.status_code == 422
    assert "Berkas belum diterima" in answer.content.decode()


def test_only_the_team_imports(people, client_of):
    assert client_of(people.pokja).get(reverse("register_import")).status_code == 403
    pk = send(client_of(people.tim_kab), TEMPLATE)
    assert client_of(people.orang_luar).get(reverse("register_import_run", args=[pk])).status_code == 404
    assert client_of(people.orang_luar).post(reverse("register_import_store", args=[pk])).status_code == 404
    assert stored(people) == {}


def test_a_year_before_the_programme_is_no_year():
    _, places = find_head([["Kode desa", "Nama kampung", "Tahun berdiri"]]) or (0, {})
    assert read_row(2, ["13.01.01.2001", "Lama", "2016"], places) == RegisterRow(
        row=2, code="13.01.01.2001", name="Lama", founded_on=dt.date(2016, 12, 31), exact=False
    )
    issues = read_row(3, ["13.01.01.2001", "Lama", "2015"], places)
    assert isinstance(issues, list)
    assert issues[0].seen == "2015"
