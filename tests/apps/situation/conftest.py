"""The catalogue, and the worked village, for the tests of this folder."""

from __future__ import annotations

import pytest

from padu.apps.programmes import catalogue_files, official
from padu.apps.programmes.models import Goal, ProblemType, Programme


def load_catalogue() -> None:
    """The four goals, the eight programmes and the sixty problem types of the catalogue."""
    Goal.objects.bulk_create(Goal(**goal._asdict(), legal_source="uji") for goal in official.GOALS)
    Programme.objects.bulk_create(
        Programme(number=p.number, goal_id=p.goal, name=p.name, short_name=p.short_name, legal_source="uji")
        for p in official.PROGRAMMES
    )
    ProblemType.objects.bulk_create(catalogue_files.problem_types())


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue()
