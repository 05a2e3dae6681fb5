"""Templates: what is handed out must be read back as it is."""

from __future__ import annotations

import datetime as dt
import enum
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.files.columns import column_letters, match_header
from padu.apps.rumah_dataku.files.elements import ValueKind, all_elements
from padu.apps.rumah_dataku.files.families import read_families
from padu.apps.rumah_dataku.files.family_columns import FAMILY_COLUMNS, PERSON_COLUMNS, QUESTIONS, SPECIFIC_QUESTIONS
from padu.apps.rumah_dataku.files.figures import FigureContext, read_figures
from padu.apps.rumah_dataku.files.problems import ISSUE_TITLES, FileRefused
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.rows import FamilyContext, FamilyRow, PersonRow
from padu.apps.rumah_dataku.files.sheets import Row
from padu.apps.rumah_dataku.files.template import families_csv_zip, families_workbook, figures_csv_zip, figures_workbook
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.domain import pk21

FIGURES = FigureContext("2025", "Desa", lambda _: VillageStatus.KNOWN, village_code="13.01.01.2001")
CONTEXT = FamilyContext(2026, dt.date(2026, 11, 22), lambda _: VillageStatus.KNOWN)


@pytest.mark.parametrize(("name", "build"), [("t.xlsx", families_workbook), ("t.zip", families_csv_zip)])
def test_an_empty_template_is_understood_and_said_to_be_empty(make, name, build):
    path = make.write(name, build())
    with open_book(path) as book, pytest.raises(FileRefused) as caught:
        read_families(book, CONTEXT)
    assert [problem.code for problem in caught.value.problems] == ["no_rows"]


@pytest.mark.parametrize("build", [families_workbook, families_csv_zip])
def test_the_same_version_gives_the_same_bytes(build):
    assert build() == build()


def test_the_workbook_has_its_four_sheets_and_drop_down_lists():
    content = families_workbook()
    assert CalamineWorkbook.from_object(io.BytesIO(content)).sheet_names == ["Petunjuk", "Keluarga", "Anggota", "Kode"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        persons = archive.read("xl/worksheets/sheet3.xml").decode()
    # Column F of Anggota is sex; its list has two entries on the sheet Kode.
    assert 'sqref="F2:F20001"' in persons
    assert persons.count('type="list"') == sum(1 for column in PERSON_COLUMNS if column.codes)


def test_every_choice_that_a_list_offers_is_read_back():
    for one in codes.ALL_LISTS:
        for code in one.codes:
            assert one.read(code.choice) is code.value
            assert one.read(str(code.number)) is code.value
            assert one.read(f"{code.number}.0") is code.value
            assert one.read(f" {code.label.upper()} ".strip()) is code.value


def test_numbers_of_numbered_codes_are_those_of_the_form():
    for one in codes.ALL_LISTS:
        for code in one.codes:
            if isinstance(code.value, enum.IntEnum):
                assert code.number == code.value


def test_every_code_of_the_form_stands_in_its_list():
    for one in codes.ALL_LISTS:
        kind = type(one.codes[0].value)
        if kind is not pk21.Answer:
            assert {code.value for code in one.codes} == set(kind)


@given(st.text(max_size=12), st.sampled_from(codes.ALL_LISTS))
def test_any_text_is_a_code_or_unknown(text, one):
    try:
        assert one.read(text) in {code.value for code in one.codes}
    except codes.CellError as reason:
        assert reason.code == "code_unknown"  # noqa: PT017  # both answers are right


def test_every_label_is_its_own_column_and_no_name_means_two():
    for columns in (FAMILY_COLUMNS, PERSON_COLUMNS):
        match = match_header(Row(1, tuple(column.label for column in columns)), columns)
        assert list(match.places) == [column.key for column in columns]
        for column in columns:
            for name in column.names:
                found = match_header(Row(1, (name,)), columns)
                assert list(found.places) == [column.key], name


def test_the_questions_are_those_of_the_form():
    assert {column.key for column in QUESTIONS} == set(pk21.FamilyAnswers.__dataclass_fields__)
    assert {column.key for column in QUESTIONS} >= SPECIFIC_QUESTIONS
    for column in QUESTIONS:
        assert pk21.question_code(column.key) == column.question
        allows = column.codes is codes.YES_NO_NA
        assert allows == (column.key in pk21.NOT_APPLICABLE_ALLOWED)


def filled(make, name, choice):
    """A template with one family and one person, every list column filled by `choice`."""
    examples = {
        "family_key": "K-1",
        "village_code": "13.01.01.2001",
        "name": "Ani",
        "nik": "1301014503970001",
        "p25": "40",
    }
    examples |= {
        "birth_date": "05/03/1997",
        "surveyed_on": "17/08/2026",
        "line": "1",
        "p26": "4",
        "no_kk": "1301010101120001",
    }
    sheets = {}
    for sheet, columns in (("Keluarga", FAMILY_COLUMNS), ("Anggota", PERSON_COLUMNS)):
        cells = [choice(column.codes) if column.codes else examples.get(column.key, "") for column in columns]
        sheets[sheet] = [[column.label for column in columns], cells]
    return make.xlsx(name, **sheets)


@pytest.mark.parametrize("at", [0, -1])
def test_a_filled_template_comes_back_whole(make, at):
    path = filled(make, "x.xlsx", lambda one: one.codes[at].choice)
    with open_book(path) as book:
        file = read_families(book, CONTEXT)
        family, person = [item for item in file.items() if isinstance(item, FamilyRow | PersonRow)]
    for column in QUESTIONS:
        if column.codes:
            assert getattr(family.answers, column.key) is column.codes.codes[at].value
    for column in PERSON_COLUMNS:
        value = getattr(person.answers, column.key, getattr(person, column.key, None))
        if column.codes and column.key != "nik_reason":
            assert value is column.codes.codes[at].value, column.key


def test_titles_of_issues_are_sentences_without_a_code():
    assert all(title[0].isupper() and "_" not in title for title in ISSUE_TITLES.values())


@pytest.mark.parametrize(("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_in_a_spreadsheet(position, letters):
    assert column_letters(position) == letters


@pytest.mark.parametrize(("name", "build"), [("f.xlsx", figures_workbook), ("f.zip", figures_csv_zip)])
def test_an_empty_figure_template_gives_no_figure_and_no_issue(make, name, build):
    with open_book(make.write(name, build())) as book:
        file = read_figures(book, FIGURES)
        assert file.long
        assert list(file.items()) == []


def test_a_figure_template_that_is_filled_in_comes_back_whole(make):
    with open_book(make.write("f.zip", figures_csv_zip())) as book:
        rows = [list(row.cells) for row in book.rows("Data desa")]
    asked = [one for one in all_elements() if one.kind is not ValueKind.DERIVED]
    for row, one in zip(rows[1:], asked, strict=True):
        row[3] = {ValueKind.STATUS: "maju", ValueKind.YES_NO: "Ya"}.get(one.kind, "1")
    with open_book(make.text("f.csv", "\n".join(";".join(row) for row in rows))) as book:
        items = list(read_figures(book, FIGURES).items())
    assert [(item.element, item.component, item.sex) for item in items] == [
        (one.element, one.component, one.sex) for one in asked
    ]
