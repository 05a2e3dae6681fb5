"""What the steps of the demo share: which regency, which year, which nagari, who acts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from hashlib import blake2b

from padu.access.actor import Actor, system_actor
from padu.access.verbs import Verb
from padu.apps.institutions.demo_agencies import DEMO_REGENCY
from padu.apps.regions.selectors import list_villages

PROVINCE = "13"
NEXT_REGENCY = "13.02"
FIRST_VILLAGE = "13.01.01.2001"


@dataclass(frozen=True, slots=True)
class DemoSetting:
    """One loading of the demo.

    villages  codes of the nagari with a kampung, in the order of loading: a larger demo begins with the smaller one's
    families  made-up families in each of them
    today     the day everything is told from; the planning year is its year
    """

    villages: tuple[str, ...]
    families: int
    today: dt.date
    regency: str = DEMO_REGENCY
    seed: int = 2026

    @property
    def year(self) -> int:
        return self.today.year

    def actor(self, *verbs: Verb) -> Actor:
        """The system in the demo regency, with these verbs beside those of its coordination team."""
        return system_actor(self.regency, *verbs)


def make_setting(families: int, villages: int, today: dt.date) -> DemoSetting:
    """The setting for this many villages (as many as the regency has, at most) with this many families each."""
    codes = sorted(list_villages(DEMO_REGENCY).values_list("code", flat=True), key=_spread)
    return DemoSetting(tuple(codes[:villages]), families, today)


def _spread(code: str) -> tuple[bool, bytes]:
    """A fixed order that scatters the villages over the districts, the best-known one first."""
    return code != FIRST_VILLAGE, blake2b(code.encode(), digest_size=8).digest()
