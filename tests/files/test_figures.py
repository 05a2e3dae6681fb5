"""Figures of villages, wide and long: what is read, and what every bad cell is told."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from importlib import resources

import pytest

from padu.apps.rumah_dataku.files.elements import ValueKind, all_elements, elements_by_name, spell
from padu.apps.rumah_dataku.files.figures import FigureContext, FigureRow, read_figures
from padu.apps.rumah_dataku.files.problems import FileRefused, RowIssue
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.values import Missing

A, B = "13.01.01.2001", "13.01.01.2002"
STATUS = {A: VillageStatus.KNOWN, B: VillageStatus.KNOWN, "33.07.10.2005": VillageStatus.OUTSIDE}


def context(**changes):
    settings = {
        "period": "2025",
        "source": "Dukcapil",
        "village_status": lambda code: STATUS.get(code, VillageStatus.UNKNOWN),
    }
    return FigureContext(**{**settings, **changes})


def parse(path, **changes):
    with open_book(path) as book:
        file = read_figures(book, context(**changes))
        items = list(file.items())
    figures = [item for item in items if isinstance(item, FigureRow)]
    return figures, [item for item in items if isinstance(item, RowIssue)], file


def short(figures):
    return [
        (f.village_code, f.element, f.component, f.sex, f.value if f.missing is None else f.missing) for f in figures
    ]


def told(issues):
    return [(issue.row, issue.column, issue.code, issue.severity.value) for issue in issues]


def test_a_wide_table_gives_a_figure_per_cell(make):
    heads = "Kode desa;Jumlah penduduk;Jumlah penduduk (L);Posyandu;births_deaths.deaths"
    text = f"{heads}\n{A};1.234;600;5;0\n{B};980;;4;3\n"
    figures, issues, file = parse(make.text("x.csv", text), as_of=dt.date(2025, 12, 31))
    assert issues == []
    assert [one.key for one in file.elements] == [
        "population.total",
        "population.total.L",
        "health_facilities.posyandu",
        "births_deaths.deaths",
    ]
    assert short(figures) == [
        (A, "population", "total", "", 1234),
        (A, "population", "total", "L", 600),
        (A, "health_facilities", "posyandu", "", 5),
        (A, "births_deaths", "deaths", "", 0),
        (B, "population", "total", "", 980),
        (B, "health_facilities", "posyandu", "", 4),
        (B, "births_deaths", "deaths", "", 3),
    ]
    assert {(f.period, f.source, f.as_of, f.text) for f in figures} == {("2025", "Dukcapil", dt.date(2025, 12, 31), "")}


def test_unknown_not_applicable_suppressed_and_zero_stay_apart(make):
    text = f"Kode desa;PAUD/TK;SD/MI;SMP/MTs;SMA/SMK/MA;PKBM\n{A};0;;tidak berlaku;<10;-\n"
    figures, issues, _ = parse(make.text("x.csv", text))
    assert [(f.component, f.value, f.missing) for f in figures] == [
        ("paud", Decimal(0), None),
        ("smp", None, Missing.NOT_APPLICABLE),
        ("sma_smk", None, Missing.SUPPRESSED),
        ("pkbm", None, Missing.UNKNOWN),
    ]
    assert told(issues) == [(2, "PKBM", "missing_ambiguous", "warning")]


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("Posyandu", "-4", "value_negative"),
        ("Posyandu", "10000001", "value_out_of_range"),
        ("Posyandu", "2,5", "integer"),
        ("Posyandu", "banyak", "integer"),
        ("Jalan tanah (km)", "-1,5", "value_negative"),
        ("public_infrastructure.road_km_unpaved", "1.2.3", "decimal"),
        ("Ada listrik", "mungkin", "yes_no"),
        ("IDM", "1,2", "value_out_of_range"),
        ("Status IDM", "bagus", "code_unknown"),
        ("Posyandu", "=1+1", "formula_cell"),
    ],
)
def test_a_bad_cell_keeps_one_figure_out(make, header, cell, code):
    text = f"Kode desa;{header};Masjid\n{A};{cell};7\n"
    figures, issues, _ = parse(make.text("x.csv", text))
    assert short(figures) == [(A, "worship_facilities", "masjid", "", 7)]
    assert [(i.row, i.column, i.code, i.value_seen, i.subject) for i in issues] == [(2, header, code, cell, A)]


def test_kinds_of_value_are_read(make):
    heads = (
        "Kode desa;Pertumbuhan penduduk: Laju per tahun (persen);Ada listrik;Ada internet desa;IDM;Status IDM;income"
    )
    text = f"{heads}\n{A};-0,5;Ya;tidak;0,7989;MAJU;\n"
    figures, issues, file = parse(make.text("x.csv", text))
    assert issues == []
    assert [f.value for f in figures] == [Decimal("-0.5"), 1, 0, Decimal("0.7989"), None]
    assert figures[-1].text == "maju"
    assert file.unknown == ("income",)


@pytest.mark.parametrize(
    ("code", "issue"),
    [
        ("13.01.01.9999", "village_unknown"),
        ("33.07.10.2005", "village_outside"),
        ("Painan", "village_code_form"),
        ("", "village_required"),
        ("=A1", "formula_cell"),
    ],
)
def test_a_bad_village_code_keeps_the_row_out(make, code, issue):
    figures, issues, _ = parse(make.text("x.csv", f"Kode desa;Masjid\n{code};1\n{B};2\n"))
    assert short(figures) == [(B, "worship_facilities", "masjid", "", 2)]
    assert told(issues) == [(2, "Kode desa", issue, "error")]
    assert issues[0].value_seen == code


def test_the_village_of_the_sender_is_used_where_the_table_names_none(make):
    figures, issues, _ = parse(make.text("x.csv", "Masjid;Pasar\n3;1\n"), village_code=B)
    assert issues == []
    assert [f.village_code for f in figures] == [B, B]


def test_a_village_stands_in_one_row_of_a_wide_table(make):
    figures, issues, _ = parse(make.text("x.csv", f"Kode desa;Masjid\n{A};1\n1301012001;2\n"))
    assert [f.value for f in figures] == [1]
    assert told(issues) == [(3, "Kode desa", "village_duplicate", "error")]


def test_a_workbook_with_sums_is_read_with_a_remark(make):
    header = "public_infrastructure_road_km_paved"
    path = make.xlsx("x.xlsx", Data=[["Kode desa", header, "Masjid"], [A, 1.234, "\\=1+1"]])
    figures, issues, _ = parse(path)
    assert [f.value for f in figures] == [Decimal("1.234"), 0]
    assert told(issues) == [(2, "Masjid", "formula_value_used", "warning")]


def test_columns_that_are_computed_here_are_not_read(make):
    text = f"Kode desa;Perpindahan penduduk neto;Penduduk per luas wilayah;Masjid\n{A};5;100;1\n"
    figures, _, file = parse(make.text("x.csv", text))
    assert [f.element for f in figures] == ["worship_facilities"]
    assert [notice.code for notice in file.notices] == ["element_derived"]


def test_a_status_column_of_something_else_is_left_alone(make):
    figures, issues, file = parse(make.text("x.csv", f"Kode desa;Status;Masjid\n{A};aktif;1\n"))
    assert issues == []
    assert len(figures) == 1
    assert file.unknown == ("Status",)


def test_unknown_columns_are_listed_and_taken_only_when_chosen(make):
    path = make.text("x.csv", f"Kode desa;Nama desa;Luas sawah;Masjid\n{A};Painan;12,5;1\n")
    figures, _, file = parse(path)
    assert len(figures) == 1
    assert file.unknown == ("Nama desa", "Luas sawah")
    assert [notice.code for notice in file.notices] == ["column_ignored"]
    figures, _, file = parse(path, chosen=frozenset({"Luas sawah"}))
    assert short(figures) == [
        (A, "other", "luassawah", "", Decimal("12.5")),
        (A, "worship_facilities", "masjid", "", 1),
    ]
    assert file.unknown == ("Nama desa",)


LONG = "Kode desa;Unsur data;Jenis kelamin;Nilai;Tahun;Sumber\n"


def test_a_long_table_gives_a_figure_per_row(make):
    rows = f"{A};Jumlah penduduk;;1.234;2024;Dukcapil 2024\n{A};population.total;P;620;;\n"
    rows += f"{B};Masjid;;;;\n{B};Puskesmas pembantu;;1;;\n"
    figures, issues, file = parse(make.text("x.csv", LONG + rows))
    assert issues == []
    assert file.long
    assert [(*one, f.period, f.source) for one, f in zip(short(figures), figures, strict=True)] == [
        (A, "population", "total", "", 1234, "2024", "Dukcapil 2024"),
        (A, "population", "total", "P", 620, "2025", "Dukcapil"),
        (B, "health_facilities", "pustu", "", 1, "2025", "Dukcapil"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (f"{A};Luas sawah;;1;;", "Unsur data", "element_unknown"),
        (f"{A};Perpindahan penduduk neto;;1;;", "Unsur data", "element_unknown"),
        (f"{A};Masjid;L;1;;", "Unsur data", "element_unknown"),
        (f"{A};Masjid;;1;tahun lalu;", "Tahun", "period_form"),
        (f"{A};Masjid;;1;;=A1", "Sumber", "formula_cell"),
        (f"{A};@Masjid;;1;;", "Unsur data", "formula_cell"),
        (f"{A};Masjid;;satu;;", "Nilai", "integer"),
        (f"{A};Pasar;;2;;", "Unsur data", "figure_duplicate"),
        ("13.01.01.9999;Masjid;;1;;", "Kode desa", "village_unknown"),
    ],
)
def test_a_bad_row_of_a_long_table_is_named(make, row, column, code):
    figures, issues, _ = parse(make.text("x.csv", f"{LONG}{A};Pasar;;1;;\n{row}\n"))
    assert len(figures) == 1
    assert told(issues) == [(3, column, code, "error")]


def test_an_unknown_element_is_answered_with_the_nearest(make):
    _, issues, _ = parse(make.text("x.csv", f"{LONG}{A};Jumlah pendudk;;1;;\n"))
    assert "“Jumlah penduduk”" in issues[0].value_expected


def refused(make, text, **changes):
    with pytest.raises(FileRefused) as caught:
        parse(make.text("x.csv", text), **changes)
    return [problem.code for problem in caught.value.problems]


def test_tables_that_cannot_be_used_are_refused(make):
    assert refused(make, "Nama desa;Masjid\nPainan;1\n") == ["sheet_missing"]
    assert refused(make, f"Kode desa;Nama\n{A};x\n") == ["no_elements"]
    assert refused(make, "Kode desa;Masjid\n") == ["no_rows"]
    assert refused(make, f"Kode desa;Masjid;masjid\n{A};1;2\n") == ["column_duplicate"]


def test_elements_are_the_44_items_with_their_components():
    text = resources.files("padu.apps.programmes").joinpath("reference/village_items.csv").read_text(encoding="utf-8")
    items = {row["item_key"]: row for row in csv.DictReader(text.splitlines())}
    listed = {key: [part.strip() for part in row["components"].split(";")] for key, row in items.items()}
    listed["population_structure"] = list(FIVE_YEAR_GROUPS)
    found: dict[str, list[str]] = {}
    for one in all_elements():
        if one.element in items and not one.sex:
            found.setdefault(one.element, []).append(one.component)
        assert not one.sex or items[one.element]["sex_split"] == "y"
    assert len(items) == 44
    assert found == listed


def test_no_spelling_means_two_elements():
    spellings = [(spell(name), one.key) for one in all_elements() for name in (one.label, one.key, *one.names)]
    assert len({name for name, _ in spellings}) == len(set(spellings)) == len(elements_by_name())


def test_fields_fit_the_figure_table():
    for one in all_elements():
        assert len(one.element) <= 60
        assert len(one.component) <= 60
        assert one.label[0].isupper()
    assert {one.element for one in all_elements() if one.kind is ValueKind.DERIVED} == {
        "net_migration",
        "population_density",
        "farmland_density",
        "cross_sector_agencies",
    }
