"""One step of the search in one village: take some deliveries out, plan anew, trade one for another, keep what pays."""

from collections.abc import Iterable

import numpy as np

from padu.planner.desk import WORTH, Desk
from padu.planner.tables import Floats

MAX_TRADES = 12
"""Trades per step; more than a handful is rare."""

_FEW, _EVENT = 0.6, 0.32
"""Shares of steps that take out a few deliveries, or one event; the others take out everything."""


def rebuild(desk: Desk, rng: np.random.Generator) -> None:
    """Fill the events that stand, then open further ones as long as one pays."""
    desk.fill()
    while True:
        noise = 1.0 - 0.05 * rng.random(len(desk.tables.day))
        day, worth = desk.best_day(desk.gains(), noise)
        if worth <= WORTH:
            return
        before = desk.true_value() - desk.toll_paid()
        event = desk.open_event(day)
        desk.fill()
        if not desk.slots[event]:
            _put_least_bad(desk, event)
        if desk.true_value() - desk.toll_paid() > before + WORTH:
            continue
        for local in list(desk.slots[event]):
            desk.take_out(event, local)
        desk.close(event)
        return


def _put_least_bad(desk: Desk, event: int) -> None:
    """Where an event day pays by itself, one delivery makes it an event."""
    worth = desk.gains() - desk.charge[event]
    local = int(worth.argmax()) if len(worth) else -1
    if local >= 0 and worth[local] > -np.inf:
        desk.insert(event, local)


def trade(desk: Desk) -> None:
    """Best-improving trades: one delivery out, one (or none) in at the same event, until none gains."""
    for _ in range(MAX_TRADES):
        if not desk.days:
            return
        flat = [(event, local) for event, slot in enumerate(desk.slots) for local in slot]
        worth = trade_gains(desk, flat)
        if desk.frame.locked:
            worth[[row for row, (event, local) in enumerate(flat) if is_locked(desk, event, local)]] = -np.inf
        out, into = divmod(int(worth.argmax()), worth.shape[1])
        if not worth[out, into] > WORTH:
            return
        event, local = flat[out]
        desk.take_out(event, local)
        if into < len(desk.frame.offers):
            desk.insert(event, into)
        elif not desk.slots[event]:
            desk.close(event)


def trade_gains(desk: Desk, flat: list[tuple[int, int]]) -> Floats:
    """float64[n, L + 1], change of priced value for each delivery out and each offer in; column L = nothing in."""
    frame, size = desk.frame, len(desk.frame.offers)
    events = [event for event, _ in flat]
    here = [local for _, local in flat]
    left = np.maximum(1.0 - (desk.cover - desk.effect[here]), 0.0)
    loss = (frame.all_weight - float(np.minimum(desk.cover, 1.0) @ desk.weight)) - left @ desk.weight
    loss += desk.toll[here]
    worth = np.zeros((len(flat), size + 1))
    useful, kinds = desk.helpful.shape
    reached = np.minimum(desk.helpful, left[:, None, :]).reshape(len(flat) * useful, kinds)  # one product, not n
    worth[:, :useful] = (reached @ desk.weight).reshape(len(flat), useful)
    _add_sectors(desk, here, worth, loss)
    worth[:, :size] -= _price_after(desk, here)
    worth[:, :size] -= desk.charge[events]
    for row, event in enumerate(events):
        if len(desk.slots[event]) == 1:
            worth[row, size] += desk.tables.event_cost
    if not desk.prices.teams_free:
        _add_visits(desk, flat, worth, loss)
    worth += loss[:, None]
    return worth


def _add_sectors(desk: Desk, here: list[int], worth: Floats, loss: Floats) -> None:
    """Bonus lost with the delivery taken out, bonus won with the one put in."""
    frame, up, now = desk.frame, desk.rises, desk.sectors
    rise = np.full(len(here), up[now])
    for row, local in enumerate(here):
        if frame.counts[local] and desk.of_agency[frame.agency[local]] == 1:
            loss[row] -= up[now - 1]
            rise[row] = up[now - 1]
            worth[row, frame.members[frame.agency[local]]] += up[now - 1]
    worth[:, :-1] += np.multiply.outer(rise, desk.fresh)


def _add_visits(desk: Desk, flat: list[tuple[int, int]], worth: Floats, loss: Floats) -> None:
    """The visit saved where an agency leaves an event with the delivery taken out."""
    agency = desk.frame.agency
    at = [[agency[local] for local in slot] for slot in desk.slots]
    for row, (event, local) in enumerate(flat):
        visitor = agency[local]
        if at[event].count(visitor) == 1:
            team = desk.prices.team[desk.days[event], visitor]
            loss[row] += team
            worth[row, desk.frame.members[visitor]] -= team


def _price_after(desk: Desk, here: list[int]) -> Floats:
    """float64[L] or [n, L], prices once the delivery is out: its money may pay for another of the same fund."""
    frame, stock = desk.frame, desk.stock
    tight = {fund for fund, dear in frame.dear.items() if stock.money[fund] < dear}
    short = [(row, local) for row, local in enumerate(here) if frame.fund[local] in tight]
    if not short:
        return desk.price
    price = np.repeat(desk.price[None, :], len(here), axis=0)
    ready = (stock.quota[frame.table.offers] > 0) & (np.array(desk.count) < frame.limit_of)
    for row, local in short:
        members = frame.same_fund[frame.fund[local]]
        money = stock.money[frame.fund[local]] + frame.cost[local]
        freed = members[ready[members] & (frame.cost_of[members] <= money)]
        price[row, freed] = desk.toll[freed]
    return price


def is_locked(desk: Desk, event: int, local: int) -> bool:
    """Whether a delivery must stay: agreed for this day, or as many as were agreed are left."""
    frame = desk.frame
    return desk.count[local] <= frame.locked.get(local, 0) or (desk.days[event], local) in frame.fixed


def ruin(desk: Desk, rng: np.random.Generator) -> bool:
    """Take out 1 to 4 deliveries, one whole event, or everything; put back at once what is locked.

    Returns whether the village still keeps its locked rows; if not, the step must be undone.
    """
    flat = [(event, local) for event, slot in enumerate(desk.slots) for local in slot]
    if not flat:
        return True
    draw = rng.random()
    if draw < _FEW:
        number = min(int(rng.integers(1, 5)), len(flat))
        chosen = [flat[int(i)] for i in rng.choice(len(flat), number, replace=False)]
    elif draw < _FEW + _EVENT:
        event = int(rng.integers(len(desk.days)))
        chosen = [(event, local) for local in desk.slots[event]]
    else:
        chosen = flat
    for event, local in chosen:
        if (desk.days[event], local) not in desk.frame.fixed:
            desk.take_out(event, local)
    close_empty(desk)
    return restore(desk, rng)


def close_empty(desk: Desk) -> None:
    for event in range(len(desk.days) - 1, -1, -1):
        if not desk.slots[event]:
            desk.close(event)


def restore(desk: Desk, rng: np.random.Generator) -> bool:
    """Put locked deliveries back that were taken out, on any day. False where one finds none."""
    missing = [local for local, wanted in desk.frame.locked.items() for _ in range(max(0, wanted - desk.count[local]))]
    return all(desk.place(local, rng) for local in _shuffled(missing, rng))


def _shuffled(values: Iterable[int], rng: np.random.Generator) -> list[int]:
    order = list(values)
    rng.shuffle(order)
    return order
