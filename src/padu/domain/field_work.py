"""Rules of field work: who serves which village from when to when, hand-overs, load, and which sectors are missing.

A territory is one village of one worker in one role, from a day to a day (both included; no end: still standing). Duty
of recorders: Perban BKKBN 20/2023. Family support teams (TPK): three persons, about 150 targets (BKKBN 2021).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from padu.domain.errors import PaduError
from padu.domain.values import Missing


class WorkerKind(StrEnum):
    """What a field worker is. The value is stable: it stands in rows and files."""

    PLKB = "plkb"
    KADER_KB = "kader_kb"
    KADER_POSYANDU = "kader_posyandu"
    KADER_DASAWISMA = "kader_dasawisma"
    KADER_PKK = "kader_pkk"
    TPK = "tpk"
    MIDWIFE = "bidan"
    HEALTH_CADRE = "kader_kesehatan"
    PKH_COMPANION = "pendamping_pkh"
    VILLAGE_COMPANION = "pendamping_desa"
    FARM_ADVISER = "penyuluh_pertanian"
    RELIGIOUS_COUNSELLOR = "penyuluh_agama"
    EDUCATION_CADRE = "kader_pendidikan"
    BABINSA = "babinsa"
    BHABINKAMTIBMAS = "bhabinkamtibmas"
    OTHER = "lainnya"


class TerritoryRole(StrEnum):
    """In which role a worker serves a village."""

    GUIDE = "pembina"
    RECORDER = "pencatat"
    TPK_MEMBER = "anggota_tpk"


class TpkPart(StrEnum):
    """The three persons of a family support team."""

    HEALTH = "kesehatan"
    PKK = "pkk"
    FAMILY_PLANNING = "kb"


# The matrix column a worker stands in where no sender is named [assumption]; "" where the kind does not say.
COLUMN_OF_KIND: Final[Mapping[WorkerKind, str]] = {
    WorkerKind.PLKB: "women_child_family",
    WorkerKind.KADER_KB: "women_child_family",
    WorkerKind.TPK: "women_child_family",
    WorkerKind.KADER_POSYANDU: "health",
    WorkerKind.MIDWIFE: "health",
    WorkerKind.HEALTH_CADRE: "health",
    WorkerKind.KADER_DASAWISMA: "pkk",
    WorkerKind.KADER_PKK: "pkk",
    WorkerKind.PKH_COMPANION: "social_village",
    WorkerKind.VILLAGE_COMPANION: "social_village",
    WorkerKind.FARM_ADVISER: "agriculture_fisheries",
    WorkerKind.RELIGIOUS_COUNSELLOR: "religious_affairs",
    WorkerKind.EDUCATION_CADRE: "education",
    WorkerKind.BABINSA: "other_vertical",
    WorkerKind.BHABINKAMTIBMAS: "other_vertical",
    WorkerKind.OTHER: "",
}

# Villages one PKB/PLKB can look after; above it the load is marked heavy [assumption].
MAX_VILLAGES_PER_PLKB: Final = 4
# Families one PKB/PLKB can look after; above it the load is marked heavy [assumption].
MAX_FAMILIES_PER_PLKB: Final = 2_000
# Targets (brides-to-be, pregnant, post-partum, children under five) of one family support team (BKKBN 2021).
TARGETS_PER_TPK: Final = 150


class SpanReversed(PaduError):
    """A territory ends before it begins. data: start, end."""

    code = "field.span_reversed"


class TerritoryOverlap(PaduError):
    """The worker already serves the village in that role on these days. data: villages."""

    code = "field.overlap"


class SecondGuide(PaduError):
    """Another PKB/PLKB serves the village on these days. data: villages."""

    code = "field.second_plkb"


class RecorderNotNeeded(PaduError):
    """A recorder is appointed only where no PKB/PLKB serves (Perban 20/2023). data: villages."""

    code = "field.recorder_not_needed"


class SamePerson(PaduError):
    """A territory is handed over to somebody else. data: worker."""

    code = "field.same_person"


class NothingToHandOver(PaduError):
    """The worker serves none, or not all, of the villages chosen on that day. data: villages."""

    code = "field.nothing_to_hand_over"


class BeforeStart(PaduError):
    """The hand-over must come after the first day of every territory handed over. data: villages."""

    code = "field.before_start"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from start to end, both included; end None stands still. Raises SpanReversed."""

    start: dt.date
    end: dt.date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise SpanReversed(start=self.start, end=self.end)

    def holds(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def meets(self, other: Span) -> bool:
        """True when both hold at least one day in common."""
        starts_in_time = other.end is None or self.start <= other.end
        return starts_in_time and (self.end is None or other.start <= self.end)


@dataclass(frozen=True, slots=True)
class Duty:
    """One worker in one village in one role. key: id of the stored row, 0 for one that is still to be stored."""

    worker: int
    village: str
    span: Span
    kind: WorkerKind
    role: TerritoryRole = TerritoryRole.GUIDE
    key: int = 0

    @property
    def is_plkb(self) -> bool:
        return self.kind is WorkerKind.PLKB and self.role is TerritoryRole.GUIDE


def check_new(standing: Iterable[Duty], new: Iterable[Duty]) -> None:
    """Refuse duties that collide with those standing, or with each other.

    standing  every duty in the villages concerned, of all workers
    Raises TerritoryOverlap (same person, village and role on one day), SecondGuide (two PKB/PLKB in one village
    [assumption]), RecorderNotNeeded.
    """
    stored, added = list(standing), list(new)
    overlaps, seconds, needless = set[str](), set[str](), set[str]()
    for index, duty in enumerate(added):
        for other in [*stored, *added[:index]]:
            if other.village != duty.village or not other.span.meets(duty.span):
                continue
            if (other.worker, other.role) == (duty.worker, duty.role):
                overlaps.add(duty.village)
            elif other.is_plkb and duty.is_plkb:
                seconds.add(duty.village)
            if duty.role is TerritoryRole.RECORDER and other.is_plkb:
                needless.add(duty.village)
    if overlaps:
        raise TerritoryOverlap(villages=sorted(overlaps))
    if seconds:
        raise SecondGuide(villages=sorted(seconds))
    if needless:
        raise RecorderNotNeeded(villages=sorted(needless))


@dataclass(frozen=True, slots=True)
class HandOver:
    """What a hand-over changes: `ended` with their new last day, `begun` from the day itself."""

    ended: tuple[Duty, ...]
    begun: tuple[Duty, ...]


def hand_over(
    standing: Iterable[Duty],
    *,
    from_worker: int,
    to_worker: int,
    to_kind: WorkerKind,
    day: dt.date,
    villages: Collection[str] | None = None,
) -> HandOver:
    """End a worker's duties the day before and begin the other's on the day; a planned end stays.

    standing  every duty in the villages concerned, of both workers and all others
    villages  those handed over; None: all that the worker serves on the day
    Raises SamePerson, NothingToHandOver, BeforeStart, TerritoryOverlap, SecondGuide.
    """
    if from_worker == to_worker:
        raise SamePerson(worker=from_worker)
    duties = list(standing)
    chosen = [
        d
        for d in duties
        if d.worker == from_worker and d.span.holds(day) and (villages is None or d.village in villages)
    ]
    lacking = set(villages or ()) - {d.village for d in chosen}
    if lacking or not chosen:
        raise NothingToHandOver(villages=sorted(lacking))
    too_early = [d.village for d in chosen if d.span.start >= day]
    if too_early:
        raise BeforeStart(villages=sorted(too_early))
    eve = day - dt.timedelta(days=1)
    ended = tuple(replace(d, span=Span(d.span.start, eve)) for d in chosen)
    begun = tuple(replace(d, worker=to_worker, kind=to_kind, span=Span(day, d.span.end), key=0) for d in chosen)
    rest = [d for d in duties if d not in chosen]
    check_new([*rest, *ended], begun)
    return HandOver(ended, begun)


@dataclass(frozen=True, slots=True)
class Load:
    """What one worker looks after on a day.

    families  sum over the villages whose number is known; UNKNOWN where none is
    unknown   villages whose number of families is not known
    """

    worker: int
    villages: tuple[str, ...]
    kampung: int
    families: int | Missing
    unknown: int

    @property
    def heavy(self) -> bool:
        """More villages or families than one person can look after [assumption]."""
        many = isinstance(self.families, int) and self.families > MAX_FAMILIES_PER_PLKB
        return many or len(self.villages) > MAX_VILLAGES_PER_PLKB


def load_of(
    worker: int, duties: Iterable[Duty], day: dt.date, *, kampung: Mapping[str, int], families: Mapping[str, int]
) -> Load:
    """The load of one worker on a day.

    kampung   number of kampung by village; a village without one is absent
    families  number of families by village; a village nobody has counted is absent (unknown, not nought)
    """
    villages = tuple(sorted({d.village for d in duties if d.worker == worker and d.span.holds(day)}))
    known = [families[v] for v in villages if v in families]
    total: int | Missing = sum(known) if known else Missing.UNKNOWN
    if not villages:
        total = 0
    return Load(worker, villages, sum(kampung.get(v, 0) for v in villages), total, len(villages) - len(known))


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """Mean, lowest and highest number of villages and of families; UNKNOWN where there is nothing to count."""

    officers: int
    mean_villages: float | Missing
    least_villages: int | Missing
    most_villages: int | Missing
    mean_families: float | Missing
    least_families: int | Missing
    most_families: int | Missing


def summarise(loads: Sequence[Load]) -> LoadSummary:
    """Mean and extremes over officers; families only of those whose villages are all counted."""
    villages = [len(load.villages) for load in loads]
    families = [load.families for load in loads if isinstance(load.families, int) and load.unknown == 0]
    return LoadSummary(len(loads), *_mean_and_ends(villages), *_mean_and_ends(families))


def _mean_and_ends(numbers: Sequence[int]) -> tuple[float | Missing, int | Missing, int | Missing]:
    if not numbers:
        return Missing.UNKNOWN, Missing.UNKNOWN, Missing.UNKNOWN
    return sum(numbers) / len(numbers), min(numbers), max(numbers)


def column_of(kind: WorkerKind, sender_column: str | None) -> str:
    """Matrix column of a worker: the sender's, else what the kind says; "" where neither does."""
    return sender_column or COLUMN_OF_KIND[kind]


def missing_columns(
    official: Sequence[str], serving: Iterable[str], folds_to: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Official columns in which nobody serves, in their order; a regency's own column counts for what it folds to."""
    folded = {(folds_to or {}).get(key, key) for key in serving}
    return tuple(key for key in official if key not in folded)


def villages_without_plkb(villages: Iterable[str], duties: Iterable[Duty], day: dt.date) -> tuple[str, ...]:
    """Villages that no PKB/PLKB serves on the day, in code order."""
    served = {d.village for d in duties if d.is_plkb and d.span.holds(day)}
    return tuple(sorted(set(villages) - served))


def districts_without_plkb(villages: Iterable[str], duties: Iterable[Duty], day: dt.date) -> tuple[str, ...]:
    """Districts none of whose villages has a PKB/PLKB on the day, in code order."""
    served = {d.village[:8] for d in duties if d.is_plkb and d.span.holds(day)}
    return tuple(sorted({v[:8] for v in villages} - served))


def missing_tpk_parts(parts: Iterable[TpkPart | None]) -> tuple[TpkPart, ...]:
    """Persons that a family support team lacks; a member whose part nobody said fills none."""
    present = set(parts)
    return tuple(part for part in TpkPart if part not in present)


def tpk_teams_needed(targets: int) -> int:
    """Teams for this many targets at about 150 each; none for none. Raises ValueError for a negative number."""
    if targets < 0:
        raise ValueError(targets)
    return math.ceil(targets / TARGETS_PER_TPK)
