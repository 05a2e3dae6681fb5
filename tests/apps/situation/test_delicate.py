"""Few families behind a sensitive problem: the village reads how many, and no figure of it leaves the village."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from django.db import connection, transaction

from padu.access.gate import gate_opened_for_test, scoped
from padu.access.history import history_of
from padu.apps.convergence.planning.inputs import build_instance, read_inputs
from padu.apps.convergence.selectors.needs import programme_lines
from padu.apps.situation.delicate import HIDDEN_FIGURES, put_together
from padu.apps.situation.models import DelicateFigures, Problem, ProblemMeasure
from padu.apps.situation.services import situation_submit
from padu.apps.situation.services.assessing import situations_compute
from padu.apps.situation.services.measuring import measures_take
from padu.domain.privacy import few_behind
from padu.domain.values import Missing
from tests.apps.situation.contoh import DAY, YEAR, store_village
from tests.factories import make_kampung
from tests.people import REGENCY, VILLAGE, People

# 7 children in 6 families of the worked village do not go to school: a sensitive type.
DELICATE = "school_dropout"
HERE = {"region_code": VILLAGE, "year": YEAR}


@pytest.fixture
def submitted(people: People, catalogue: None) -> People:
    make_kampung(VILLAGE)
    store_village()
    measures_take(**HERE, day=DAY)
    situations_compute(**HERE)
    with scoped(people.pokja.actor):
        situation_submit(actor=people.pokja.actor, **HERE)
    return people


def figures_for(actor, key: str) -> list[float | None]:
    with scoped(actor):
        (row,) = put_together(list(Problem.objects.filter(problem_type=key)))
    return [row.numerator, row.affected_families]


def test_the_village_reads_how_many_and_nobody_else_does(submitted: People) -> None:
    assert figures_for(submitted.pokja.actor, DELICATE) == [7, 6]
    for other in (submitted.tim_kab, submitted.petugas_opd):
        assert figures_for(other.actor, DELICATE) == [None, None]
        assert figures_for(other.actor, "no_proper_toilet") == [78, 42]  # not sensitive, and many


def test_the_row_that_everybody_reads_carries_no_figure(submitted: People) -> None:
    with scoped(submitted.tim_kab.actor), gate_opened_for_test():
        row = Problem.unscoped.get(problem_type=DELICATE)
        assert [getattr(row, name) for name in HIDDEN_FIGURES] == [None] * len(HIDDEN_FIGURES)
        assert (row.delicate, row.agreed_rank) == (True, 6)
        assert not DelicateFigures.unscoped.exists()
        assert not ProblemMeasure.unscoped.exists()
        assert not history_of(Problem).unscoped.filter(before__has_key="affected_families").exists()


def test_the_instance_says_below_ten_and_not_how_many(submitted: People) -> None:
    team = submitted.tim_kab.actor
    with scoped(team):
        instance = build_instance(region_code=REGENCY, year=YEAR, actor=team, today=DAY)
    affected = {problem["type"]: problem["affected"] for problem in instance["problems"]}
    assert affected == {
        "no_proper_toilet": 42,
        "stunting_risk_family": 24,
        "child_no_birth_certificate": 24,
        "unmet_need": 11,
        DELICATE: 10,
    }
    assert '"affected": 6' not in json.dumps(instance)


def test_no_sum_gives_it_away(submitted: People) -> None:
    with scoped(submitted.tim_kab.actor):
        lines = {line.number: line for line in programme_lines(read_inputs(REGENCY, YEAR), {5: "", 6: ""})}
        problem = Problem.objects.get(problem_type=DELICATE)
    assert lines[problem.programme_no].families is Missing.SUPPRESSED


def test_more_families_bring_the_figures_back_into_the_row(people: People, catalogue: None) -> None:
    store_village()
    measures_take(**HERE, day=DAY)
    situations_compute(**HERE)
    with scoped(people.pokja.actor):
        ProblemMeasure.objects.filter(problem_type=DELICATE).update(
            affected_families=16, affected_units=17, numerator=17
        )
    situations_compute(**HERE)
    with scoped(people.tim_kab.actor):
        row = Problem.objects.get(problem_type=DELICATE)
    assert (row.delicate, row.affected_families, row.numerator) == (False, 16, 17)
    with scoped(people.pokja.actor):
        assert not DelicateFigures.objects.filter(problem=row).exists()


def test_rows_of_before_are_taken_apart_by_the_migration_and_put_together_by_its_way_back(submitted: People) -> None:
    steps = import_module("padu.apps.situation.migrations.0005_delicate_figures")
    with scoped(submitted.pokja.actor):
        before = list(DelicateFigures.objects.order_by("problem_id").values("problem_id", "figures"))
    assert len(before) > 1

    def run(*statements: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("reset role")
            for statement in (steps.EVERYWHERE, *statements, steps.NOWHERE):
                cursor.execute(statement)
            cursor.execute("set role padu_app")

    run(steps.TOGETHER, "delete from situation_delicatefigures")
    with scoped(submitted.tim_kab.actor):
        assert Problem.objects.get(problem_type=DELICATE).affected_families == 6
    run(steps.APART)
    assert figures_for(submitted.tim_kab.actor, DELICATE) == [None, None]
    with scoped(submitted.pokja.actor):
        assert list(DelicateFigures.objects.order_by("problem_id").values("problem_id", "figures")) == before


@pytest.mark.parametrize(
    ("counts", "few"),
    [((9,), True), ((10,), False), ((0,), True), ((None, 12), False), ((None,), False), ((40, 9), True)],
)
def test_few_is_below_ten_and_zero_too(counts: tuple[float | None, ...], few: bool) -> None:
    assert few_behind(*counts) is few
