"""Prices that move: what is asked for beyond what there is becomes dearer, what is left over cheaper."""

import numpy as np

from padu.planner.stock import Prices, Stock
from padu.planner.tables import Floats, Tables, Whole

FULL = 0.95
"""Above this share of an agency's team-days in a month its visits become dearer. [assumption]"""

TEAM_PACE = 0.1
"""Team prices move so much slower than the others: team-days are also held by hard limits. [assumption]"""

EASE = 0.02
"""Share of its price that a resource with leftovers loses at each look in the hard stage. [assumption]"""


class Market:
    """Prices of quotas, money and team-days (per agency and month), following use.

    typical  worth of one delivery, the scale of every change
    """

    def __init__(self, tables: Tables, prices: Prices, typical: float) -> None:
        self.tables, self.typical = tables, typical
        self.quota, self.money = prices.quota.copy(), prices.money.copy()
        months = np.array([day.month for day in tables.instance.days], dtype=np.int64)
        self.month: Whole = np.unique(months, return_inverse=True)[1] if len(months) else months
        self.month_days = np.bincount(self.month).astype(np.float64)
        visit = prices.team.mean(axis=0) if len(months) else np.zeros(len(tables.teams))
        self.visit = np.repeat(visit[None, :], len(self.month_days), axis=0)
        self.rupiah = typical / max(1.0, float(tables.cost.mean()) if len(tables.cost) else 1.0)

    def prices(self) -> Prices:
        return Prices.of(self.tables, self.quota, self.money, self.visit[self.month])

    def follow(self, stock: Stock, pace: float) -> None:
        """One step of the subgradient, after what is used beyond the true amounts of a generous stock."""
        tables = self.tables
        over = _over(stock.quota - stock.extra_quota, tables.quota)
        self.quota = np.maximum(0.0, self.quota + pace * self.typical * over)
        over = _over(stock.money - stock.extra_money, tables.budget)
        self.money = np.maximum(0.0, self.money + pace * self.rupiah * over)
        over = (self._team_use(stock) - FULL) / (1.0 - FULL)
        self.visit = np.maximum(0.0, self.visit + TEAM_PACE * pace * self.typical * np.clip(over, -1.0, 1.0))

    def ease(self, stock: Stock) -> None:
        """Let prices of what is left over sink, so that it finds a use."""
        tables = self.tables
        self.quota *= 1.0 - EASE * _much(stock.quota / np.maximum(1, tables.quota))
        self.money *= 1.0 - EASE * _much(stock.money / np.maximum(1, tables.budget))
        self.visit *= 1.0 - EASE * _much(1.0 - self._team_use(stock))

    def _team_use(self, stock: Stock) -> Floats:
        """float64[months, A], share of the team-days that is used."""
        free = np.zeros_like(self.visit)
        np.add.at(free, self.month, stock.teams.astype(np.float64))
        use: Floats = 1.0 - free / np.maximum(1.0, self.month_days[:, None] * self.tables.teams[None, :])
        return use


def _over(left: Whole, whole: Whole) -> Floats:
    """Use beyond the amount, as a share of it, within -0.5 and 0.5."""
    over: Floats = np.clip(-left / np.maximum(1, whole), -0.5, 0.5)
    return over


def _much(left: Floats) -> Floats:
    """1 where a tenth or more is left over, falling to 0."""
    much: Floats = np.clip(left * 10.0, 0.0, 1.0)
    return much
