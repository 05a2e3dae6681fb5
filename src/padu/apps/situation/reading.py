"""What the pages of the situation read: callers stand in the scope of who looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.kampung.models import Kampung
from padu.apps.kampung.selectors import list_kampung
from padu.apps.programmes.models import ProblemType
from padu.apps.programmes.selectors import list_problem_types
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.models import Family
from padu.apps.situation.catalogue import OWN
from padu.apps.situation.delicate import put_together
from padu.apps.situation.evidence import ProblemView, view_of
from padu.apps.situation.measures.counting import CountedMeasure, concerned_statement
from padu.apps.situation.measures.families import FAMILIES, FAMILY_MEASURES
from padu.apps.situation.measures.persons import PERSON_MEASURES, PERSONS
from padu.apps.situation.models import Problem, RankChange, SituationAnalysis
from padu.domain.regions import CodeRange, Level, level_of


@dataclass(frozen=True, slots=True)
class VillageState:
    """How far one village's analysis of a year is. `state` is empty where none was begun."""

    region_code: str
    name: str
    kampung: str
    state: str
    problems: int
    first_problem: str
    submitted_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Concerned:
    """A family that a problem concerns; `units` persons or facts in it."""

    family_id: int
    head_name: str
    hamlet: str
    rw: str
    rt: str
    units: int


def villages_in_scope(actor: Actor) -> dict[str, str]:
    """Villages that take part and lie in the actor's places: {code: name of the kampung, "" where it has none}."""
    found: dict[str, str] = {}
    old = sorted(actor.old_places(Verb.PLACE_READ))
    if old:
        # Villages of the past stand beside their successors, under their old codes.
        analysed = SituationAnalysis.objects.filter(region_code__in=old)
        found |= dict.fromkeys(analysed.values_list("region_code", flat=True).distinct(), "")
        found |= dict(Kampung.objects.filter(region_code__in=old).values_list("region_code", "name"))
    for root in actor.roots(Verb.PLACE_READ):
        span = CodeRange.below(root)
        analysed = SituationAnalysis.objects.filter(region_code__gte=span.start, region_code__lt=span.end)
        found |= dict.fromkeys(analysed.values_list("region_code", flat=True).distinct(), "")
        found |= {root: ""} if level_of(root) is Level.VILLAGE else {}
        found |= dict(list_kampung(root).values_list("region_code", "name"))
    return dict(sorted(found.items()))


def village_states(actor: Actor, year: int) -> list[VillageState]:
    """Every village of the actor's places with the state of its analysis, in code order."""
    kampung = villages_in_scope(actor)
    analyses = {a.region_code: a for a in SituationAnalysis.objects.filter(region_code__in=kampung, year=year)}
    counts, first = _ranked_of(analyses.values())
    names = names_of(kampung)
    return [
        VillageState(
            region_code=code,
            name=names.get(code, code),
            kampung=title,
            state=analyses[code].state if code in analyses else "",
            problems=counts.get(code, 0),
            first_problem=first.get(code, ""),
            submitted_on=_day(analyses.get(code)),
        )
        for code, title in kampung.items()
    ]


def _day(analysis: SituationAnalysis | None) -> dt.date | None:
    return analysis.submitted_at.date() if analysis and analysis.submitted_at else None


def _ranked_of(analyses: Iterable[SituationAnalysis]) -> tuple[dict[str, int], dict[str, str]]:
    """By village: how many problems are ranked, and what the first one is called."""
    rows = Problem.objects.filter(analysis__in=[a.pk for a in analyses], agreed_rank__isnull=False)
    counts = dict(rows.order_by().values_list("region_code").annotate(n=Count("pk")))
    names = {kind.key: kind.name for kind in list_problem_types()}
    top = rows.filter(agreed_rank=1).values_list("region_code", "problem_type", "own_title")
    return counts, {code: title or names.get(key, key) for code, key, title in top}


def newest_situation_year(codes: Iterable[str], default: int) -> int:
    """The newest year in which one of these villages has an analysis."""
    rows = SituationAnalysis.objects.filter(region_code__in=list(codes))
    year: int | None = rows.order_by("-year").values_list("year", flat=True).first()
    return default if year is None else year


def get_analysis(region_code: str, year: int) -> SituationAnalysis | None:
    found: SituationAnalysis | None = SituationAnalysis.objects.filter(region_code=region_code, year=year).first()
    return found


def problems_of(actor: Actor, analysis: SituationAnalysis) -> list[ProblemView]:
    """Every problem of an analysis as this person may see it: the ranked first, in their order."""
    full = actor.may(Verb.FAMILY_READ, analysis.region_code)
    kinds: dict[str, ProblemType] = {kind.key: kind for kind in list_problem_types()}
    rows = Problem.objects.filter(analysis=analysis).order_by("agreed_rank", "programme_no", "problem_type", "pk")
    shown = put_together(list(rows)) if full else rows
    views = [view_of(row, kinds.get(row.problem_type), full=full) for row in shown]
    return sorted(views, key=lambda view: (view.row.agreed_rank is None, view.row.agreed_rank or 0))


def top_problems(actor: Actor, region_code: str, year: int, limit: int = 5) -> list[ProblemView]:
    """The first ranked problems of a village, for pages that only name them."""
    analysis = get_analysis(region_code, year)
    if analysis is None:
        return []
    return [view for view in problems_of(actor, analysis) if view.row.agreed_rank is not None][:limit]


def get_problem(actor: Actor, analysis: SituationAnalysis, problem_type: str) -> ProblemView | None:
    """One measured type of an analysis as this person may see it."""
    if problem_type == OWN:
        return None
    return next((v for v in problems_of(actor, analysis) if v.row.problem_type == problem_type), None)


def get_own_problem(analysis: SituationAnalysis, problem_id: int) -> Problem | None:
    found: Problem | None = Problem.objects.filter(
        Q(analysis=analysis, pk=problem_id, problem_type=OWN, agreed_rank__isnull=False)
    ).first()
    return found


def rank_changes(analysis: SituationAnalysis) -> Sequence[RankChange]:
    """Who moved what and why, newest first."""
    rows = RankChange.objects.filter(problem__analysis=analysis).select_related("problem")
    return list(rows.order_by("-at", "-pk"))


def names_families(problem_type: str) -> bool:
    """Whether Padu can say which families a type concerns."""
    return _counted(problem_type) is not None


def concerned_families(analysis: SituationAnalysis, problem_type: str, day: dt.date) -> list[Concerned]:
    """The families a type concerns today, by hamlet, RW and RT; none for a type that is not counted over families."""
    found = _counted(problem_type)
    if found is None:
        return []
    source, measure = found
    span = CodeRange.below(analysis.region_code)
    with connection.cursor() as cursor:
        cursor.execute(concerned_statement(source, measure), [span.start, span.end, analysis.year, day])
        units = dict(cursor.fetchall())
    rows = Family.objects.filter(pk__in=list(units), region_code=analysis.region_code)
    return [
        Concerned(row.pk, row.head_name, row.hamlet, row.rw, row.rt, units[row.pk])
        for row in rows.order_by("hamlet", "rw", "rt", "head_name", "pk")
    ]


def _counted(problem_type: str) -> tuple[str, CountedMeasure] | None:
    for source, measures in ((FAMILIES, FAMILY_MEASURES), (PERSONS, PERSON_MEASURES)):
        for measure in measures:
            if measure.problem_type == problem_type and measure.affected is not None:
                return source, measure
    return None
