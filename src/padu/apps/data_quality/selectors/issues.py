"""Issues as the inbox and the page of one issue show them. Callers stand in a scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.accounts.left_open import in_places
from padu.apps.data_quality.models import DataIssue, IssueStep, QualityRun
from padu.apps.rumah_dataku.models import Family, Person
from padu.apps.rumah_dataku.selectors.family_list import villages_of
from padu.domain.data_quality.rules import RULES
from padu.domain.regions import Level, level_of
from padu.domain.states import DATA_ISSUE, is_late

WAITING: Final = ("open", "corrected", "checked")
"""States in which somebody still has to act."""


class Box(StrEnum):
    """Which issues the inbox shows."""

    MINE = "saya"
    VILLAGE = "desa"
    LATE = "lewat"
    DONE = "selesai"


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """What is asked for; "" is everything. village: one of the actor's, or "" for all of them."""

    box: Box
    village: str = ""
    rule: str = ""
    severity: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> IssueFilter:
        """Words that mean nothing narrow nothing."""
        box, rule, severity = given.get("kotak", ""), given.get("aturan", ""), given.get("berat", "")
        return cls(
            Box(box) if box in set(Box) else Box.VILLAGE,
            given.get("desa", ""),
            rule if rule in RULES else "",
            severity if severity in set(DataIssue.Severity) else "",
        )


SORTS: Final = {"tenggat": "due_on", "keadaan": "state", "catatan": "rule", "desa": "region_code"}


def issues_asked(actor: Actor, chosen: IssueFilter, today: dt.date) -> QuerySet[DataIssue]:
    """Issues that the filter asks for, what is due first on top. Raises Http404 for a village that is not theirs."""
    rows = _in_villages(actor, chosen.village)
    if chosen.rule:
        rows = rows.filter(rule=chosen.rule)
    if chosen.severity:
        rows = rows.filter(severity=chosen.severity)
    return _of_box(rows, actor, chosen.box, today)


def _in_villages(actor: Actor, village: str) -> QuerySet[DataIssue]:
    villages = villages_of(actor)
    if village and village not in villages:
        raise Http404
    rows: QuerySet[DataIssue] = DataIssue.objects.filter(region_code__in=[village] if village else villages)
    return rows


def _of_box(rows: QuerySet[DataIssue], actor: Actor, box: Box, today: dt.date) -> QuerySet[DataIssue]:
    waiting = rows.filter(state__in=WAITING)
    if box is Box.DONE:
        return rows.exclude(state__in=WAITING).order_by(F("closed_at").desc(nulls_last=True), "-pk")
    if box is Box.MINE:
        waiting = waiting.filter(assigned_to=actor.user_id)
    if box is Box.LATE:
        waiting = waiting.filter(due_on__lt=today)
    return waiting.order_by("due_on", "pk")


def box_counts(actor: Actor, village: str, today: dt.date) -> dict[Box, int]:
    """How many issues lie in each box."""
    waiting = Q(state__in=WAITING)
    found = _in_villages(actor, village).aggregate(
        mine=Count("pk", filter=waiting & Q(assigned_to=actor.user_id)),
        village=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(due_on__lt=today)),
        done=Count("pk", filter=~waiting),
    )
    keys = (Box.MINE, Box.VILLAGE, Box.LATE, Box.DONE)
    return dict(zip(keys, (found["mine"], found["village"], found["late"], found["done"]), strict=True))


def rules_found(actor: Actor, village: str) -> dict[str, int]:
    """Rules of the waiting issues with how many of each, the most frequent first."""
    rows = _in_villages(actor, village).filter(state__in=WAITING).order_by().values_list("rule")
    return dict(rows.annotate(n=Count("pk")).order_by("-n", "rule"))


@dataclass(frozen=True, slots=True)
class Known:
    """Families and persons that issues speak of, by number; those of other rooms are left out."""

    families: Mapping[int, Family]
    persons: Mapping[int, str]

    def who(self, issue: DataIssue) -> str:
        """The person's name, else the head's; "" for what is about nobody."""
        family = self.families.get(issue.family_id or 0)
        return self.persons.get(issue.person_id or 0) or (family.head_name if family else "")

    def where(self, issue: DataIssue) -> str:
        """RT and RW of the family."""
        family = self.families.get(issue.family_id or 0)
        return f"{family.rt or '–'}/{family.rw or '–'}" if family and (family.rt or family.rw) else ""


def known_of(issues: Iterable[DataIssue]) -> Known:
    """What the issues of one page speak of, asked for at once."""
    rows = list(issues)
    families = Family.objects.in_bulk([one.family_id for one in rows if one.family_id])
    persons = Person.objects.filter(pk__in=[one.person_id for one in rows if one.person_id])
    return Known(families, dict(persons.values_list("pk", "name")))


def get_issue(issue_id: int) -> DataIssue:
    """Raises Http404 for an issue the actor does not see."""
    issue: DataIssue | None = DataIssue.objects.filter(pk=issue_id).first()
    if issue is None:
        raise Http404
    return issue


def list_steps(issue: DataIssue) -> list[IssueStep]:
    """Every step, oldest first."""
    return list(IssueStep.objects.filter(issue=issue).order_by("pk"))


def issue_is_late(issue: DataIssue, today: dt.date) -> bool:
    return is_late(issue.state, issue.due_on, today, waiting=WAITING)


PEOPLES_STEPS: Final = ("correct", "check", "return", "close", "dismiss", "reconsider")
"""Steps that people take, in the order of the page."""


def steps_open(actor: Actor, issue: DataIssue) -> tuple[str, ...]:
    """Steps that this actor may take now."""
    judges = actor.may(Verb.QUALITY_JUDGE, issue.region_code)
    writes = actor.may(Verb.FAMILY_WRITE, issue.region_code)
    there = DATA_ISSUE.steps_from(issue.state)
    own = issue.corrected_by is not None and issue.corrected_by == actor.user_id
    may = {step: writes if step == "correct" else judges and not (step == "check" and own) for step in PEOPLES_STEPS}
    return tuple(step for step in PEOPLES_STEPS if step in there and may[step])


def issues_of_family(family_id: int) -> list[DataIssue]:
    """Waiting issues of a family, the gravest and soonest due first."""
    rows = DataIssue.objects.filter(family_id=family_id, state__in=WAITING).order_by("due_on", "pk")
    return sorted(rows, key=lambda one: (list(DataIssue.Severity).index(DataIssue.Severity(one.severity)), one.due_on))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Issues of some places: handed to the actor, all, and how many of them are late."""

    mine: int
    mine_late: int
    every: int
    late: int


def issues_waiting(places: Sequence[str], user_id: int | None, today: dt.date) -> Waiting:
    """Counts of these places and below for the home page, in one query."""
    villages = [code for code in places if level_of(code) is Level.VILLAGE]
    there = Q(region_code__in=villages) | in_places([code for code in places if code not in villages])
    rows = DataIssue.objects.filter(there, state__in=WAITING)
    mine, late = Q(assigned_to=user_id), Q(due_on__lt=today)
    found: dict[str, Any] = rows.aggregate(
        mine=Count("pk", filter=mine), mine_late=Count("pk", filter=mine & late), every=Count("pk"),
        late=Count("pk", filter=late),
    )  # fmt: skip
    return Waiting(**found)


def last_run(places: Sequence[str]) -> QualityRun | None:
    """The newest check of one of these places or of one above."""
    found: QualityRun | None = QualityRun.objects.filter(region_code__in=places).order_by("-pk").first()
    return found
