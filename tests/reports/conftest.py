"""Made-up documents the tests of both writers share."""

import datetime as dt
from collections.abc import Callable

import pytest

from padu.domain.matrix import MatrixEntry, fold_matrix
from padu.domain.values import Missing
from padu.reports.matrix_table import Stakeholder, matrix_table
from padu.reports.model import (
    BLANK,
    Block,
    Column,
    Document,
    Kind,
    Measure,
    Orientation,
    RowGroup,
    Stack,
    Table,
)

HEADS = (
    ("civil_registry", "Dinas Kependudukan dan Pencatatan Sipil", "Dukcapil"),
    ("women_child_family", "Dinas P3AP2KB", "P3AP2KB"),
    ("health", "Dinas Kesehatan", "Kesehatan"),
    ("education", "Dinas Pendidikan", "Pendidikan"),
    ("public_works_housing", "Dinas PUPR/Perumahan dan Kawasan Permukiman", "PUPR/Perkim"),
    ("social_village", "Dinas Sosial/Pemberdayaan Masyarakat dan Desa", "Sosial/PMD"),
    ("agriculture_fisheries", "Dinas Pertanian/Perikanan", "Pertanian/Perikanan"),
    ("cooperative_msme", "Dinas Koperasi dan UMKM", "Koperasi-UMKM"),
    ("environment", "Dinas Lingkungan Hidup", "Lingkungan Hidup"),
    ("religious_affairs", "Kantor Kementerian Agama/Pengadilan Agama", "Kemenag/PA"),
    ("pkk", "Tim Penggerak PKK", "TP PKK"),
    ("other_vertical", "Instansi vertikal lain", "Instansi vertikal"),
    ("community_org", "Organisasi masyarakat", "Ormas"),
)
STAKEHOLDERS = tuple(Stakeholder(*head) for head in HEADS)
PROGRAMMES = {
    1: "Data keluarga dan dokumen kependudukan",
    2: "Germas dan perubahan perilaku",
    3: "Kesehatan, KB, dan kesehatan reproduksi",
    4: "Pendampingan keluarga berisiko stunting",
    5: "Pendidikan",
    6: "Jaminan dan perlindungan sosial",
    7: "Ekonomi keluarga",
    8: "Lingkungan, air minum, dan sanitasi dasar",
}


@pytest.fixture(scope="session")
def full_matrix() -> Table:
    """Every cell of the 8 x 13 filled with four lines, the worst case for a sheet of paper."""
    keys = [one.key for one in STAKEHOLDERS]
    rows = [
        entry
        for number in PROGRAMMES
        for key in keys
        for entry in (
            MatrixEntry(number, key, "A", key, 24, 12, amount_idr=987_600_000),
            MatrixEntry(number, key, "B", key, 24, 24, amount_idr=987_600_000),
            MatrixEntry(number, key, "B", key, 0, 2, outside_plan=True),
        )
    ]
    return matrix_table(fold_matrix(rows, keys), PROGRAMMES, STAKEHOLDERS, "")


@pytest.fixture
def four_values() -> Table:
    return Table(
        caption="Empat nilai",
        columns=(
            Column("Nagari"),
            Column("Jumlah", Kind.INT),
            Column("Persen", Kind.PERCENT),
            Column("Dana", Kind.MONEY),
        ),
        rows=(
            ("Nol", 0, 0.0, 0),
            ("Belum", Missing.UNKNOWN, None, Missing.UNKNOWN),
            ("Tidak berlaku", Missing.NOT_APPLICABLE, Missing.NOT_APPLICABLE, Missing.NOT_APPLICABLE),
            ("Rahasia", Missing.SUPPRESSED, Missing.SUPPRESSED, Missing.SUPPRESSED),
            ("Ada", 1234, 0.125, 12_500_000),
            ("Tanpa pernyataan", BLANK, BLANK, BLANK),
        ),
        row_groups=(RowGroup("Kecamatan A", 2), RowGroup("Kecamatan B", 4)),
        totals=(("Jumlah", 1234, BLANK, 12_500_000),),
        footnotes=("Sumber angka: buatan.",),
    )


@pytest.fixture
def stacked() -> Table:
    return Table(
        caption="Bertumpuk",
        columns=(Column("Program"), Column("Dukcapil", Kind.INT), Column("Catatan")),
        rows=(("1. Data", Stack((3, 2, 5, 1_250_000)), "terlambat"), ("2. Germas", BLANK, "")),
        measures=(
            Measure("jumlah kampung", strong=True),
            Measure("selesai"),
            Measure("rencana", joined=True),
            Measure("dana", Kind.MONEY_SHORT),
        ),
    )


@pytest.fixture
def make_document() -> Callable[..., Document]:
    return _document


def _document(
    *blocks: Block, demo: bool = False, orientation: Orientation = Orientation.PORTRAIT, title: str = "Laporan"
) -> Document:
    return Document(
        title=title,
        place="Kabupaten Contoh",
        period="Tahun 2026",
        blocks=blocks,
        subtitle="Uji",
        as_of=dt.date(2026, 11, 3),
        source="Buatan",
        notes=("Catatan metode.",),
        demo=demo,
        orientation=orientation,
    )
