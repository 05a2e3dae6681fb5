"""Made-up files of families as the template has them, CSV in a zip or XLSX; every family has four members."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

FAMILY_HEADS = (
    "No. keluarga", "Kode desa", "No. KK", "RT", "RW", "Tanggal pendataan",
    "P.01", "P.02", "P.04", "P.06", "P.07", "P.23", "P.25", "P.26",
)  # fmt: skip
PERSON_HEADS = (
    "No. keluarga", "K.02 Nama", "NIK", "K.03 Jenis kelamin", "Tanggal lahir", "K.07 Status perkawinan",
    "K.09 Akta kelahiran", "K.10 Hubungan dengan kepala keluarga", "K.14 Pendidikan", "K.15 Jaminan kesehatan",
)  # fmt: skip
MEMBERS = 4
_DAYS = 20_000  # a NIK holds the birth date and a serial number: days first, then the serial
_FIRST_DAY = dt.date(1955, 1, 1)
_CARDS = 4_000


def family_cells(number: int, villages: list[str], year: int) -> tuple[str, ...]:
    """Families stand village by village, as a register does."""
    village = villages[number % len(villages)]
    odd = str(number % 2 + 1)
    return (
        f"K{number:06d}", village, _card(number, village), f"{number % 12 + 1:03d}", f"{number % 5 + 1:03d}",
        f"01/10/{year}", "1", odd, "1", odd, "2", str(number % 9 + 1), "36", "4",
    )  # fmt: skip


def _card(number: int, village: str) -> str:
    day = dt.date(2008, 1, 1) + dt.timedelta(days=number % _CARDS)
    return f"{_district(village)}{day:%d%m%y}{number // _CARDS + 1:04d}"


def _district(village: str) -> str:
    return village.replace(".", "")[:6]


def person_cells(number: int, villages: list[str]) -> tuple[str, ...]:
    """Member `number` of all: head, spouse and two children of family `number // 4`."""
    family, place = divmod(number, MEMBERS)
    day = _FIRST_DAY + dt.timedelta(days=number % _DAYS)
    woman = place in (1, 3)
    shown = day.day + 40 if woman else day.day
    district = _district(villages[family % len(villages)])
    nik = f"{district}{shown:02d}{day:%m%y}{number // _DAYS + 1:04d}"
    relation, married, name = (("1", "2", "Kepala"), ("2", "2", "Istri"), ("3", "1", "Anak"), ("3", "1", "Anak"))[place]
    return (
        f"K{family:06d}", f"{name} {family}", nik, "2" if woman else "1", day.isoformat(), married, "1", relation,
        "4", "1",
    )  # fmt: skip


def rows(families: int, villages: list[str], year: int, bad: int | None) -> tuple[Iterator[tuple[str, ...]], ...]:
    """Both sheets without their headers. bad: member whose NIK is cut short."""

    def person(number: int) -> tuple[str, ...]:
        cells = person_cells(number, villages)
        return (*cells[:2], "123", *cells[3:]) if number == bad else cells

    return (
        (family_cells(number, villages, year) for number in range(families)),
        (person(number) for number in range(families * MEMBERS)),
    )


def write_csv(path: Path, families: int, villages: list[str], year: int, bad: int | None = None) -> None:
    sheets = rows(families, villages, year, bad)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, heads, lines in zip(("Keluarga", "Anggota"), (FAMILY_HEADS, PERSON_HEADS), sheets, strict=True):
            with archive.open(f"{name}.csv", "w") as stream:
                stream.write((";".join(heads) + "\n").encode())
                for cells in lines:
                    stream.write((";".join(cells) + "\n").encode())


def write_xlsx(path: Path, families: int, villages: list[str], year: int) -> None:
    import xlsxwriter

    sheets = rows(families, villages, year, None)
    options = {"constant_memory": True, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        for name, heads, lines in zip(("Keluarga", "Anggota"), (FAMILY_HEADS, PERSON_HEADS), sheets, strict=True):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heads)
            for at, cells in enumerate(lines, start=1):
                sheet.write_row(at, 0, cells)
