"""Reading the programme's lists. They are public and have no place, so no actor is needed."""

from __future__ import annotations

from django.db.models import QuerySet

from padu.apps.programmes.models import (
    Activity,
    ActivityEffect,
    FundingSource,
    Goal,
    GroupKind,
    Indicator,
    MatrixColumn,
    ProblemType,
    Programme,
    PublishedFigure,
    VillageItem,
)
from padu.domain.regions import NATION, ancestors


def list_goals() -> QuerySet[Goal]:
    return Goal.objects.order_by("number")


def list_programmes() -> QuerySet[Programme]:
    """The eight programmes in their official order, each with its goal."""
    return Programme.objects.select_related("goal").order_by("number")


def list_activities(programme_no: int | None = None) -> QuerySet[Activity]:
    """Kinds of activity, of one programme or of all, by programme and name."""
    rows = Activity.objects.all() if programme_no is None else Activity.objects.filter(programme_id=programme_no)
    return rows.order_by("programme_id", "name")


def get_activity(key: str) -> Activity | None:
    return Activity.objects.filter(key=key).first()


def activity_effects() -> dict[str, dict[str, float]]:
    """Start values of the catalogue: {activity: {problem type: share of the gap one delivery closes}}."""
    found: dict[str, dict[str, float]] = {}
    for activity, problem_type, effect in ActivityEffect.objects.order_by("activity_id", "problem_type_id").values_list(
        "activity_id", "problem_type_id", "effect"
    ):
        found.setdefault(activity, {})[problem_type] = effect
    return found


def effects_of(activity: str) -> dict[str, float]:
    """What one activity answers: {problem type: share of the gap one delivery closes}."""
    rows = ActivityEffect.objects.filter(activity_id=activity).order_by("problem_type_id")
    return dict(rows.values_list("problem_type_id", "effect"))


def list_problem_types() -> QuerySet[ProblemType]:
    """The kinds of problem, by programme and key."""
    return ProblemType.objects.order_by("programme_id", "key")


def get_problem_type(key: str) -> ProblemType | None:
    return ProblemType.objects.filter(key=key).first()


def problem_type_names() -> dict[str, str]:
    return dict(ProblemType.objects.values_list("key", "name"))


def list_matrix_columns(region_code: str = NATION) -> list[MatrixColumn]:
    """The 13 columns and those a region or one above it has added; an added one follows the one it folds to."""
    places = [region_code, *ancestors(region_code)]
    rows = MatrixColumn.objects.filter(region_code__in=places).select_related("folds_to")
    return sorted(rows, key=lambda c: (c.folds_to.order if c.folds_to else c.order, c.folds_to is not None, c.order))


def list_funding_sources() -> QuerySet[FundingSource]:
    return FundingSource.objects.order_by("order")


def list_group_kinds() -> QuerySet[GroupKind]:
    return GroupKind.objects.order_by("order")


def list_village_items() -> QuerySet[VillageItem]:
    """The 44 items in the order of the official list."""
    return VillageItem.objects.order_by("order")


def list_indicators() -> QuerySet[Indicator]:
    """The check-list in the order of the annex, each row with its targets."""
    return Indicator.objects.select_related("programme").prefetch_related("targets").order_by("number")


def list_published_figures(region_code: str) -> QuerySet[PublishedFigure]:
    """What published tables say of one place, with the table each figure stands in."""
    return PublishedFigure.objects.filter(region_code=region_code).order_by("table", "pk")
