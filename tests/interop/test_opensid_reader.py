"""The OpenSID population workbook with made-up residents: codes, households, and what is told."""

from __future__ import annotations

import datetime as dt

import pytest
import xlsxwriter

from padu.apps.rumah_dataku.files.problems import FileRefused, RowIssue
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.registry import TEMPLATE, readers, recognise, register_reader
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyRow, PersonRow, stored_source_key
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.domain.contraception import Method, ReasonForNone
from padu.domain.identity import NikMissingReason
from padu.domain.pk21 import BirthCertificate, Education, Insurance, MaritalStatus, Occupation, Relation, Religion, Sex
from padu.interop.opensid import codes
from padu.interop.opensid.reader import COLUMNS, LEFT_OUT, READER, read_opensid, register

TODAY = dt.date(2026, 11, 22)
CONTEXT = FamilyContext(2026, TODAY, lambda _: VillageStatus.KNOWN, "13.01.01.2001")
KK = "1301010101120001"
RESIDENT = {
    "dusun": "Pasar",
    "rw": "-",
    "rt": "004",
    "nama": "Siti Aminah",
    "no_kk": KK,
    "nik": "1301014503970001",
    "sex": "2",
    "tanggallahir": "1997-03-05",
    "agama_id": "1",
    "pendidikan_kk_id": "5",
    "pendidikan_sedang_id": "18",
    "pekerjaan_id": "2",
    "status_kawin": "2",
    "kk_level": "1",
    "warganegara_id": "1",
    "status_dasar": "1",
}


@pytest.fixture
def send(tmp_path):
    """Send residents, each changed as a test needs; returns families, persons, issues."""

    def send_rows(*changes, context=CONTEXT, sheet="Sheet1"):
        path = tmp_path / "penduduk.xlsx"
        rows = [{**RESIDENT, **change} for change in changes]
        heads = list(dict.fromkeys(head for row in rows for head in row))
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet(sheet)
            for at, cells in enumerate([heads, *([row.get(head) for head in heads] for row in rows)]):
                page.write_row(at, 0, cells)
        with open_book(path) as opened:
            items = list(read_opensid(opened, context).items())
        return tuple([item for item in items if isinstance(item, kind)] for kind in (FamilyRow, PersonRow, RowIssue))

    return send_rows


def told(issues):
    return [(issue.row, issue.column, issue.code, issue.severity.value) for issue in issues]


def test_a_resident_becomes_a_member_with_the_codes_of_the_form(send):
    families, persons, issues = send({"akta_lahir": "AL-12/2001", "id_asuransi": "4"})
    assert issues == []
    (family,), (person,) = families, persons
    assert (family.source_key, family.no_kk, family.hamlet, family.rw, family.rt) == (KK, KK, "Pasar", "", "004")
    assert (family.head_name, family.village_code, family.data_year) == ("Siti Aminah", "13.01.01.2001", 2026)
    assert (person.line, person.religion) == (1, Religion.ISLAM)
    said = person.answers
    assert (said.sex, said.birth_date, said.relation) == (Sex.FEMALE, dt.date(1997, 3, 5), Relation.HEAD)
    assert (said.marital_status, said.occupation) == (MaritalStatus.MARRIED, Occupation.NONE)
    assert (said.education, said.insurance) == (Education.UPPER_SECONDARY_DONE, Insurance.PBI)
    assert (said.birth_certificate, said.whereabouts) == (BirthCertificate.YES, None)


def test_codes_may_be_numbers_or_text(send):
    _, persons, issues = send({"sex": 2, "kk_level": 1, "agama_id": "01", "pekerjaan_id": 9.0})
    assert issues == []
    assert persons[0].answers.occupation is Occupation.FARMER


def test_members_of_a_card_are_one_family_wherever_they_stand(send):
    other = "1301010101120002"
    families, persons, issues = send(
        {"kk_level": "4", "nama": "Budi", "nik": "1301010501150001", "tanggallahir": "2015-01-05", "sex": "1"},
        {"no_kk": other, "nik": "1301014503970002"},
        {"nik": "1301014503970003"},
    )
    assert issues == []
    assert [(family.no_kk, family.head_name) for family in families] == [(KK, "Siti Aminah"), (other, "Siti Aminah")]
    assert [(person.family_key, person.line) for person in persons] == [(KK, 1), (other, 1), (KK, 2)]


def test_a_card_is_never_a_key_in_clear(send):
    (family,), _, _ = send({})
    assert stored_source_key(family, lambda _: "abc") == "kk:abc"


def test_unknown_numbers_are_unknown_answers_with_a_warning(send):
    _, persons, issues = send({"agama_id": "9", "pekerjaan_id": "petani", "pendidikan_kk_id": "77", "cara_kb_id": "99"})
    assert told(issues) == [
        (2, "agama_id", "code_unknown", "warning"),
        (2, "pekerjaan_id", "code_unknown", "warning"),
        (2, "cara_kb_id", "code_unknown", "warning"),
        (2, "pendidikan_kk_id", "code_unknown", "warning"),
    ]
    assert (persons[0].religion, persons[0].answers.occupation, persons[0].kb_method) == (None, None, None)


def test_contraception_and_pregnancy_are_read(send):
    _, persons, _ = send({"cara_kb_id": "3"}, {"hamil": "1", "nik": "1301014503970002", "kk_level": "3"})
    assert [(person.kb_method, person.kb_reason) for person in persons] == [
        (Method.INJECTION, None),
        (None, ReasonForNone.PREGNANT),
    ]


def test_a_foreigner_needs_no_nik(send):
    _, persons, issues = send({"nik": "", "warganegara_id": "2"})
    assert issues == []
    assert persons[0].nik_missing_reason is NikMissingReason.FOREIGNER


def test_residents_who_left_are_passed_over_and_told(send):
    families, persons, issues = send({}, {"status_dasar": "2", "no_kk": "1301010101120002", "nik": "1301014503970002"})
    assert (len(families), len(persons)) == (1, 1)
    assert told(issues) == [(3, "status_dasar", "resident_not_active", "warning")]


def test_a_bad_card_number_keeps_its_members_out(send):
    families, persons, issues = send({"no_kk": "123"}, {"no_kk": "123", "nik": "1301014503970002", "kk_level": "3"})
    assert (families, persons) == ([], [])
    assert told(issues) == [
        (2, "no_kk", "number_form", "error"),
        (2, "no_kk", "family_rejected", "error"),
        (3, "no_kk", "family_rejected", "error"),
    ]


def test_somebody_without_a_card_is_a_family_alone(send):
    families, persons, issues = send({"no_kk": ""})
    assert told(issues) == [(2, "no_kk", "family_without_kk", "warning")]
    assert families[0].no_kk is None
    assert persons[0].family_key == families[0].source_key


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"nik": "13010132039700"}, "nik", "number_form"),
        ({"tanggallahir": "05/13/1997"}, "tanggallahir", "date_impossible"),
        ({"tanggallahir": "2027-01-01"}, "tanggallahir", "date_future"),
        ({"nama": ""}, "nama", "value_required"),
        ({"nama": "@x"}, "nama", "formula_cell"),
        ({"no_kk": 1301010101120010}, "no_kk", "number_stored_as_number"),
    ],
)
def test_a_bad_cell_keeps_the_resident_out(send, change, column, code):
    _, persons, issues = send({}, {"nik": "1301014503970002", "kk_level": "3", **change})
    assert [person.row for person in persons] == [2]
    errors = [issue for issue in issues if issue.severity.value == "error"]
    assert (errors[0].row, errors[0].column, errors[0].code) == (3, column, code)
    assert {(issue.row, issue.code) for issue in errors[1:]} <= {(errors[0].family_row, "family_members_rejected")}


@pytest.mark.parametrize(
    ("reached", "now", "age", "education"),
    [
        (1, 1, 4, Education.NEVER),
        (1, 2, 5, Education.NEVER),
        (2, 4, 9, Education.IN_PRIMARY),
        (2, 18, 9, Education.PRIMARY_UNFINISHED),
        (2, None, 9, None),
        (3, None, 14, None),
        (3, None, 19, Education.PRIMARY_DONE),
        (3, None, None, None),
        (3, 6, 14, Education.IN_LOWER_SECONDARY),
        (4, 7, 16, Education.IN_UPPER_SECONDARY),
        (5, 11, 20, Education.IN_HIGHER),
        (2, 14, 9, Education.IN_PRIMARY),
        (3, 15, 14, Education.IN_LOWER_SECONDARY),
        (None, 16, 14, None),
        (8, 18, 30, Education.HIGHER_DONE),
        (None, None, 40, None),
        (None, 18, 40, None),
        (99, 18, 40, None),
    ],
)
def test_schooling_comes_from_two_columns_and_age(reached, now, age, education):
    assert codes.education_of(reached, now, age) is education


def test_meanings_cover_the_forms_lists():
    assert set(codes.RELIGIONS.values()) == set(Religion) - {Religion.OTHER}
    assert set(codes.OCCUPATIONS.values()) == set(Occupation)
    assert sorted(codes.OCCUPATIONS) == list(range(1, 90))


def test_without_a_village_the_file_is_refused(send):
    for village, status in ((None, VillageStatus.KNOWN), ("13.01.01.2001", VillageStatus.OUTSIDE)):
        context = FamilyContext(2026, TODAY, lambda _, status=status: status, village)
        with pytest.raises(FileRefused) as caught:
            send({}, context=context)
        assert caught.value.problems[0].code == "village_needed"


def test_a_missing_column_is_named_with_what_resembles_it(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("nama,no_kk,nik,sex,tgl_lahir,kk_level\nAni,1,2,2,1997-03-05,1\n", encoding="utf-8")
    with open_book(path) as book, pytest.raises(FileRefused) as caught:
        read_opensid(book, CONTEXT)
    (problem,) = caught.value.problems
    assert problem.code == "column_missing"
    assert "“tgl_lahir” mirip" in problem.message


def test_columns_left_out_are_told_and_never_read_twice(tmp_path):
    assert not set(LEFT_OUT) & {column.label for column in COLUMNS}
    path = tmp_path / "x.csv"
    path.write_text(
        "nama,no_kk,nik,sex,tanggallahir,kk_level,suku,kebun\nAni,1,2,2,1997-03-05,1,Caniago,1\n", encoding="utf-8"
    )
    with open_book(path) as book:
        notices = read_opensid(book, CONTEXT).notices
    assert [notice.code for notice in notices] == ["column_ignored", "opensid_left_out"]
    assert "kebun" in notices[0].message
    assert "suku" not in notices[0].message


def test_the_reader_registers_under_its_name(tmp_path):
    register()
    register()
    assert [reader.name for reader in readers()] == ["families", "opensid"]
    with pytest.raises(ValueError, match="opensid"):
        register_reader(type(READER)("opensid", "lain", READER.recognises, READER.read))
    path = tmp_path / "x.csv"
    path.write_text("nama,no_kk,nik,sex,tanggallahir,kk_level,pendidikan_kk_id\n", encoding="utf-8")
    with open_book(path) as book:
        assert recognise(book) is READER
    path.write_text("No. keluarga,Nama,NIK\n1,2,3\n", encoding="utf-8")
    with open_book(path) as book:
        assert recognise(book) is TEMPLATE
    path.write_text("bulan,jumlah\n1,2\n", encoding="utf-8")
    with open_book(path) as book:
        assert recognise(book) is None
