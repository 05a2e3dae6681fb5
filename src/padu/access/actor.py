"""Who acts: a person with hats, or the system on somebody's behalf. Plain values, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from padu.access.verbs import ROLE_GRANTS, ROLE_VERBS, Role, Verb
from padu.domain.regions import CodeRange, RegionScope, topmost


@dataclass(frozen=True, slots=True)
class Hat:
    """One role in one place; an agency's officer also carries the agency's id."""

    role: Role
    region_code: str
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class Inherited:
    """Rows of an old place that are read under the place that followed it; `families`: records of families too."""

    old_code: str
    new_code: str
    families: bool


# Rows of old places are read under their successors; nobody writes them any more.
_READ_WITH_PLACE = frozenset({Verb.FIGURE_READ, Verb.PLACE_READ, Verb.SUPPLY_READ_ALL})
_READ_WITH_FAMILIES = _READ_WITH_PLACE | {Verb.FAMILY_READ, Verb.FAMILY_FIND, Verb.SPECIFIC_READ, Verb.AUDIT_READ}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (user_id) or the system (system=True) with what it may do where.

    codes_below  for roots beyond the broadest of a verb, all region codes below that root (filled by the loader),
                 because row-level security takes one range and a list of exact codes
    cases        agency id -> ids of the families that were referred to it and are still open (filled by the loader)
    inherited    places of the past whose successors lie in the hats' places (filled by the loader)
    """

    user_id: int | None = None
    name: str = ""
    hats: tuple[Hat, ...] = ()
    system: bool = False
    extra_verbs: frozenset[Verb] = frozenset()
    codes_below: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cases: Mapping[int, frozenset[int]] = field(default_factory=dict)
    inherited: tuple[Inherited, ...] = ()

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None or self.system

    @property
    def agency_ids(self) -> frozenset[int]:
        return frozenset(h.agency_id for h in self.hats if h.agency_id is not None)

    @property
    def case_agencies(self) -> frozenset[int]:
        """Agencies whose referrals the actor works on: those of an officer's hat, not those that a ministry's names."""
        return frozenset(h.agency_id for h in self.hats if h.role is Role.AGENCY and h.agency_id is not None)

    @property
    def case_families(self) -> frozenset[int]:
        """Families that are open to the actor because they were referred to the own agency."""
        mine = (families for agency, families in self.cases.items() if agency in self.case_agencies)
        return frozenset[int]().union(*mine)

    @property
    def grantable_roles(self) -> frozenset[Role]:
        """Roles that some hat of the actor may give, somewhere; where exactly is `may_grant`'s to say."""
        return frozenset[Role]().union(*(ROLE_GRANTS.get(h.role, frozenset()) for h in self.hats))

    def roots(self, *verbs: Verb) -> tuple[str, ...]:
        """Broadest places in which the actor may do one of these, broadest first."""
        asked = frozenset(verbs)
        return topmost(h.region_code for h in self.hats if asked & (ROLE_VERBS[h.role] | self.extra_verbs))

    def scope_for(self, *verbs: Verb) -> RegionScope:
        """Where the actor may do one of these."""
        roots = self.roots(*verbs)
        if not roots:
            return RegionScope()
        others = frozenset[str]().union(*(self.codes_below.get(r, frozenset()) | {r} for r in roots[1:]))
        return RegionScope(CodeRange.below(roots[0]), others | self.old_places(*verbs))

    def old_places(self, *verbs: Verb) -> frozenset[str]:
        """Codes of the past whose rows the actor reads under their successors; none for verbs that write."""
        if not self.inherited:
            return frozenset()
        found: set[str] = set()
        for verb in _READ_WITH_FAMILIES.intersection(verbs):
            spans = [CodeRange.below(root) for root in self.roots(verb)]
            rows = (row for row in self.inherited if row.families or verb in _READ_WITH_PLACE)
            found |= {row.old_code for row in rows if any(span.holds(row.new_code) for span in spans)}
        return frozenset(found)

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
