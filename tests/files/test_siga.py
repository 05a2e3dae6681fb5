"""Tables of SIGA: headers in two spellings, months by name, odd numbers, villages by name; by hand-worked figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from padu.apps.rumah_dataku.files.figures import FigureRow
from padu.apps.rumah_dataku.files.preview import preview
from padu.apps.rumah_dataku.files.problems import FileRefused, RowIssue
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.siga import SigaContext, read_siga, siga_plan
from padu.apps.rumah_dataku.files.siga_cells import LATITUDES, LONGITUDES, read_code_end, read_degrees, read_period
from padu.apps.rumah_dataku.files.siga_columns import columns_of, sheet_columns, siga_columns, spell
from padu.apps.rumah_dataku.files.siga_places import Candidate, NameAnswer, NameStatus, PlaceNames
from padu.domain.tabular import CellError
from tests.files.conftest import xlsx_bytes
from tests.siga_tables import ABROAD, INDERAPURA, KRS, METHODS, MISSPELT, MUARO, siga_csv

CODES = {"INDERAPURA": "13.01.01.2001", "MUARO SAKAI INDERAPURA": "13.01.01.2002"}


def find(names: PlaceNames) -> NameAnswer:
    if names.regency == "SOLOK":
        return NameAnswer(NameStatus.OUTSIDE)
    code = CODES.get(names.village)
    near = (Candidate("13.01.01.2003", "Nagari Tiga Sepakat Inderapura"),)
    return NameAnswer(NameStatus.FOUND, code) if code else NameAnswer(NameStatus.UNKNOWN, "", near)


def read(make, content: bytes, name: str = "export.csv"):
    with open_book(make.write(name, content)) as book:
        file = read_siga(book, SigaContext("2024", "SIGA", find, name))
        items = list(file.items())
    rows = [item for item in items if isinstance(item, FigureRow)]
    return file, rows, [item for item in items if isinstance(item, RowIssue)]


def by_component(rows: list[FigureRow], village: str) -> dict[str, int]:
    return {row.component: int(row.value) for row in rows if row.village_code == village and row.value is not None}


MIX = (40, 12, "1.000", 1, 2, "3.0", 0, 1, 1, 39, 1)


def test_the_method_mix_is_read_into_the_items_of_family_planning(make):
    content = siga_csv((*METHODS, "BULAN"), [(INDERAPURA, (*MIX, "JUNI 2024")), (MUARO, (*MIX, "Juni 2024"))])
    file, rows, issues = read(make, content)
    assert issues == []
    assert len(rows) == 22
    assert {row.period for row in rows} == {"2024-06"}
    first = {f"{row.element}.{row.component}": row.value for row in rows if row.village_code == "13.01.01.2001"}
    assert first["fp_users.injection"] == 12
    assert first["fp_users.pill"] == 1000  # a point between thousands
    assert first["fp_users.iud"] == 3  # a count written as a fraction
    assert first["fp_users.mop"] == 0
    assert first["fp_users.mow"] == 1
    assert first["fp_users.implant"] == 2  # spelled IMPLANT
    assert first["siga_method_mix.active"] == 40
    assert dict(file.tally) == {"rows": 2, "rows_taken": 2}


def test_a_negative_count_is_a_problem_and_the_rest_of_its_row_is_taken(make):
    content = siga_csv(("BUMIL TERDAMPINGI", "BUMIL TIDAK TERDAMPINGI", "BULAN"), [(INDERAPURA, (9, -4, "MEI"))])
    _, rows, issues = read(make, content)
    assert [(issue.code, issue.value_seen, issue.row) for issue in issues] == [("value_negative", "-4", 2)]
    assert [(row.component, row.value, row.period) for row in rows] == [("pregnant_accompanied", 9, "2024-05")]


def test_rows_elsewhere_are_counted_and_names_that_fit_nothing_wait(make):
    heads, cells = (*KRS, "PERIODE"), (*range(1, 15), "2024")
    file, rows, issues = read(make, siga_csv(heads, [(INDERAPURA, cells), (ABROAD, cells), (MISSPELT, cells)]))
    assert dict(file.tally) == {"rows": 3, "rows_taken": 1, "rows_outside": 1, "rows_to_name": 1}
    assert [(issue.code, issue.row) for issue in issues] == [("village_name_unknown", 4)]
    assert "Nagari Tiga Sepakat Inderapura (13.01.01.2003)" in issues[0].value_expected
    assert [names.village for names in file.unnamed] == ["TIGA SEPAKAT INDRAPURA"]
    found = by_component(rows, "13.01.01.2001")
    assert (found["families"], found["welfare_1"], found["welfare_above_4"], found["not_at_risk"]) == (1, 3, 4, 6)
    assert {row.period for row in rows} == {"2024"}


@pytest.mark.parametrize("written", ["KELUARGA BERISIKO", "KELUARGA BERESIKO", "Keluarga  Beresiko (jiwa)"])
def test_two_spellings_of_one_header_are_one_column(make, written):
    _, rows, _ = read(make, siga_csv((written, "PUS HAMIL"), [(INDERAPURA, (7, 2))]))
    assert by_component(rows, "13.01.01.2001") == {"at_risk": 7, "pus_pregnant": 2}


def test_both_spellings_in_one_file_are_told_as_double(make):
    content = siga_csv(("KELUARGA BERISIKO", "KELUARGA BERESIKO", "PUS"), [(INDERAPURA, (7, 8, 9))])
    with pytest.raises(FileRefused) as refused:
        read(make, content)
    assert [problem.code for problem in refused.value.problems] == ["column_duplicate"]


def test_a_share_is_compared_and_never_stored(make):
    rows = [(INDERAPURA, (4, 3, "75.00")), (MUARO, (2, 2, "100.00")), (MISSPELT, (2, 1, "50"))]
    good, wrong = siga_csv(("YANG ADA", "YANG LAPOR", "PERSENTASE LAPOR"), rows[:2]), (4, 3, "60,00")
    _, figures, issues = read(make, good, "laporan-bkb.csv")
    assert issues == []
    assert {(row.element, row.component) for row in figures} == {("tribina_groups", "bkb"), ("siga_bkb", "reporting")}
    _, _, issues = read(
        make, siga_csv(("YANG ADA", "YANG LAPOR", "PROSENTASE LAPOR"), [(INDERAPURA, wrong)]), "bkb.csv"
    )
    assert [(i.code, i.severity.value, i.value_expected) for i in issues] == [
        ("share_differs", "warning", "75,00 menurut jumlah di baris ini")
    ]


def test_a_table_that_other_groups_have_too_is_taken_only_where_it_names_its_group(make):
    content = siga_csv(("YANG ADA", "YANG LAPOR", "PERSENTASE LAPOR"), [(INDERAPURA, (4, 3, "75.00"))])
    with pytest.raises(FileRefused) as refused:
        read(make, content, "laporan-bkl.csv")
    assert refused.value.problems[0].code == "no_siga_table"


def test_coordinates_years_and_above_2019_of_the_kampung_table(make):
    heads = ("JUMLAH KELURAHAN/DESA", "JUMLAH KAMPUNG KB", "2016", "2019", "> 2019", "LATITUDE", "LONGITUDE")
    _, rows, issues = read(make, siga_csv(heads, [(INDERAPURA, (1, 1, 0, 0, 1, "-2.122.958", "119.351.245"))]))
    found = {row.component: row.value for row in rows}
    assert issues == []
    assert (found["formed_2016"], found["formed_2019"], found["formed_later"]) == (0, 0, 1)
    assert (found["latitude"], found["longitude"]) == (Decimal("-2.122958"), Decimal("119.351245"))


@pytest.mark.parametrize(
    ("text", "bounds", "degrees"),
    [
        ("-2.122.958", LATITUDES, "-2.122958"),
        ("-2,122958", LATITUDES, "-2.122958"),
        ("-2.122958", LATITUDES, "-2.122958"),
        ("-212.295", LATITUDES, "-2.12295"),  # five digits behind the point: only one place lies in Indonesia
        ("119.351.245", LONGITUDES, "119.351245"),
        ("11.935.124", LONGITUDES, "119.35124"),
        ("0", LATITUDES, "0"),
    ],
)
def test_degrees_with_points_between_thousands(text, bounds, degrees):
    assert read_degrees(text, bounds) == Decimal(degrees)


@pytest.mark.parametrize(("text", "bounds"), [("-1023456", LATITUDES), ("48.5", LATITUDES), ("utara", LATITUDES)])
def test_degrees_that_lie_nowhere_or_in_two_places_are_refused(text, bounds):
    with pytest.raises(CellError, match="degrees_form"):
        read_degrees(text, bounds)


@pytest.mark.parametrize(
    ("month", "year", "period"),
    [
        ("JUNI", "", "2024-06"),
        ("Pebruari 2023", "", "2023-02"),
        ("DES-2022", "", "2022-12"),
        ("6", "2025", "2025-06"),
        ("6.0", "", "2024-06"),
        ("2025", "", "2025"),
        ("2025-11", "", "2025-11"),
        ("", "", "2024"),
        ("", "2023.0", "2023"),
    ],
)
def test_periods(month, year, period):
    assert read_period(month, year, "2024") == period


@pytest.mark.parametrize("month", ["SEMESTER I", "13", "Juny 2024 dan Juli", "TRIWULAN II 2024"])
def test_other_spans_of_time_are_refused(month):
    with pytest.raises(CellError, match="period_form"):
        read_period(month, "", "2024")


@pytest.mark.parametrize(
    ("text", "end"), [("2001.0", "2001"), ("1", "0001"), ("1301012001.0", "2001"), ("13.01.01.2001", "2001"), ("x", "")]
)
def test_ends_of_codes(text, end):
    assert read_code_end(text) == end


def test_a_village_twice_in_one_month_is_told(make):
    content = siga_csv(("PUS", "PUS HAMIL", "BULAN"), [(INDERAPURA, (9, 1, "MEI")), (INDERAPURA, (9, 2, "MEI"))])
    file, rows, issues = read(make, content)
    assert [issue.code for issue in issues] == ["village_duplicate"]
    assert len(rows) == 2
    assert file.tally["rows_taken"] == 1


def test_a_workbook_with_a_title_above_is_read_as_the_text_is(make):
    heads = ["", "PROVINSI", "KABUPATEN", "KECAMATAN", "KODE", "KELURAHAN", "PUS", "PUS HAMIL", "BULAN"]
    row = [1, "SUMATERA BARAT", "PESISIR SELATAN", "PANCUNG SOAL", 2001.0, "INDERAPURA", 9.0, 1, "MEI"]
    content = xlsx_bytes({"Export": [["LAPORAN KRS"], [], heads, row]})
    _, rows, issues = read(make, content, "krs.xlsx")
    assert issues == []
    assert by_component(rows, "13.01.01.2001") == {"pus": 9, "pus_pregnant": 1}


def test_names_of_columns_are_unlike_within_a_table():
    for table in {one.table for one in siga_columns()}:
        names = [name for one in columns_of(table) for name in {spell(name) for name in one.names}]
        assert len(names) == len(set(names)), table
    keys = [column.key for column in sheet_columns("")]
    assert len(keys) == len(set(keys))


def test_strange_headers_are_shown_to_be_assigned(make):
    path = make.text("aneh.csv", "Nagari;Jml PUS;Bumil\nINDERAPURA;9;1\nMUARO;8;2\nLAIN;7;0\n")
    with open_book(path) as book:
        found = preview(book, (siga_plan(book, "aneh.csv"),))
    assert found[0].missing == ("village",)
    assert [one.key for one in found[0].columns] == ["", "", ""]
