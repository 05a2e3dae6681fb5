"""Needs beside offers for the table: by programme, by kampung, what nobody answers and what several answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from padu.apps.convergence.planning.inputs import Inputs
from padu.apps.situation.selectors import SubmittedProblem
from padu.apps.supply.models import Offer
from padu.domain.values import FigureValue, Missing
from padu.ui.pictures import HeatCell, HeatRow, HeatTable

Delivered = Iterable[tuple[int, str]]
"""Deliveries as (offer id, village code)."""


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """Need and supply of one programme.

    weight    sum of priorities, in points
    families  affected families, added up over problems: a family with two problems counts twice; without those of
              hidden problems, and hidden itself where there are no others
    """

    number: int
    name: str
    problems: int
    villages: int
    weight: float
    families: FigureValue
    offers: int
    agencies: int
    quota: int
    value_idr: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """A type of problem that no active offer answers in these kampung."""

    kind: str
    name: str
    programme_no: int
    villages: tuple[str, ...]
    weight: float
    families: FigureValue


@dataclass(frozen=True, slots=True)
class OverlapLine:
    """A type of problem that several agencies answer: somebody should say who goes where."""

    kind: str
    name: str
    agencies: tuple[str, ...]
    quota: int
    villages: int


def programme_lines(inputs: Inputs, names: dict[int, str]) -> list[ProgrammeLine]:
    """One line for each of the eight programmes, also where there is neither need nor offer."""
    return [_programme_line(inputs, number, name) for number, name in sorted(names.items())]


def _programme_line(inputs: Inputs, number: int, name: str) -> ProgrammeLine:
    problems = [p for p in inputs.problems if p.programme_no == number]
    offers = [o for o in inputs.offers if o.active and o.programme_no == number]
    return ProgrammeLine(
        number=number,
        name=name,
        problems=len(problems),
        villages=len({p.village_code for p in problems}),
        weight=sum(p.weight for p in problems),
        families=_families(problems),
        offers=len(offers),
        agencies=len({o.agency_id for o in offers}),
        quota=sum(o.max_deliveries for o in offers),
        value_idr=sum(o.max_deliveries * o.unit_cost_idr for o in offers),
    )


def _families(problems: Iterable[SubmittedProblem]) -> FigureValue:
    counts = [p.affected_families for p in problems]
    known = sum(int(count) for count in counts if count is not None and not isinstance(count, Missing))
    return Missing.SUPPRESSED if known == 0 and Missing.SUPPRESSED in counts else known


def _answers(offer: Offer, problem: SubmittedProblem) -> bool:
    reaches = offer.villages is None or problem.village_code in offer.villages
    return reaches and any(kind == problem.problem_type for kind, _ in offer.addresses)


def gap_lines(inputs: Inputs, names: dict[str, str]) -> list[GapLine]:
    """Problems without an offer, grouped by type, the heaviest first."""
    active = [offer for offer in inputs.offers if offer.active]
    bare: defaultdict[tuple[str, str], list[SubmittedProblem]] = defaultdict(list)
    for problem in inputs.problems:
        if not any(_answers(offer, problem) for offer in active):
            bare[problem.problem_type, _title(problem, names)].append(problem)
    lines = [
        GapLine(
            kind=kind,
            name=title,
            programme_no=problems[0].programme_no,
            villages=tuple(sorted({inputs.villages[p.village_code] for p in problems})),
            weight=sum(p.weight for p in problems),
            families=_families(problems),
        )
        for (kind, title), problems in bare.items()
    ]
    return sorted(lines, key=lambda line: (-line.weight, line.name))


def _title(problem: SubmittedProblem, names: dict[str, str]) -> str:
    return problem.title or names.get(problem.problem_type, problem.problem_type)


def overlap_lines(inputs: Inputs, names: dict[str, str]) -> list[OverlapLine]:
    """Types of problem that were submitted and that two or more agencies answer."""
    asking: defaultdict[str, set[str]] = defaultdict(set)
    for problem in inputs.problems:
        asking[problem.problem_type].add(problem.village_code)
    giving: defaultdict[str, list[Offer]] = defaultdict(list)
    for offer in inputs.offers:
        for kind, _ in offer.addresses if offer.active else ():
            giving[kind].append(offer)
    lines = []
    for kind, villages in asking.items():
        agencies = sorted({offer.agency.short_name for offer in giving[kind]})
        if len(agencies) > 1:
            quota = sum(offer.max_deliveries for offer in giving[kind])
            lines.append(OverlapLine(kind, names.get(kind, kind), tuple(agencies), quota, len(villages)))
    return sorted(lines, key=lambda line: (-len(line.agencies), line.name))


def unmet_shares(inputs: Inputs, delivered: Delivered) -> dict[tuple[str, int], float]:
    """Share of the need that stays open, by village and programme: 1 where nothing is delivered, 0 where all is met."""
    effects = {offer.pk: offer.addresses for offer in inputs.offers}
    met: defaultdict[tuple[str, str], float] = defaultdict(float)
    for offer_id, village in delivered:
        for kind, effect in effects.get(offer_id, ()):
            met[village, kind] += effect
    whole: defaultdict[tuple[str, int], float] = defaultdict(float)
    unmet: defaultdict[tuple[str, int], float] = defaultdict(float)
    for problem in inputs.problems:
        cell = problem.village_code, problem.programme_no
        whole[cell] += problem.weight
        unmet[cell] += problem.weight * (1 - min(1.0, met[problem.village_code, problem.problem_type]))
    return {cell: unmet[cell] / weight for cell, weight in whole.items()}


def heat_of_unmet(
    inputs: Inputs, shares: dict[tuple[str, int], float], programmes: Sequence[int], caption: str, row_head: str
) -> HeatTable:
    """Kampung by programme; a programme in which a kampung has no problem does not apply to it."""
    rows = [
        HeatRow(label=name, cells=[_heat_cell(shares.get((code, number))) for number in programmes])
        for code, name in inputs.villages.items()
    ]
    return HeatTable(
        caption=caption,
        columns=[f"P{number}" for number in programmes],
        rows=rows,
        row_head=row_head,
        legend=("0–20 %", "20–40 %", "40–60 %", "60–80 %", "80–100 %"),
        scale="need",
    )


def _heat_cell(share: float | None) -> HeatCell:
    value: FigureValue = Missing.NOT_APPLICABLE if share is None else share * 100
    return HeatCell(value=value, scale="need")
