"""Headers and sheets of the template: found in other spellings, and refused with what was found."""

from __future__ import annotations

import pytest

from padu.apps.rumah_dataku.files.families import looks_like_template, read_families
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.files.reading import open_book
from padu.domain import pk21
from tests.files.family_rows import CONTEXT, FAMILY, PERSON, VILLAGE, parse, table, told

OTHER_HEADS = ["no_keluarga", "Nama Lengkap", "Nomor Induk Kependudukan", "JK", "Tgl Lahir", "SHDK"]
OTHER_PERSON = ["1", "Ani", "1301014503970001", "P", "1997-03-05", "Istri"]
OTHER_FAMILIES = [["NOMOR KELUARGA", "kode_nagari"], ["1", "1301012001"]]


def test_headers_are_read_in_other_spellings_and_below_a_title(make):
    members = [["Daftar anggota"], OTHER_HEADS, OTHER_PERSON]
    families, persons, issues = parse(make.xlsx("x.xlsx", data_keluarga=OTHER_FAMILIES, individu=members))
    assert [family.village_code for family in families] == [VILLAGE]
    assert (persons[0].row, persons[0].answers.relation) == (3, pk21.Relation.SPOUSE)
    assert told(issues) == [("data_keluarga", 2, "NOMOR KELUARGA", "family_without_head", "warning")]


def test_a_column_that_stands_twice_is_refused_with_both_places(make):
    members = [[*OTHER_HEADS, "k.02a"], [*OTHER_PERSON, "1"]]
    (problem,) = refused(make, Keluarga=OTHER_FAMILIES, Anggota=members)
    assert problem.code == "column_duplicate"
    assert "C (“Nomor Induk Kependudukan”) dan G (“k.02a”)" in problem.message


def refused(make, **sheets):
    with pytest.raises(FileRefused) as caught:
        parse(make.xlsx("x.xlsx", **sheets))
    return caught.value.problems


def test_a_misspelt_column_is_refused_with_the_name_it_resembles(make):
    rows = table([PERSON])
    rows[0] = [str(head).replace("Tanggal lahir", "Tanggl lahr") for head in rows[0]]
    (problem,) = refused(make, Keluarga=table([FAMILY]), Anggota=rows)
    assert problem.code == "column_missing"
    assert "“Tanggal lahir”" in problem.message
    assert "“Tanggl lahr” mirip" in problem.message


def test_all_missing_columns_are_told_at_once(make):
    problems = refused(make, Keluarga=table([FAMILY]), Anggota=[["No. keluarga", "Nama"], ["K-1", "Ani"]])
    assert [problem.code for problem in problems] == ["column_missing"] * 4


def test_a_misspelt_column_that_may_be_missing_is_a_remark(make):
    path = make.xlsx(
        "x.xlsx", Keluarga=table([{**FAMILY, "Desil kesejahteran": 3, "Luas kebun": 2}]), Anggota=table([PERSON])
    )
    with open_book(path) as book:
        notices = read_families(book, CONTEXT).notices
    assert [notice.code for notice in notices] == ["column_misspelt", "column_ignored"]
    assert "“Desil kesejahteraan”" in notices[0].message
    assert "“Luas kebun”" in notices[1].message


def test_a_wrong_sheet_is_told_with_the_sheets_found(make):
    (problem,) = refused(make, Rekap=[["Bulan", "Jumlah"], ["Jan", 1]], Grafik=[["a"], [1]])
    assert problem.code == "sheet_missing"
    assert "“Keluarga”" in problem.message
    assert "“Rekap”, “Grafik”" in problem.message


def test_an_empty_sheet_and_a_header_alone_are_told(make):
    assert [p.code for p in refused(make, Keluarga=[], Anggota=table([PERSON]))] == ["empty_sheet"]
    assert [p.code for p in refused(make, Keluarga=[list(FAMILY)], Anggota=table([PERSON]))] == ["no_rows"]


def test_a_template_is_recognised(make):
    path = make.xlsx("x.xlsx", A=table([FAMILY]), B=table([PERSON]))
    with open_book(path) as book:
        assert looks_like_template(book)
    with open_book(make.xlsx("y.xlsx", A=[["nama", "nik"], [1, 2]])) as book:
        assert not looks_like_template(book)
