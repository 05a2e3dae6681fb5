"""The pages of the family form: nothing typed is lost, errors stand at their field, nobody else looks in."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.rumah_dataku.entry_steps import STEPS
from padu.apps.rumah_dataku.files.columns import Column, Kind
from padu.apps.rumah_dataku.files.family_columns import FAMILY_COLUMNS, PERSON_COLUMNS
from padu.apps.rumah_dataku.forms_entry import EntryForm, cell_of
from padu.apps.rumah_dataku.models import Family, FamilyDraft, FamilySurveySpecific, Person
from padu.apps.rumah_dataku.services.family_entering import member_save
from padu.apps.rumah_dataku.services.runs import worker_of
from tests.apps.rumah_dataku.files import VILLAGE, families_file, store
from tests.apps.rumah_dataku.pages import text
from tests.people import make_person

pytestmark = pytest.mark.django_db
HEAD = {
    "name": "Yuliana", "nik": "1301014503970001", "sex": "2", "birth_date": "05031997", "relation": "1",
    "marital_status": "2",
}  # fmt: skip


@pytest.fixture
def kader(people):
    return make_person("kader1", Role.KADER, VILLAGE)


@pytest.fixture
def browser(kader, client_of):
    return client_of(kader)


@pytest.fixture
def way(browser):
    """Address of a fresh draft's steps."""
    answer = browser.post("/keluarga/isi/")
    assert answer.status_code == 302
    return answer["Location"].removesuffix("alamat/")


@pytest.fixture
def family(pokja):
    store(pokja, families_file())
    with scoped(pokja):
        return Family.objects.get()


def correction(browser, family) -> str:
    answer = browser.post(f"/keluarga/{family.pk}/perbarui/")
    assert answer.status_code == 302
    return answer["Location"].removesuffix("periksa/")


def test_every_column_is_asked_on_one_page(db):
    asked = [key for step in STEPS for key in step.keys]
    assert sorted(asked) == sorted(set(asked))
    own = {"family_key", "village_code", "head_name"}  # given by the draft and by the members
    couple = {"kb_method", "kb_reason"}
    assert set(asked) == {column.key for column in FAMILY_COLUMNS} - own | couple


def test_a_family_walks_through_all_steps(browser, way, kader):
    first = browser.post(f"{way}alamat/", {"no_kk": "1301 0101 0112 0001", "rt": "2", "rw": "1", "hamlet": "Pasar"})
    assert first["Location"] == f"{way}anggota/1/"
    second = browser.post(f"{way}anggota/1/", HEAD | {"tambah": "1"})
    assert second["Location"] == f"{way}anggota/2/"
    child = {"name": "Rahmat", "nik_reason": "1", "sex": "1", "birth_date": "10/06/2018", "relation": "3"}
    assert browser.post(f"{way}anggota/2/", child | {"mother_line": "1"})["Location"] == f"{way}anggota/"
    assert "2. Rahmat" in text(browser.get(f"{way}anggota/"))
    for slug, said in (
        ("kehidupan", {"surveyed_on": "17/08/2026", "p01": "1", "p06": "2"}),
        ("kebersamaan", {"p11": "1"}),
        ("kelompok", {"p14": "3"}),
        ("rumah", {"p23": "6", "p25": "36,5", "p26": "2"}),
        ("kesejahteraan", {"welfare_decile": "2", "welfare_source": "DTSEN 2026"}),
        ("khusus", {"p03d": "1", "p07": "2", "kb_method": "5"}),
    ):
        assert browser.post(f"{way}{slug}/", said).status_code == 302, slug
    answer = browser.post(f"{way}periksa/", follow=True)
    assert "Keluarga Yuliana tersimpan dengan 2 anggota" in text(answer)
    with scoped(worker_of(kader.actor, VILLAGE)):
        row = Family.objects.get()
        assert (row.rt, row.rw, row.hamlet, row.welfare_decile) == ("002", "001", "Pasar", 2)
        assert [p.mother_line for p in Person.objects.order_by("line")] == [None, 1]
        assert FamilySurveySpecific.objects.get().answers == {"p03d": "ya", "p07": "tidak", "couple": "injection"}


def test_a_wrong_page_keeps_every_word_and_leads_to_the_field(browser, way):
    said = HEAD | {"nik": "13010145", "birth_date": "01/01/2999", "name": "Yuliana binti Ahmad"}
    answer = browser.post(f"{way}anggota/1/", said)
    assert answer.status_code == 422
    page = text(answer)
    for typed in ("13010145", "Yuliana binti Ahmad", "01/01/2999"):
        assert f'value="{typed}"' in page
    assert '<a href="#id_nik">NIK</a>: Nomor ini bukan 16 angka.' in page
    assert '<a href="#id_birth_date">Tanggal lahir</a>: Tanggal ini di masa depan.' in page
    assert re.search(r'<input type="text" name="nik"[^>]*autofocus', page)
    # Left and come back, also elsewhere: the number is masked, the rest stands.
    again = text(browser.get(f"{way}anggota/1/"))
    assert 'value="Yuliana binti Ahmad"' in again
    assert "Terisi 1301****" in again


def test_an_empty_new_member_is_not_written_down(browser, way):
    answer = browser.post(f"{way}anggota/1/", {"name": "", "tambah": "1"})
    assert answer.status_code == 422
    assert "Tulis namanya" in text(answer)
    assert "Belum ada anggota" in text(browser.get(f"{way}anggota/"))


@pytest.mark.parametrize(("button", "leads"), [("nanti", "/keluarga/isi/"), ("mundur", "anggota/")])
def test_a_page_with_something_wrong_may_be_left_and_keeps_what_was_typed(browser, way, button, leads):
    answer = browser.post(f"{way}anggota/1/", HEAD | {"birth_date": "31/02/2020", button: "1"})
    assert answer["Location"] == leads if leads.startswith("/") else f"{way}{leads}"
    assert 'value="31/02/2020"' in text(browser.get(f"{way}anggota/1/"))
    answer = browser.post(f"{way}rumah/", {"p25": "luas", "dari": "periksa", "mundur": "1"})
    assert answer["Location"] == f"{way}periksa/"
    assert browser.post(f"{way}rumah/", {"p25": "luas", "mundur": "1"})["Location"] == f"{way}kelompok/"
    assert browser.post(f"{way}alamat/", {"rt": "002", "mundur": "1"})["Location"] == "/keluarga/isi/"
    assert 'value="luas"' in text(browser.get(f"{way}rumah/"))
    assert "P.25 Luas lantai (m2)</a>: Bukan angka. Seharusnya: " in text(browser.get(f"{way}periksa/"))


def test_who_turns_back_from_an_empty_member_has_added_nobody(browser, way):
    assert browser.post(f"{way}anggota/1/", {"name": "", "mundur": "1"})["Location"] == f"{way}anggota/"
    check = text(browser.get(f"{way}periksa/"))
    assert f'<a href="{way}anggota/1/">Anggota</a>: Belum ada anggota. Tambahkan' in check
    assert "langkah terakhir" in check


def test_a_nik_of_another_family_is_told_at_once(browser, way, family):
    answer = browser.post(f"{way}anggota/1/", HEAD)
    assert answer.status_code == 422
    assert "NIK sudah tercatat pada keluarga lain di desa ini. Cari dahulu keluarga itu" in text(answer)


def test_the_check_page_names_what_is_wrong_and_stores_nothing(browser, way, kader):
    browser.post(f"{way}alamat/", {"rt": "002"})
    browser.post(f"{way}anggota/1/", HEAD | {"relation": "4"})
    assert "Belum ada kepala keluarga. Pilih" in text(browser.get(f"{way}periksa/"))
    browser.post(f"{way}rumah/", {"p26": "900"})
    page = text(browser.get(f"{way}periksa/"))
    assert f'<a href="{way}rumah/?dari=periksa#id_p26">P.26 Penghuni rumah (orang)</a>: Angka di luar batas' in page
    answer = browser.post(f"{way}periksa/")
    assert answer.status_code == 422
    with scoped(kader.actor):
        assert not Family.objects.exists()
    browser.post(f"{way}rumah/?dari=periksa", {"p26": "9"})
    assert browser.post(f"{way}periksa/").status_code == 302


def test_the_check_asks_whether_the_family_stands_already(browser, way, family, kader):
    browser.post(f"{way}anggota/1/", {"name": "siti aminah", "nik_reason": "5", "sex": "2", "relation": "1"})
    page = text(browser.get(f"{way}periksa/"))
    assert "Sudah tercatat?" in page
    assert f'<a href="/keluarga/{family.pk}/">Siti Aminah</a> · RT 002' in page
    with scoped(worker_of(kader.actor, VILLAGE)):
        look = AuditEntry.objects.get(user_id=kader.user.pk, event="family.list")
    assert (look.subject, look.purpose) == ("list:1", "Memeriksa apakah keluarga baru sudah tercatat")
    # A question, not a wall; and no question about the family that is being put right.
    assert browser.post(f"{way}periksa/").status_code == 302
    assert "Sudah tercatat?" not in text(browser.get(f"{correction(browser, family)}periksa/"))


def test_who_comes_from_the_check_goes_back_to_it(browser, way):
    answer = browser.post(f"{way}rumah/", {"p26": "4", "dari": "periksa"})
    assert answer["Location"] == f"{way}periksa/"


def test_later_leads_out_and_the_list_leads_back_in(browser, way):
    browser.post(f"{way}alamat/", {"rt": "002"})
    answer = browser.post(f"{way}anggota/1/", HEAD | {"nanti": "1"}, follow=True)
    page = text(answer)
    assert "Lanjutkan kapan saja" in page
    assert f'<a href="{way}kehidupan/"><strong>Yuliana</strong></a>' in page


def test_a_specific_answer_is_not_read_back_and_stays(browser, way, kader):
    browser.post(f"{way}khusus/", {"p03d": "1"})
    page = text(browser.get(f"{way}khusus/"))
    assert "Tidak diubah (tidak ditampilkan)" in page
    assert '<option value="1" selected' not in page
    browser.post(f"{way}khusus/", {"p07": "2"})
    browser.post(f"{way}anggota/1/", HEAD)
    browser.post(f"{way}periksa/")
    with scoped(worker_of(kader.actor, VILLAGE)):
        assert FamilySurveySpecific.objects.get().answers == {"p03d": "ya", "p07": "tidak"}


def test_a_specific_answer_can_be_taken_back(browser, way, kader):
    browser.post(f"{way}khusus/", {"p03d": "1", "p07": "2"})
    browser.post(f"{way}khusus/", {"p03d": "-"})
    browser.post(f"{way}anggota/1/", HEAD)
    browser.post(f"{way}periksa/")
    with scoped(worker_of(kader.actor, VILLAGE)):
        assert FamilySurveySpecific.objects.get().answers == {"p07": "tidak"}


def test_a_correction_shows_numbers_masked_and_keeps_them(browser, family, kader):
    way = correction(browser, family)
    page = text(browser.get(f"{way}anggota/1/"))
    assert "1301014503970001" not in page
    assert "Terisi 1301************" in page
    browser.post(f"{way}anggota/1/", {"name": "Siti Aminah Putri", "nik": "", "marital_status": "", "relation": "1"})
    assert "Keluarga Siti Aminah Putri tersimpan" in text(browser.post(f"{way}periksa/", follow=True))
    with scoped(kader.actor):
        row = Person.objects.get(line=1)
        assert (row.name, row.nik_first4, row.marital_status) == ("Siti Aminah Putri", "1301", None)
        # What the page did not send was not said.
        assert (row.sex, row.insurance) == (2, 1)


def test_the_check_says_what_a_correction_changes(browser, family, kader):
    way = correction(browser, family)
    browser.post(f"{way}alamat/", {"rt": "9"})
    browser.post(f"{way}khusus/", {"p03d": "2"})
    browser.post(f"{way}anggota/2/", {"name": "Rahmat", "nik": "1301011006180009", "birth_certificate": "1"})
    browser.post(f"{way}anggota/3/", {"name": "Bayi", "nik_reason": "1"})
    page = browser.get(f"{way}periksa/")
    assert [tuple(row.values()) for row in page.context["changes"]] == [
        ("RT", "002", "009"),
        ("P.03d Kekerasan dalam rumah tangga", *["jawaban khusus, tidak ditampilkan"] * 2),
        ("Rahmat: NIK", "1301************", "1301************"),
        ("Rahmat: K.09 Akta kelahiran", "Tidak", "Ya"),
        ("Anggota baru", "", "Bayi"),
    ]
    assert "Yang Anda ubah" in text(page)


def test_a_correction_is_not_told_that_its_own_members_are_taken(browser, family, kader):
    way = correction(browser, family)
    assert "Perlu diperbaiki" not in text(browser.get(f"{way}periksa/"))
    answer = browser.post(f"{way}anggota/1/", {"name": "Siti Aminah Putri", "nik": "", "relation": "1", "sex": "2"})
    assert answer.status_code == 302
    assert "Perlu diperbaiki" not in text(browser.get(f"{way}periksa/"))


def test_every_page_of_a_correction_is_a_look(browser, family, kader):
    way = correction(browser, family)
    browser.get(f"{way}anggota/2/")
    with scoped(worker_of(kader.actor, VILLAGE)):
        looks = AuditEntry.objects.filter(user_id=kader.user.pk, event="family.look", subject=f"family:{family.pk}")
        assert {look.purpose for look in looks} == {"Pembetulan data keluarga"}


def test_a_clash_is_shown_and_decided(browser, family, kader, pokja):
    way = correction(browser, family)
    member = {"name": "Rahmat", "sex": "1", "birth_date": "10/06/2018", "relation": "3", "education": "4"}
    browser.post(f"{way}anggota/2/", member)
    member_save(actor=pokja, family_id=family.pk, line=2, member={"education": "3"})
    answer = browser.post(f"{way}periksa/")
    assert answer.status_code == 422
    page = text(answer)
    assert "Rahmat: K.14 Pendidikan" in page
    assert "Masih SD/sederajat" in page
    over = re.search(r'name="over" value="([^"]+)"', page)
    assert over is not None
    assert browser.post(f"{way}periksa/", {"over": over[1]}).status_code == 302
    with scoped(kader.actor):
        assert Person.objects.get(line=2).education == 4


def test_a_stored_draft_leads_to_its_family_from_every_old_page(browser, way):
    browser.post(f"{way}anggota/1/", HEAD)
    first = browser.post(f"{way}periksa/")["Location"]
    assert "Isi keluarga berikutnya" in text(browser.get(first))
    stored = first.removesuffix("?baru=1")
    assert "Isi keluarga berikutnya" not in text(browser.get(stored))
    for old in ("periksa/", "alamat/", "anggota/1/"):
        assert browser.post(f"{way}{old}", HEAD)["Location"] == stored
        assert browser.get(f"{way}{old}")["Location"] == stored


def test_nobody_else_opens_a_draft(way, client_of, people):
    for person in (people.pokja, people.pokja_tetangga, people.tim_kab):
        browser = client_of(person)
        for page in ("alamat/", "anggota/1/", "periksa/"):
            assert browser.get(f"{way}{page}").status_code == 404
        assert browser.post(f"{way}buang/").status_code == 404


def test_a_draft_is_thrown_away_on_purpose_only(browser, way, kader):
    token = way.rstrip("/").rpartition("/")[2]
    assert browser.get(reverse("family_entry_discard", args=[token])).status_code == 405
    browser.post(reverse("family_entry_discard", args=[token]))
    with scoped(kader.actor):
        assert not FamilyDraft.objects.exists()


COLUMNS = {column.key: column for column in (*FAMILY_COLUMNS, *PERSON_COLUMNS)}


@pytest.mark.parametrize(
    ("key", "typed", "cell"),
    [
        ("nik", "1301.0145 0397-0001", "1301014503970001"),
        ("birth_date", "05031997", "1997-03-05"),
        ("birth_date", "5 maret 1997", "1997-03-05"),
        ("birth_date", "99999999", "99999999"),
        ("p25", "36,5", "36.5"),
        ("p25", "1.036,5", "1.036,5"),
        ("rt", "2", "002"),
        ("rt", "02", "002"),
        ("rt", "RT 2", "002"),
        ("rw", "Rw.12", "012"),
        ("rt", "RT Pasar", "RT Pasar"),
        ("rt", "2a", "2a"),
        ("address", "-", ""),
    ],
)
def test_typed_texts_become_cells(key, typed, cell):
    assert cell_of(COLUMNS[key], typed) == cell


def test_an_rt_that_the_village_writes_short_stays_short():
    assert cell_of(COLUMNS["rt"], "2", known=["1", "2"]) == "2"
    assert cell_of(COLUMNS["rt"], "RT 2", known=["1", "2"]) == "2"


def test_what_is_not_shown_is_not_said_when_left_empty():
    secret = Column("p03d", "P.03d", Kind.CODE, codes=COLUMNS["p03d"].codes)
    form = EntryForm({"p03d": "", "nik": ""}, columns=[secret, COLUMNS["nik"]], now={"nik": "1"}, hidden={"p03d"})
    assert form.said() == {}
