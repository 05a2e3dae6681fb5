"""iBangga, the family development index: 17 indicators, three dimensions, one index, in exact integers.

Source: domain facts, `ibangga.md` and `ibangga.csv` (BKKBN metadata sheet for PK 2021; Perban BKKBN 3/2022).
Units: a dimension is counted in 1/420 (420 = lcm of 1..7, so every share of up to seven indicators is whole), the index
in 1/2520 (6 x 420, so the mean of one, two or three dimensions is whole). 40 and 70 are then exact. Floats (0..100) are
derived at the very end and never compared.
This is a local calculation: it must not be mixed with the values that BKKBN publishes (`ibangga.md` section 6).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Final

from padu.domain.errors import PaduError

FORMULA_VERSION: Final = "ibangga-1"
"""Written beside every stored result; a change of any rule below makes a new one."""

MET: Final = 1
NOT_MET: Final = 0
NOT_APPLICABLE: Final = -1

MIN_ANSWERED_SHARE: Final = Fraction(3, 4)
"""[assumption] share of a dimension's applicable indicators that must be answered (ibangga.md 3.6)."""

RENTAN_BELOW: Final = 40
"""An index below 40 is rentan (ibangga.md 7, certain)."""
TANGGUH_ABOVE: Final = 70
"""An index above 70 is tangguh (ibangga.md 7, certain); 40 and 70 themselves are berkembang [likely]."""

DIMENSION_UNITS: Final = 420
INDEX_UNITS: Final = 2520
_UNITS_PER_MEAN: Final = INDEX_UNITS // DIMENSION_UNITS  # 6: divisible by 1, 2 and 3 dimensions

Score = int | Fraction
"""What an answered indicator counts: 0 or 1, or a Fraction between them (conflict as the mean of its parts only)."""


class Dimension(StrEnum):
    """The three dimensions, in official order."""

    KETENTERAMAN = "ketenteraman"
    KEMANDIRIAN = "kemandirian"
    KEBAHAGIAAN = "kebahagiaan"


class Category(StrEnum):
    """The three categories of a family or a region."""

    RENTAN = "rentan"
    BERKEMBANG = "berkembang"
    TANGGUH = "tangguh"


class BadAnswerError(PaduError):
    """An indicator that does not exist, or a value other than 1, 0, -1 and None."""

    code = "ibangga.bad_answer"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the 17 indicators; `variable` is one of the 11 groups between dimension and indicator."""

    no: int
    dimension: Dimension
    variable_no: int
    variable: str
    indicator_id: str
    label_id: str
    pk_code: str
    inverse: bool = False

    @property
    def bit(self) -> int:
        """Position of the indicator in the three masks: 0 for the first."""
        return self.no - 1


_T, _M, _B = Dimension.KETENTERAMAN, Dimension.KEMANDIRIAN, Dimension.KEBAHAGIAAN
_NEEDS, _HARMONY, _INTERACTION = "Pemenuhan kebutuhan dasar", "Keharmonisan keluarga", "Interaksi keluarga"
_NO_DROPOUT = "Tidak ada anak usia sekolah yang putus sekolah"
_NO_ILLNESS = "Tidak ada anggota keluarga sakit/disabilitas"
_COMMUNITY = "Ikut kegiatan sosial/gotong royong di lingkungan RT"

INDICATORS: Final[tuple[Indicator, ...]] = (
    Indicator(1, _T, 1, "Kegiatan ibadah", "religious_practice", "Menjalankan ibadah", "P.01"),
    Indicator(2, _T, 2, "Legalitas keluarga", "marriage_certificate", "Memiliki buku/akta nikah", "P.02"),
    Indicator(3, _T, 2, "Legalitas keluarga", "child_birth_certificate", "Anak memiliki akta kelahiran", "K.09"),
    Indicator(4, _T, 3, "Jaminan kesehatan", "health_insurance", "Memiliki kartu jaminan kesehatan", "K.15"),
    Indicator(5, _T, 4, _HARMONY, "no_family_conflict", "Tidak terdapat konflik keluarga", "P.03", inverse=True),
    Indicator(6, _T, 4, _HARMONY, "no_live_divorce", "Tidak mengalami cerai hidup", "K.07", inverse=True),
    Indicator(7, _M, 5, _NEEDS, "income_source", "Memiliki sumber penghasilan", "P.04"),
    Indicator(8, _M, 5, _NEEDS, "diverse_food", "Makan makanan beragam", "P.05"),
    Indicator(9, _M, 5, _NEEDS, "decent_housing", "Tinggal di rumah layak huni", "P.19-P.26"),
    Indicator(10, _M, 6, "Jaminan keuangan", "savings", "Memiliki tabungan/simpanan", "P.06"),
    Indicator(11, _M, 7, "Keberlangsungan pendidikan", "no_school_dropout", _NO_DROPOUT, "K.14", inverse=True),
    Indicator(12, _M, 8, "Kesehatan keluarga", "no_illness_or_disability", _NO_ILLNESS, "P.07", inverse=True),
    Indicator(13, _M, 9, "Akses media online", "online_media_access", "Mengakses informasi dari media online", "P.08"),
    Indicator(14, _B, 10, _INTERACTION, "daily_interaction", "Memiliki waktu berinteraksi setiap hari", "P.09"),
    Indicator(15, _B, 10, _INTERACTION, "shared_parenting", "Pengasuhan anak bersama suami istri", "P.10"),
    Indicator(16, _B, 10, _INTERACTION, "family_recreation", "Rekreasi bersama di luar rumah", "P.11"),
    Indicator(17, _B, 11, "Interaksi sosial", "community_participation", _COMMUNITY, "P.12"),
)

INDICATOR_IDS: Final[tuple[str, ...]] = tuple(indicator.indicator_id for indicator in INDICATORS)
DIMENSIONS: Final[tuple[Dimension, ...]] = tuple(Dimension)
DIMENSION_INDICATORS: Final[Mapping[Dimension, tuple[Indicator, ...]]] = {
    dimension: tuple(indicator for indicator in INDICATORS if indicator.dimension is dimension)
    for dimension in DIMENSIONS
}
DIMENSION_MASKS: Final[Mapping[Dimension, int]] = {
    dimension: sum(1 << indicator.bit for indicator in indicators)
    for dimension, indicators in DIMENSION_INDICATORS.items()
}


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """One dimension of one family.

    units       sum of scores in 1/420 of the answered indicators; None when too little is answered or none applies
    met         sum of scores; answered: how many indicators are 1 or 0; applicable: these and the unanswered ones
    """

    dimension: Dimension
    units: Score | None
    met: Score
    answered: int
    applicable: int

    @property
    def percent(self) -> float | None:
        """0..100, unrounded; None when the dimension has no value."""
        return None if self.units is None else float(100 * self.units / DIMENSION_UNITS)


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """Three dimensions in official order, and the index over those that have a value."""

    dimensions: tuple[DimensionScore, DimensionScore, DimensionScore]
    units: Score | None
    formula_version: str = FORMULA_VERSION

    @property
    def index(self) -> float | None:
        """0..100, unrounded; None when no dimension has a value."""
        return None if self.units is None else float(100 * self.units / INDEX_UNITS)

    @property
    def category(self) -> Category | None:
        """Category by exact comparison; None without an index."""
        return None if self.units is None else category_of_units(self.units)

    @property
    def partial(self) -> bool:
        """True when one or two dimensions are missing; a family without any is not partial but unknown."""
        return self.units is not None and any(score.units is None for score in self.dimensions)

    def percent(self, dimension: Dimension) -> float | None:
        """0..100 of one dimension, or None."""
        return self.dimensions[DIMENSIONS.index(dimension)].percent


@dataclass(frozen=True, slots=True)
class Masks:
    """The 17 answers of a family as three integers of 17 bits (bit = indicator number - 1).

    met         the answer is 1
    applicable  the answer is not -1: it is 1, 0 or not given
    answered    the answer is 1 or 0
    always      met is part of answered, answered is part of applicable
    """

    met: int
    applicable: int
    answered: int


def pack(answers: Mapping[str, int | None]) -> Masks:
    """The masks of 17 answers by indicator id; an absent key is unanswered. Raises BadAnswerError."""
    _refuse_unknown_ids(answers)
    met = applicable = answered = 0
    for bit, indicator_id in enumerate(INDICATOR_IDS):
        value = answers.get(indicator_id)
        if value not in (None, MET, NOT_MET, NOT_APPLICABLE) or isinstance(value, Fraction):
            raise BadAnswerError(indicator_id=indicator_id, value=value)
        met |= (value == MET) << bit
        applicable |= (value != NOT_APPLICABLE) << bit
        answered |= (value in (MET, NOT_MET)) << bit
    return Masks(met=met, applicable=applicable, answered=answered)


def unpack(masks: Masks) -> dict[str, int | None]:
    """The 17 answers behind three masks: the inverse of `pack`."""
    answers: dict[str, int | None] = {}
    for bit, indicator_id in enumerate(INDICATOR_IDS):
        if not masks.applicable >> bit & 1:
            answers[indicator_id] = NOT_APPLICABLE
        else:
            answers[indicator_id] = (masks.met >> bit & 1) if masks.answered >> bit & 1 else None
    return answers


def score_family(answers: Mapping[str, Score | None]) -> FamilyScore:
    """The index of one family.

    answers   indicator id -> 1 met, 0 not met, -1 not applicable, None or absent not answered (17 known ids);
              a Fraction in 0..1 is taken as the part of an indicator that is met
    raises    BadAnswerError for another id or value
    source    ibangga.md section 3, rules 5 to 9

    >>> score = score_family({**dict.fromkeys(INDICATOR_IDS, 1), "savings": 0, "family_recreation": None})
    >>> [round(d.percent, 3) for d in score.dimensions], round(score.index, 3), str(score.category)
    ([100.0, 85.714, 100.0], 95.238, 'tangguh')
    """
    _refuse_unknown_ids(answers)
    tranquil, independent, happy = (_score_dimension(dimension, answers) for dimension in DIMENSIONS)
    scores = (tranquil, independent, happy)
    known = [score.units for score in scores if score.units is not None]
    return FamilyScore(dimensions=scores, units=_mean_units(known))


def _refuse_unknown_ids(answers: Mapping[str, object]) -> None:
    for indicator_id in answers:
        if indicator_id not in INDICATOR_IDS:
            raise BadAnswerError(indicator_id=indicator_id)


def _score_dimension(dimension: Dimension, answers: Mapping[str, Score | None]) -> DimensionScore:
    values = [_checked(i.indicator_id, answers.get(i.indicator_id)) for i in DIMENSION_INDICATORS[dimension]]
    applicable = [value for value in values if value != NOT_APPLICABLE]
    known = [value for value in applicable if value is not None]
    met, answered = sum(known), len(known)
    enough = answered >= 1 and answered >= MIN_ANSWERED_SHARE * len(applicable)
    units = met * (DIMENSION_UNITS // answered) if enough else None
    return DimensionScore(dimension, units=units, met=met, answered=answered, applicable=len(applicable))


def _checked(indicator_id: str, value: Score | None) -> Score | None:
    if value is None or value == NOT_APPLICABLE or value in (MET, NOT_MET):
        return value
    if isinstance(value, Fraction) and 0 <= value <= 1:
        return value
    raise BadAnswerError(indicator_id=indicator_id, value=value)


def _mean_units(known: Sequence[Score]) -> Score | None:
    """Mean of one to three dimensions (1/420) in 1/2520; missing dimensions leave their weight to the others."""
    return sum(known) * (_UNITS_PER_MEAN // len(known)) if known else None


def category_of_units(units: Score) -> Category:
    """Category of an index in 1/2520: 1008 is 40.00 and 1764 is 70.00, both berkembang."""
    return category_of(Fraction(100 * units, INDEX_UNITS))


def category_of(index: Fraction | Decimal | float) -> Category:
    """Category of an unrounded index of 0..100; 40 and 70 themselves are berkembang.

    >>> [str(category_of(index)) for index in (39.999, 40, 70, Decimal("70.003"))]
    ['rentan', 'berkembang', 'berkembang', 'tangguh']
    """
    if index < RENTAN_BELOW:
        return Category.RENTAN
    return Category.TANGGUH if index > TANGGUH_ABOVE else Category.BERKEMBANG


def index_of_dimensions(percents: Iterable[Fraction | Decimal | float | None]) -> Fraction | None:
    """Exact mean of dimension values (0..100), None ones left out; None when there is none.

    >>> float(index_of_dimensions((70, 70, Decimal("70.01"))))
    70.00333333333333
    """
    known = [Fraction(percent) for percent in percents if percent is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


@dataclass(frozen=True, slots=True)
class RegionScore:
    """What a region's sums amount to; every family counts once.

    families_with, unit_sums   per dimension: families that have it, and the sum of their units (1/420)
    A region's dimension is the mean over the families that have it; its index the mean of its dimensions.
    """

    families_with: tuple[int, int, int]
    unit_sums: tuple[Score, Score, Score]

    @property
    def percents(self) -> tuple[float | None, float | None, float | None]:
        """The three dimensions, 0..100: one correctly rounded division each."""
        a, b, c = (
            float(Fraction(100 * total, DIMENSION_UNITS * families)) if families else None
            for total, families in zip(self.unit_sums, self.families_with, strict=True)
        )
        return a, b, c

    @property
    def exact_index(self) -> Fraction | None:
        """The index without any rounding."""
        return index_of_dimensions(
            Fraction(100 * total, DIMENSION_UNITS * families) if families else None
            for total, families in zip(self.unit_sums, self.families_with, strict=True)
        )

    @property
    def category(self) -> Category | None:
        """Category by exact comparison; None without an index."""
        exact = self.exact_index
        return None if exact is None else category_of(exact)

    @property
    def index(self) -> float | None:
        """0..100: the floats of the dimensions added in order and divided, kept on its category's side.

        Floating sums may miss 40 or 70 by the last bit; the number must not contradict the category beside it.
        """
        known = [percent for percent in self.percents if percent is not None]
        if not known:
            return None
        # reduce, not sum: from Python 3.12 on sum() compensates, which no other engine does
        return clamp_to_category(reduce(add, known) / len(known), self.category)


BELOW_RENTAN: Final = math.nextafter(RENTAN_BELOW, 0)
ABOVE_TANGGUH: Final = math.nextafter(TANGGUH_ABOVE, 100)


def clamp_to_category(index: float, category: Category | None) -> float:
    """The float nearest to `index` that lies in its exact category."""
    if category is Category.RENTAN:
        return min(index, BELOW_RENTAN)
    if category is Category.TANGGUH:
        return max(index, ABOVE_TANGGUH)
    return min(max(index, float(RENTAN_BELOW)), float(TANGGUH_ABOVE))


def sum_scores(scores: Iterable[FamilyScore]) -> RegionScore:
    """The region's sums over its families (the pure twin of the aggregates in `padu.analytics`)."""
    families = [0, 0, 0]
    totals: list[Score] = [0, 0, 0]
    for score in scores:
        for position, dimension in enumerate(score.dimensions):
            if dimension.units is not None:
                families[position] += 1
                totals[position] += dimension.units
    return RegionScore((families[0], families[1], families[2]), (totals[0], totals[1], totals[2]))
