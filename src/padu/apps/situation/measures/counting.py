"""The shape of a measure that counts rows, and the one statement that takes all of them in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountedMeasure:
    """A problem type counted over families or persons; every part is an SQL condition on the source's row.

    eligible  should be measured;  measured  the fact is known (the denominator);  counted  the numerator
    affected  concerned by the problem; None where Padu does not hold what tells who is concerned
    dated     counted from rows that keep their year; False for facts that are only known as they are today, which
              nobody can count for a past year
    """

    problem_type: str
    measured: str
    counted: str
    affected: str | None
    eligible: str = "true"
    dated: bool = True


def counting_statement(source: str, measures: Sequence[CountedMeasure]) -> str:
    """One row per village: region_code, then five counts per measure in order.

    source  the `with` part that ends in a relation `unit(region_code, family_id, ...)`
    The five counts: eligible, denominator, numerator, affected units, affected families.
    """
    counts = ",\n       ".join(_five(measure) for measure in measures)
    return f"{source}\nselect region_code, {counts}\n  from unit\n group by region_code"


def _five(measure: CountedMeasure) -> str:
    measured = f"({measure.eligible}) and ({measure.measured})"
    counted = f"{measured} and ({measure.counted})"
    affected = f"({measure.eligible}) and ({measure.affected})" if measure.affected else "false"
    return (
        f"count(*) filter (where {measure.eligible}), count(*) filter (where {measured}),"
        f" count(*) filter (where {counted}), count(*) filter (where {affected}),"
        f" count(distinct family_id) filter (where {affected})"
    )


def concerned_statement(source: str, measure: CountedMeasure) -> str:
    """Families concerned by one type: family_id and how many units in each, in the order of the ids.

    Raises ValueError for a type of which nobody can say whom it concerns.
    """
    if measure.affected is None:
        raise ValueError(measure.problem_type)
    condition = f"({measure.eligible}) and ({measure.affected})"
    return f"{source}\nselect family_id, count(*) from unit\n where {condition}\n group by family_id order by family_id"
