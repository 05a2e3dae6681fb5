"""The published OpenSID demo register: everybody is read, nobody is refused for the altered birth dates."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter

import pytest

from padu.apps.rumah_dataku.files.problems import FileRefused, RowIssue
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyRow, PersonRow
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.domain import pk21
from padu.domain.identity import IssueLevel
from padu.interop.opensid import codes
from padu.interop.opensid.reader import COLUMNS, LEFT_OUT, looks_like_opensid, read_opensid

pytestmark = pytest.mark.real

CONTEXT = FamilyContext(2026, dt.date(2026, 11, 22), lambda _: VillageStatus.KNOWN, "13.01.01.2001")


@pytest.fixture(scope="module")
def items(shared):
    with open_book(shared("data/opensid/contoh_penduduk.xlsx")) as book:
        assert looks_like_opensid(book)
        return list(read_opensid(book, CONTEXT).items())


def test_97_residents_of_37_households_are_read_with_one_warning_each(items):
    persons = [item for item in items if isinstance(item, PersonRow)]
    families = [item for item in items if isinstance(item, FamilyRow)]
    issues = [item for item in items if isinstance(item, RowIssue)]
    assert (len(persons), len(families), len(issues)) == (97, 37, 97)
    assert {(issue.code, issue.severity) for issue in issues} == {("nik_birth_date_differs", IssueLevel.WARNING)}
    assert sorted(issue.row for issue in issues) == sorted(person.row for person in persons) == list(range(2, 99))


def test_households_keep_their_sizes_heads_and_places(items):
    families = {item.source_key: item for item in items if isinstance(item, FamilyRow)}
    sizes = Counter(item.family_key for item in items if isinstance(item, PersonRow))
    assert set(sizes) == set(families)
    assert (min(sizes.values()), max(sizes.values())) == (1, 6)
    assert all(family.head_name and family.no_kk == key for key, family in families.items())
    assert {family.rw for family in families.values()} == {""}
    assert {family.village_code for family in families.values()} == {"13.01.01.2001"}


def test_codes_are_counted_as_in_the_file(items):
    """Counted by hand in the columns kk_level and status_kawin: 37 heads, 21 wives, 37 children, 2 others."""
    answers = [item.answers for item in items if isinstance(item, PersonRow)]
    assert Counter(answer.relation for answer in answers) == {
        pk21.Relation.HEAD: 37,
        pk21.Relation.SPOUSE: 21,
        pk21.Relation.CHILD: 37,
        pk21.Relation.OTHER: 2,
    }
    assert Counter(answer.marital_status for answer in answers)[pk21.MaritalStatus.MARRIED] == 50
    assert Counter(answer.sex for answer in answers) == {pk21.Sex.FEMALE: 51, pk21.Sex.MALE: 46}
    assert {answer.insurance for answer in answers} == {None}


def test_no_issue_shows_a_number_or_a_name(items):
    persons = [item for item in items if isinstance(item, PersonRow)]
    text = repr([item for item in items if isinstance(item, RowIssue)])
    assert not any(person.name in text or (person.nik and person.nik[:8] in text) for person in persons)


def test_all_43_columns_are_either_read_or_left_out_on_purpose(shared):
    with open_book(shared("data/opensid/contoh_penduduk.xlsx")) as book:
        header = next(book.rows(book.sheet_names[0])).cells
    assert len(header) == 43
    assert set(header) == {column.label for column in COLUMNS} | set(LEFT_OUT)


def test_our_meanings_fit_the_published_labels(shared):
    """Key words of the labels in the published list, against the meaning that we gave to the number."""
    with shared("data/opensid/code-lists.csv").open(encoding="utf-8", newline="") as file:
        labels = {(row["field"], int(row["id"])): row["label"].casefold() for row in csv.DictReader(file)}
    words = (
        ("sex", codes.SEXES, ("laki", "perempuan")),
        ("kk_level", codes.RELATIONS, ("kepala", "suami", "istri", "anak")),
        ("id_asuransi", codes.INSURANCES, ("belum", "penerima bantuan", "non", "daerah")),
        ("cara_kb_id", codes.METHODS, ("pil", "iud", "suntik", "kondom", "susuk", "wanita", "pria")),
        ("pekerjaan_id", codes.OCCUPATIONS, ("tidak bekerja", "rumah tangga", "pelajar", "pensiun", "negeri sipil")),
        ("status_kawin", codes.MARITAL, ("belum", "kawin", "cerai hidup", "cerai mati")),
    )
    for field, meanings, expected in words:
        assert all(word in labels[field, number] for number, word in enumerate(expected, start=1))
        listed = {number for name, number in labels if name == field}
        assert listed - set(meanings) == ({99} if field == "cara_kb_id" else set())
    assert {number for name, number in labels if name == "pendidikan_sedang_id"} == codes.NOW_CODES
    assert {number for name, number in labels if name == "pendidikan_kk_id"} == codes.REACHED_CODES


@pytest.mark.parametrize(
    "name", ["FormatImporRTM.xlsx", "format_impor_program_bantuan.xlsx", "analisis_DDK_Profil_Desa.xlsx"]
)
def test_other_workbooks_of_the_same_family_are_not_taken_for_it(shared, name):
    with open_book(shared(f"data/opensid/{name}")) as book:
        assert not looks_like_opensid(book)
        with pytest.raises(FileRefused) as caught:
            read_opensid(book, CONTEXT)
    assert {problem.code for problem in caught.value.problems} <= {"sheet_missing", "column_missing"}


@pytest.mark.parametrize(
    "name", ["widgets.xls", "repeat_date_test.xls", "xlsform_spec_test.xlsx", "duplicate_columns.xlsx"]
)
def test_workbooks_of_other_programs_open(shared, name):
    with open_book(shared(f"data/xlsform/{name}")) as book:
        assert "survey" in book.sheet_names
        assert all(row.cells for row in book.rows("survey"))
        assert [notice.code for notice in book.notices] == (["xls_formulas_unseen"] if name.endswith(".xls") else [])
