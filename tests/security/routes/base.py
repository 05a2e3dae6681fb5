"""What a route's case says: the object's place, the roles that see it and those that lack the verb, written by hand.

Nothing here reads `padu.access`: the expected answer follows from the place of the object, the place of the hat and the
roles named in the case, by `Case.expected` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from padu.access.verbs import Role
from tests.security.standing import STANDING, Wearer, above_or_same
from tests.security.world import HERE, PLAN_YEAR, YEAR, World

NO_ID = 999_999_999
NO_CODE = "13.01.01.2099"
NO_REGENCY = "13.99"

READS = frozenset({"GET"})
WRITES = frozenset({"POST"})
BOTH = READS | WRITES

Roles = frozenset[Role]
NONE: Roles = frozenset()
EVERYONE: Roles = frozenset(Role)
# Work with families of a village.
FAMILY: Roles = frozenset({Role.KADER, Role.KAMPUNG, Role.PLKB})
AGENCY: Roles = frozenset({Role.AGENCY})
TEAM: Roles = frozenset({Role.REGENCY})
POKJA: Roles = frozenset({Role.KAMPUNG})
# Read what is planned and done in a place. Ministries see figures, officers for data protection the trail: no rooms.
PLACE: Roles = EVERYONE - {Role.SECTOR, Role.PRIVACY}
# Whoever has a hat over the place is told that the verb is missing, not that the place is none.
OTHERS: Roles = EVERYONE - PLACE
# See every agency's offers.
OVERSEERS: Roles = frozenset({Role.REGENCY, Role.PROVINCE, Role.INSPECTOR})
# Lead meetings.
COORDINATION: Roles = frozenset({Role.REGENCY, Role.PROVINCE, Role.NATION})
REPORTERS: Roles = FAMILY | AGENCY | TEAM | {Role.DISTRICT}

Make = Callable[[World], dict[str, Any]]


def of(**kwargs: Any) -> Make:
    """The same arguments in every world."""
    return lambda _: kwargs


NOTHING: Make = of()


@dataclass(frozen=True, slots=True)
class Reach:
    """Who comes to rows of one place.

    place   where the rows are; "" for what is nobody's place in particular
    roles   who, if the place of the hat holds this place
    below   who, if the hat is worn in a place within this one (rows of the places above are read by those below)
    owner   of officers only those of this agency
    """

    place: str
    roles: Roles
    below: Roles = NONE
    owner: str = ""

    def inside(self, who: Wearer) -> bool:
        return not self.place or above_or_same(who.place, self.place)

    def holds(self, who: Wearer) -> bool:
        if self.owner and who.agency and who.agency != self.owner:
            return False
        beneath = above_or_same(self.place, who.place) if self.place else True
        return who.role in self.roles if self.inside(who) else beneath and who.role in self.below


@dataclass(frozen=True, slots=True)
class Case:
    """One way to an object by a route.

    place    where the object is; "" for a page without one, that everybody has for themselves
    sees     roles that get an answer to GET (or, where there is no GET, to POST), with the place in theirs
    lacks    roles that get 403: inside the place, without the verb. Whoever is neither gets 404
    does     roles that may POST, where it is not the same as `sees`; the others of `sees` then get 403
    below    roles that also get the answer to GET from places within this one
    anywhere roles that get an answer wherever they are
    door     roles that get 403 wherever they are: the room itself is none of theirs
    owner    of officers of agencies, only those of this one; a role in `sees` and in `lacks` as well: the others lack
    only     of all who see it, this one person (a name of STANDING) gets an answer
    methods  those the route answers; another one is 405, whoever asks
    public   also for nobody in particular
    own_door opened by a device's secret alone: 401 for whoever comes with an account, and for nobody
    twin     arguments that name nothing: whoever gets 404 gets the same page for it
    odd      people (names of STANDING) with another answer than the rule says, and which: say why beside it
    """

    route: str
    sees: Roles
    lacks: Roles = NONE
    place: str = ""
    kwargs: Make = NOTHING
    methods: frozenset[str] = READS
    does: Roles | None = None
    below: Roles = NONE
    anywhere: Roles = NONE
    door: Roles = NONE
    owner: str = ""
    only: str = ""
    public: bool = False
    own_door: bool = False
    query: Mapping[str, str] = field(default_factory=dict)
    more_query: Make = NOTHING
    post: Make = NOTHING
    twin: Mapping[str, Any] | None = None
    odd: Mapping[str, int] = field(default_factory=dict)
    label: str = ""

    @property
    def name(self) -> str:
        return f"{self.route}{'-' + self.label if self.label else ''}"

    def url(self, world: World) -> str:
        return self._address(self.kwargs(world), self._query(world))

    def _query(self, world: World) -> dict[str, Any]:
        """Parameters of the address; `more_query` are those that name rows of the world."""
        return {**self.query, **self.more_query(world)}

    def twin_url(self, world: World) -> str:
        kwargs, twin = self.kwargs(world), dict(self.twin or {})
        query = {key: twin.pop(key, value) for key, value in self._query(world).items()}
        return self._address(kwargs | twin, query)

    def _address(self, kwargs: Mapping[str, Any], query: Mapping[str, str]) -> str:
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        return reverse(self.route, kwargs=dict(kwargs)) + (f"?{asked}" if asked else "")

    def expected(self, who: Wearer, method: str) -> set[int]:
        """Statuses that are right for somebody, by role and place alone."""
        if self.own_door:
            return {401}
        if method not in self.methods:
            return {405}
        serves = self.sees if method == "GET" or self.does is None else self.does
        below = self.below if method == "GET" else NONE
        if self.only and who is not STANDING[self.only]:
            return {404}
        if who.role in self.anywhere or Reach(self.place, serves, below, self.owner).holds(who):
            return {200, 302} if method == "GET" else {200, 302, 409, 422}
        return {403} if self._lacks(who, method) else {404}

    def _lacks(self, who: Wearer, method: str) -> bool:
        """Whether somebody is let into the place and only the verb is missing."""
        owner = "" if who.role in self.sees else self.owner
        if who.role in self.door or Reach(self.place, self.lacks, owner=owner).holds(who):
            return True
        return method == "POST" and Reach(self.place, self.sees, owner=self.owner).holds(who)

    def expected_of(self, person: str, method: str) -> set[int]:
        """Statuses that are right for one of STANDING."""
        odd = self.odd.get(person)
        return {odd} if odd and method in self.methods else self.expected(STANDING[person], method)

    def seen_by(self, *wanted: str) -> list[str]:
        """People who get an answer, in the order of STANDING; those wanted first."""
        method = "GET" if "GET" in self.methods else "POST"
        people = [name for name in STANDING if self.expected_of(name, method) <= {200, 302, 409, 422}]
        return sorted(people, key=lambda name: name not in wanted)


__all__ = ["HERE", "PLAN_YEAR", "YEAR", "Case", "Reach"]
