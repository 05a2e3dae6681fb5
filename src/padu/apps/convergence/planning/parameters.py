"""What the planner is told beside needs and offers. Every value is [assumption] until a regency sets its own."""

from __future__ import annotations

import datetime as dt
from typing import Final

MAX_EVENT_DAYS_PER_WEEK: Final = 1  # [assumption] a kampung receives one joint event in an ISO week
MAX_ACTIVITIES_PER_EVENT: Final = 6  # [assumption] so many activities fit into one day
EVENT_DAY_COST: Final = 1.0  # [assumption] in points of priority: a day costs the kampung and every team that travels
# [assumption] bonus in points of priority from so many distinct sectors on; the starts of the two upper groups of
# cross-sector integration (4-7, more than 7: planning README).
INTEGRATION_BONUS: Final = {4: 8.0, 8: 16.0}

DEFAULT_SECONDS: Final = 60  # [assumption]
MIN_SECONDS: Final = 5  # [assumption]
MAX_SECONDS: Final = 600  # [assumption]
ANSWER_DAYS: Final = 14  # [assumption] days an agency has for its answer before it counts as late
PROGRESS_EVERY_SECONDS: Final = 1.0  # the page asks every two seconds

# [assumption] Joint leave (cuti bersama) of years whose joint ministerial decree the package `holidays` does not hold
# yet; to be replaced when the decree is published. The years it holds need no entry here.
JOINT_LEAVE: Final[dict[int, tuple[dt.date, ...]]] = {
    2027: (dt.date(2027, 3, 9), dt.date(2027, 3, 12), dt.date(2027, 5, 18), dt.date(2027, 12, 24)),
}
