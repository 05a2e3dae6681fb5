"""Upper bounds on the value of any plan: a cheap one at once, the linear relaxation from a child process.

Planning each village in whole deliveries at the relaxation's prices would be tighter by about a point, but rests on the
solver's word: HiGHS 1.14 was seen to prove a false optimum of such a model. What is used here is recomputed from duals.
"""

import json
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from padu.domain.planning import Instance
from padu.planner.relaxation import SAFE, Relaxation
from padu.planner.tables import Tables, build_tables

SMALL = 4000
"""Up to so many (offer, village) pairs the relaxation is solved at once: about a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan is worth more than `value`. kind: how it was found.

    weights  all weights and bonuses together
    lp       linear relaxation, recomputed from its duals
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


class BoundProcess:
    """A child that solves the relaxation while the plan is searched. `best` is the tightest bound so far."""

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
    """The child: instance in on stdin, one JSON line out, or none when time was too short."""
    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    instance, locks, time_limit = pickle.loads(sys.stdin.buffer.read(size))  # noqa: S301  # written by our own parent
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    tables = build_tables(instance)
    bound = lp_bound(tables, locks, time_limit)
    if bound is not None:
        sys.stdout.write(json.dumps({"value": bound.value, "kind": bound.kind}) + "\n")


if __name__ == "__main__":
    main()
