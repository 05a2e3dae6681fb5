"""Dates for locked rows as a whole-number model: the exact answer where quick attempts fail."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from padu.domain.errors import PaduError
from padu.planner.stock import Frame, Row, Rows
from padu.planner.tables import Tables


class Undecided(PaduError):
    """The model ran out of time: neither dates nor a proof that there are none."""

    code = "planning.locked_undecided"


@dataclass(frozen=True, slots=True)
class Needs:
    """`fixed` rows per village with their day; `wanted` deliveries per (village, local offer) still to be dated."""

    fixed: list[set[Row]]
    wanted: dict[tuple[int, int], int]


@dataclass(slots=True)
class _Model:
    """Binary columns and rows low <= entries <= high."""

    columns: int = 0
    rows: list[tuple[float, float, list[tuple[int, float]]]] = field(default_factory=list)

    def column(self) -> int:
        self.columns += 1
        return self.columns - 1

    def row(self, low: float, high: float, entries: list[tuple[int, float]]) -> None:
        self.rows.append((low, high, entries))


def model_dates(
    tables: Tables, frames: Sequence[Frame], needs: Needs, relaxed: frozenset[int], seconds: float
) -> list[Rows] | None:
    """Rows per village with all needs dated; None = proven impossible. `relaxed` rules are left out (2, 5, 6)."""
    model = _Model()
    choice = {pair: _choices(model, tables, frames, needs, pair, relaxed) for pair in needs.wanted}
    if 5 not in relaxed:
        _teams(model, tables, frames, needs, choice)
    if 6 not in relaxed:
        _events(model, tables, frames, needs, choice)
    chosen = _solve(model, seconds)
    if chosen is None:
        return None
    rows = [set(fixed) for fixed in needs.fixed]
    for (number, local), days in choice.items():
        rows[number] |= {(day, local) for day, column in days.items() if chosen[column] > 0.5}
    return [tuple(sorted(village_rows)) for village_rows in rows]


_Choice = dict[tuple[int, int], dict[int, int]]


def _choices(
    model: _Model, tables: Tables, frames: Sequence[Frame], needs: Needs, pair: tuple[int, int], relaxed: frozenset[int]
) -> dict[int, int]:
    """A column per possible day of one pair; as many as wanted are chosen, none closer than the gap."""
    number, local = pair
    frame = frames[number]
    possible = frame.may[:, local].copy()
    first, last = frame.window[local]
    for day, other in needs.fixed[number]:
        if other == local:
            span = slice(day, day + 1) if 2 in relaxed else slice(first[day], last[day])
            possible[span] = False
    days = {int(day): model.column() for day in np.flatnonzero(possible)}
    count = float(needs.wanted[pair])
    model.row(count, count, [(column, 1.0) for column in days.values()])
    if count > 1 and 2 not in relaxed:
        gap = int(tables.gap[frame.offers[local]])
        for start in days:
            near = [col for day, col in days.items() if 0 <= tables.day[day] - tables.day[start] < gap]
            if len(near) > 1:
                model.row(0.0, 1.0, [(column, 1.0) for column in near])
    return days


def _teams(model: _Model, tables: Tables, frames: Sequence[Frame], needs: Needs, choice: _Choice) -> None:
    """Rule 5: a visit column per agency, village and day that no fixed row makes anyway."""
    fixed = {(frames[n].agency[local], n, day) for n, rows in enumerate(needs.fixed) for day, local in rows}
    visits: defaultdict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for (number, local), days in choice.items():
        agency = frames[number].agency[local]
        for day, column in days.items():
            if (agency, number, day) in fixed:
                continue
            served = visits[agency, day]
            if number not in served:
                served[number] = model.column()
            model.row(-1.0, 0.0, [(column, 1.0), (served[number], -1.0)])
    for (agency, day), served in visits.items():
        taken = sum(a == agency and d == day for a, _, d in fixed)
        left = float(tables.teams[agency] - taken)
        if len(served) > left:
            model.row(0.0, left, [(column, 1.0) for column in served.values()])


def _events(model: _Model, tables: Tables, frames: Sequence[Frame], needs: Needs, choice: _Choice) -> None:
    """Rule 6: event days per week and room per event."""
    at: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for (number, _), days in choice.items():
        for day, column in days.items():
            at[number, day].append(column)
    weeks: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for (number, day), columns in at.items():
        here = sum(d == day for d, _ in needs.fixed[number])
        if len(columns) > tables.room - here:
            model.row(0.0, float(tables.room - here), [(column, 1.0) for column in columns])
        if not here:
            event = model.column()
            weeks[number, int(tables.week[day])].append(event)
            for column in columns:
                model.row(-1.0, 0.0, [(column, 1.0), (event, -1.0)])
    for (number, week), events in weeks.items():
        taken = len({day for day, _ in needs.fixed[number] if tables.week[day] == week})
        left = float(frames[number].table.week_cap - taken)
        if len(events) > left:
            model.row(0.0, left, [(event, 1.0) for event in events])


def _solve(model: _Model, seconds: float) -> list[float] | None:
    """One value per column; None = no solution exists. Raises Undecided."""
    if not model.columns:
        return [] if all(low <= 0 <= high for low, high, _ in model.rows) else None
    import highspy

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.columns, len(model.rows)
    lp.col_cost_, lp.col_lower_ = np.zeros(model.columns), np.zeros(model.columns)
    lp.col_upper_ = np.ones(model.columns)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * model.columns
    lp.row_lower_ = np.array([low for low, _, _ in model.rows])
    lp.row_upper_ = np.array([high for _, high, _ in model.rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(entries) for _, _, entries in model.rows)])
    lp.a_matrix_.index_ = np.array([column for _, _, entries in model.rows for column, _ in entries], dtype=np.int64)
    lp.a_matrix_.value_ = np.array([value for _, _, entries in model.rows for _, value in entries])
    solver = highspy.Highs()
    # Without presolve: HiGHS 1.14 was seen to lose solutions of whole-number models in it, and this is a proof.
    for name, value in (("output_flag", False), ("threads", 1), ("time_limit", seconds), ("presolve", "off")):
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    status = solver.getModelStatus()
    none = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    if status in none:  # all columns are bounded
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise Undecided(status=solver.modelStatusToString(status))
    return [float(value) for value in solver.getSolution().col_value]
