"""The family index and its aggregates as Ibis expressions: one definition for every engine, no engine named here.

Grain and layout of the input, one row per family and year:
    region_code string   village, `NN.NN.NN.NNNN`
    year        int32
    met, applicable, answered   int32 masks of 17 bits, bit = indicator number - 1 (see `padu.domain.ibangga.Masks`)
Scores are integers (dimensions in 1/420, index in 1/2520) until the last step, so that every engine gives the same bits
and 40 and 70 are exact. No modulo and no integer division are used: engines turn them into floating point or into a
placeholder of the database driver.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Final

import ibis
import ibis.expr.types as ir

from padu.domain.ibangga import (
    ABOVE_TANGGUH,
    BELOW_RENTAN,
    DIMENSION_INDICATORS,
    DIMENSION_MASKS,
    DIMENSION_UNITS,
    DIMENSIONS,
    INDEX_UNITS,
    INDICATORS,
    MIN_ANSWERED_SHARE,
    RENTAN_BELOW,
    TANGGUH_ABOVE,
    Category,
    Dimension,
)

Popcount = Callable[[ir.IntegerColumn, int], ir.IntegerValue]
"""Number of bits of a column (int32) that are set within a mask, as int32."""

FAMILY_COLUMNS: Final = {
    "region_code": "string",
    "year": "int32",
    "met": "int32",
    "applicable": "int32",
    "answered": "int32",
}
"""Input of every expression below, name -> Ibis type; further columns are allowed."""

MASK_COLUMNS: Final = ("met", "applicable", "answered")
LEVELS: Final = {"nation": 0, "province": 2, "regency": 5, "district": 8, "village": 13}
"""Level -> how many characters of the village code name its region; in the order of the output."""

_EXACT: Final = "decimal(38, 0)"
_MAX_INDICATORS: Final = max(len(indicators) for indicators in DIMENSION_INDICATORS.values())
_RENTAN_UNITS: Final = RENTAN_BELOW * INDEX_UNITS // 100
_TANGGUH_UNITS: Final = TANGGUH_ABOVE * INDEX_UNITS // 100


def units_column(dimension: Dimension) -> str:
    """Name of the column with a dimension's units: per family, or summed over a region."""
    return f"{dimension}_units"


def families_column(dimension: Dimension) -> str:
    """Name of the column with the number of families that have the dimension."""
    return f"{dimension}_families"


def bit_sum(column: ir.IntegerColumn, mask: int) -> ir.IntegerValue:
    """Portable bit count: the single bits added up (engines with a bit count of their own are faster)."""
    bits = [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
    return reduce(add, (_bit(column, bit) for bit in bits)).cast("int32")


def _bit(column: ir.IntegerColumn, bit: int) -> ir.IntegerValue:
    return (column >> bit) & 1


def family_units(families: ir.Table, popcount: Popcount = bit_sum) -> ir.Table:
    """Input rows with `<dimension>_units` (1/420) and `index_units` (1/2520), int32, null where there is no value."""
    dimensions = {units_column(d): _dimension_units(families, DIMENSION_MASKS[d], popcount) for d in DIMENSIONS}
    scored = families.mutate(**dimensions)
    known = [scored[name].notnull().cast("int32") for name in dimensions]
    total = reduce(add, (ibis.coalesce(scored[name], 0) for name in dimensions))
    weight = reduce(add, known).cases((1, 6), (2, 3), (3, 2), else_=ibis.null("int32"))
    return scored.mutate(index_units=(total * weight).cast("int32"))


def _dimension_units(families: ir.Table, mask: int, popcount: Popcount) -> ir.IntegerValue:
    """Met / answered in 1/420 by a table of weights (420 / n is whole for n = 1..7); null below the 75 % rule."""
    met, applicable, answered = (popcount(families[name], mask) for name in MASK_COLUMNS)
    share = MIN_ANSWERED_SHARE
    enough = (answered >= 1) & (answered * share.denominator >= applicable * share.numerator)
    weights = [(n, DIMENSION_UNITS // n) for n in range(1, _MAX_INDICATORS + 1)]
    weight = answered.cases(*weights, else_=ibis.null("int32"))
    return enough.ifelse(met * weight, ibis.null("int32")).cast("int32")


def family_scores(families: ir.Table, popcount: Popcount = bit_sum) -> ir.Table:
    """One row per input row: its other columns, then the published result of the family.

    adds   ketenteraman, kemandirian, kebahagiaan, index  float64, 0..100 unrounded, null without a value
           category  string, null without an index;  partial  boolean, true when one or two dimensions are missing
    """
    scored = family_units(families, popcount)
    units = scored["index_units"]
    missing = reduce(add, (scored[units_column(d)].isnull().cast("int32") for d in DIMENSIONS))
    return scored.select(
        *[name for name in families.columns if name not in MASK_COLUMNS],
        **{str(d): _percent(scored[units_column(d)], DIMENSION_UNITS) for d in DIMENSIONS},
        index=_percent(units, INDEX_UNITS),
        category=_category_of_units(units),
        partial=units.notnull() & (missing > 0),
    )


def _percent(units: ir.IntegerValue, whole: int) -> ir.FloatingValue:
    """One correctly rounded division of exact numbers: the same bits everywhere."""
    return (units * 100).cast("float64") / ibis.literal(float(whole), "float64")


def _category_of_units(units: ir.IntegerValue) -> ir.StringValue:
    return ibis.cases(
        (units < _RENTAN_UNITS, str(Category.RENTAN)),
        (units <= _TANGGUH_UNITS, str(Category.BERKEMBANG)),
        (units > _TANGGUH_UNITS, str(Category.TANGGUH)),
        else_=ibis.null("string"),
    )


def village_aggregates(families: ir.Table, popcount: Popcount = bit_sum) -> ir.Table:
    """Whole sums per village and year: everything that any level needs, exact and additive.

    grain    one row per (region_code, year); all other columns int64, never null
    columns  families, families_valid (with an index), n_rentan, n_berkembang, n_tangguh (partial ones included);
             per dimension `<d>_families` that have it and `<d>_units`, their sum in 1/420;
             per indicator `<id>_applicable` (answered 1 or 0) and `<id>_met`
    """
    flagged = _with_flags(family_units(families, popcount))
    sums: dict[str, ir.NumericScalar] = {"families": flagged.count()}
    sums |= {units_column(d): ibis.coalesce(flagged[units_column(d)].sum(), 0) for d in DIMENSIONS}
    for bit, (first, second) in enumerate(_PAIRS):
        sums |= {first: _bit(flagged["first_bits"], bit).sum(), second: _bit(flagged["second_bits"], bit).sum()}
    grouped = flagged.group_by("region_code", "year").aggregate(**sums)
    found = {name: _whole(grouped[name]) for name in sums}
    found["families_valid"] = reduce(add, (found[name] for name in _CATEGORY_COUNTS))
    return grouped.select("region_code", "year", **{name: found[name] for name in SUM_COLUMNS})


_CATEGORY_COUNTS: Final = ("n_rentan", "n_berkembang", "n_tangguh")
_PAIRS: Final[tuple[tuple[str, str], ...]] = (
    *((f"{i.indicator_id}_applicable", f"{i.indicator_id}_met") for i in INDICATORS),
    *zip(_CATEGORY_COUNTS, (families_column(d) for d in DIMENSIONS), strict=True),
)
"""What is counted, by bit: the first of each pair in `first_bits`, the second in `second_bits` (sums of bits are
quicker than counts with a condition)."""


def _with_flags(scored: ir.Table) -> ir.Table:
    """Two integers beside each family: answered and met, with its category and its dimensions as further bits."""
    index = scored["index_units"]
    rentan, berkembang, tangguh = (1 << len(INDICATORS) + number for number in range(3))
    category = ibis.cases(
        (index.isnull(), 0), (index < _RENTAN_UNITS, rentan), (index <= _TANGGUH_UNITS, berkembang), else_=tangguh
    )
    dimensions = (
        scored[units_column(dimension)].isnull().ifelse(0, 1 << bit)
        for bit, dimension in enumerate(DIMENSIONS, start=len(INDICATORS))
    )
    return scored.mutate(
        first_bits=(scored["answered"] + category).cast("int32"),
        second_bits=reduce(add, dimensions, scored["met"]).cast("int32"),
    )


def _whole(column: ir.NumericValue) -> ir.IntegerValue:
    """int64 for sure: engines widen a sum (to 128 bits or numeric) and Ibis, not knowing it, drops a plain cast."""
    return column.cast(_EXACT).cast("int64")


SUM_COLUMNS: Final[tuple[str, ...]] = (
    "families",
    "families_valid",
    "n_rentan",
    "n_berkembang",
    "n_tangguh",
    *(name for d in DIMENSIONS for name in (families_column(d), units_column(d))),
    *(f"{i.indicator_id}_{what}" for i in INDICATORS for what in ("applicable", "met")),
)
"""The int64 columns of `village_aggregates`, in order."""

VILLAGE_COLUMNS: Final = {"region_code": "string", "year": "int32", **dict.fromkeys(SUM_COLUMNS, "int64")}
"""Output of `village_aggregates` and input of `regions`, name -> Ibis type."""

REGION_COLUMNS: Final[tuple[str, ...]] = (
    *("level", "region_code", "year", "families", "families_valid", "coverage"),
    *(str(dimension) for dimension in DIMENSIONS),
    *("index", "category", "n_rentan", "n_berkembang", "n_tangguh"),
    *(f"{i.indicator_id}_{what}" for i in INDICATORS for what in ("applicable", "met")),
)
"""The columns of `regions`, in order."""


def regions(villages: ir.Table) -> ir.Table:
    """All five levels from the village rows: REGION_COLUMNS, in the order level, code, year.

    The nation's code is empty. A region's dimension is the mean over the families that have it, its index the mean of
    its dimensions; `coverage` is families_valid / families (0..1); percentages are 0..100, null where no family has a
    value.
    """
    sums = ibis.union(*(_level_sums(villages, position) for position in range(len(LEVELS))))
    scored = with_scores(sums)
    return scored.order_by("position", "region_code", "year").select(*REGION_COLUMNS)


def _level_sums(villages: ir.Table, position: int) -> ir.Table:
    level, width = list(LEVELS.items())[position]
    code = villages["region_code"].left(width) if width else ibis.literal("")
    keyed = villages.mutate(region_code=code)
    grouped = keyed.group_by("region_code", "year").aggregate(**{name: keyed[name].sum() for name in SUM_COLUMNS})
    return grouped.select(
        "region_code",
        "year",
        position=ibis.literal(position, "int8"),
        level=ibis.literal(level),
        **{name: _whole(grouped[name]) for name in SUM_COLUMNS},
    )


def with_scores(sums: ir.Table) -> ir.Table:
    """Rows of sums (any level) with coverage, the three dimensions, index and category beside them."""
    percents = {str(dimension): _mean_percent(sums, dimension) for dimension in DIMENSIONS}
    coverage = sums["families_valid"].cast("float64") / sums["families"].cast("float64")
    scored = sums.mutate(**percents, coverage=coverage, category=_exact_category(sums))
    return scored.mutate(index=_region_index(scored))


def _mean_percent(sums: ir.Table, dimension: Dimension) -> ir.FloatingValue:
    """Mean over the families that have the dimension; never divides by zero, as some engines divide before they ask."""
    families = sums[families_column(dimension)]
    divisor = ibis.greatest(families, 1) * DIMENSION_UNITS
    mean = (sums[units_column(dimension)] * 100).cast("float64") / divisor.cast("float64")
    return (families > 0).ifelse(mean, ibis.null("float64"))


def _exact_category(sums: ir.Table) -> ir.StringValue:
    """Category of the mean of the available means, without any rounding: all over the common denominator.

    s1/n1 + s2/n2 + s3/n3 < limit k  <=>  s1 n2 n3 + s2 n1 n3 + s3 n1 n2 < limit k n1 n2 n3, with n = 1 where missing.
    70 million families give 27 digits of the 38.
    """
    units = [sums[units_column(d)].cast(_EXACT) for d in DIMENSIONS]
    n1, n2, n3 = (ibis.greatest(sums[families_column(d)], 1).cast(_EXACT) for d in DIMENSIONS)
    known = _known_dimensions(sums).cast(_EXACT)
    total = units[0] * n2 * n3 + units[1] * n1 * n3 + units[2] * n1 * n2
    whole = n1 * n2 * n3 * known
    low, high = (ibis.literal(limit * DIMENSION_UNITS // 100, _EXACT) for limit in (RENTAN_BELOW, TANGGUH_ABOVE))
    return ibis.cases(
        (known == 0, ibis.null("string")),
        (total < whole * low, str(Category.RENTAN)),
        (total <= whole * high, str(Category.BERKEMBANG)),
        else_=str(Category.TANGGUH),
    )


def _known_dimensions(sums: ir.Table) -> ir.IntegerValue:
    return reduce(add, ((sums[families_column(d)] > 0).cast("int32") for d in DIMENSIONS))


def _region_index(scored: ir.Table) -> ir.FloatingValue:
    """The dimensions added in order and divided, kept on the side of the exact category (see `clamp_to_category`)."""
    known = _known_dimensions(scored)
    total = reduce(add, (ibis.coalesce(scored[str(d)], 0.0) for d in DIMENSIONS))
    mean = total / ibis.greatest(known, 1).cast("float64")
    low, high = ibis.literal(float(RENTAN_BELOW), "float64"), ibis.literal(float(TANGGUH_ABOVE), "float64")
    return scored["category"].cases(
        (str(Category.RENTAN), ibis.least(mean, ibis.literal(BELOW_RENTAN, "float64"))),
        (str(Category.BERKEMBANG), ibis.greatest(ibis.least(mean, high), low)),
        (str(Category.TANGGUH), ibis.greatest(mean, ibis.literal(ABOVE_TANGGUH, "float64"))),
        else_=ibis.null("float64"),
    )
