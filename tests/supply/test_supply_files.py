"""An agency's funds and offers from a workbook: what is read, and what every bad cell is told."""

from __future__ import annotations

import pytest
import xlsxwriter

from padu.apps.rumah_dataku.files.problems import FileRefused, RowIssue
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.villages import VillageStatus
from padu.apps.supply.file_columns import (
    ALL_MONTHS,
    ActivityEntry,
    AgencyName,
    Document,
    SupplyContext,
    parse_addresses,
    parse_months,
)
from padu.apps.supply.files import DocumentLine, FundRow, OfferRow, read_supply, supply_csv_zip, supply_workbook
from padu.domain.tabular import CellError

KNOWN = {"13.01.01.2001", "13.01.01.2002"}
PROBLEMS = {
    "stunting_risk_family": "Keluarga berisiko stunting",
    "no_proper_toilet": "Keluarga belum punya jamban layak",
}
CONTEXT = SupplyContext(
    year=2027,
    agencies=(
        AgencyName("dinkes", "Dinkes", "Dinas Kesehatan"),
        AgencyName("pupr", "PUPR", "Dinas Pekerjaan Umum dan Penataan Ruang"),
    ),
    activities=(
        ActivityEntry("cooking_class", "Dapur Sehat Atasi Stunting", 4, {"stunting_risk_family": 0.3}),
        ActivityEntry("toilet_building", "Pembangunan jamban keluarga", 8, {"no_proper_toilet": 0.5}),
        ActivityEntry("policy", "Rapat kebijakan", 1, {}),
    ),
    problem_types=PROBLEMS,
    sources={"apbn": "APBN", "apbd_kabkota": "APBD kabupaten/kota"},
    village_status=lambda code: VillageStatus.KNOWN if code in KNOWN else VillageStatus.UNKNOWN,
    own_agency="dinkes",
)
TEAM = SupplyContext(**{name: getattr(CONTEXT, name) for name in CONTEXT.__slots__ if name != "own_agency"})

FUND = {
    "Nama dana": "BOK 2027",
    "Sumber dana": "APBN",
    "Pagu setahun (Rp)": "Rp 150.000.000",
    "Dokumen perencanaan": "DPA",
    "Kode dokumen": "DPA/1.02/2027",
    "Kode rekening": "1.02.02.2.02.0001",
    "Tahun dokumen": 2027,
}
OFFER = {
    "Nama dana": "bok 2027",
    "Kegiatan": "Dapur Sehat Atasi Stunting",
    "Biaya sekali pelaksanaan (Rp)": 3_000_000,
    "Kuota setahun (kali)": 20,
}


def rows_of(rows):
    heads = list(dict.fromkeys(head for row in rows for head in row))
    return [heads, *([row.get(head) for head in heads] for row in rows)]


def write(path, **sheets):
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, cells in enumerate(rows):
                page.write_row(at, 0, cells)
    return path


@pytest.fixture
def send(tmp_path):
    """Send funds and offers, each changed as a test needs; returns funds, offers, issues."""

    def send_rows(funds=({},), offers=({},), context=CONTEXT):
        sheets = {"Dana": rows_of([{**FUND, **f} for f in funds]), "Tawaran": rows_of([{**OFFER, **o} for o in offers])}
        with open_book(write(tmp_path / "x.xlsx", **sheets)) as book:
            items = list(read_supply(book, context).items())
        return tuple([item for item in items if isinstance(item, kind)] for kind in (FundRow, OfferRow, RowIssue))

    return send_rows


def told(issues):
    return [(issue.sheet, issue.row, issue.column, issue.code, issue.severity.value) for issue in issues]


DPA = DocumentLine(Document.DPA, "DPA/1.02/2027", "1.02.02.2.02.0001", 2027)


def test_a_fund_and_an_offer_are_read(send):
    funds, offers, issues = send()
    assert issues == []
    assert funds == [FundRow("Dana", 2, "dinkes", "BOK 2027", "apbn", 150_000_000, DPA)]
    assert offers == [
        OfferRow(
            sheet="Tawaran",
            row=2,
            agency="dinkes",
            fund="BOK 2027",
            activity="cooking_class",
            title="Dapur Sehat Atasi Stunting",
            programme_no=4,
            unit_cost_idr=3_000_000,
            max_deliveries=20,
            max_per_village=1,
            min_gap_days=0,
            months=ALL_MONTHS,
            addresses=(("stunting_risk_family", 0.3),),
            villages=None,
            document=DPA,
        )
    ]


def test_an_offer_may_say_everything_itself(send):
    said = {
        "Judul tawaran": "DASHAT pesisir",
        "Program": 4,
        "Paling banyak per desa (kali)": 3,
        "Jarak antarpelaksanaan (hari)": 30,
        "Bulan": "Feb-Apr; 9",
        "Masalah yang dijawab": "Keluarga berisiko stunting: 0,25\nno_proper_toilet = 0.1",
        "Desa": "13.01.01.2002\n1301012001",
        "Dokumen perencanaan": "Renja",
        "Kode dokumen": "Renja 2027",
        "Kode rekening": "1.02.03",
        "Tahun dokumen": 2027,
    }
    _, (offer,), issues = send(offers=[said])
    assert issues == []
    assert (offer.title, offer.max_per_village, offer.min_gap_days, offer.months) == (
        "DASHAT pesisir",
        3,
        30,
        (2, 3, 4, 9),
    )
    assert offer.addresses == (("no_proper_toilet", 0.1), ("stunting_risk_family", 0.25))
    assert offer.villages == ("13.01.01.2001", "13.01.01.2002")
    assert offer.document == DocumentLine(Document.RENJA, "Renja 2027", "1.02.03", 2027)


def test_an_offer_may_name_its_own_budget_line_within_the_funds_document(send):
    _, (offer,), _ = send(offers=[{"Kode rekening": "5.1.02"}])
    assert offer.document == DocumentLine(Document.DPA, "DPA/1.02/2027", "5.1.02", 2027)


def test_no_document_is_said_and_not_left_open(send):
    none = {"Dokumen perencanaan": "Tidak ada dokumen", "Kode dokumen": "", "Kode rekening": "", "Tahun dokumen": None}
    funds, offers, issues = send([none])
    assert issues == []
    assert funds[0].document == offers[0].document == DocumentLine(Document.NONE)
    _, _, issues = send([{**none, "Dokumen perencanaan": ""}])
    assert told(issues)[0] == ("Dana", 2, "Dokumen perencanaan", "document_required", "error")
    _, _, issues = send([{**none, "Kode dokumen": "X-1"}])
    assert told(issues)[0] == ("Dana", 2, "Dokumen perencanaan", "document_incomplete", "error")


@pytest.mark.parametrize("part", ["Kode dokumen", "Kode rekening", "Tahun dokumen"])
def test_a_document_is_named_whole(send, part):
    funds, offers, issues = send([{part: ""}])
    assert (funds, offers) == ([], [])
    assert told(issues) == [
        ("Dana", 2, part, "document_incomplete", "error"),
        ("Tawaran", 2, "Nama dana", "fund_rejected", "error"),
    ]


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"Sumber dana": "kas kecil"}, "Sumber dana", "code_unknown"),
        ({"Pagu setahun (Rp)": "banyak"}, "Pagu setahun (Rp)", "integer"),
        ({"Pagu setahun (Rp)": -5}, "Pagu setahun (Rp)", "value_out_of_range"),
        ({"Pagu setahun (Rp)": None}, "Pagu setahun (Rp)", "value_required"),
        ({"Nama dana": "=BOK"}, "Nama dana", "formula_cell"),
        ({"Tahun dokumen": 1990}, "Tahun dokumen", "value_out_of_range"),
        ({"Dokumen perencanaan": "SK"}, "Dokumen perencanaan", "code_unknown"),
        ({"Perangkat daerah": "PUPR"}, "Perangkat daerah", "agency_outside"),
        ({"Perangkat daerah": "Dinas Antah"}, "Perangkat daerah", "agency_unknown"),
    ],
)
def test_a_bad_fund_is_kept_out_and_named(send, change, column, code):
    funds, _, issues = send([change])
    assert funds == []
    assert told(issues)[0] == ("Dana", 2, column, code, "error")


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"Nama dana": "DAK"}, "Nama dana", "fund_unknown"),
        ({"Kegiatan": "Dapur Shat Atasi Stuntng"}, "Kegiatan", "activity_unknown"),
        ({"Kuota setahun (kali)": 0}, "Kuota setahun (kali)", "value_out_of_range"),
        ({"Kuota setahun (kali)": 2.5}, "Kuota setahun (kali)", "integer"),
        ({"Bulan": "13"}, "Bulan", "months_form"),
        ({"Bulan": "2026-03-01"}, "Bulan", "months_form"),
        ({"Masalah yang dijawab": "banjir: 0,3"}, "Masalah yang dijawab", "problem_type_unknown"),
        ({"Masalah yang dijawab": "no_proper_toilet: 30"}, "Masalah yang dijawab", "effect_form"),
        ({"Masalah yang dijawab": "no_proper_toilet: 0"}, "Masalah yang dijawab", "effect_form"),
        ({"Masalah yang dijawab": "no_proper_toilet: banyak"}, "Masalah yang dijawab", "effect_form"),
        ({"Masalah yang dijawab": "no_proper_toilet"}, "Masalah yang dijawab", "problem_type_unknown"),
        ({"Kegiatan": "policy", "Masalah yang dijawab": ""}, "Masalah yang dijawab", "addresses_required"),
        ({"Desa": "13.01.01.9999"}, "Desa", "village_unknown"),
        ({"Desa": "Painan"}, "Desa", "village_code_form"),
        ({"Kode rekening": "@x"}, "Kode rekening", "formula_cell"),
    ],
)
def test_a_bad_offer_is_kept_out_and_named(send, change, column, code):
    funds, offers, issues = send(offers=[change])
    assert (len(funds), offers) == (1, [])
    assert told(issues) == [("Tawaran", 2, column, code, "error")]
    assert issues[0].value_expected


def test_another_programme_than_the_catalogues_is_a_warning(send):
    _, (offer,), issues = send(offers=[{"Program": 8}])
    assert offer.programme_no == 4
    assert told(issues) == [("Tawaran", 2, "Program", "programme_differs", "warning")]


def test_names_are_used_once(send):
    funds, offers, issues = send([{}, {"Nama dana": "BOK  2027"}], [{}, {}, {"Judul tawaran": "Lain"}])
    assert (len(funds), [offer.row for offer in offers]) == (1, [2, 4])
    assert told(issues) == [
        ("Dana", 3, "Nama dana", "fund_duplicate", "error"),
        ("Tawaran", 3, "Judul tawaran", "offer_duplicate", "error"),
    ]


def test_the_regencys_team_names_the_agency_of_each_row(send):
    funds, offers, issues = send(
        [{"Perangkat daerah": "dinas kesehatan"}, {"Perangkat daerah": "pupr"}],
        [{"Perangkat daerah": "PUPR", "Kegiatan": "toilet_building"}],
        context=TEAM,
    )
    assert issues == []
    assert [fund.agency for fund in funds] == ["dinkes", "pupr"]
    assert offers[0].agency == "pupr"


def test_the_team_must_name_the_agency(tmp_path):
    path = write(tmp_path / "x.xlsx", Dana=rows_of([FUND]), Tawaran=rows_of([OFFER]))
    with open_book(path) as book, pytest.raises(FileRefused) as caught:
        read_supply(book, TEAM)
    assert [problem.code for problem in caught.value.problems] == ["column_missing"]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("", ALL_MONTHS),
        ("semua", ALL_MONTHS),
        ("1-12", ALL_MONTHS),
        ("3", (3,)),
        ("2-4;9", (2, 3, 4, 9)),
        ("Feb s.d. April, September", (2, 3, 4, 9)),
        ("Nov-Jan", (1, 11, 12)),
        ("Maret dan Mei", (3, 5)),
    ],
)
def test_months_are_read(text, months):
    assert parse_months(text) == months


@pytest.mark.parametrize("text", ["0", "13", "triwulan 1", "1-2-3", "Jan-"])
def test_no_months(text):
    with pytest.raises(CellError):
        parse_months(text)


def test_a_problem_is_answered_with_the_nearest_name():
    with pytest.raises(CellError) as caught:
        parse_addresses("Keluarga beresiko stunting: 0,3", PROBLEMS)
    assert "“Keluarga berisiko stunting: 0,3”" in caught.value.expected


@pytest.mark.parametrize(("name", "build"), [("t.xlsx", supply_workbook), ("t.zip", supply_csv_zip)])
@pytest.mark.parametrize("context", [CONTEXT, TEAM])
def test_an_empty_template_is_understood_and_said_to_be_empty(tmp_path, name, build, context):
    path = tmp_path / name
    path.write_bytes(build(context))
    assert build(context) == build(context)
    with open_book(path) as book, pytest.raises(FileRefused) as caught:
        read_supply(book, context)
    assert [problem.code for problem in caught.value.problems] == ["no_rows"]


def test_documents_are_those_that_are_stored():
    from padu.apps.supply.models import Carried

    assert {kind.value for kind in Document} == set(Carried.Document.values)
