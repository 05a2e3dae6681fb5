"""One kampung of the register with all that hangs on it, and the list of a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.http import Http404

from padu.apps.kampung.models import (
    Declaration,
    FormationStepDone,
    Group,
    GroupCount,
    Kampung,
    ModelVillage,
    RegisterFile,
)
from padu.domain.kampung_fields import FIELDS, newest_of
from padu.domain.kampung_formation import Formation, FormationStep, formation_on
from padu.domain.regions import CodeRange


def list_kampung(region_code: str) -> QuerySet[Kampung]:
    """Kampung in a place and below it, in code order."""
    span = CodeRange.below(region_code)
    return Kampung.objects.filter(region_code__gte=span.start, region_code__lt=span.end).order_by("region_code", "name")


def get_kampung(region_code: str) -> Kampung | None:
    """The kampung of a village; where it has several, the first by name that is not dissolved."""
    rows = Kampung.objects.filter(region_code=region_code)
    kampung: Kampung | None = rows.order_by(F("dissolved_on").desc(nulls_first=True), "name").first()
    return kampung


def kampung_or_404(kampung_id: int) -> Kampung:
    """Raises Http404 where there is none that the actor may see."""
    kampung: Kampung | None = Kampung.objects.select_related("decree_file").filter(pk=kampung_id).first()
    if kampung is None:
        raise Http404
    return kampung


def group_or_404(group_id: int) -> Group:
    group: Group | None = Group.objects.select_related("kampung").filter(pk=group_id).first()
    if group is None:
        raise Http404
    return group


def file_or_404(file_id: int) -> RegisterFile:
    paper: RegisterFile | None = RegisterFile.objects.filter(pk=file_id).first()
    if paper is None:
        raise Http404
    return paper


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with its newest count of members, None where nobody counted."""

    group: Group
    count: GroupCount | None


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the register knows of one kampung on a day."""

    kampung: Kampung
    formation: Formation
    steps: Mapping[FormationStep, FormationStepDone]
    models_of: Sequence[ModelVillage]
    counting: Mapping[tuple[str, int | None], Declaration]
    groups: Sequence[GroupLine]
    siblings: Sequence[Kampung]

    @property
    def days(self) -> dict[FormationStep, dt.date | None]:
        return {step: row.done_on for step, row in self.steps.items()}


def profile_of(kampung: Kampung, today: dt.date) -> Profile:
    """Raises ScopeMissing outside a scope."""
    rows = FormationStepDone.objects.filter(kampung=kampung).select_related("evidence")
    steps = {FormationStep(row.step): row for row in rows}
    days = {step: row.done_on for step, row in steps.items()}
    same_place = Kampung.objects.filter(region_code=kampung.region_code).exclude(pk=kampung.pk)
    return Profile(
        kampung=kampung,
        formation=formation_on(days, kampung.founded_on, kampung.dissolved_on, today),
        steps=steps,
        models_of=list(ModelVillage.objects.filter(kampung=kampung).order_by("-since")),
        counting=newest_of(Declaration.objects.filter(kampung=kampung).select_related("file")),
        groups=groups_of(kampung),
        siblings=list(same_place.order_by("name")),
    )


def groups_of(kampung: Kampung) -> list[GroupLine]:
    """Groups by kind and name, each with its newest count."""
    counts: dict[int, GroupCount] = {}
    for count in GroupCount.objects.filter(group__kampung=kampung).order_by("as_of"):
        counts[count.group_id] = count
    groups = Group.objects.filter(kampung=kampung).select_related("decree_file").order_by("kind", "name")
    return [GroupLine(group, counts.get(group.pk)) for group in groups]


def counts_of(group: Group) -> QuerySet[GroupCount]:
    return GroupCount.objects.filter(group=group).order_by("-as_of")


def history_of(kampung: Kampung, field: str) -> QuerySet[Declaration]:
    """Every answer to one field, the one that counts first."""
    rows = Declaration.objects.filter(kampung=kampung, field=field).select_related("file")
    return rows.order_by(F("year").desc(nulls_last=True), "-as_of", "-pk")


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A kampung in the list of a place.

    unanswered  fields that nobody has answered yet, of all that are asked
    """

    kampung: Kampung
    formation: Formation
    models_of: tuple[str, ...]
    unanswered: int
    groups: int


def register_lines(region_code: str, today: dt.date) -> list[RegisterLine]:
    """The kampung of a place with how far each is; five queries, however many there are."""
    kampung = list(list_kampung(region_code))
    keys = [one.pk for one in kampung]
    steps: dict[int, dict[FormationStep, dt.date | None]] = {}
    for pk, step, day in FormationStepDone.objects.filter(kampung_id__in=keys).values_list(
        "kampung_id", "step", "done_on"
    ):
        steps.setdefault(pk, {})[FormationStep(step)] = day
    models = _grouped(ModelVillage.objects.filter(kampung_id__in=keys, until__isnull=True), "level")
    answered = _grouped(Declaration.objects.filter(kampung_id__in=keys).distinct(), "field")
    groups = _grouped(Group.objects.filter(kampung_id__in=keys), "pk")
    return [
        RegisterLine(
            one,
            formation_on(steps.get(one.pk, {}), one.founded_on, one.dissolved_on, today),
            tuple(sorted(models.get(one.pk, ()))),
            len(FIELDS) - len(answered.get(one.pk, ())),
            len(groups.get(one.pk, ())),
        )
        for one in kampung
    ]


def _grouped(rows: QuerySet[Kampung], column: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for pk, value in rows.values_list("kampung_id", column):
        found.setdefault(pk, set()).add(value)
    return found
