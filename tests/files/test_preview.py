"""Columns of a file before its rows are checked: found, double, unknown, or holding something else than they say."""

from __future__ import annotations

from padu.apps.rumah_dataku.files.figure_columns import FigureContext, figure_plan
from padu.apps.rumah_dataku.files.figures import read_figures
from padu.apps.rumah_dataku.files.preview import ColumnState, SheetPreview, preview
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.registry import TEMPLATE
from padu.apps.rumah_dataku.files.sheets import Assigned
from padu.apps.rumah_dataku.files.villages import VillageStatus

PERSON_HEADS = [
    "No. keluarga", "K.02 Nama", "NIK", "K.03 Jenis kelamin", "Tanggal lahir", "K.10 Hubungan dengan kepala keluarga",
]  # fmt: skip
PERSONS = [
    ["K-1", "Siti Aminah", "1301014503970001", "2", "05/03/1997", "1"],
    ["K-1", "Rahmat Hidayat", "1301011006180001", "1", "10/06/2018", "3"],
    ["K-2", "Budi Santoso", "1301010101800001", "1", "01/01/1980", "1"],
    ["K-2", "Dewi Lestari", "1301014101820001", "2", "01/01/1982", "2"],
]
FAMILIES = [["No. keluarga", "No. KK"], ["K-1", "1301010101120001"]]


def persons_seen(make, heads: list[str], rows: list[list[object]]) -> SheetPreview:
    path = make.xlsx("isi.xlsx", Keluarga=FAMILIES, Anggota=[heads, *rows])
    with open_book(path) as book:
        return preview(book, TEMPLATE.plans)[1]


def test_a_template_asks_nothing_and_shows_three_masked_examples(make):
    found = persons_seen(make, PERSON_HEADS, PERSONS)
    assert not found.asks
    assert [one.key for one in found.columns] == ["family_key", "name", "nik", "sex", "birth_date", "relation"]
    assert {one.state for one in found.columns} == {ColumnState.FOUND}
    by_key = {one.key: one.examples for one in found.columns}
    assert by_key["name"] == (
        "… (11 huruf, disembunyikan)",
        "… (14 huruf, disembunyikan)",
        "… (12 huruf, disembunyikan)",
    )
    assert by_key["nik"] == ("1301************",)
    assert by_key["family_key"] == ("K-1", "K-2")


def test_a_header_nobody_knows_is_missing_and_proposed_by_name_or_by_its_values(make):
    heads = ["No. keluarga", "Nama orang", "Nomor KTP-nya", "Kelamin", "Lahir tgl", "K.10"]
    found = persons_seen(make, heads, PERSONS)
    assert found.missing == ("name", "nik", "birth_date")
    assert [one.guess for one in found.columns] == ["", "name", "nik", "", "birth_date", ""]
    assert found.columns[1].examples[0] == "S… (11 huruf)"
    assert found.columns[2].examples[0] == "13… (16 tanda)"
    assert found.asks


def test_two_columns_for_one_thing_are_double(make):
    found = persons_seen(make, [*PERSON_HEADS, "Nomor Induk Kependudukan"], [[*row, row[2]] for row in PERSONS])
    assert [one.state for one in found.columns[-1:]] == [ColumnState.DOUBLE]
    assert found.asks


def test_columns_shifted_by_one_are_told_with_what_they_look_like(make):
    # The header of the second column was deleted with its cell: every header stands one place too far left.
    heads = ["No. keluarga", *PERSON_HEADS[2:], ""]
    found = persons_seen(make, heads, PERSONS)
    by_position = {one.position: one for one in found.columns}
    assert by_position[1].state is ColumnState.MISFIT  # under "NIK" stand names
    assert by_position[2].state is ColumnState.MISFIT  # under "Jenis kelamin" stand NIK
    assert by_position[2].guess == "nik"
    assert by_position[4].guess == "birth_date"
    assert by_position[3].misfits == by_position[3].filled == 4
    assert found.shift == 1


def test_few_odd_values_are_no_shift(make):
    rows = [PERSONS[0], PERSONS[1], PERSONS[2], [*PERSONS[3][:4], "kemarin", "2"]]
    found = persons_seen(make, PERSON_HEADS, rows)
    assert not found.asks
    assert found.columns[4].misfits == 1


def figures_context() -> FigureContext:
    return FigureContext("2026", "Kemendesa", lambda _: VillageStatus.KNOWN)


def test_assigned_columns_are_read_whatever_their_headers_say(make):
    path = make.text("angka.csv", "tempat;indeks;lain\n13.01.01.2001;0,75;5\n13.01.01.2002;0,5;6\n")
    said = {"angka": Assigned("Data desa", 1, {0: "village_code", 1: "idm", 2: ""})}
    with open_book(path, assigned=said) as book:
        rows = list(read_figures(book, figures_context()).items())
    assert [(row.village_code, row.element, str(row.value)) for row in rows] == [
        ("13.01.01.2001", "idm", "0.75"),
        ("13.01.01.2002", "idm", "0.5"),
    ]


def test_a_table_of_figures_with_strange_headers_is_looked_at_all_the_same(make):
    path = make.text("angka.csv", "tempat;skor idm;penduduk\n" + "13.01.01.2001;0,75;1.200\n" * 3)
    with open_book(path) as book:
        found = preview(book, (figure_plan(book, figures_context()),))[0]
    assert found.missing == ("village_code",)
    assert found.columns[0].guess == "village_code"
    assert found.columns[1].key == "idm"
    assert found.columns[1].examples == ("0,75",)


def test_a_column_without_a_header_is_shown_and_can_be_assigned(make):
    path = make.text("angka.csv", ";idm\n13.01.01.2001;0,75\n13.01.01.2002;0,5\n13.01.01.2003;0,6\n")
    with open_book(path) as book:
        found = preview(book, (figure_plan(book, figures_context()),))[0]
    assert [(one.header, one.guess) for one in found.columns] == [("", "village_code"), ("idm", "")]
    said = {"angka": Assigned("Data desa", found.header_row, {0: "village_code", 1: "idm"})}
    with open_book(path, assigned=said) as book:
        assert len(list(read_figures(book, figures_context()).items())) == 3


def test_specific_answers_are_never_shown_as_examples(make):
    """Whoever works with the families sees this page, also who may not read these answers."""
    heads = [*PERSON_HEADS, "Metode KB"]
    found = persons_seen(
        make, heads, [[*row, method] for row, method in zip(PERSONS, ("1", "3", "7", "1"), strict=True)]
    )
    assert (found.columns[-1].key, found.columns[-1].state) == ("kb_method", ColumnState.FOUND)
    assert found.columns[-1].examples == ("… (isian khusus, disembunyikan)",)
    path = make.xlsx(
        "isi.xlsx", Keluarga=[["No. keluarga", "P.03d", "P.04"], ["K-1", "Ya", "Tidak"]], Anggota=[PERSON_HEADS]
    )
    with open_book(path) as book:
        families = {one.key: one.examples for one in preview(book, TEMPLATE.plans)[0].columns}
    assert families["p03d"] == ("… (isian khusus, disembunyikan)",)
    assert families["p04"] == ("Tidak",)
