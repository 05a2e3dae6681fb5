"""How much of a search's allowance is used: by the wall clock, or by steps where the same result must come again."""

from collections.abc import Callable
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    """`share` runs from 0 to 1; at 1, or when `stopped`, the search ends."""

    def share(self) -> float: ...

    def tick(self) -> None:
        """One step of the search is done."""

    def stopped(self) -> bool:
        """Whether somebody asked to end now."""


class WallClock:
    """Ends at a moment of `time.monotonic`. Asks `should_stop` at most every tenth of a second."""

    def __init__(self, end: float, should_stop: Callable[[], bool] | None = None) -> None:
        self.start, self.end = monotonic(), end
        self._should_stop, self._next_look, self._stopped = should_stop, 0.0, False

    def share(self) -> float:
        if self.end <= self.start:
            return 1.0
        return min(1.0, (monotonic() - self.start) / (self.end - self.start))

    def tick(self) -> None:
        pass

    def stopped(self) -> bool:
        now = monotonic()
        if not self._stopped and self._should_stop is not None and now >= self._next_look:
            self._next_look = now + 0.1
            self._stopped = self._should_stop()
        return self._stopped


class StepClock:
    """Ends after so many steps: the same seed and instance give the same plan."""

    def __init__(self, steps: int) -> None:
        self.steps, self.done = steps, 0

    def share(self) -> float:
        return self.done / self.steps if self.steps else 1.0

    def tick(self) -> None:
        self.done += 1

    def stopped(self) -> bool:
        return False
