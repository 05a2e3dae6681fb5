"""Upper bounds on the value of any plan, from cheap to tight, and a child process that tightens them."""

import json
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from padu.domain.planning import Instance
from padu.planner.relaxation import SAFE, Relaxation
from padu.planner.stock import Frame, build_frames
from padu.planner.tables import Floats, Tables, build_tables

VILLAGE_SECONDS = 5.0
"""The whole-number model of one village may take so long; then what it has proven so far is used. [assumption]"""

MIP_SLACK = 1e-6
"""The solver's own tolerance for whole numbers, added to what it proves."""

SMALL = 4000
"""Up to so many (offer, village) pairs the relaxation is solved at once: about a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan is worth more than `value`. kind: how it was found.

    weights     all weights and bonuses together
    lp          linear relaxation, recomputed from its duals
    lagrangian  the same prices, villages planned in whole deliveries: at least as tight
    """

    value: float
    kind: str


def weights_bound(tables: Tables) -> Bound:
    """Every problem solved, every bonus earned, event days for nothing (or, where they pay, all of them)."""
    bonus = max(0.0, float(tables.bonus[: int(tables.counts.sum()) + 1].max()))
    paid = max(0.0, -tables.event_cost) * len(tables.day)
    value = sum(
        float(v.weight[v.effect.any(axis=0)].sum()) + (bonus + paid if len(v.offers) else 0.0) for v in tables.villages
    )
    return Bound(value + SAFE * (1.0 + abs(value)), "weights")


def lp_bound(tables: Tables, locks: Sequence[dict[int, int]], time_limit: float) -> Bound | None:
    """The linear relaxation; None when there was no answer in time."""
    relaxation = Relaxation(tables, range(len(tables.villages)), locks)
    duals = relaxation.solve(time_limit)
    return None if duals is None else Bound(relaxation.bound(duals), "lp")


def bound_of(instance: Instance, time_limit: float = 60.0) -> Bound:
    """A bound in one call, for tests and small instances. Locked rows are left out, which only loosens it."""
    tables = build_tables(instance)
    found = lp_bound(tables, [{}] * len(tables.villages), time_limit)
    return min((b for b in (weights_bound(tables), found) if b), key=lambda bound: bound.value)


def tightening_bounds(tables: Tables, frames: Sequence[Frame], time_limit: float) -> Iterator[Bound]:
    """The relaxation first, then the Lagrangian bound after each village that was planned in whole deliveries."""
    end = monotonic() + time_limit
    locks = [frame.locked for frame in frames]
    relaxation = Relaxation(tables, range(len(frames)), locks)
    duals = relaxation.solve(time_limit)
    if duals is None:
        return
    yield Bound(relaxation.bound(duals), "lp")
    rest = relaxation.reduced(duals)
    best = np.where(rest > 0, rest * relaxation.most, rest * relaxation.least)
    parts = [float(best[block.first : block.last].sum()) for block in relaxation.blocks]
    shared = float(duals[: relaxation.shared] @ relaxation.limit[: relaxation.shared])
    for number in range(len(frames)):
        left = min(VILLAGE_SECONDS, end - monotonic())
        if left <= 0:
            return
        whole = _whole_village(tables, number, locks[number], duals[: relaxation.shared], left)
        parts[number] = min(parts[number], whole)
        value = shared + sum(parts)
        yield Bound(value + SAFE * (1.0 + abs(value)), "lagrangian")


def _whole_village(tables: Tables, number: int, locked: dict[int, int], prices: Floats, seconds: float) -> float:
    """The most one village can be worth at these prices when deliveries, visits and event days are whole."""
    import highspy

    model = Relaxation(tables, [number], [locked])
    if not len(model.value):
        return 0.0
    charged = np.zeros(len(model.limit))
    charged[: model.shared] = prices
    model.value = model.reduced(charged)
    model.limit[: model.shared] = np.inf
    block, village = model.blocks[0], tables.villages[number]
    offers, kinds, agencies = len(village.offers), len(village.weight), len(block.agencies)
    solver = model.solver(max(seconds, 0.01), mip_rel_gap=1e-5)
    whole = [*range(offers), *range(offers + kinds, offers + kinds + 2 * agencies + 1)]
    kinds_of = np.full(len(whole), highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(len(whole), np.array(whole, dtype=np.int32), kinds_of)
    solver.run()
    bound = float(solver.getInfo().mip_dual_bound)
    return bound + MIP_SLACK * (1.0 + abs(bound)) if np.isfinite(bound) else np.inf


class BoundProcess:
    """A child that works on the bound while the plan is searched. `best` is the tightest so far."""

    def __init__(self, instance: Instance, locks: Sequence[dict[int, int]], first: Bound, time_limit: float) -> None:
        self.best = first
        self._child = subprocess.Popen(  # our own module, run by our own interpreter
            [sys.executable, "-m", "padu.planner.bound"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in a terminal is for the parent alone
        )
        message = pickle.dumps((instance, list(locks), time_limit))
        self._talk = threading.Thread(target=self._exchange, args=(message,), daemon=True)
        self._talk.start()

    def _exchange(self, message: bytes) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            self._child.stdin.write(len(message).to_bytes(8, "big") + message)
            self._child.stdin.flush()  # left open: its end tells the child that nobody waits any more
            for line in self._child.stdout:
                found = json.loads(line)
                if found["value"] < self.best.value:
                    self.best = Bound(found["value"], found["kind"])
        except (OSError, ValueError):
            return  # the child ended early: the bound so far stands

    def close(self) -> Bound:
        """End the child and return the tightest bound."""
        self._child.kill()
        self._child.wait()
        self._talk.join(timeout=1.0)
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # unsent bytes of a message nobody reads any more
        return self.best


def _leave_with_parent() -> None:
    """End this process when the parent's side of the pipe closes, whatever the solver is doing."""
    import os

    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """The child: instance in on stdin, one JSON line per tighter bound out."""
    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    instance, locks, time_limit = pickle.loads(sys.stdin.buffer.read(size))  # noqa: S301  # written by our own parent
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    tables = build_tables(instance)
    frames = build_frames(tables)
    for frame, locked in zip(frames, locks, strict=True):
        frame.locked = locked
    for bound in tightening_bounds(tables, frames, time_limit):
        sys.stdout.write(json.dumps({"value": bound.value, "kind": bound.kind}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
