"""Lists of other sectors: which there are, who sends them how often, and which of them are late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class SectorSource(StrEnum):
    """Lists that are linked to families. The value is stable: it stands in rows."""

    CIVIL_REGISTRY = "dukcapil"
    HEALTH = "puskesmas"
    WELFARE = "dtsen"
    SCHOOL = "dapodik"
    RELIGION = "kua"


SOURCE_LABELS: Final = {
    SectorSource.CIVIL_REGISTRY: "Dukcapil (dokumen kependudukan)",
    SectorSource.HEALTH: "Puskesmas (e-PPGBM)",
    SectorSource.WELFARE: "DTSEN",
    SectorSource.SCHOOL: "Sekolah (Dapodik)",
    SectorSource.RELIGION: "KUA (nikah dan rujuk)",
}
# Column of the matrix whose agencies send a list (domain/matrix_columns.csv) [assumption].
SOURCE_COLUMNS: Final = {
    SectorSource.CIVIL_REGISTRY: "civil_registry",
    SectorSource.HEALTH: "health",
    SectorSource.WELFARE: "social_village",
    SectorSource.SCHOOL: "education",
    SectorSource.RELIGION: "religious_affairs",
}


class Rhythm(StrEnum):
    """How often a list is agreed to come; the value is the number of months."""

    MONTHLY = "1"
    QUARTERLY = "3"
    HALF_YEARLY = "6"
    YEARLY = "12"


RHYTHM_LABELS: Final = {
    Rhythm.MONTHLY: "setiap bulan",
    Rhythm.QUARTERLY: "setiap tiga bulan",
    Rhythm.HALF_YEARLY: "setiap enam bulan",
    Rhythm.YEARLY: "setiap tahun",
}


class DocumentStatus(StrEnum):
    """All that a list may say of a person's papers: a word of this list, so that no health data comes in with it."""

    COMPLETE = "lengkap"
    INCOMPLETE = "belum_lengkap"
    MISSING = "tidak_ada"
    REGISTERED = "terdaftar"


STATUS_LABELS: Final = {
    DocumentStatus.COMPLETE: "dokumen lengkap",
    DocumentStatus.INCOMPLETE: "dokumen belum lengkap",
    DocumentStatus.MISSING: "dokumen tidak ada",
    DocumentStatus.REGISTERED: "terdaftar",
}
DAYS_OF_GRACE: Final = 14  # [assumption] after the end of a period its list may still be on its way


@dataclass(frozen=True, slots=True)
class Expected:
    """One period of an agreement and what came of it.

    starts, ends   first and last day of the period; due is the last day on which the list is in time
    delivered_on   day on which the first list with data of the period came; None: none came
    replaced_on    none came, and on this day came the first list with newer data: nobody waits for the old one any more
    """

    starts: dt.date
    ends: dt.date
    due: dt.date
    delivered_on: dt.date | None
    replaced_on: dt.date | None = None

    def days_late(self, today: dt.date) -> int:
        """How late it came, or is by now; 0 while it is in time. A newer list ends the counting."""
        return max(0, ((self.delivered_on or self.replaced_on or today) - self.due).days)

    def is_missing(self, today: dt.date) -> bool:
        """Whether the list should be here and is still waited for."""
        return self.delivered_on is None and self.replaced_on is None and today > self.due


def expected_lists(
    starts_on: dt.date, rhythm: Rhythm, deliveries: Iterable[tuple[dt.date, dt.date]], today: dt.date
) -> list[Expected]:
    """Periods of an agreement whose end has come, newest first.

    starts_on   first day of the first period
    deliveries  (date the data are of, day they came)
    """
    came = sorted(deliveries, key=lambda one: one[1])
    found: list[Expected] = []
    begin = starts_on
    while (following := _months_later(starts_on, int(rhythm) * (len(found) + 1))) <= today:
        end = following - dt.timedelta(days=1)
        day = next((arrived for data, arrived in came if begin <= data <= end), None)
        newer = None if day else next((arrived for data, arrived in came if data > end), None)
        found.append(Expected(begin, end, end + dt.timedelta(days=DAYS_OF_GRACE), day, newer))
        begin = following
    return found[::-1]


def next_due(starts_on: dt.date, rhythm: Rhythm, today: dt.date) -> dt.date:
    """Last day on which the list of the running period is in time."""
    number = 1
    while _months_later(starts_on, int(rhythm) * number) <= today:
        number += 1
    return _months_later(starts_on, int(rhythm) * number) + dt.timedelta(days=DAYS_OF_GRACE - 1)


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, at most the 28th: periods do not wander."""
    month = day.month - 1 + months
    return dt.date(day.year + month // 12, month % 12 + 1, min(day.day, 28))
