"""Families and persons from the template: good rows, and what every bad cell is told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from padu.apps.rumah_dataku.files.families import read_families
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.rows import FamilyContext, stored_source_key
from padu.domain import pk21
from padu.domain.contraception import Method
from padu.domain.identity import IssueLevel, NikMissingReason
from tests.files.family_rows import CONTEXT, FAMILY, PERSON, TODAY, VILLAGE, parse, table, told


def test_a_plain_family_is_read(send):
    families, persons, issues = send(
        [
            {
                "No. KK": "1301010101120001",
                "Dusun/jorong": "Pasar",
                "RT": "002",
                "Desil kesejahteraan": 3,
                "Sumber desil": "DTSEN",
            }
        ],
        [
            {
                "K.07 Status perkawinan": "Kawin",
                "K.14 Pendidikan": "8",
                "K.15 Jaminan kesehatan": "1 - BPJS PBI/Jamkesmas/Jamkesda",
            }
        ],
    )
    assert issues == []
    (family,) = families
    assert (family.source_key, family.village_code, family.no_kk, family.hamlet, family.rt) == (
        "K-1", VILLAGE, "1301010101120001", "Pasar", "002",
    )  # fmt: skip
    assert (family.welfare_decile, family.welfare_source, family.data_year, family.row) == (3, "DTSEN", 2026, 2)
    (person,) = persons
    assert (person.family_key, person.line, person.name, person.nik) == ("K-1", 1, "Siti Aminah", "1301014503970001")
    assert person.answers == pk21.MemberAnswers(
        sex=pk21.Sex.FEMALE,
        birth_date=dt.date(1997, 3, 5),
        marital_status=pk21.MaritalStatus.MARRIED,
        relation=pk21.Relation.HEAD,
        education=pk21.Education.UPPER_SECONDARY_DONE,
        insurance=pk21.Insurance.PBI,
    )


def test_answers_carry_their_codes_and_blanks_stay_unanswered(send):
    families, _, issues = send(
        [
            {
                "P.01 Ibadah rutin": "Ya",
                "P.02 Buku/akta nikah": "Tidak berlaku",
                "P03a": "2",
                "p.3d": "tidak",
                "P.05": "",
                "P.06": "-",
                "P.19 Atap": "seng",
                "P.20": "tembok",
                "P.23": "6",
                "P.25": "43,5",
                "P.26": 4,
            }
        ]
    )
    assert issues == []
    assert families[0].answers == pk21.FamilyAnswers(
        p01=pk21.Answer.YES,
        p02=pk21.Answer.NOT_APPLICABLE,
        p03a=pk21.Answer.NO,
        p03d=pk21.Answer.NO,
        p19=pk21.Roof.ASBESTOS_OR_ZINC,
        p20=pk21.Wall.MASONRY,
        p23=pk21.Water.PROTECTED_SPRING,
        p25=Decimal("43.5"),
        p26=4,
    )


def test_the_village_of_the_sender_is_used_where_the_file_names_none(send):
    context = FamilyContext(2026, TODAY, CONTEXT.village_status, "13.01.01.2002")
    families, _, issues = send([{"Kode desa": None}], context=context)
    assert issues == []
    assert families[0].village_code == "13.01.01.2002"


@pytest.mark.parametrize(
    ("code", "issue"),
    [
        ("13.01.01.9999", "village_unknown"),
        ("33.07.10.2005", "village_outside"),
        ("13.01.01", "village_code_form"),
        (None, "village_required"),
    ],
)
def test_a_bad_village_code_keeps_the_family_and_its_members_out(send, code, issue):
    families, persons, issues = send([{"Kode desa": code}])
    assert (families, persons) == ([], [])
    assert told(issues) == [
        ("Keluarga", 2, "Kode desa", issue, "error"),
        ("Anggota", 2, "No. keluarga", "family_rejected", "error"),
    ]


@pytest.mark.parametrize(
    ("changes", "column", "code", "seen"),
    [
        ({"K.02 Nama": None}, "K.02 Nama", "value_required", ""),
        ({"K.02 Nama": "=HYPERLINK(1)"}, "K.02 Nama", "formula_cell", "=… (13 huruf, disembunyikan)"),
        ({"K.02 Nama": "\\=A1"}, "K.02 Nama", "formula_cell", "… (1 huruf, disembunyikan)"),
        ({"K.02 Nama": "x" * 121}, "K.02 Nama", "value_too_long", "… (121 huruf, disembunyikan)"),
        ({"NIK": "130101450397000"}, "NIK", "number_form", "1301***********"),
        ({"NIK": "1301013203970001"}, "NIK", "nik_date_impossible", "1301************"),
        ({"NIK": 1301014503970010}, "NIK", "number_stored_as_number", "1301************"),
        ({"NIK": "\\=A1"}, "NIK", "formula_cell", "*"),
        ({"K.03 Jenis kelamin": "3"}, "K.03 Jenis kelamin", "code_unknown", "3"),
        ({"K.03 Jenis kelamin": "-1"}, "K.03 Jenis kelamin", "code_unknown", "-1"),
        ({"K.03 Jenis kelamin": "=1"}, "K.03 Jenis kelamin", "formula_cell", "=1"),
        ({"K.03 Jenis kelamin": "1301014503970001"}, "K.03 Jenis kelamin", "code_unknown", "1301************"),
        ({"Tanggal lahir": "31/02/1997"}, "Tanggal lahir", "date_impossible", "31/02/1997"),
        ({"Tanggal lahir": 35494}, "Tanggal lahir", "date_serial", "35494"),
        ({"Tanggal lahir": "05/03/2027"}, "Tanggal lahir", "date_future", "05/03/2027"),
        ({"Tanggal lahir": "05/03/1897"}, "Tanggal lahir", "date_too_old", "05/03/1897"),
        ({"No. urut": 0}, "No. urut", "value_out_of_range", "0"),
        ({"No. urut": "satu"}, "No. urut", "integer", "satu"),
        ({"No. keluarga": "K-9"}, "No. keluarga", "family_unknown", "K-9"),
        ({"No. keluarga": None}, "No. keluarga", "value_required", ""),
    ],
)
def test_a_bad_cell_keeps_the_person_out_and_is_named(send, changes, column, code, seen):
    _, persons, issues = send(persons=[{}, {**changes, "NIK": changes.get("NIK", "1301014503970002")}])
    assert [person.row for person in persons] == [2]
    errors = [issue for issue in issues if issue.severity is IssueLevel.ERROR and issue.sheet == "Anggota"]
    assert [(issue.row, issue.column, issue.code, issue.value_seen) for issue in errors] == [(3, column, code, seen)]
    assert errors[0].value_expected
    assert errors[0].title


def test_a_family_with_a_wrong_member_is_named_and_kept_out_as_a_whole(send):
    families = [{}, {"No. keluarga": "K-2"}]
    people = [{}, {"No. keluarga": "K-2", "NIK": "123"}, {"No. keluarga": "K-9", "NIK": "1301014503970002"}]
    _, _, issues = send(families, people)
    errors = [issue for issue in issues if issue.severity is IssueLevel.ERROR]
    assert [(issue.sheet, issue.row, issue.code, issue.family_row) for issue in errors] == [
        ("Anggota", 3, "number_form", 3),
        ("Anggota", 4, "family_unknown", 0),
        ("Keluarga", 3, "family_members_rejected", 3),
    ]
    assert errors[2].subject == "K-2"


def test_missing_facts_of_a_person_are_unknown_not_wrong(send):
    _, persons, issues = send(
        persons=[
            {"K.03 Jenis kelamin": "", "Tanggal lahir": "-", "K.10 Hubungan dengan kepala keluarga": "", "NIK": ""}
        ]
    )
    assert [(issue.column, issue.code) for issue in issues] == [
        ("K.03 Jenis kelamin", "value_missing"),
        ("Tanggal lahir", "value_missing"),
        ("K.10 Hubungan dengan kepala keluarga", "value_missing"),
        ("NIK", "nik_reason_missing"),
        ("No. keluarga", "family_without_head"),
    ]
    assert persons[0].answers == pk21.MemberAnswers()
    assert persons[0].nik_missing_reason is NikMissingReason.NOT_ASKED


def test_a_reason_takes_the_place_of_a_nik(send):
    _, persons, issues = send(persons=[{"NIK": None, "Alasan NIK kosong": "Bayi baru lahir"}])
    assert issues == []
    assert (persons[0].nik, persons[0].nik_missing_reason) == (None, NikMissingReason.NEWBORN)


def test_disagreement_of_nik_and_form_is_a_warning_that_shows_no_digits(send):
    _, persons, issues = send(persons=[{"Tanggal lahir": "06/03/1997", "K.03 Jenis kelamin": "L"}])
    assert len(persons) == 1
    assert [(issue.code, issue.severity, issue.value_seen) for issue in issues] == [
        ("nik_birth_date_differs", IssueLevel.WARNING, "1301************"),
        ("nik_sex_differs", IssueLevel.WARNING, "1301************"),
    ]


def test_a_nik_used_twice_is_an_error_in_one_village_and_a_warning_across_two(send):
    two_villages = [{}, {"No. keluarga": "K-2", "Kode desa": "13.01.01.2002"}]
    _, persons, issues = send(two_villages, [{}, {}, {"No. keluarga": "K-2"}])
    assert [person.row for person in persons] == [2, 4]
    assert [(i.row, i.code, i.severity.value) for i in issues if i.column == "NIK"] == [
        (3, "nik_duplicate", "error"),
        (4, "nik_duplicate_elsewhere", "warning"),
    ]
    assert "baris 2" in next(i for i in issues if i.code == "nik_duplicate").value_expected


def test_families_are_checked_as_a_whole(send):
    families = [{"No. keluarga": key} for key in ("K-1", "K-2", "K-3", "K-4")]
    head, child = {"K.10 Hubungan dengan kepala keluarga": "1"}, {"K.10 Hubungan dengan kepala keluarga": "3"}
    persons = [
        {**head, "NIK": "1301014503970001"},
        {**head, "NIK": "1301014503970002", "K.11 No. urut ibu kandung": "1"},
        {**child, "No. keluarga": "K-3", "NIK": "1301014503970003", "K.11 No. urut ibu kandung": "7"},
        {**head, "No. keluarga": "K-4", "NIK": "1301014503970004"},
        {**child, "No. keluarga": "K-4", "NIK": "salah"},
    ]
    rows, _, issues = send(families, persons)
    assert len(rows) == 4
    closing = [(i.row, i.code) for i in issues if i.sheet == "Keluarga"]
    assert closing == [
        (2, "family_several_heads"),
        (3, "family_without_members"),
        (4, "family_without_head"),
        (4, "mother_unknown"),
        (5, "family_members_rejected"),
    ]


def test_numbers_of_families_and_members_are_used_once(send):
    _, persons, issues = send(
        [{}, {"Alamat": "lain"}],
        [{"No. urut": 1}, {"No. urut": 1, "NIK": "1301014503970002"}, {"No. urut": None, "NIK": "1301014503970003"}],
    )
    assert [person.line for person in persons] == [1, 2]
    assert told(issues)[:2] == [
        ("Keluarga", 3, "No. keluarga", "family_duplicate", "error"),
        ("Anggota", 3, "No. urut", "line_duplicate", "error"),
    ]


def test_a_formula_in_a_code_column_is_used_and_told(send):
    families, _, issues = send([{"P.26 Penghuni rumah (orang)": "\\=2+2"}])
    assert told(issues)[:2] == [
        ("Keluarga", 2, "P.26 Penghuni rumah (orang)", "formula_value_used", "warning"),
        ("Keluarga", 2, "P.26 Penghuni rumah (orang)", "value_out_of_range", "error"),
    ]
    assert families == []  # the stored result of the made file is 0, and a house has at least one person


def test_the_survey_day_gives_the_year(send):
    families, _, issues = send([{"Tanggal pendataan": "17/08/2025"}])
    assert issues == []
    assert (families[0].surveyed_on, families[0].data_year) == (dt.date(2025, 8, 17), 2025)


def test_a_survey_day_in_the_future_is_an_error(send):
    assert ("Keluarga", 2, "Tanggal pendataan", "date_future", "error") in told(
        send([{"Tanggal pendataan": "23/11/2026"}])[2]
    )


def test_contraception_is_read(send):
    _, persons, issues = send(persons=[{"Metode KB": "suntik"}])
    assert issues == []
    assert persons[0].kb_method is Method.INJECTION


def test_a_csv_pair_reads_like_the_workbook(make):
    families = "No. keluarga;Kode desa;P.25\nK-1;13.01.01.2001;43,5\n"
    heads = "No. keluarga;Nama;NIK;Jenis kelamin;Tanggal lahir;Hubungan\n"
    persons = heads + "K-1;Ani;1301014503970001;P;05/03/1997;Kepala keluarga\n"
    path = make.zip("kirim.zip", {"Keluarga.csv": families.encode(), "Anggota.csv": b"\xef\xbb\xbf" + persons.encode()})
    rows, members, issues = parse(path)
    assert issues == []
    assert rows[0].answers.p25 == Decimal("43.5")
    assert members[0].nik == "1301014503970001"


@pytest.mark.parametrize("name", ["=1+1", "+62811", "-2+3", "@cmd"])
def test_a_csv_cell_that_would_run_is_refused(make, name):
    families = "No. keluarga;Kode desa\nK-1;13.01.01.2001\n"
    persons = (
        f"No. keluarga;Nama;NIK;Jenis kelamin;Tanggal lahir;Hubungan\nK-1;{name};1301014503970001;P;05/03/1997;1\n"
    )
    path = make.zip("kirim.zip", {"Keluarga.csv": families.encode(), "Anggota.csv": persons.encode()})
    _, members, issues = parse(path)
    assert members == []
    assert (issues[0].column, issues[0].code) == ("Nama", "formula_cell")


def test_nothing_printed_shows_a_person(send):
    families, persons, issues = send(
        [{"No. KK": "1301010101120001", "Alamat": "Jalan Melati 5", "Nama kepala keluarga": "Siti Aminah"}],
        [{"NIK": "1301013203970001"}, {"Tanggal lahir": "06/03/1997"}, {"K.02 Nama": "=Siti Aminah"}],
    )
    printed = repr((families, persons, issues))
    for secret in ("Siti", "Melati", "130101010112", "130101450397", "130101320397"):
        assert secret not in printed


def test_a_family_numbered_by_its_kk_is_never_stored_in_clear(send):
    number = "1301010101120001"
    families, persons, issues = send([{"No. keluarga": number}], [{"No. keluarga": number, "NIK": "salah"}])
    assert persons == []
    assert {issue.subject for issue in issues} == {"1301************"}
    assert number not in repr(issues)
    assert stored_source_key(families[0], lambda text: f"hash-{len(text)}") == "kk:hash-16"
    plain = send()[0][0]
    assert stored_source_key(plain, lambda _: "x") == "K-1"


def test_reading_twice_gives_the_same(make):
    path = make.xlsx("x.xlsx", Keluarga=table([FAMILY]), Anggota=table([PERSON, {**PERSON, "NIK": "x"}]))
    with open_book(path) as book:
        file = read_families(book, CONTEXT)
        assert list(file.items()) == list(file.items())
