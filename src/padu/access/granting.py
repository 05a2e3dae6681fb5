"""Who may give or end which hat where: one rule for forms, services, invitations and off-boarding."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from padu.access.actor import Actor
from padu.access.verbs import ROLE_GRANTS, ROLE_VERBS, Role, Verb
from padu.domain.regions import CodeRange, Level, is_region_code, level_of

# Where a role is at home. An officer of several villages wears one hat for each, or one for the district [assumption].
ROLE_LEVELS: Final[dict[Role, frozenset[Level]]] = {
    Role.KADER: frozenset({Level.VILLAGE}),
    Role.KAMPUNG: frozenset({Level.VILLAGE}),
    Role.PLKB: frozenset({Level.VILLAGE, Level.DISTRICT}),
    Role.AGENCY: frozenset({Level.REGENCY}),
    Role.REGENCY: frozenset({Level.REGENCY}),
    Role.DISTRICT: frozenset({Level.DISTRICT}),
    Role.PROVINCE: frozenset({Level.PROVINCE}),
    Role.NATION: frozenset({Level.NATION}),
    Role.SECTOR: frozenset({Level.NATION, Level.PROVINCE}),
    Role.INSPECTOR: frozenset({Level.REGENCY, Level.PROVINCE, Level.NATION}),
    Role.PRIVACY: frozenset({Level.REGENCY, Level.PROVINCE, Level.NATION}),
}


class GrantRefusal(StrEnum):
    """Why a hat may not be given."""

    LEVEL = "level"
    PLACE = "place"
    ROLE = "role"


def level_fits(role: Role, region_code: str) -> bool:
    """Whether the role is worn at places of this level; False for what is no region code."""
    return is_region_code(region_code) and level_of(region_code) in ROLE_LEVELS[role]


def grant_refusal(actor: Actor, role: Role, region_code: str) -> GrantRefusal | None:
    """Why the actor may not give or end this hat; None if they may. The system may, where the level fits."""
    if not level_fits(role, region_code):
        return GrantRefusal.LEVEL
    if actor.system:
        return None
    granting = _granting_roles(actor, region_code)
    if not granting:
        return GrantRefusal.PLACE
    return None if any(role in ROLE_GRANTS.get(own, ()) for own in granting) else GrantRefusal.ROLE


def may_grant(actor: Actor, role: Role, region_code: str) -> bool:
    """Whether the actor may give this role in this place."""
    return grant_refusal(actor, role, region_code) is None


def may_end(actor: Actor, role: Role, region_code: str) -> bool:
    """Whether the actor may end this hat: who may give it, and who administers a place above it.

    Otherwise nobody could end the hats of a village whose regency has no team any more.
    """
    above = any(own != region_code for own in _administered(actor, region_code))
    return above or may_grant(actor, role, region_code)


def grantable_roles(actor: Actor) -> tuple[Role, ...]:
    """Roles that the actor may give somewhere, in the order of the table."""
    own = {h.role for h in actor.hats if Verb.ACCOUNT_ADMIN in ROLE_VERBS[h.role]}
    return tuple(role for role in Role if any(role in ROLE_GRANTS.get(mine, ()) for mine in own))


def _granting_roles(actor: Actor, region_code: str) -> set[Role]:
    return {
        h.role
        for h in actor.hats
        if Verb.ACCOUNT_ADMIN in ROLE_VERBS[h.role] and CodeRange.below(h.region_code).holds(region_code)
    }


def _administered(actor: Actor, region_code: str) -> list[str]:
    """The actor's own places, as administrator, in which this place lies."""
    return [
        h.region_code
        for h in actor.hats
        if Verb.ACCOUNT_ADMIN in ROLE_VERBS[h.role] and CodeRange.below(h.region_code).holds(region_code)
    ]
