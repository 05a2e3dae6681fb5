"""The worked village of the domain facts, from families in the database to ranked problems."""

from __future__ import annotations

import pytest

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, Person
from padu.apps.situation.delicate import put_together
from padu.apps.situation.explaining import OTHER_WEIGHTS, priority_with
from padu.apps.situation.models import Problem, ProblemMeasure, SituationAnalysis
from padu.apps.situation.services.assessing import situations_compute
from padu.apps.situation.services.measuring import measures_take
from tests.apps.situation.contoh import DAY, YEAR, store_village
from tests.people import VILLAGE

RANKED = [
    ("stunting_risk_family", 24, 64, 24, 0.5833, 0.2000, 0.85, 0.8472, 52.8516),
    ("no_proper_toilet", 78, 120, 42, 0.3278, 0.3500, 0.80, 0.5000, 46.3963),
    ("no_cross_sector_activity", None, None, None, 0.6667, 0.5000, 0.60, 0.1000, 45.2231),
    ("child_no_birth_certificate", 112, 148, 24, 0.4537, 0.2000, 0.70, 0.2637, 38.8134),
    ("unmet_need", 11, 70, 11, 0.3506, 0.0917, 0.65, 0.3377, 30.0028),
    ("school_dropout", 7, 96, 6, 0.2940, 0.0500, 0.80, 0.5000, 27.6065),
]


@pytest.fixture
def problems(places: None, catalogue: None) -> dict[str, Problem]:
    store_village()
    measures_take(region_code=VILLAGE, year=YEAR, day=DAY)
    assert situations_compute(region_code=VILLAGE, year=YEAR) == 1
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ)):
        return {row.problem_type: row for row in put_together(list(Problem.objects.all()))}


def test_the_village_is_the_one_of_the_example(problems: dict[str, Problem]) -> None:
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ)):
        assert (Family.objects.count(), Person.objects.count()) == (120, 460)
        assert SituationAnalysis.objects.get().active_families == 120
    assert len(problems) == 60


def test_six_problems_are_ranked_with_the_printed_priorities(problems: dict[str, Problem]) -> None:
    ranked = sorted((p for p in problems.values() if p.agreed_rank), key=lambda p: p.agreed_rank)
    found = [
        (
            p.problem_type,
            p.numerator,
            p.denominator,
            p.affected_families,
            *(round(x, 4) for x in (p.gap, p.share, p.severity, p.trend, p.priority)),
        )
        for p in ranked
    ]
    assert found == RANKED
    assert [p.computed_rank for p in ranked] == [1, 2, 3, 4, 5, 6]


def test_the_four_values_stay_different(problems: dict[str, Problem]) -> None:
    def outcome(key: str) -> tuple[str, str, float | None]:
        row = problems[key]
        return row.outcome, row.outcome_reason, row.value

    assert outcome("no_online_access") == ("not_a_problem", "not_worse_than_reference", 0.15)
    assert outcome("death_not_certified") == ("not_applicable", "empty_denominator", None)
    assert outcome("stunted_children") == ("unknown", "too_few_measured", None)
    assert round(problems["stunted_children"].coverage or 0, 2) == 0.49
    assert outcome("family_conflict") == ("suppressed", "strict_below_threshold", None)
    assert outcome("krs_four_too")[:2] == ("explains_parent", "parent_detected")
    assert problems["krs_four_too"].numerator == 15
    assert outcome("pregnant_without_anc") == ("unknown", "no_data_source", None)
    assert outcome("sports_space_missing") == ("unknown", "not_reported", None)


def test_a_hidden_type_leaves_no_figure_anywhere(problems: dict[str, Problem]) -> None:
    with scoped(system_actor(VILLAGE, Verb.FAMILY_READ)):
        measure = ProblemMeasure.objects.get(problem_type="family_conflict", year=YEAR)
    kept = (measure.numerator, measure.denominator, measure.value, measure.affected_families, measure.coverage)
    assert kept == (None, None, None, None, None)
    row = problems["family_conflict"]
    assert [row.numerator, row.denominator, row.coverage, row.affected_families, row.reference] == [None] * 5


def test_each_figure_says_how_old_it_is_and_where_it_comes_from(problems: dict[str, Problem]) -> None:
    toilet, sectors = problems["no_proper_toilet"], problems["no_cross_sector_activity"]
    assert (toilet.source, str(toilet.as_of)) == ("pendataan keluarga", "2026-07-20")
    assert (sectors.source, str(sectors.as_of)) == ("angka desa: laporan uji (2026)", "2026-10-01")


def test_other_weights_give_the_printed_priorities(problems: dict[str, Problem]) -> None:
    equal, heavy_gap = (weights for _, weights in OTHER_WEIGHTS)
    kinds = [kind for kind, *_ in RANKED]
    printed_equal = [53.8382, 46.2853, 37.6060, 35.9746, 28.9815, 27.6909]
    assert [round(priority_with(problems[kind], equal), 4) for kind in kinds] == printed_equal
    printed_heavy = [54.73, 45.28, 50.44, 41.55, 32.15, 29.37]
    assert [round(priority_with(problems[kind], heavy_gap), 2) for kind in kinds] == printed_heavy
