"""The clock of 3 x 24 hours: from the moment a request, a withdrawal or a breach is known.

Source: UU 27/2022 articles 30 (correction), 32 (access), 40 (withdrawal) and 46 (breach), by
`identity_and_privacy.md` section 4. The law counts hours, so weekends and holidays count too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

DUTY: Final = dt.timedelta(hours=3 * 24)
NEARLY: Final = dt.timedelta(hours=24)  # [assumption] less than a day left is shown as urgent


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty's clock: when it began, when it ends, and when the duty was done (None: not yet)."""

    began_at: dt.datetime
    done_at: dt.datetime | None = None

    @property
    def due_at(self) -> dt.datetime:
        return self.began_at + DUTY

    def late(self, now: dt.datetime) -> bool:
        """Done after the end, or not done and past it. On the very end it is not late."""
        return (self.done_at or now) > self.due_at

    def left(self, now: dt.datetime) -> dt.timedelta:
        """Time that is left; below nought when the end has passed."""
        return self.due_at - now

    def state(self, now: dt.datetime) -> str:
        """done, done_late, late, urgent or running."""
        if self.done_at is not None:
            return "done_late" if self.late(now) else "done"
        if self.late(now):
            return "late"
        return "urgent" if self.left(now) < NEARLY else "running"


def hours_words(left: dt.timedelta) -> str:
    """Whole hours that are left or have passed, in Indonesian.

    >>> hours_words(dt.timedelta(hours=30, minutes=59)), hours_words(dt.timedelta(hours=-2))
    ('30 jam lagi', 'lewat 2 jam')
    """
    hours = int(abs(left).total_seconds() // 3600)
    if left < dt.timedelta(0):
        return f"lewat {hours} jam" if hours else "baru saja lewat"
    return f"{hours} jam lagi" if hours else "kurang dari 1 jam lagi"
