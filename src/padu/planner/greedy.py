"""The first plan: always the (offer, village) that gains most, dated at once; bonuses spread over the way to them."""

import heapq

import numpy as np
from numpy.typing import NDArray

from padu.planner.desk import WORTH, Desk
from padu.planner.stock import Frame, Rows, Stock, no_prices
from padu.planner.tables import Tables


def greedy(tables: Tables, frames: list[Frame], stock: Stock, start: list[Rows]) -> list[Rows]:
    """Extend the start (already taken from the stock) until nothing gains. Takes what it uses from the stock."""
    prices = no_prices(tables)
    desks = [Desk(tables, frame, stock, prices, rows) for frame, rows in zip(frames, start, strict=True)]
    queue: list[tuple[float, int]] = []
    for number, desk in enumerate(desks):
        desk.rises = tables.smooth_rises
        _push(queue, desk, number)
    while queue:
        promised, number = heapq.heappop(queue)
        desk = desks[number]
        desk.refresh()
        worth, event, local = _best(desk)
        if worth <= WORTH:
            continue
        if queue and worth < -queue[0][0] - WORTH and worth < -promised - WORTH:
            heapq.heappush(queue, (-worth, number))
            continue
        if event < 0:
            event = _open(desk, local)
        desk.insert(event, local)
        _push(queue, desk, number)
    return [desk.rows() for desk in desks]


def _push(queue: list[tuple[float, int]], desk: Desk, number: int) -> None:
    worth, _, _ = _best(desk)
    if worth > WORTH:
        heapq.heappush(queue, (-worth, number))


def _best(desk: Desk) -> tuple[float, int, int]:
    """(gain, event or -1 for a new one, offer) of the best next delivery."""
    gains = desk.gains()
    best, event, local = -np.inf, -1, -1
    taken: NDArray[np.bool_] | None = None
    if desk.days:
        worth = desk.offered(gains)
        event, local = divmod(int(worth.argmax()), worth.shape[1])
        best = float(worth[event, local])
        taken = np.logical_or.reduce(np.isfinite(worth), axis=0)
    cost = desk.tables.event_cost
    if not len(gains) or not desk.tables.room or gains.max() - cost <= max(best, WORTH):
        return best, event, local
    new = gains if taken is None else np.where(taken, -np.inf, gains)
    free = desk.free_days()
    while True:
        fresh = int(new.argmax())
        if new[fresh] - cost <= max(best, WORTH):
            return best, event, local
        if (desk.possible(np.array([fresh]))[:, 0] & free).any():
            return float(new[fresh]) - cost, -1, fresh
        new[fresh] = -np.inf


def _open(desk: Desk, local: int) -> int:
    """A new event on the day where this offer can come and the others wanted could come too."""
    gains = desk.gains()
    free = desk.free_days() & desk.possible(np.array([local]))[:, 0]
    wanted = np.flatnonzero(gains > 0)
    worth = np.where(free, desk.possible(wanted) @ gains[wanted], -1.0)
    return desk.open_event(int(worth.argmax()))
