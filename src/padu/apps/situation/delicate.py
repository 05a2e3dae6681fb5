"""Figures of a sensitive kind of problem with few families behind it: kept apart, for who has the duty for families.

Everybody of the regency reads the ranking; a count below 10 of a sensitive kind is for the village's own alone. So the
problem's row carries no figure, and DelicateFigures, a table of the class of persons, carries them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from padu.apps.situation.models import DelicateFigures, Problem
from padu.domain.privacy import few_behind
from padu.domain.problems.catalogue import Sensitivity

HIDDEN_FIGURES: Final = (
    "value",
    "value_before",
    "numerator",
    "denominator",
    "coverage",
    "affected_units",
    "affected_families",
    "gap",
    "share",
    "trend",
    "change",
)
"""What tells how many there are, alone or together. The priority stays: the plan is made from it."""


def is_delicate(row: Problem, sensitivity: Sensitivity) -> bool:
    """A sensitive kind with fewer than 10 families, persons or units behind it (domain README, sensitive)."""
    if sensitivity is Sensitivity.NONE:
        return False
    return few_behind(row.affected_families, row.affected_units, row.denominator)


def take_apart(rows: Iterable[Problem], sensitivities: dict[str, Sensitivity]) -> list[DelicateFigures]:
    """Empty the figures of the delicate rows and give them back, to be stored once the rows have their ids."""
    taken: list[DelicateFigures] = []
    for row in rows:
        row.delicate = is_delicate(row, sensitivities.get(row.problem_type, Sensitivity.NONE))
        if row.delicate:
            figures = {name: getattr(row, name) for name in HIDDEN_FIGURES}
            taken.append(DelicateFigures(problem=row, region_code=row.region_code, figures=figures))
            for name in HIDDEN_FIGURES:
                setattr(row, name, None)
    return taken


def store_apart(rows: Iterable[Problem], taken: Iterable[DelicateFigures]) -> None:
    """Write what was taken from these rows in place of what stood there."""
    DelicateFigures.objects.filter(problem__in=[row.pk for row in rows]).delete()
    for one in taken:
        one.problem_id = one.problem.pk  # the row may have got its id after it was named here
    DelicateFigures.objects.bulk_create(taken, batch_size=500)


def put_together(rows: Sequence[Problem]) -> Sequence[Problem]:
    """The rows with their figures, as far as the current actor may read them; not to be saved again."""
    delicate = [row.pk for row in rows if row.delicate]
    if not delicate:
        return rows
    kept = dict(DelicateFigures.objects.filter(problem__in=delicate).values_list("problem_id", "figures"))
    for row in rows:
        for name, value in kept.get(row.pk, {}).items():
            setattr(row, name, value)
    return rows
