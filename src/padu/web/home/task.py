"""One thing that is asked of somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from padu.access.actor import Actor, Hat
from padu.web.home import queries as query


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody is asked to do, with the page where it is done."""

    text: str
    url: str
    late: bool = False


@dataclass(frozen=True)
class Asking:
    """For whom tasks are looked up: one hat of an actor, on a day. What several sources count is counted once."""

    actor: Actor
    hat: Hat
    today: dt.date
    now: dt.datetime

    @property
    def place(self) -> str:
        return self.hat.region_code

    @property
    def agency_ids(self) -> frozenset[int] | None:
        """The hat's agency alone; None for a hat that is worn for no agency and looks at the whole place."""
        return frozenset({self.hat.agency_id}) if self.hat.agency_id is not None else None

    @cached_property
    def answers(self) -> query.Answers:
        """Rows of the newest proposal of this year: of the hat's agency, or of all."""
        return query.proposal_answers(self.place, self.today.year, self.agency_ids)

    @cached_property
    def kampung(self) -> int:
        """Villages with a kampung, of the place and below."""
        return query.kampung_of(self.place)

    @cached_property
    def submissions(self) -> query.Submissions:
        """How far this year's situation analyses are."""
        return query.submissions(self.place, self.today.year, self.kampung)

    @cached_property
    def decisions(self) -> query.OpenDecisions:
        return query.open_decisions(self.place, self.today, self.actor.user_id, self.agency_ids)


Source = Callable[[Asking], Iterator[Task]]
