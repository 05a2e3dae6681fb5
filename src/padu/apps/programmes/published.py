"""Published tables, cell by cell: figures that others printed, with the table they stand in. Writes nothing.

Columns that were computed while checking a table are left out: only what was printed is published here. An empty cell
is one that cannot be read any more; its value is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from padu.apps.programmes.catalogue_files import number_or_none, read_rows
from padu.apps.programmes.models import PublishedFigure

WEST_SUMATRA = "Studi Kampung KB Sumatera Barat 2022"
CENTRAL_JAVA = "Salus Cultura 5(2) 2025, DOI 10.55480/saluscultura.v5i2.442"

# From the names above and of a place ("Kota Semarang", "Banyumanik", "Sumurboto") to its code, "" where none fits.
FindCode = Callable[[tuple[str, ...]], str]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """One printed table: its file, number and period.

    skip      columns that nobody printed
    periods   columns that speak of another time than the rest
    repaired  (column, as it was read, as repaired from sums and rates): the first is printed, the second is the value
    """

    file: str
    number: str
    study: str
    period: str
    skip: tuple[str, ...] = ()
    periods: tuple[tuple[str, str], ...] = ()
    repaired: tuple[tuple[str, str, str], ...] = ()

    @property
    def source(self) -> str:
        return f"{self.study}, tabel {self.number}"


TABLES = (
    PublishedTable(
        "t000_4_1_area_population_2021",
        "4.1",
        WEST_SUMATRA,
        "2021",
        repaired=(("area_km2", "area_km2_as_read", "area_km2_corrected"),),
    ),
    PublishedTable(
        "t000_4_2_kampung_counts_2022",
        "4.2",
        WEST_SUMATRA,
        "2022-10-31",
        periods=(("until_2021_12_31", "2021-12-31"), ("added_2022", "2022")),
    ),
    PublishedTable(
        "t000_4_3_classification_2022",
        "4.3",
        WEST_SUMATRA,
        "2022",
        skip=("dasar_pct_computed", "berkembang_pct_computed", "mandiri_pct_computed", "berkelanjutan_pct_computed"),
    ),
    PublishedTable("t000_4_4_integration_2022", "4.4", WEST_SUMATRA, "2022"),
    PublishedTable("t001_1_sites", "1", CENTRAL_JAVA, "2025", skip=("village", "district", "regency")),
    PublishedTable("t001_2_coordination", "2", CENTRAL_JAVA, "2025"),
    PublishedTable("t001_3_referral_flow", "3", CENTRAL_JAVA, "2025"),
    PublishedTable("t001_4_data_interoperability", "4", CENTRAL_JAVA, "2025"),
    PublishedTable("t001_5_feedback", "5", CENTRAL_JAVA, "2025"),
    PublishedTable("t001_6_cadre_role", "6", CENTRAL_JAVA, "2025"),
    PublishedTable("t001_7_domain_scores", "7", CENTRAL_JAVA, "2025"),
    PublishedTable(
        "t001_8_ibangga",
        "8",
        CENTRAL_JAVA,
        "2025",
        skip=("composite_equal_thirds", "composite_equal_33_33_34", "composite_35_40_25"),
    ),
)
_NOT_CELLS = ("regency", "type", "kampung", "note")


def published_figures(find_code: FindCode) -> Iterator[PublishedFigure]:
    """Every printed cell of every table."""
    sites = {row["kampung"]: row for row in read_rows("published_tables/t001_1_sites.csv")}
    for table in TABLES:
        for row in read_rows(f"published_tables/{table.file}.csv"):
            label, names = _place(row, sites)
            yield from _cells(table, row, label, find_code(names))


def _place(row: dict[str, str], sites: dict[str, dict[str, str]]) -> tuple[str, tuple[str, ...]]:
    """What the row is called, and the names that lead to its place."""
    if "kampung" in row:
        site = sites[row["kampung"]]
        return row["kampung"], (site["regency"], site["district"], row["kampung"])
    label = f"{row['type'].capitalize()} {row['regency'].replace('Kep.', 'Kepulauan')}"
    return label, (label,)


def _cells(table: PublishedTable, row: dict[str, str], label: str, code: str) -> Iterator[PublishedFigure]:
    periods = dict(table.periods)
    for column, printed, value in _readings(table, row):
        yield PublishedFigure(
            table=table.file,
            row_label=label,
            column=column,
            region_code=code,
            period=periods.get(column, table.period),
            value=number_or_none(value),
            as_printed=printed,
            source=table.source,
            note=row.get("note", ""),
        )


def _readings(table: PublishedTable, row: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Column, what is printed there, and what it is read as."""
    done = set(_NOT_CELLS) | set(table.skip)
    for column, printed, value in table.repaired:
        yield column, row[printed], row[value]
        done |= {printed, value}
    for column, text in row.items():
        if column not in done:
            yield column, text, text
