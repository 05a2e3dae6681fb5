"""One thing that is asked of somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from padu.access.actor import Actor, Hat
from padu.access.verbs import Role
from padu.apps.regions.selectors import names_of
from padu.web.home import queries as query


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody is asked to do, with the page where it is done."""

    text: str
    url: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """Hats of one role (and agency) in one or several places: a field worker's villages are one piece of work."""

    role: Role
    places: tuple[str, ...]
    agency_id: int | None = None

    @classmethod
    def of(cls, *hats: Hat) -> Post:
        """Hats of the same role and agency."""
        first = hats[0]
        return cls(first.role, tuple(dict.fromkeys(hat.region_code for hat in hats)), first.agency_id)

    @property
    def agency_ids(self) -> frozenset[int] | None:
        """The post's agency alone; None for one that is held for no agency and looks at whole places."""
        return frozenset({self.agency_id}) if self.agency_id is not None else None


def posts_of(hats: Iterable[Hat]) -> list[Post]:
    """One post for each role and agency, in the order of the hats."""
    groups: dict[tuple[Role, int | None], list[Hat]] = {}
    for hat in hats:
        groups.setdefault((hat.role, hat.agency_id), []).append(hat)
    return [Post.of(*group) for group in groups.values()]


@dataclass(frozen=True)
class Asking:
    """For whom tasks are looked up: one post of an actor, on a day. What several sources count is counted once."""

    actor: Actor
    post: Post
    today: dt.date
    now: dt.datetime

    @property
    def places(self) -> tuple[str, ...]:
        return self.post.places

    @property
    def place(self) -> str:
        """The first place: where a page that shows one place begins."""
        return self.places[0]

    @property
    def agency_ids(self) -> frozenset[int] | None:
        return self.post.agency_ids

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the post's places by code; asked only where a task has to say which."""
        return names_of(self.places)

    def where(self, place: str, text: str) -> str:
        """The place before a task, where the post has several."""
        return text if len(self.places) == 1 else f"{self.names.get(place, place)}: {text}"

    @cached_property
    def answers(self) -> query.Answers:
        """Rows of the newest proposal of this year: of the post's agency, or of all."""
        return query.proposal_answers(self.places, self.today.year, self.agency_ids)

    @cached_property
    def kampung(self) -> int:
        """Villages with a kampung, of the places and below."""
        return query.kampung_of(self.places)

    @cached_property
    def submissions(self) -> query.Submissions:
        """How far this year's situation analyses are."""
        return query.submissions(self.places, self.today.year, self.kampung)

    @cached_property
    def decisions(self) -> query.OpenDecisions:
        return query.open_decisions(self.places, self.today, self.actor.user_id, self.agency_ids)


Source = Callable[[Asking], Iterator[Task]]
