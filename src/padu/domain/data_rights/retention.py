"""How long data are kept, as one frozen table. The law gives no number; each number is ours [assumption].

Source: `identity_and_privacy.md`, rules for our system, point 6: person data 5 years after the family left or the
survey round ended, then anonymised; aggregates stay; access logs 5 years. Kept files 90 days: design, section 5.8.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

PERSON_YEARS: Final = 5  # [assumption]
LOG_YEARS: Final = 5  # [assumption]
KEPT_FILE_DAYS: Final = 90  # [assumption]


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """What is kept how long, from when, and what happens then.

    asks   anonymise: a person proposes and a second one confirms; nightly: done by itself every night
    """

    key: str
    data: str
    kept: str
    counted_from: str
    then: str
    asks: Literal["anonymise", "nightly"]


RULES: Final = (
    RetentionRule(
        "families",
        "Keluarga dan anggotanya",
        f"{PERSON_YEARS} tahun",
        "keluarga tidak lagi terdata, atau tahun data terakhirnya berakhir",
        "dianonimkan: nama, NIK, No. KK, alamat, dan tautan dihapus; tanggal lahir tinggal tahunnya",
        "anonymise",
    ),
    RetentionRule(
        "rounds",
        "Jawaban khusus dan jawaban rinci pendataan lama",
        f"{PERSON_YEARS} tahun",
        "tahun data itu berakhir",
        "jawaban khusus dihapus dan jawaban rinci dikosongkan; angka wilayah tetap",
        "anonymise",
    ),
    RetentionRule(
        "sector_rows",
        "Orang di daftar sektor yang tidak ada di keluarga mana pun",
        f"{PERSON_YEARS} tahun",
        "tanggal daftar terakhir yang menyebutnya",
        "dihapus, juga dari riwayat; yang tersambung ikut keluarganya",
        "nightly",
    ),
    RetentionRule(
        "kept_files",
        "Berkas kiriman dan baris bermasalahnya",
        f"{KEPT_FILE_DAYS} hari",
        "berkas diterima",
        "dihapus; jumlahnya tetap",
        "nightly",
    ),
    RetentionRule(
        "access_log", "Jejak siapa melihat dan mengubah", f"{LOG_YEARS} tahun", "dicatat", "dihapus", "nightly"
    ),
    RetentionRule(
        "hand_over_initials",
        "Inisial kepala keluarga dalam tawaran serah terima",
        "sampai dijawab",
        "tawaran dibuat",
        "dikosongkan, juga dalam riwayatnya",
        "nightly",
    ),
    RetentionRule("sessions", "Sesi masuk", "8 jam", "masuk", "dihapus", "nightly"),
    RetentionRule(
        "case_grants",
        "Izin OPD membuka keluarga rujukan",
        "sampai tanggal berakhirnya",
        "diberikan",
        "tertutup dengan sendirinya; catatannya tetap",
        "nightly",
    ),
)


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day some years earlier; 29 February becomes 28 February.

    >>> years_before(dt.date(2028, 2, 29), 5)
    datetime.date(2023, 2, 28)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def last_round_over(today: dt.date, years: int = PERSON_YEARS) -> int:
    """The newest survey year whose end (31 December) lies `years` years back or more.

    >>> last_round_over(dt.date(2026, 12, 30)), last_round_over(dt.date(2026, 12, 31))
    (2020, 2021)
    """
    before = years_before(today, years)
    return before.year if (before.month, before.day) == (12, 31) else before.year - 1
