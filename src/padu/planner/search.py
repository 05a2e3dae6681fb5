"""The search: ruin and recreate village by village, first by prices alone, then within what there is.

Soft stage: quotas and money may be overdrawn; prices follow use until about as much is asked for as there is. Then
what is overdrawn is taken back where it hurts least. Hard stage: every step keeps all rules; prices of leftovers sink,
and in the end nothing has a price, so that leftovers are used. Team-days and all rules inside a village always hold.
"""

from collections.abc import Callable

import numpy as np

from padu.planner.clock import Clock
from padu.planner.desk import WORTH, Desk
from padu.planner.market import Market
from padu.planner.recreate import close_empty, is_locked, rebuild, ruin, trade, trade_gains
from padu.planner.stock import Frame, Prices, Rows, Stock, no_prices
from padu.planner.tables import Tables

SOFT_SHARE = 0.55
"""Share of a round for the soft stage. Between 0.5 and 0.85 the result hardly changed."""

FREE_SHARE = 0.95
"""From here on nothing has a price."""

PACE = 0.3
"""First step of the prices, in worths of a delivery for full overuse; falls to a fiftieth."""

NOISE = 0.15
"""Coverage gains vary by so much while a village is filled again."""

HEAT = 0.04
"""In worths of a delivery: what a step of the hard stage may lose at its start."""


class Search:
    """A plan and its improvement. `rows` keep every rule in the hard stage; `best_rows` is the best such plan."""

    def __init__(self, tables: Tables, frames: list[Frame], stock: Stock, rows: list[Rows], seed: int) -> None:
        self.tables, self.frames, self.stock, self.rows = tables, frames, stock, list(rows)
        self.rng = np.random.default_rng(seed)
        self.free = no_prices(tables)
        self.values = [self._desk(number, self.free).true_value() for number in range(len(frames))]
        self.total = self.best = sum(self.values)
        self.best_rows = list(rows)
        self.soft = False
        self.told: Callable[[], None] = lambda: None
        self._queue: list[int] = []

    def _desk(self, number: int, prices: Prices) -> Desk:
        return Desk(self.tables, self.frames[number], self.stock, prices, self.rows[number])

    @property
    def typical(self) -> float:
        """Worth of one delivery of the plan, at least something positive."""
        return max(1e-6, self.best / max(1, sum(len(rows) for rows in self.best_rows)))

    def round(self, clock: Clock, market: Market | None) -> None:
        """Search until the clock ends. Without a market: only the last, unpriced part."""
        if not self.frames:
            return
        if market is not None:
            self._soft_stage(clock, market)
        self._hard_stage(clock, market)

    def _next(self) -> int:
        if not self._queue:
            self._queue = self.rng.permutation(len(self.frames)).tolist()
        return self._queue.pop()

    def _soft_stage(self, clock: Clock, market: Market) -> None:
        self.soft = True
        self.stock.soften()
        look = max(1, len(self.frames) // 2)
        steps, prices = 0, market.prices()
        while (share := clock.share()) < SOFT_SHARE and not clock.stopped():
            if steps and steps % look == 0:
                if steps >= len(self.frames):
                    market.follow(self.stock, PACE * max(0.02, 1.0 - share / SOFT_SHARE))
                prices = market.prices()
                self.told()
            self.step(self._next(), prices, 0.0)
            steps += 1
            clock.tick()
        self.stock.harden()
        self._pay_back(market.prices())
        self.soft = False
        self._remember()

    def _hard_stage(self, clock: Clock, market: Market | None) -> None:
        heat, steps, prices = HEAT * self.typical, 0, self.free
        look = max(100, len(self.frames))
        while (share := clock.share()) < 1.0 and not clock.stopped():
            priced = market is not None and share < FREE_SHARE
            if steps % look == 0:
                if market is not None and priced:
                    market.ease(self.stock)
                    prices = market.prices()
                self.told()
            warm = max(0.0, (FREE_SHARE - 0.05 - share) / (1.0 - SOFT_SHARE)) if priced else 0.0
            self.step(self._next(), prices if priced else self.free, heat * warm)
            steps += 1
            clock.tick()

    def step(self, number: int, prices: Prices, heat: float) -> bool:
        """Plan one village anew in part; keep the outcome unless its priced value falls by more than `heat`."""
        frame, old, rng = self.frames[number], self.rows[number], self.rng
        desk = self._desk(number, prices)
        before = self.values[number] - desk.toll_paid()
        kept = ruin(desk, rng)
        if kept:
            desk.noise = 1.0 + NOISE * (2.0 * rng.random(frame.table.useful) - 1.0)
            desk.rises = self.tables.smooth_rises if rng.random() < 0.5 else self.tables.bonus_rises
            rebuild(desk, rng)
            desk.noise, desk.rises = None, self.tables.bonus_rises
            trade(desk)
            desk.fill()
        value = desk.true_value()
        if kept and value - desk.toll_paid() >= before - heat:
            self._accept(number, desk.rows(), value)
            return True
        self.stock.give_back(frame.table, desk.rows())
        self.stock.take(frame.table, old)
        return False

    def _accept(self, number: int, rows: Rows, value: float) -> None:
        self.rows[number] = rows
        self.total += value - self.values[number]
        self.values[number] = value
        if not self.soft:
            self._remember()

    def _remember(self) -> None:
        if self.total > self.best + WORTH:
            self.best, self.best_rows = self.total, list(self.rows)

    def back_to_best(self) -> None:
        """Go on from the best plan."""
        for number, rows in enumerate(self.best_rows):
            if rows != self.rows[number]:
                self._replace(number, rows)
        self.total = sum(self.values)

    def _replace(self, number: int, rows: Rows) -> None:
        table = self.frames[number].table
        self.stock.give_back(table, self.rows[number])
        self.stock.take(table, rows)
        self.rows[number] = rows
        self.values[number] = self._desk(number, self.free).true_value()

    def _pay_back(self, prices: Prices) -> None:
        """Take out what is overdrawn where it hurts least: at most one delivery per village before looking again."""
        while candidates := self._overdrawn(prices):
            touched: set[int] = set()
            for _, number, day, local in sorted(candidates):
                if number not in touched and self._is_overdrawn(self.frames[number].offers[local]):
                    touched.add(number)
                    self._replace(number, tuple(row for row in self.rows[number] if row != (day, local)))
        self.total = sum(self.values)

    def _is_overdrawn(self, offer: int) -> bool:
        return bool(self.stock.quota[offer] < 0 or self.stock.money[self.tables.fund[offer]] < 0)

    def _overdrawn(self, prices: Prices) -> list[tuple[float, int, int, int]]:
        """(loss less what the overdrawn amounts are worth, village, day, offer) of every delivery that could go."""
        tables, stock = self.tables, self.stock
        relief = np.where(stock.quota < 0, prices.quota, 0.0)
        relief += np.where(stock.money < 0, prices.money, 0.0)[tables.fund] * tables.cost
        bad = (stock.quota < 0) | ((stock.money < 0)[tables.fund] & (tables.cost > 0))
        if not bad.any():
            return []
        found: list[tuple[float, int, int, int]] = []
        for number, frame in enumerate(self.frames):
            if not any(bad[frame.offers[local]] for _, local in self.rows[number]):
                continue
            desk = self._desk(number, self.free)
            flat = [(event, local) for event, slot in enumerate(desk.slots) for local in slot]
            worth = trade_gains(desk, flat)[:, -1]
            for (event, local), gain in zip(flat, worth.tolist(), strict=True):
                offer = frame.offers[local]
                if bad[offer] and not is_locked(desk, event, local):
                    found.append((-gain - float(relief[offer]), number, desk.days[event], local))
        return found

    def polish(self) -> None:
        """Fill what room is left in the best plan; cheap, and safe at any moment of the hard stage."""
        self.back_to_best()
        for number in range(len(self.frames)):
            desk = self._desk(number, self.free)
            rebuild(desk, self.rng)
            close_empty(desk)
            self._accept(number, desk.rows(), desk.true_value())
