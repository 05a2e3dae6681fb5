"""The planner's door: an instance in, the best plan found in the time given out."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from padu.domain.planning import Delivery, Instance, Plan, broken_rules, score
from padu.planner.bound import SMALL, Bound, BoundProcess, lp_bound, weights_bound
from padu.planner.clock import Clock, StepClock, WallClock
from padu.planner.greedy import greedy
from padu.planner.locked import place_locked
from padu.planner.market import Market
from padu.planner.relaxation import Relaxation
from padu.planner.search import Search
from padu.planner.stock import Frame, Rows, Stock, build_frames, no_prices
from padu.planner.tables import Tables, build_tables

SAMPLE = 60
"""Villages of the relaxation that gives the first prices."""

STEP_SECONDS = 1e-3
"""About what one step takes; only to judge what is worth starting."""

ROUND_STEPS = 700
"""Steps per village of one round; more bring little, a fresh round brings more."""

IDLE_ROUNDS = 3
"""So many rounds without a better plan and the search ends by itself."""

CHILD_SECONDS = 0.5
"""With less time left no process is started for the bound: it would not answer."""

SMALL_SECONDS = 0.5
"""The relaxation of a small instance or of the sample may take so long in any case."""

REACHED = 1e-6
"""A plan this close to the bound, as a share of it, cannot be improved in any sense that matters."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands. seconds since its start; gap as in PlanResult; phase: first_plan or search."""

    seconds: float
    score: float
    bound: float
    bound_kind: str
    gap: float
    phase: str


@dataclass(frozen=True, slots=True)
class PlanResult:
    """The best plan found.

    bound   no plan is worth more; bound_kind as in padu.planner.bound.Bound
    gap     (bound - score) / bound, 0 where both are nothing
    status  time_limit, interrupted, converged (no better plan for several rounds), optimal_bound_reached
    """

    plan: Plan
    score: float
    bound: float
    bound_kind: str
    gap: float
    seconds: float
    status: str
    seed: int


def gap_of(bound: float, value: float) -> float:
    """Distance to the bound as a share of it."""
    distance = max(0.0, bound - value)
    if distance <= REACHED * max(1.0, abs(bound)):
        return 0.0
    return distance / abs(bound) if bound else 1.0


def solve(
    instance: Instance,
    *,
    seconds: float,
    seed: int,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> PlanResult:
    """Plan for `seconds` of wall time, less when nothing more can be gained, more only for a first plan.

    Rules hold in every plan returned; it is never worth less than the smoothed greedy one. The search is steered by the
    clock, so two runs with one seed may differ; `solve_steps` does not. Raises LockedRowsConflict.
    """
    run = _Run(instance, seed, monotonic(), progress)
    return run.until(WallClock(run.begun + seconds, should_stop))


def solve_steps(instance: Instance, *, steps: int, seed: int) -> PlanResult:
    """As solve, but for so many steps: the same instance, seed and number of steps give the same plan."""
    run = _Run(instance, seed, monotonic(), None)
    run.bound = run.small_bound() or run.bound
    run.search.round(StepClock(steps), run.market() if steps else None)
    return run.result("time_limit")


class _Run:
    """One call of the planner: first plan, bound, rounds of search."""

    def __init__(
        self, instance: Instance, seed: int, begun: float, progress: Callable[[Progress], None] | None
    ) -> None:
        self.instance, self.seed, self.begun, self.progress = instance, seed, begun, progress
        self.tables = build_tables(instance)
        self.frames = build_frames(self.tables)
        self.bound: Bound = weights_bound(self.tables)
        self.child: BoundProcess | None = None
        stock = Stock(self.tables)
        start = place_locked(self.tables, self.frames)
        for frame, rows in zip(self.frames, start, strict=True):
            stock.take(frame.table, rows)
        self.search = Search(self.tables, self.frames, stock, greedy(self.tables, self.frames, stock, start), seed)
        self.search.told = self.tell
        self._told_at = 0.0

    @property
    def locks(self) -> list[dict[int, int]]:
        return [frame.locked for frame in self.frames]

    def small_bound(self) -> Bound | None:
        """The relaxation at once where that is quick."""
        if sum(len(village.offers) for village in self.tables.villages) > SMALL:
            return None
        found = lp_bound(self.tables, self.locks, SMALL_SECONDS)
        return found if found and found.value < self.bound.value else self.bound

    def market(self, left: float = 40.0) -> Market:
        """First prices, from the relaxation of a sample of villages; at most a quarter of the seconds left."""
        size = len(self.frames)
        chosen = sorted(self.search.rng.permutation(size)[:SAMPLE].tolist())
        sample = Relaxation(self.tables, chosen, [{}] * len(chosen), len(chosen) / max(1, size))
        duals = sample.solve(max(SMALL_SECONDS, left / 4))
        prices = no_prices(self.tables) if duals is None else sample.prices(duals)
        return Market(self.tables, prices, self.search.typical)

    def until(self, clock: WallClock) -> PlanResult:
        """Search until the clock ends."""
        found = self.small_bound()
        self.bound = found or self.bound
        left = clock.end - monotonic()
        if found is None and left > CHILD_SECONDS:
            self.child = BoundProcess(self.instance, self.locks, self.bound, left)
        try:
            self.tell("first_plan")
            status = self._rounds(clock)
        finally:
            if self.child is not None:
                self.bound = self.child.close()
                self.child = None
        return self.result(status)

    def _rounds(self, clock: WallClock) -> str:
        per_round = max(1.0, ROUND_STEPS * STEP_SECONDS * len(self.frames))
        market: Market | None = None
        idle = 0
        while True:
            if self.reached():
                return "optimal_bound_reached"
            if clock.stopped():
                self.search.polish()
                return "interrupted"
            left = clock.end - monotonic()
            if left <= 0:
                return "time_limit"
            if idle >= IDLE_ROUNDS:
                return "converged"
            if market is None and left > 5 * STEP_SECONDS * len(self.frames):
                market = self.market(left)
            before = self.search.best
            end = clock.end if left < 1.5 * per_round else monotonic() + per_round
            self.search.back_to_best()
            self.search.round(_Part(clock, end, self.reached), market)
            idle = 0 if self.search.best > before + 1e-9 else idle + 1

    def reached(self) -> bool:
        bound = self.child.best if self.child else self.bound
        return bound.value - self.search.best <= REACHED * max(1.0, abs(bound.value))

    def tell(self, phase: str = "search") -> None:
        now = monotonic()
        if self.progress is None or (phase == "search" and now < self._told_at + 0.2):
            return
        self._told_at = now
        bound = self.child.best if self.child else self.bound
        best = self.search.best
        self.progress(Progress(now - self.begun, best, bound.value, bound.kind, gap_of(bound.value, best), phase))

    def result(self, status: str) -> PlanResult:
        plan = plan_of(self.tables, self.frames, self.search.best_rows)
        broken = broken_rules(self.instance, plan)
        if broken:
            raise AssertionError(f"the planner broke a rule: {broken[0].message}")
        value = score(self.instance, plan).total
        bound = (
            max(self.bound.value, value) if value <= self.bound.value + 1e-6 * (1 + abs(value)) else self.bound.value
        )
        return PlanResult(
            plan=plan,
            score=value,
            bound=bound,
            bound_kind=self.bound.kind,
            gap=gap_of(bound, value),
            seconds=monotonic() - self.begun,
            status=status,
            seed=self.seed,
        )


class _Part(WallClock):
    """The clock of one round inside the whole: also ends when the whole is told to, or the bound is reached."""

    def __init__(self, whole: Clock, end: float, reached: Callable[[], bool]) -> None:
        super().__init__(end, lambda: whole.stopped() or reached())


def plan_of(tables: Tables, frames: list[Frame], rows: list[Rows]) -> Plan:
    """Rows of the search in the instance's own terms."""
    instance = tables.instance
    return Plan(
        tuple(
            Delivery(village.code, instance.days[day], instance.offers[frame.offers[local]].id)
            for village, frame, village_rows in zip(instance.villages, frames, rows, strict=True)
            for day, local in village_rows
        )
    )
