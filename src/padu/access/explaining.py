"""Why somebody may, or may not: which hat gives a verb in a place, which would, and who can give that one.

Asks the functions that the gate itself asks (`Actor.may`, `ROLE_VERBS`, `ROLE_GRANTS`, `ROLE_LEVELS`); no database.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from padu.access.actor import Actor, Hat
from padu.access.granting import ROLE_LEVELS
from padu.access.verbs import ROLE_GRANTS, ROLE_VERBS, Role, Verb
from padu.domain.regions import ancestors, level_of

# Verbs by what they are about, in the order in which people read them. A test holds this against the verbs.
VERB_SUBJECTS: Final[dict[str, tuple[Verb, ...]]] = {
    "Wilayah dan lembaga": (
        Verb.FIGURE_READ, Verb.PLACE_READ, Verb.INSTITUTION_EDIT, Verb.TEAM_EDIT, Verb.FIELD_EDIT, Verb.REGISTER_EDIT,
        Verb.REGISTER_DECLARE, Verb.REGION_EDIT,
    ),
    "Keluarga": (
        Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.FAMILY_FIND, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE, Verb.CASE_REFER,
        Verb.QUALITY_JUDGE, Verb.FAMILY_MERGE, Verb.SECTOR_SEND,
    ),
    "Angka dan masalah": (Verb.FIGURE_IMPORT, Verb.FIGURE_SEND, Verb.SITUATION_EDIT),
    "Rencana dan kesepakatan": (
        Verb.SUPPLY_READ_ALL, Verb.SUPPLY_EDIT, Verb.PLAN_RUN, Verb.PLAN_ANSWER, Verb.MEETING_RECORD,
        Verb.DECISION_CLOSE, Verb.DECISION_VERIFY,
    ),
    "Pelaksanaan": (Verb.REALISATION_REPORT, Verb.REALISATION_JOIN),
    "Pengawasan": (Verb.FINDING_WRITE, Verb.FINDING_ANSWER, Verb.AUDIT_READ),
    "Akun dan pelindungan data": (Verb.ACCOUNT_ADMIN, Verb.PRIVACY_SERVE, Verb.PRIVACY_ADMIN),
}  # fmt: skip
# What an officer of an agency does, they do for their own agency alone.
FOR_OWN_AGENCY: Final = frozenset(
    {
        Verb.SUPPLY_EDIT,
        Verb.PLAN_ANSWER,
        Verb.REALISATION_REPORT,
        Verb.DECISION_CLOSE,
        Verb.FINDING_ANSWER,
        Verb.SECTOR_SEND,
    }
)


class Answer(StrEnum):
    """What a page of the place that asks for the verb would answer."""

    YES = "yes"
    OTHER_HAT = "other_hat"  # another of the person's hats gives it; the one put on does not
    NO_VERB = "no_verb"  # in the place, without the verb: 403
    OUTSIDE = "outside"  # no hat over the place: 404, as if it did not exist
    NO_HAT = "no_hat"


@dataclass(frozen=True, slots=True)
class Giver:
    """Who can give a hat: a role, in the place where it is worn."""

    role: Role
    region_code: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """A hat that would do, at the place nearest to the one asked for, and who can give it, nearest first."""

    role: Role
    region_code: str
    givers: tuple[Giver, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer for one verb in one place.

    giving    hats of the person that give the verb there
    inside    hats over the place that do not
    remedies  hats that would; none where the answer is yes
    """

    verb: Verb
    region_code: str
    answer: Answer
    giving: tuple[Hat, ...]
    inside: tuple[Hat, ...]
    remedies: tuple[Remedy, ...]

    @property
    def for_own_agency(self) -> bool:
        """Whether the verb reaches the rows of the own agency only, by every hat that gives it."""
        return self.verb in FOR_OWN_AGENCY and bool(self.giving) and all(h.agency_id is not None for h in self.giving)


def explain(whole: Actor, verb: Verb, region_code: str, worn: Actor | None = None) -> Explanation:
    """Why the person may do this there or may not. `worn` is the actor with the hat put on; None: all hats count."""
    giving = tuple(hat for hat in whole.hats if whole.narrowed_to(hat).may(verb, region_code))
    over = tuple(hat for hat in whole.hats if hat not in giving and _over(whole.narrowed_to(hat), region_code))
    answer = _answer(whole, worn or whole, verb, region_code, over)
    remedies = () if answer in (Answer.YES, Answer.OTHER_HAT) else remedies_for(verb, region_code)
    return Explanation(verb, region_code, answer, giving, over, remedies)


def _answer(whole: Actor, worn: Actor, verb: Verb, region_code: str, over: tuple[Hat, ...]) -> Answer:
    if worn.may(verb, region_code):
        return Answer.YES
    if whole.may(verb, region_code):
        return Answer.OTHER_HAT
    if not whole.hats:
        return Answer.NO_HAT
    return Answer.NO_VERB if over else Answer.OUTSIDE


def _over(actor: Actor, region_code: str) -> bool:
    """Whether any verb of the hat reaches the place."""
    return any(actor.may(verb, region_code) for verb in Verb)


def remedies_for(verb: Verb, region_code: str) -> tuple[Remedy, ...]:
    """Hats that give the verb in the place, each at the nearest place where such a hat is worn."""
    found = []
    for role in Role:
        place = nearest_place(role, region_code)
        if verb in ROLE_VERBS[role] and place is not None:
            found.append(Remedy(role, place, givers_of(role, place)))
    return tuple(sorted(found, key=lambda one: -len(ancestors(one.region_code))))


def nearest_place(role: Role, region_code: str) -> str | None:
    """The place itself, or the nearest above it, where the role is worn; None where it is worn only below."""
    upwards = (region_code, *reversed(ancestors(region_code)))
    return next((code for code in upwards if level_of(code) in ROLE_LEVELS[role]), None)


def givers_of(role: Role, region_code: str) -> tuple[Giver, ...]:
    """Who can give this hat: the holders of `account.admin` over the place who may give the role, nearest first."""
    givers = []
    for giver, roles in ROLE_GRANTS.items():
        place = nearest_place(giver, region_code)
        if role in roles and place is not None and Verb.ACCOUNT_ADMIN in ROLE_VERBS[giver]:
            givers.append(Giver(giver, place))
    return tuple(sorted(givers, key=lambda one: -len(ancestors(one.region_code))))
