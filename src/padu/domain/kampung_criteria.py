"""The criteria by which a village becomes a kampung: computed where data exist, else declared, else unknown.

Three prerequisites, two main criteria, ten kinds of area, two special ones (the brief of issue 3; national orientation
material). Unknown is never "no": a figure that says nothing leaves the criterion open for a declaration.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from padu.domain.kampung_fields import FIELDS, FieldGroup
from padu.domain.values import FigureValue, missing_of

ENOUGH_SURVEYED: Final = 90.0  # [assumption] per cent of registered families with a complete survey
DENSE_PER_KM2: Final = 20_000.0  # SNI 03-1733-2004: dense from 200 inhabitants per hectare; used here [assumption]
LEFT_BEHIND: Final = frozenset({"tertinggal", "sangat tertinggal"})  # [assumption] IDM statuses that say "poor area"
FAR_BEHIND: Final = frozenset({"sangat tertinggal"})  # [assumption] the IDM status that also says "remote"


class CriterionKind(StrEnum):
    PREREQUISITE = "prasyarat"
    MAIN = "utama"
    AREA = "wilayah"
    SPECIAL = "khusus"


KIND_LABELS: Final[Mapping[CriterionKind, str]] = {
    CriterionKind.PREREQUISITE: "Prasyarat",
    CriterionKind.MAIN: "Kriteria utama",
    CriterionKind.AREA: "Kriteria wilayah",
    CriterionKind.SPECIAL: "Kriteria khusus",
}
ACCURATE_DATA, POOR_FAMILIES, FP_USERS = "prasyarat.accurate_data", "utama.poor_families", "utama.fp_users"
AREA_POOR, AREA_REMOTE, AREA_DENSE = "wilayah.poor", "wilayah.remote", "wilayah.dense"


@dataclass(frozen=True, slots=True)
class Criterion:
    key: str
    kind: CriterionKind
    label: str


_KIND_OF_GROUP: Final = {
    FieldGroup.PREREQUISITE: CriterionKind.PREREQUISITE,
    FieldGroup.MAIN: CriterionKind.MAIN,
    FieldGroup.AREA: CriterionKind.AREA,
    FieldGroup.SPECIAL: CriterionKind.SPECIAL,
}
CRITERIA: Final = tuple(Criterion(f.key, _KIND_OF_GROUP[f.group], f.label) for f in FIELDS if f.group in _KIND_OF_GROUP)


@dataclass(frozen=True, slots=True)
class Sourced:
    """A figure with where and when it is from; None or a Missing says why there is no number."""

    value: FigureValue
    source: str = ""
    as_of: dt.date | None = None

    @property
    def number(self) -> float | None:
        return None if missing_of(self.value) is not None else float(self.value)  # type: ignore[arg-type]


NO_FIGURE: Final = Sourced(None)


@dataclass(frozen=True, slots=True)
class Facts:
    """What other rooms know of a village; each figure may be unknown.

    surveyed       families with a complete survey, per cent of the registered ones
    poor           families of welfare deciles 1 and 2, per cent of those with a known decile
    poor_average   the same, on average over the villages it is measured against
    users          couples that use modern contraception, per cent
    users_average  the same, on average
    density        inhabitants per km2
    idm_status     status word of the village index, with source and date; "" unknown
    average_of     what the averages are taken over, in words
    """

    surveyed: Sourced = NO_FIGURE
    poor: Sourced = NO_FIGURE
    poor_average: Sourced = NO_FIGURE
    users: Sourced = NO_FIGURE
    users_average: Sourced = NO_FIGURE
    density: Sourced = NO_FIGURE
    idm_status: str = ""
    idm_source: str = ""
    idm_as_of: dt.date | None = None
    average_of: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the kampung declared of a criterion."""

    answer: bool | None
    as_of: dt.date
    by: str = ""


class Origin(StrEnum):
    COMPUTED = "computed"
    DECLARED = "declared"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One criterion: met, not met, or unknown (None), and why.

    value, reference  the figures compared, where it was computed
    formula           the comparison in words
    said              what was declared beside a computed verdict, where it says something else
    """

    criterion: Criterion
    met: bool | None
    origin: Origin
    value: FigureValue = None
    reference: FigureValue = None
    source: str = ""
    as_of: dt.date | None = None
    by: str = ""
    formula: str = ""
    said: bool | None = None


def judge(facts: Facts, said: Mapping[str, Said]) -> tuple[Verdict, ...]:
    """Every criterion, in order: the computed verdict where figures allow one, else the declared one, else unknown."""
    return tuple(_judge_one(criterion, facts, said.get(criterion.key)) for criterion in CRITERIA)


def _judge_one(criterion: Criterion, facts: Facts, said: Said | None) -> Verdict:
    computed = _computed(criterion, facts)
    if computed is not None:
        return computed if said is None or said.answer == computed.met else _with_said(computed, said)
    if said is not None and said.answer is not None:
        return Verdict(criterion, said.answer, Origin.DECLARED, as_of=said.as_of, by=said.by)
    return Verdict(criterion, None, Origin.UNKNOWN)


def _with_said(computed: Verdict, said: Said) -> Verdict:
    return replace(computed, said=said.answer)


def _computed(criterion: Criterion, facts: Facts) -> Verdict | None:
    if criterion.key == ACCURATE_DATA:
        return _accurate_data(criterion, facts.surveyed)
    if criterion.key == POOR_FAMILIES:
        words = f"keluarga miskin > {facts.average_of or 'rata-rata'}"
        return _compared(criterion, facts.poor, facts.poor_average, words, above=True)
    if criterion.key == FP_USERS:
        words = f"peserta KB modern < {facts.average_of or 'rata-rata'}"
        return _compared(criterion, facts.users, facts.users_average, words, above=False)
    if criterion.key == AREA_DENSE:
        return _dense(criterion, facts.density)
    return _by_index(criterion, facts) if criterion.key in (AREA_POOR, AREA_REMOTE) else None


def _accurate_data(criterion: Criterion, surveyed: Sourced) -> Verdict | None:
    if surveyed.number is None:
        return None
    words = f"keluarga terdata lengkap ≥ {ENOUGH_SURVEYED:.0f}% dari yang terdaftar"
    met = surveyed.number >= ENOUGH_SURVEYED
    return _verdict(criterion, surveyed, ENOUGH_SURVEYED, words, met=met)


def _compared(criterion: Criterion, figure: Sourced, average: Sourced, words: str, *, above: bool) -> Verdict | None:
    """Strictly above (or below) the average: a village that stands at it stands out in nothing."""
    if figure.number is None or average.number is None:
        return None
    met = figure.number > average.number if above else figure.number < average.number
    return _verdict(criterion, figure, average.number, words, met=met)


def _dense(criterion: Criterion, density: Sourced) -> Verdict | None:
    if density.number is None:
        return None
    words = f"kepadatan ≥ {DENSE_PER_KM2:.0f} jiwa per km2 (SNI 03-1733-2004)"
    return _verdict(criterion, density, DENSE_PER_KM2, words, met=density.number >= DENSE_PER_KM2)


def _by_index(criterion: Criterion, facts: Facts) -> Verdict | None:
    """The village index says yes for what lies behind; of others it says nothing."""
    statuses = LEFT_BEHIND if criterion.key == AREA_POOR else FAR_BEHIND
    if facts.idm_status not in statuses:
        return None
    words = f"status IDM {' atau '.join(sorted(statuses, reverse=True))}: {facts.idm_status}"
    return Verdict(criterion, True, Origin.COMPUTED, source=facts.idm_source, as_of=facts.idm_as_of, formula=words)


def _verdict(criterion: Criterion, figure: Sourced, reference: float, words: str, *, met: bool) -> Verdict:
    return Verdict(
        criterion,
        met,
        Origin.COMPUTED,
        value=figure.value,
        reference=reference,
        source=figure.source,
        as_of=figure.as_of,
        formula=words,
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many criteria of a kind are met, not met and unknown."""

    kind: CriterionKind
    met: int
    unmet: int
    unknown: int


def tally(verdicts: tuple[Verdict, ...]) -> tuple[Tally, ...]:
    def count(kind: CriterionKind, met: bool | None) -> int:
        return sum(1 for v in verdicts if v.criterion.kind is kind and v.met is met)

    return tuple(Tally(kind, count(kind, True), count(kind, False), count(kind, None)) for kind in CriterionKind)
