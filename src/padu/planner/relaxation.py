"""The linear relaxation: villages share quotas, money and team-days of the year; dates are left out.

Every plan that keeps the rules is a point of it, so its value bounds every plan from above. Variables of one village:
x deliveries per offer, y coverage per problem type, q visits per agency, u agency counted or not, e event days,
z agencies along the concave hull of the integration bonus.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from padu.planner.stock import Prices
from padu.planner.tables import Floats, Tables, VillageTable, Whole

if TYPE_CHECKING:
    import highspy

UNBOUNDED = 1e30
SAFE = 1e-9
"""A bound is raised by this share: rounding must never put it below a plan."""


@dataclass(frozen=True, slots=True)
class Block:
    """Where one village stands among the columns: x, y, q, u, e, z one after the other from `first` to `last`."""

    first: int
    last: int
    agencies: Whole


class Relaxation:
    """Maximise value @ x under rows @ x <= limit, 0 <= least <= x <= most. All columns are bounded.

    The first `shared` rows couple the villages: quota per offer, money per fund, team-days per agency; each is scaled
    to the share `scale` of what there is, for a sample of villages. `locks`: locked deliveries by offer, per village.
    """

    def __init__(
        self, tables: Tables, numbers: Sequence[int], locks: Sequence[dict[int, int]], scale: float = 1.0
    ) -> None:
        self.tables, self.numbers = tables, tuple(numbers)
        self.money_unit = np.maximum(1.0, tables.budget.astype(np.float64) / 100.0)
        self.segments = bonus_hull(tables)
        days = len(tables.day)
        self.shared = len(tables.quota) + len(tables.budget) + len(tables.teams)
        budget = tables.budget / self.money_unit
        self._limits: list[Floats] = [np.asarray(part * scale) for part in (tables.quota, budget, tables.teams * days)]
        self._values: list[Floats] = []
        self._most: list[Floats] = []
        self._least: list[Floats] = []
        self._rows: list[Whole] = []
        self._columns: list[Whole] = []
        self._entries: list[Floats] = []
        self._row_count, self._column_count = self.shared, 0
        pairs = zip(self.numbers, locks, strict=True)
        self.blocks = [self._add_village(tables.villages[number], locked) for number, locked in pairs]
        self._finish()

    def _put(self, rows: Whole, columns: Whole, entry: Floats | float) -> None:
        self._rows.append(rows)
        self._columns.append(columns)
        self._entries.append(np.broadcast_to(np.asarray(entry, dtype=np.float64), rows.shape))

    def _new_rows(self, number: int) -> Whole:
        rows = np.arange(self._row_count, self._row_count + number)
        self._row_count += number
        self._limits.append(np.zeros(number))
        return rows

    def _new_columns(self, value: Floats, most: Floats) -> Whole:
        columns = np.arange(self._column_count, self._column_count + len(value))
        self._column_count += len(value)
        self._values.append(value)
        self._most.append(most)
        self._least.append(np.zeros(len(value)))
        return columns

    def _add_village(self, village: VillageTable, locked: dict[int, int]) -> Block:
        tables, first = self.tables, self._column_count
        agencies, agency = np.unique(village.agency, return_inverse=True)
        size, days = len(village.offers), float(event_day_limit(tables, village))
        nothing = np.zeros(len(agencies))
        x = self._new_columns(np.zeros(size), np.minimum(tables.per_village[village.offers], days))
        for offer, count in locked.items():
            self._least[-1][offer] = min(count, self._most[-1][offer])
        y = self._new_columns(village.weight, np.ones(len(village.weight)))
        q = self._new_columns(nothing, nothing + days)
        u = self._new_columns(nothing, tables.counts[agencies].astype(np.float64))
        e = self._new_columns(np.array([-tables.event_cost]), np.array([days]))
        z = self._new_columns(
            np.array([slope for _, slope in self.segments]), np.array([float(length) for length, _ in self.segments])
        )
        self._couple(village, x, q, agencies)
        local, kind = np.nonzero(village.effect)
        rows = self._new_rows(len(y))  # coverage <= what the deliveries close
        self._put(rows, y, 1.0)
        self._put(rows[kind], x[local], -village.effect[local, kind])
        rows = self._new_rows(len(u))  # an agency is there when something of it is delivered
        self._put(rows, u, 1.0)
        self._put(rows[agency], x, -1.0)
        rows = self._new_rows(size)  # deliveries of one offer come on different days
        self._put(rows, x, 1.0)
        self._put(rows, q[agency], -1.0)
        rows = self._new_rows(len(q))  # a visit holds no more than an event does
        self._put(rows[agency], x, 1.0)
        self._put(rows, q, -float(tables.room))
        self._events(x, q, e)
        row = self._new_rows(1)  # the bonus is for agencies that are there
        self._put(np.repeat(row, len(z)), z, 1.0)
        self._put(np.repeat(row, len(u)), u, -1.0)
        return Block(first, self._column_count, agencies)

    def _couple(self, village: VillageTable, x: Whole, q: Whole, agencies: Whole) -> None:
        tables, offers = self.tables, village.offers
        funds = tables.fund[offers]
        self._put(offers, x, 1.0)
        self._put(len(tables.quota) + funds, x, tables.cost[offers] / self.money_unit[funds])
        self._put(len(tables.quota) + len(tables.budget) + agencies, q, 1.0)

    def _events(self, x: Whole, q: Whole, e: Whole) -> None:
        rows = self._new_rows(len(q))  # every visit is on an event day
        self._put(rows, q, 1.0)
        self._put(rows, np.repeat(e, len(q)), -1.0)
        row = self._new_rows(1)  # room
        self._put(np.repeat(row, len(x)), x, 1.0)
        self._put(row, e, -float(self.tables.room))
        row = self._new_rows(1)  # no event day without a delivery: matters where an event day pays
        self._put(row, e, 1.0)
        self._put(np.repeat(row, len(x)), x, -1.0)

    def _finish(self) -> None:
        self.value = _joined(self._values)
        self.most, self.least = _joined(self._most), _joined(self._least)
        self.limit = _joined(self._limits)
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *self._rows])
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *self._columns])
        order = np.lexsort((rows, columns))
        self.index, self.entry, self.column = rows[order], _joined(self._entries)[order], columns[order]
        self.start = np.searchsorted(self.column, np.arange(self._column_count + 1))
        # More than the villages could use at most is as good as that: a dual's rounding must not meet a huge amount.
        use = np.bincount(self.index, weights=self.entry * self.most[self.column], minlength=len(self.limit))
        self.limit[: self.shared] = np.minimum(self.limit[: self.shared], use[: self.shared])

    def solver(self, time_limit: float, **options: object) -> "highspy.Highs":
        """HiGHS with this model, one thread: the number of threads is fixed at the first solve in a process."""
        import highspy

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.value), len(self.limit)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self.value, self.least, self.most
        lp.row_lower_, lp.row_upper_ = np.full(len(self.limit), -UNBOUNDED), self.limit
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = self.start, self.index, self.entry
        solver = highspy.Highs()
        for name, chosen in {"output_flag": False, "threads": 1, "time_limit": time_limit, **options}.items():
            solver.setOptionValue(name, chosen)
        solver.passModel(lp)
        return solver

    def solve(self, time_limit: float) -> Floats | None:
        """Row duals float64[rows] >= 0; None when the solver had none in time. Any such duals give a valid bound."""
        if not len(self.value):
            return np.zeros(len(self.limit))
        solver = self.solver(max(time_limit, 0.01))
        solver.run()
        solution = solver.getSolution()
        if not solution.dual_valid:
            return None
        return np.maximum(np.asarray(solution.row_dual, dtype=np.float64), 0.0)

    def reduced(self, duals: Floats) -> Floats:
        """float64[columns], value of a column less what its rows charge for it."""
        charged = np.bincount(self.column, weights=self.entry * duals[self.index], minlength=len(self.value))
        return self.value - charged

    def bound(self, duals: Floats) -> float:
        """A valid upper bound from any duals >= 0: weak duality with bounded columns."""
        rest = self.reduced(duals)
        best = np.where(rest > 0, rest * self.most, rest * self.least)
        value = float(duals @ self.limit + best.sum())
        return value + SAFE * (1.0 + abs(value))

    def prices(self, duals: Floats) -> Prices:
        """Duals of the shared rows as prices per delivery and per visit, the same on every day."""
        tables = self.tables
        offers, funds = len(tables.quota), len(tables.budget)
        money = duals[offers : offers + funds] / self.money_unit
        visit = duals[offers + funds : self.shared]
        return Prices.of(tables, duals[:offers], money, np.repeat(visit[None, :], len(tables.day), axis=0))


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate([np.zeros(0), *parts])


def event_day_limit(tables: Tables, village: VillageTable) -> int:
    """The most event days the village's weeks and open days allow."""
    if not len(tables.week):
        return 0
    open_days = np.bincount(tables.week, weights=village.open_day, minlength=int(tables.week.max()) + 1)
    return int(np.minimum(open_days, village.week_cap).sum())


def bonus_hull(tables: Tables) -> list[tuple[int, float]]:
    """(length, slope) of the rising part of the least concave function above the bonus, slopes falling."""
    bonus = tables.bonus[: int(tables.counts.sum()) + 1]
    corners: list[int] = []
    for count in range(len(bonus)):
        while len(corners) > 1 and _slope(bonus, corners[-1], count) >= _slope(bonus, corners[-2], corners[-1]):
            corners.pop()
        corners.append(count)
    pairs = list(pairwise(corners))
    return [(end - start, _slope(bonus, start, end)) for start, end in pairs if _slope(bonus, start, end) > 0]


def _slope(bonus: Floats, start: int, end: int) -> float:
    return float(bonus[end] - bonus[start]) / (end - start)
