"""From an actor to the settings that row-level security reads: one lane per kind of reading and writing.

A lane is three settings: `padu.<lane>_from`, `padu.<lane>_to` (a range of codes) and `padu.<lane>_codes` (exact codes).
An unset lane covers nothing.
"""

from __future__ import annotations

from enum import StrEnum

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.domain.regions import RegionScope, ancestors


class Lane(StrEnum):
    PLACE_READ = "place_read"
    PLACE_WRITE = "place_write"
    PERSON_READ = "person_read"
    PERSON_WRITE = "person_write"
    SPECIFIC_READ = "specific_read"
    SPECIFIC_WRITE = "specific_write"
    SUPPLY_READ = "supply_read"
    AGENCY_WRITE = "agency_write"
    CASE_WRITE = "case_write"
    FINDING_WRITE = "finding_write"
    ACCOUNT_ADMIN = "account_admin"
    AUDIT_READ = "audit_read"
    PRIVACY = "privacy"


# Writing rows of a place needs one of these; which of them a step needs is the service's check.
_PLACE_WRITE_VERBS = (
    Verb.SITUATION_EDIT,
    Verb.PLAN_RUN,
    Verb.MEETING_RECORD,
    Verb.DECISION_VERIFY,
    Verb.FIGURE_IMPORT,
    Verb.FIGURE_SEND,
    Verb.REALISATION_JOIN,
    Verb.FAMILY_WRITE,
    Verb.INSTITUTION_EDIT,
    Verb.TEAM_EDIT,
    Verb.FIELD_EDIT,
    Verb.REGISTER_EDIT,
    Verb.REGISTER_DECLARE,
)
_AGENCY_WRITE_VERBS = (Verb.SUPPLY_EDIT, Verb.PLAN_ANSWER, Verb.REALISATION_REPORT)

LANE_VERBS: dict[Lane, tuple[Verb, ...]] = {
    Lane.PLACE_READ: (Verb.PLACE_READ,),
    Lane.PLACE_WRITE: _PLACE_WRITE_VERBS,
    Lane.PERSON_READ: (Verb.FAMILY_READ,),
    Lane.PERSON_WRITE: (Verb.FAMILY_WRITE,),
    Lane.SPECIFIC_READ: (Verb.SPECIFIC_READ,),
    Lane.SPECIFIC_WRITE: (Verb.SPECIFIC_WRITE,),
    Lane.SUPPLY_READ: (Verb.SUPPLY_READ_ALL,),
    Lane.AGENCY_WRITE: _AGENCY_WRITE_VERBS,
    Lane.CASE_WRITE: (Verb.CASE_REFER,),
    Lane.FINDING_WRITE: (Verb.FINDING_WRITE, Verb.FINDING_ANSWER),
    Lane.ACCOUNT_ADMIN: (Verb.ACCOUNT_ADMIN,),
    Lane.AUDIT_READ: (Verb.AUDIT_READ,),
    Lane.PRIVACY: (Verb.PRIVACY_SERVE, Verb.PRIVACY_ADMIN),
}


def lane_scope(actor: Actor, lane: Lane) -> RegionScope:
    """Where the actor may go on this lane: wherever one of its verbs is, plus for reading the exact places above."""
    scope = actor.scope_for(*LANE_VERBS[lane])
    if lane is not Lane.PLACE_READ or scope.empty:
        return scope
    above = {a for root in actor.roots(Verb.PLACE_READ) for a in ancestors(root)}
    return RegionScope(scope.span, scope.codes | {code for code in above if not scope.span.holds(code)})


def listed_roots(actor: Actor) -> frozenset[str]:
    """Roots whose codes must be listed one by one, because on some lane another root has the range."""
    asked = [*LANE_VERBS.values(), *((verb,) for verb in Verb)]
    return frozenset(root for verbs in asked for root in actor.roots(*verbs)[1:])


def settings_of(actor: Actor) -> dict[str, str]:
    """Every setting of every lane, also the empty ones, so that nothing of an earlier scope is left."""
    settings = {
        "padu.user": str(actor.user_id or ""),
        "padu.signed_in": "1" if actor.signed_in else "",
        "padu.system": "1" if actor.system else "",
        "padu.agencies": ",".join(str(a) for a in sorted(actor.agency_ids)),
        "padu.case_agencies": ",".join(str(a) for a in sorted(actor.case_agencies)),
        "padu.cases": ",".join(str(f) for f in sorted(actor.case_families)),
        "padu.grantable": ",".join(sorted(role.value for role in actor.grantable_roles)),
    }
    for lane in Lane:
        scope = lane_scope(actor, lane)
        settings[f"padu.{lane}_from"] = scope.span.start
        settings[f"padu.{lane}_to"] = scope.span.end
        settings[f"padu.{lane}_codes"] = ",".join(sorted(scope.codes))
    return settings
