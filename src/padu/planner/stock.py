"""What is left of quotas, money and teams, and what does not change while a village is planned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from padu.planner.tables import Flags, Floats, Tables, VillageTable, Whole

Row: TypeAlias = tuple[int, int]
"""A delivery inside one village: (position of the day, position of the offer in VillageTable.offers)."""

Rows: TypeAlias = tuple[Row, ...]

Window: TypeAlias = tuple[list[int], list[int]]
"""Per day position the first and one past the last day position that are closer than a gap."""


class Stock:
    """What all villages together have not used yet. quota int64[O], money int64[F], teams int64[D, A].

    A generous stock holds `extra` quotas and money for a while; `harden` takes them away again.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.quota = tables.quota.copy()
        self.money = tables.budget.copy()
        self.teams = np.repeat(tables.teams[None, :], len(tables.day), axis=0)
        self.extra_quota, self.extra_money = np.zeros_like(self.quota), np.zeros_like(self.money)

    def soften(self) -> None:
        """Lend as much again as there is, and a little more."""
        self.extra_quota, self.extra_money = self.tables.quota + 5, self.tables.budget.copy()
        self.quota += self.extra_quota
        self.money += self.extra_money

    def harden(self) -> None:
        """Take back what was lent: quotas and money may be overdrawn afterwards."""
        self.quota -= self.extra_quota
        self.money -= self.extra_money
        self.extra_quota, self.extra_money = np.zeros_like(self.quota), np.zeros_like(self.money)

    def take(self, village: VillageTable, rows: Iterable[Row]) -> None:
        """Use up what the village's rows need. `rows` must be all of the village's rows on their days."""
        self._move(village, rows, 1)

    def give_back(self, village: VillageTable, rows: Iterable[Row]) -> None:
        """The reverse of take, for the same rows."""
        self._move(village, rows, -1)

    def _move(self, village: VillageTable, rows: Iterable[Row], sign: int) -> None:
        tables, visits = self.tables, set()
        for day, local in rows:
            offer = village.offers[local]
            self.quota[offer] -= sign
            self.money[tables.fund[offer]] -= sign * tables.cost[offer]
            visits.add((day, int(tables.agency[offer])))
        for visit in visits:
            self.teams[visit] -= sign

    def negative(self) -> bool:
        """Whether more was taken than there is: rules 3, 4 or 5 would be broken."""
        return any(bool((left < 0).any()) for left in (self.quota, self.money, self.teams))


@dataclass(frozen=True, slots=True)
class Prices:
    """Opportunity costs of what villages compete for.

    quota float64[O] per delivery, money float64[F] per rupiah, team float64[D, A] per visit;
    offer float64[O] = quota price plus the delivery's money at its price; teams_free: no visit costs anything
    """

    quota: Floats
    money: Floats
    team: Floats
    offer: Floats
    teams_free: bool

    @classmethod
    def of(cls, tables: Tables, quota: Floats, money: Floats, team: Floats) -> "Prices":
        offer = quota + money[tables.fund] * tables.cost
        return cls(quota, money, team, offer, teams_free=not bool((team > 0).any()))


def no_prices(tables: Tables) -> Prices:
    """Everything free: priced value is the true score."""
    return Prices.of(
        tables,
        np.zeros(len(tables.quota)),
        np.zeros(len(tables.budget)),
        np.zeros((len(tables.day), len(tables.teams))),
    )


class Frame:
    """The unchanging side of one village, laid out for the search; L offers, D days as in VillageTable.

    may        bool[D, L], month and village allow it
    members    positions of each agency's offers; same_fund positions of each fund's offers
    dear       the largest cost per fund among the village's offers
    window     per offer (first, last) lists over days: days[first[d]:last[d]] are closer than the gap to day d
    week       per day (first, last) position of its ISO week
    locked     deliveries of each offer that must stay; fixed rows that must stay where they are
    """

    def __init__(
        self, tables: Tables, table: VillageTable, windows: dict[int, Window], week: list[tuple[int, int]]
    ) -> None:
        self.table = table
        self.week = week
        self.offers: list[int] = table.offers.tolist()
        self.agency: list[int] = table.agency.tolist()
        self.fund_of, self.cost_of = tables.fund[table.offers], tables.cost[table.offers]
        self.fund: list[int] = self.fund_of.tolist()
        self.cost: list[int] = self.cost_of.tolist()
        self.limit_of = tables.per_village[table.offers]
        self.limit: list[int] = self.limit_of.tolist()
        self.counts: list[bool] = tables.counts[table.agency].tolist()
        self.may: Flags = np.ascontiguousarray((tables.may[table.offers] & table.open_day).T)
        self.members: dict[int, Whole] = {a: np.flatnonzero(table.agency == a) for a in set(self.agency)}
        self.same_fund: dict[int, Whole] = {f: np.flatnonzero(self.fund_of == f) for f in set(self.fund)}
        self.dear = {f: int(self.cost_of[members].max()) for f, members in self.same_fund.items()}
        self.window = [windows[gap] for gap in tables.gap[table.offers].tolist()]
        self.counted: Floats = tables.counts[table.agency].astype(np.float64)
        self.all_weight = float(table.weight.sum())
        self.locked: dict[int, int] = {}
        self.fixed: set[Row] = set()


def build_frames(tables: Tables) -> list[Frame]:
    windows = {gap: _window(tables.day, gap) for gap in set(tables.gap.tolist())}
    first = np.searchsorted(tables.week, tables.week, side="left").tolist()
    last = np.searchsorted(tables.week, tables.week, side="right").tolist()
    weeks = list(zip(first, last, strict=True))
    return [Frame(tables, table, windows, weeks) for table in tables.villages]


def _window(day: Whole, gap: int) -> Window:
    """For each day the span of day positions closer than `gap` days, itself always included."""
    reach = max(gap, 1)
    first = np.searchsorted(day, day - reach, side="right")
    last = np.searchsorted(day, day + reach, side="left")
    return first.tolist(), last.tolist()
