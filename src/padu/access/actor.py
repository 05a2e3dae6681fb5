"""Who acts: a person with hats, or the system on somebody's behalf. Plain values, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from padu.access.verbs import ROLE_VERBS, Role, Verb
from padu.domain.regions import CodeRange, RegionScope, topmost


@dataclass(frozen=True, slots=True)
class Hat:
    """One role in one place; an agency's officer also carries the agency's id."""

    role: Role
    region_code: str
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (user_id) or the system (system=True) with what it may do where.

    `codes_below` holds, for roots beyond the broadest one, all region codes below that root (filled by the loader),
    because row-level security takes one range and a list of exact codes.
    """

    user_id: int | None = None
    name: str = ""
    hats: tuple[Hat, ...] = ()
    system: bool = False
    extra_verbs: frozenset[Verb] = frozenset()
    codes_below: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None or self.system

    @property
    def agency_ids(self) -> frozenset[int]:
        return frozenset(h.agency_id for h in self.hats if h.agency_id is not None)

    def roots(self, verb: Verb) -> tuple[str, ...]:
        """Broadest places in which the actor may do this, broadest first."""
        return topmost(h.region_code for h in self.hats if verb in ROLE_VERBS[h.role] or verb in self.extra_verbs)

    def scope_for(self, verb: Verb) -> RegionScope:
        roots = self.roots(verb)
        if not roots:
            return RegionScope()
        others = frozenset[str]().union(*(self.codes_below.get(r, frozenset()) | {r} for r in roots[1:]))
        return RegionScope(CodeRange.below(roots[0]), others)

    def may(self, verb: Verb, region_code: str) -> bool:
        return self.scope_for(verb).covers(region_code)

    def owns(self, agency_id: int) -> bool:
        return agency_id in self.agency_ids

    def narrowed_to(self, hat: Hat) -> Actor:
        """The same person with one hat on. Raises ValueError for a hat that is not theirs."""
        if hat not in self.hats:
            raise ValueError(hat)
        return replace(self, hats=(hat,))


ANONYMOUS = Actor()


def system_actor(region_code: str, *verbs: Verb, on_behalf_of: Actor | None = None) -> Actor:
    """The system acting in one place with named verbs only, for jobs that a person with the duty has started."""
    return Actor(
        user_id=on_behalf_of.user_id if on_behalf_of else None,
        name="sistem",
        hats=(Hat(Role.REGENCY, region_code),),
        system=True,
        extra_verbs=frozenset(verbs),
    )
