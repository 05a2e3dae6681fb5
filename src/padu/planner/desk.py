"""One village on the desk: put deliveries in, take them out, and see what each possible one is worth."""

from collections.abc import Iterable

import numpy as np

from padu.planner.stock import Frame, Prices, Row, Stock
from padu.planner.tables import Flags, Floats, Tables

WORTH = 1e-9
"""Gains up to this count as none, so that rounding never keeps the search busy."""

_CANDIDATES = 24
"""So many of the best offers are looked at when a day for a new event is chosen."""


class Desk:
    """The working state of one village. The stock is exact at every moment; other villages must not change meanwhile.

    days     day positions of the events; slots the offers (local positions) delivered at each
    price    float64[L], price of a delivery, inf where quota, money or the village's limit forbid one more
    charge   float64[events, L], price of the visit, inf where day, team or gap forbid it; room is not looked at
    fresh    float64[L], 1 where the offer's agency would be a new sector here
    rises    float64[A + 1], the bonus the search pays for one more counted agency
    noise    float64[useful] or None, a factor on coverage gains
    """

    def __init__(self, tables: Tables, frame: Frame, stock: Stock, prices: Prices, rows: Iterable[Row]) -> None:
        self.tables, self.frame, self.stock, self.prices = tables, frame, stock, prices
        self.effect, self.weight = frame.table.effect, frame.table.weight
        self.helpful = self.effect[: frame.table.useful]
        self.toll = prices.offer[frame.table.offers]
        self.rises = tables.bonus_rises
        self.noise: Floats | None = None
        self.days: list[int] = []
        self.slots: list[list[int]] = []
        for day, local in rows:
            if day not in self.days:
                self.days.append(day)
                self.slots.append([])
            self.slots[self.days.index(day)].append(local)
        self.refresh()

    def rows(self) -> tuple[Row, ...]:
        return tuple((day, local) for day, slot in zip(self.days, self.slots, strict=True) for local in slot)

    def refresh(self) -> None:
        """Derive everything from days, slots and stock."""
        frame = self.frame
        here = [local for slot in self.slots for local in slot]
        self.cover: Floats = self.effect[here].sum(axis=0)
        self.count = [0] * len(frame.offers)
        self.of_agency = [0] * len(self.tables.teams)
        for local in here:
            self.count[local] += 1
            self.of_agency[frame.agency[local]] += 1
        self.sectors = 0
        self.fresh = frame.counted.copy()
        for agency in {frame.agency[local] for local in here if frame.counts[local]}:
            self.sectors += 1
            self.fresh[frame.members[agency]] = 0.0
        self.team_ok: Flags = self.stock.teams > 0
        self.visits = [{frame.agency[local] for local in slot} for slot in self.slots]
        for day, visit in zip(self.days, self.visits, strict=True):
            for agency in visit:
                self.team_ok[day, agency] = True
        self._refresh_prices(here)
        self.charge: Floats = np.empty((max(8, len(self.days) + 2), len(frame.offers)))
        for event in range(len(self.days)):
            self._refresh_event(event)

    def _refresh_prices(self, here: list[int]) -> None:
        frame, stock = self.frame, self.stock
        short = (stock.quota[frame.table.offers] <= 0) | (stock.money[frame.fund_of] < frame.cost_of)
        self.price: Floats = np.where(short, np.inf, self.toll)
        for local in here:
            if self.count[local] >= frame.limit[local]:
                self.price[local] = np.inf

    def _refresh_event(self, event: int) -> None:
        frame, day, charge = self.frame, self.days[event], self.charge[event]
        agency = frame.table.agency
        possible = frame.may[day] & self.team_ok[day][agency]
        charge[:] = np.inf
        charge[possible] = 0.0
        if not self.prices.teams_free:
            charge += self.prices.team[day][agency]
            for visitor in self.visits[event]:
                charge[frame.members[visitor]] -= self.prices.team[day, visitor]
        for other, slot in zip(self.days, self.slots, strict=True):
            for local in slot:
                first, last = frame.window[local]
                if first[other] <= day < last[other]:
                    charge[local] = np.inf

    def insert(self, event: int, local: int) -> None:
        """Deliver an offer at an event. It must be possible: finite price and charge, room at the event."""
        frame, stock, day = self.frame, self.stock, self.days[event]
        offer, agency, fund = frame.offers[local], frame.agency[local], frame.fund[local]
        stock.quota[offer] -= 1
        stock.money[fund] -= frame.cost[local]
        self.slots[event].append(local)
        self.count[local] += 1
        self.of_agency[agency] += 1
        if local < frame.table.useful:
            self.cover = self.cover + self.effect[local]
        if agency not in self.visits[event]:
            self.visits[event].add(agency)
            stock.teams[day, agency] -= 1
            if not self.prices.teams_free:
                self.charge[event, frame.members[agency]] -= self.prices.team[day, agency]
        first, last = frame.window[local]
        for other, other_day in enumerate(self.days):
            if first[day] <= other_day < last[day]:
                self.charge[other, local] = np.inf
        if self.of_agency[agency] == 1 and frame.counts[local]:
            self.sectors += 1
            self.fresh[frame.members[agency]] = 0.0
        if self.count[local] >= frame.limit[local] or stock.quota[offer] <= 0:
            self.price[local] = np.inf
        money = stock.money[fund]
        if money < frame.dear[fund]:
            members = frame.same_fund[fund]
            self.price[members[frame.cost_of[members] > money]] = np.inf

    def take_out(self, event: int, local: int) -> None:
        """Give one delivery back. An event left empty stays until `close`."""
        frame, stock, day = self.frame, self.stock, self.days[event]
        agency, fund = frame.agency[local], frame.fund[local]
        tight = stock.money[fund] < frame.dear[fund]
        stock.quota[frame.offers[local]] += 1
        stock.money[fund] += frame.cost[local]
        slot = self.slots[event]
        slot.remove(local)
        self.count[local] -= 1
        self.of_agency[agency] -= 1
        if local < frame.table.useful:
            self.cover = self.cover - self.effect[local]
        if not any(frame.agency[other] == agency for other in slot):
            self.visits[event].discard(agency)
            stock.teams[day, agency] += 1
            if not self.prices.teams_free:
                self.charge[event, frame.members[agency]] += self.prices.team[day, agency]
        if self.of_agency[agency] == 0 and frame.counts[local]:
            self.sectors -= 1
            self.fresh[frame.members[agency]] = 1.0
        self._reopen(local)
        for other in frame.same_fund[fund].tolist() if tight else (local,):
            self._reprice(other)

    def _reopen(self, local: int) -> None:
        """The visit charges of an offer that left one event."""
        frame, agency = self.frame, self.frame.agency[local]
        first, last = frame.window[local]
        kept = [day for day, slot in zip(self.days, self.slots, strict=True) if local in slot]
        for event, day in enumerate(self.days):
            if not frame.may[day, local] or not self.team_ok[day, agency]:
                continue
            if not any(first[other] <= day < last[other] for other in kept):
                here = agency in self.visits[event]
                self.charge[event, local] = 0.0 if here else self.prices.team[day, agency]

    def _reprice(self, local: int) -> None:
        frame, stock = self.frame, self.stock
        ready = self.count[local] < frame.limit[local] and stock.quota[frame.offers[local]] > 0
        affordable = ready and stock.money[frame.fund[local]] >= frame.cost[local]
        self.price[local] = self.toll[local] if affordable else np.inf

    def open_event(self, day: int) -> int:
        """Stand a new, empty event on a free day."""
        event = len(self.days)
        self.days.append(day)
        self.slots.append([])
        self.visits.append(set())
        if event >= len(self.charge):
            self.charge = np.vstack([self.charge, np.empty_like(self.charge)])
        self._refresh_event(event)
        return event

    def place(self, local: int, rng: np.random.Generator) -> bool:
        """Deliver an offer somewhere, whatever it gains: at an event that stands, else on a day of its own."""
        ready = [
            e for e, slot in enumerate(self.slots) if len(slot) < self.tables.room and self.charge[e, local] < np.inf
        ]
        if ready:
            self.insert(min(ready, key=lambda event: float(self.charge[event, local])), local)
            return True
        days = np.flatnonzero(self.free_days() & self.possible(np.array([local]))[:, 0])
        if not len(days) or not self.tables.room:
            return False
        self.insert(self.open_event(int(rng.choice(days))), local)
        return True

    def close(self, event: int) -> None:
        """Forget an empty event; the last one takes its number."""
        last = len(self.days) - 1
        self.charge[event] = self.charge[last]
        self.days[event] = self.days[last]
        self.slots[event] = self.slots[last]
        self.visits[event] = self.visits[last]
        for part in (self.days, self.slots, self.visits):
            part.pop()

    def gains(self) -> Floats:
        """float64[L], worth of one more delivery of each offer less price, before visit charges; -inf = impossible."""
        left = np.maximum(1.0 - self.cover, 0.0)
        cover = np.minimum(self.helpful, left) @ self.weight
        if self.noise is not None:
            cover *= self.noise
        gain: Floats = self.fresh * self.rises[self.sectors]
        gain -= self.price
        gain[: len(cover)] += cover
        return gain

    def offered(self, gains: Floats) -> Floats:
        """float64[events, L], gains at the events that have room."""
        worth: Floats = gains - self.charge[: len(self.days)]
        for event, slot in enumerate(self.slots):
            if len(slot) >= self.tables.room:
                worth[event] = -np.inf
        return worth

    def fill(self) -> None:
        """Put in the best delivery at an event that stands, as long as one gains."""
        while self.days:
            worth = self.offered(self.gains())
            event, local = divmod(int(worth.argmax()), worth.shape[1])
            if not worth[event, local] > WORTH:
                return
            self.insert(event, local)

    def free_days(self) -> Flags:
        """bool[D], days on which a new event could stand."""
        frame = self.frame
        free = frame.table.open_day.copy()
        for day in self.days:
            free[day] = False
            first, last = frame.week[day]
            if sum(first <= other < last for other in self.days) >= frame.table.week_cap:
                free[first:last] = False
        return free

    def possible(self, offers: np.ndarray) -> Flags:
        """bool[D, n], days on which each of the offers could come to a new event."""
        frame = self.frame
        can: Flags = frame.may[:, offers] & self.team_ok[:, frame.table.agency[offers]]
        for column, local in enumerate(offers.tolist()):
            if self.count[local]:
                first, last = frame.window[local]
                for day, slot in zip(self.days, self.slots, strict=True):
                    if local in slot:
                        can[first[day] : last[day], column] = False
        return can

    def best_day(self, gains: Floats, noise: Floats | None = None) -> tuple[int, float]:
        """The free day whose best activities together gain most, and that sum less the event-day cost."""
        room, cost = self.tables.room, self.tables.event_cost
        order = np.argsort(-gains)[:_CANDIDATES]
        worth = gains[order]
        worth = worth[: int(np.searchsorted(-worth, -WORTH))]
        if cost < 0:
            return self._paid_day(gains)
        if not len(worth) or not room or float(worth[:room].sum()) <= cost:
            return -1, -np.inf
        order = order[: len(worth)]
        can = self.possible(order)
        if not self.prices.teams_free:
            net = np.maximum(worth - self.prices.team[:, self.frame.table.agency[order]], 0.0) * can
            can = net > 0
        else:
            net = worth * can
        sums = (net * (np.cumsum(can, axis=1) <= room)).sum(axis=1)
        sums[~self.free_days()] = -np.inf
        best = int((sums if noise is None else sums * noise).argmax())
        return best, float(sums[best]) - cost

    def _paid_day(self, gains: Floats) -> tuple[int, float]:
        """The free day with most to gain where event days themselves pay: one delivery, even a bad one, will do."""
        offers = np.flatnonzero(gains > -np.inf)
        can = self.possible(offers) & self.free_days()[:, None]
        net = np.where(can, gains[offers] - self.prices.team[:, self.frame.table.agency[offers]], -np.inf)
        if not net.size:
            return -1, -np.inf
        worth = np.maximum(net, 0.0).sum(axis=1) + np.minimum(net.max(axis=1), 0.0)
        day = int(worth.argmax())
        return day, float(worth[day]) - self.tables.event_cost

    def true_value(self) -> float:
        """The village's part of the score."""
        covered = float(np.minimum(self.cover, 1.0) @ self.weight)
        return covered + float(self.tables.bonus[self.sectors]) - self.tables.event_cost * len(self.days)

    def toll_paid(self) -> float:
        """Prices of everything the village uses."""
        paid = float(sum(self.toll[local] for slot in self.slots for local in slot))
        if not self.prices.teams_free:
            team = self.prices.team
            paid += float(sum(team[day, a] for day, visit in zip(self.days, self.visits, strict=True) for a in visit))
        return paid
