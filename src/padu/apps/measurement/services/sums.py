"""From a place's whole sums to its published result: exact, by the one rule in `padu.domain.ibangga`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import reduce

from django.utils import timezone

from padu.apps.measurement.models import IndexResult
from padu.domain.ibangga import DIMENSIONS, FORMULA_VERSION, INDICATOR_IDS, RegionScore

REGISTERED = "registered"
"""Further whole number beside the index's sums: active families, surveyed or not."""


def no_sums() -> dict[str, int]:
    """The sums of a place in which nobody was surveyed."""
    from padu.analytics.index import SUM_COLUMNS

    return dict.fromkeys(SUM_COLUMNS, 0)


def add_sums(many: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Column by column; whole numbers, so no order and no engine changes the outcome."""

    def together(one: dict[str, int], other: Mapping[str, int]) -> dict[str, int]:
        return {name: one.get(name, 0) + other.get(name, 0) for name in {**one, **other}}

    return reduce(together, many, {})


def result_from_sums(code: str, year: int, sums: Mapping[str, int], as_of: dt.date | None) -> IndexResult:
    """The unsaved result of a place from the columns of `padu.analytics.index.SUM_COLUMNS`, and REGISTERED."""
    families = tuple(sums[f"{d}_families"] for d in DIMENSIONS)
    units = tuple(sums[f"{d}_units"] for d in DIMENSIONS)
    score = RegionScore((families[0], families[1], families[2]), (units[0], units[1], units[2]))
    dimensions = dict(zip((str(d) for d in DIMENSIONS), score.percents, strict=True))
    return IndexResult(
        region_code=code,
        year=year,
        families=sums["families"],
        families_valid=sums["families_valid"],
        index=score.index,
        category=score.category,
        n_rentan=sums["n_rentan"],
        n_berkembang=sums["n_berkembang"],
        n_tangguh=sums["n_tangguh"],
        sums=dict(sums),
        indicators={name: [sums[f"{name}_applicable"], sums[f"{name}_met"]] for name in INDICATOR_IDS},
        formula_version=FORMULA_VERSION,
        computed_at=timezone.now(),
        as_of=as_of,
        **dimensions,
    )
