"""The index of one family and of a region: worked cases of the family index, every figure done by hand."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.ibangga import (
    DIMENSION_MASKS,
    INDICATOR_IDS,
    INDICATORS,
    BadAnswerError,
    Category,
    Dimension,
    Masks,
    RegionScore,
    category_of,
    category_of_units,
    clamp_to_category,
    index_of_dimensions,
    pack,
    score_family,
    sum_scores,
    unpack,
)

answers_of_families = st.fixed_dictionaries({i: st.sampled_from([1, 0, -1, None]) for i in INDICATOR_IDS})


def _answers(met: str = "", not_met: str = "", na: str = "", rest: int | None = 1) -> dict[str, int | None]:
    """Answers by indicator number: `rest` for all that are not named."""
    answers: dict[str, int | None] = dict.fromkeys(INDICATOR_IDS, rest)
    for value, numbers in ((1, met), (0, not_met), (-1, na)):
        answers.update({INDICATOR_IDS[int(no) - 1]: value for no in numbers.split()})
    return answers


def test_there_are_17_indicators_in_three_dimensions_and_11_variables() -> None:
    assert [indicator.no for indicator in INDICATORS] == list(range(1, 18))
    assert len(set(INDICATOR_IDS)) == 17
    assert len({indicator.variable_no for indicator in INDICATORS}) == 11
    assert [mask.bit_count() for mask in DIMENSION_MASKS.values()] == [6, 7, 4]
    assert sum(DIMENSION_MASKS.values()) == 2**17 - 1


def test_all_met_is_100_and_tangguh() -> None:
    score = score_family(_answers())
    assert [d.percent for d in score.dimensions] == [100.0, 100.0, 100.0]
    assert (score.index, score.category, score.partial) == (100.0, Category.TANGGUH, False)


def test_widow_with_two_schoolchildren() -> None:
    """P.02, P.10 not applicable (P.03b is only a part of 5); savings and outing not met."""
    score = score_family(_answers(na="2 15", not_met="10 16"))
    assert [d.units for d in score.dimensions] == [420, 360, 280]
    assert score.percent(Dimension.KEMANDIRIAN) == pytest.approx(85.714, abs=0.0005)
    assert score.percent(Dimension.KEBAHAGIAAN) == pytest.approx(66.667, abs=0.0005)
    assert score.units == 2 * (420 + 360 + 280)
    assert score.index == pytest.approx(84.127, abs=0.0005)
    assert score.category is Category.TANGGUH


def test_single_elderly_man() -> None:
    score = score_family(_answers(na="2 3 6 11 15", met="1 4 5 7 8 14", not_met="9 10 12 13 16 17", rest=None))
    assert [d.units for d in score.dimensions] == [420, 140, 140]
    assert score.index == pytest.approx(55.556, abs=0.0005)
    assert (score.category, score.partial) == (Category.BERKEMBANG, False)


@pytest.mark.parametrize(
    ("dimensions", "index", "category"),
    [
        ((40, 40, 40), 40.0, "berkembang"),
        ((70, 70, 70), 70.0, "berkembang"),
        ((70, 70, Decimal("70.01")), 70.003, "tangguh"),
        ((70, 70, 70.01), 70.003, "tangguh"),
        ((40, 40, Decimal("39.99")), 39.997, "rentan"),
        ((None, 80, None), 80.0, "tangguh"),
    ],
)
def test_categories_of_plain_dimensions(dimensions: tuple[float, ...], index: float, category: str) -> None:
    exact = index_of_dimensions(dimensions)
    assert exact is not None
    assert float(exact) == pytest.approx(index, abs=0.0005)
    assert category_of(exact) == category


def test_category_borders_in_units() -> None:
    assert [str(category_of_units(units)) for units in (1007, 1008, 1764, 1765)] == [
        "rentan",
        "berkembang",
        "berkembang",
        "tangguh",
    ]


def test_three_of_four_answered_is_enough_and_two_is_not() -> None:
    enough = score_family(_answers(met="14 15 16", rest=None))
    assert [d.percent for d in enough.dimensions] == [None, None, 100.0]
    assert (enough.index, enough.partial) == (100.0, True)
    too_little = score_family(_answers(met="14 15", rest=None))
    assert (too_little.index, too_little.category, too_little.partial) == (None, None, False)


def test_blank_counts_against_completeness_but_not_applicable_does_not() -> None:
    """Ketenteraman: 4 of 6 answered is 67 %; with the two others not applicable it is 4 of 4."""
    blank = score_family(_answers(met="1 2 3", not_met="4", rest=None))
    assert blank.dimensions[0].units is None
    not_applicable = score_family(_answers(met="1 2 3", not_met="4", na="5 6", rest=None))
    assert not_applicable.dimensions[0].units == 315


def test_a_dimension_without_any_applicable_indicator_has_no_value() -> None:
    score = score_family(_answers(na="14 15 16 17"))
    assert score.dimensions[2].percent is None
    assert score.units == 2520
    assert score.partial is True


def test_five_of_seven_applicable_is_below_three_quarters_and_six_is_not() -> None:
    assert score_family(_answers(met="7 8 9 10 11", rest=None)).dimensions[1].units is None
    assert score_family(_answers(met="7 8 9 10 11", not_met="12", rest=None)).dimensions[1].units == 350


def test_absent_keys_are_unanswered_and_unknown_ones_are_refused() -> None:
    assert score_family({}).index is None
    with pytest.raises(BadAnswerError) as caught:
        score_family({"saving": 1})
    assert caught.value.data == {"indicator_id": "saving"}


@pytest.mark.parametrize("value", [2, -2, Fraction(3, 2), Fraction(-1, 2)])
def test_other_values_are_refused(value: int | Fraction) -> None:
    with pytest.raises(BadAnswerError):
        score_family({"savings": value})


def test_a_part_of_an_indicator_counts_as_a_part_but_fits_no_mask() -> None:
    """Conflict 3 of 4 parts: (5 + 3/4) / 6 of 420 = 402.5."""
    answers = {**_answers(), "no_family_conflict": Fraction(3, 4)}
    assert score_family(answers).dimensions[0].units == Fraction(805, 2)
    with pytest.raises(BadAnswerError):
        pack(answers)  # type: ignore[arg-type]  # the refusal is the point


def test_masks_of_one_family_by_hand() -> None:
    """1 met, 2 not met, 3 not applicable, 4 blank, the others met."""
    masks = pack({**_answers(not_met="2", na="3"), "health_insurance": None})
    every = 2**17 - 1
    assert masks == Masks(met=every - 0b1110, applicable=every - 0b0100, answered=every - 0b1100)


@given(answers_of_families)
def test_masks_keep_every_answer(answers: dict[str, int | None]) -> None:
    masks = pack(answers)
    assert unpack(masks) == answers
    assert masks.met & ~masks.answered == 0
    assert masks.answered & ~masks.applicable == 0


@given(answers_of_families)
def test_score_agrees_with_plain_fractions(answers: dict[str, int | None]) -> None:
    """The same rules written with fractions of per cent instead of units."""
    shares = []
    for dimension in Dimension:
        values = [answers[i.indicator_id] for i in INDICATORS if i.dimension is dimension]
        known = [value for value in values if value in (0, 1)]
        applicable = len(values) - values.count(-1)
        shares.append(Fraction(100 * sum(known), len(known)) if known and 4 * len(known) >= 3 * applicable else None)
    expected = index_of_dimensions(shares)
    score = score_family(answers)
    assert score.index == (None if expected is None else float(expected))
    assert score.category == (None if expected is None else category_of(expected))
    assert score.partial == (shares.count(None) in (1, 2))


def test_region_is_the_mean_over_families_that_have_the_dimension() -> None:
    """Two families: 420 and 210 units of ketenteraman, only the first has the others (360, 280)."""
    region = RegionScore(families_with=(2, 1, 1), unit_sums=(630, 360, 280))
    assert region.percents == (75.0, 100 * 360 / 420, 100 * 280 / 420)
    assert region.exact_index == Fraction(100 * (315 + 360 + 280), 3 * 420)
    assert region.category is Category.TANGGUH


def test_region_without_a_dimension_and_without_all() -> None:
    assert RegionScore((2, 0, 0), (630, 0, 0)).index == 75.0
    empty = RegionScore((0, 0, 0), (0, 0, 0))
    assert (empty.percents, empty.index, empty.category) == ((None, None, None), None, None)


def test_region_of_exactly_40_and_70_is_berkembang_although_floats_miss_it() -> None:
    """291 + 801/2 + 381/2 = 3 x 294 and 222 + 205 + 77 = 3 x 168; floats give 70.00000000000001, 39.99999999999999."""
    seventy = RegionScore((1, 2, 2), (291, 801, 381))
    assert seventy.exact_index == 70
    assert (seventy.index, seventy.category) == (70.0, Category.BERKEMBANG)
    forty = RegionScore((1, 1, 1), (222, 205, 77))
    assert forty.exact_index == 40
    assert (forty.index, forty.category) == (40.0, Category.BERKEMBANG)


def test_clamp_moves_a_float_to_its_category_by_the_last_bit_only() -> None:
    assert clamp_to_category(40.0, Category.RENTAN) == math.nextafter(40, 0)
    assert clamp_to_category(70.0, Category.TANGGUH) == math.nextafter(70, 100)
    assert clamp_to_category(math.nextafter(70, 100), Category.BERKEMBANG) == 70.0
    assert clamp_to_category(55.5, Category.BERKEMBANG) == 55.5


@given(st.lists(answers_of_families, max_size=8))
def test_sums_of_families_are_the_region(families: list[dict[str, int | None]]) -> None:
    scores = [score_family(answers) for answers in families]
    region = sum_scores(scores)
    for position in range(3):
        units = [s.dimensions[position].units for s in scores if s.dimensions[position].units is not None]
        assert region.families_with[position] == len(units)
        assert region.unit_sums[position] == sum(u for u in units if u is not None)
    assert region.category == (None if region.index is None else category_of(region.index))
