"""What people make of the ranking: order with a reason, own problems, sending and returning."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.situation.models import Problem, ProblemMeasure, RankChange, SituationAnalysis
from padu.apps.situation.selectors import submitted_problems
from padu.apps.situation.services import (
    order_change,
    own_problem_add,
    own_problem_withdraw,
    problem_shift,
    situation_return,
    situation_submit,
)
from padu.apps.situation.services.assessing import situations_compute
from padu.apps.situation.services.editing import NotEditable, ReasonMissing
from padu.apps.situation.services.measuring import measures_take
from padu.apps.situation.services.ordering import OrderOutdated
from padu.apps.situation.services.own_problems import OwnProblem, OwnProblemIncomplete, TooManyFamilies
from padu.apps.situation.services.sending import NothingToSubmit
from padu.domain.states import IllegalTransition
from padu.domain.values import Missing
from tests.apps.situation.contoh import DAY, YEAR, store_village
from tests.people import REGENCY, VILLAGE

HERE = {"region_code": VILLAGE, "year": YEAR}


@pytest.fixture
def ranked(people, catalogue) -> list[int]:
    """Ids of the six ranked problems, in order."""
    store_village()
    measures_take(**HERE, day=DAY)
    situations_compute(**HERE)
    return order_of(people.pokja.actor)


def order_of(actor) -> list[int]:
    with scoped(actor):
        rows = Problem.objects.filter(agreed_rank__isnull=False).order_by("agreed_rank")
        assert [row.agreed_rank for row in rows] == list(range(1, len(rows) + 1))
        return [row.pk for row in rows]


def titles(actor) -> list[str]:
    with scoped(actor):
        rows = Problem.objects.filter(agreed_rank__isnull=False).order_by("agreed_rank")
        return [row.own_title or row.problem_type for row in rows]


def test_a_move_is_kept_with_its_reason_beside_the_computed_place(people, ranked):
    actor = people.pokja.actor
    order = [ranked[5], *ranked[:5]]
    with scoped(actor):
        assert order_change(actor=actor, **HERE, order=order, reason=" Anak-anak dulu ") == 1
        change = RankChange.objects.get()
        moved = Problem.objects.get(pk=ranked[5])
        other = Problem.objects.get(pk=ranked[0])
    assert (change.problem_id, change.from_rank, change.to_rank, change.reason) == (ranked[5], 6, 1, "Anak-anak dulu")
    assert change.by == people.pokja.user.pk
    assert (moved.agreed_rank, moved.computed_rank, moved.rank_reason) == (1, 6, "Anak-anak dulu")
    assert (other.agreed_rank, other.computed_rank, other.rank_reason) == (2, 1, "")
    assert order_of(actor) == order


def test_without_a_reason_nothing_moves(people, ranked):
    actor = people.pokja.actor
    with pytest.raises(ReasonMissing), scoped(actor):
        problem_shift(actor=actor, **HERE, problem_id=ranked[2], step=-1, reason="  ")
    assert order_of(actor) == ranked
    with scoped(actor):
        assert not RankChange.objects.exists()


def test_one_step_up_and_no_step_beyond_the_top(people, ranked):
    actor = people.pokja.actor
    with scoped(actor):
        assert problem_shift(actor=actor, **HERE, problem_id=ranked[2], step=-1, reason="mendesak") == 1
        assert problem_shift(actor=actor, **HERE, problem_id=ranked[0], step=-1, reason="mendesak") == 0
    assert order_of(actor) == [ranked[0], ranked[2], ranked[1], *ranked[3:]]


def test_an_order_of_another_list_is_refused(people, ranked):
    actor = people.pokja.actor
    for order in (ranked[:5], [*ranked[:5], ranked[4]], [*ranked, 999_999]):
        with pytest.raises(OrderOutdated), scoped(actor):
            order_change(actor=actor, **HERE, order=order, reason="x")


def test_computing_again_keeps_the_order_and_puts_what_is_new_at_its_place(people, ranked):
    actor = people.pokja.actor
    with scoped(actor):
        order_change(actor=actor, **HERE, order=[ranked[5], *ranked[:5]], reason="Anak-anak dulu")
        ProblemMeasure.objects.filter(problem_type="no_cross_sector_activity", year=YEAR).delete()
        row = ProblemMeasure.objects.get(problem_type="no_improved_water", year=YEAR)
        row.value, row.numerator, row.affected_units, row.affected_families = 0.5, 57, 57, 57
        row.save()
    assert situations_compute(**HERE) == 1
    # P of no_improved_water: gap 1, share 57/120, severity 0.8, trend 0.5 -> 70.0: first of the computed order.
    assert titles(actor) == [
        "no_improved_water",
        "school_dropout",
        "stunting_risk_family",
        "no_proper_toilet",
        "child_no_birth_certificate",
        "unmet_need",
    ]
    with scoped(actor):
        assert Problem.objects.get(problem_type="no_improved_water").is_new
        assert not Problem.objects.get(problem_type="school_dropout").is_new
        gone = Problem.objects.get(problem_type="no_cross_sector_activity")
    assert (gone.outcome, gone.outcome_reason, gone.agreed_rank) == ("unknown", "not_reported", None)


def test_computing_again_without_new_data_changes_nothing(people, ranked):
    with scoped(people.pokja.actor):
        before = list(Problem.objects.order_by("pk").values())
    situations_compute(**HERE)
    with scoped(people.pokja.actor):
        assert list(Problem.objects.order_by("pk").values()) == before


def test_an_own_problem_stands_at_the_end_and_can_be_moved_and_withdrawn(people, ranked):
    actor = people.pokja.actor
    with scoped(actor):
        own = own_problem_add(
            actor=actor, **HERE, problem=OwnProblem("Jembatan putus", 8, "sejak banjir", affected_families=30)
        )
        assert own.agreed_rank == 7
        # 100 x 0.25^0.25 x 0.5^0.75 = 42.0448...
        assert round(own.priority, 4) == 42.0448
        problem_shift(actor=actor, **HERE, problem_id=own.pk, step=-1, reason="semua kena")
    situations_compute(**HERE)
    assert titles(actor)[5] == "Jembatan putus"
    with scoped(actor):
        own_problem_withdraw(actor=actor, **HERE, problem_id=own.pk, reason="sudah diperbaiki")
    assert order_of(actor) == ranked
    with scoped(actor):
        assert Problem.objects.get(pk=own.pk).rank_reason == "sudah diperbaiki"


@pytest.mark.parametrize(
    ("problem", "refusal"),
    [
        (OwnProblem("  ", 8), OwnProblemIncomplete),
        (OwnProblem("Jembatan", 9), OwnProblemIncomplete),
        (OwnProblem("Jembatan", 8, affected_families=121), TooManyFamilies),
    ],
)
def test_an_own_problem_needs_a_title_a_programme_and_families_that_exist(people, ranked, problem, refusal):
    actor = people.pokja.actor
    with pytest.raises(refusal), scoped(actor):
        own_problem_add(actor=actor, **HERE, problem=problem)
    assert order_of(actor) == ranked


def test_submitted_it_stands_still_until_it_is_returned(people, ranked):
    pokja, team = people.pokja.actor, people.tim_kab.actor
    with scoped(pokja):
        situation_submit(actor=pokja, **HERE)
    for change in (
        lambda: problem_shift(actor=pokja, **HERE, problem_id=ranked[1], step=-1, reason="x"),
        lambda: own_problem_add(actor=pokja, **HERE, problem=OwnProblem("Jembatan", 8)),
        lambda: situation_submit(actor=pokja, **HERE),
    ):
        with pytest.raises((NotEditable, IllegalTransition)), scoped(pokja):
            change()
    with scoped(pokja):
        ProblemMeasure.objects.all().delete()
    assert situations_compute(**HERE) == 0
    assert order_of(pokja) == ranked
    with scoped(team):
        situation_return(actor=team, **HERE, reason="Data jamban belum lengkap")
        analysis = SituationAnalysis.objects.get()
    assert (analysis.state, analysis.return_reason) == ("returned", "Data jamban belum lengkap")
    with scoped(pokja):
        problem_shift(actor=pokja, **HERE, problem_id=ranked[1], step=-1, reason="diperbaiki")
        situation_submit(actor=pokja, **HERE)


def test_the_planner_gets_what_was_submitted_at_full_precision(people, ranked):
    pokja, team = people.pokja.actor, people.tim_kab.actor
    with scoped(pokja):
        problem_shift(actor=pokja, **HERE, problem_id=ranked[1], step=-1, reason="jamban dulu")
        own_problem_add(actor=pokja, **HERE, problem=OwnProblem("Jembatan putus", 8))
    with scoped(team):
        assert submitted_problems(REGENCY, YEAR) == []
    with scoped(pokja):
        situation_submit(actor=pokja, **HERE)
    with scoped(team):
        found = submitted_problems(REGENCY, YEAR)
    assert [(p.problem_type, p.rank, p.affected_families) for p in found] == [
        ("no_proper_toilet", 1, 42),
        ("stunting_risk_family", 2, 24),
        ("child_no_birth_certificate", 4, 24),
        ("unmet_need", 5, 11),
        ("school_dropout", 6, Missing.SUPPRESSED),  # sensitive, and 6 is fewer than 10
        ("own", 7, None),
    ]
    assert found[1].weight != round(found[1].weight, 6)
    assert round(found[1].weight, 4) == 52.8516
    assert found[0].title == "Keluarga belum punya jamban layak"
    assert (found[5].title, found[5].weight, found[5].programme_no) == ("Jembatan putus", pytest.approx(50), 8)


def test_who_may_do_what(people, ranked):
    for actor, step, refusal in (
        (people.pokja_tetangga.actor, situation_submit, Http404),
        (people.tim_kab.actor, situation_submit, PermissionDenied),
        (people.petugas_opd.actor, situation_submit, PermissionDenied),
        (people.orang_luar.actor, situation_submit, Http404),
    ):
        with pytest.raises(refusal), scoped(actor):
            step(actor=actor, **HERE)
    with pytest.raises(PermissionDenied), scoped(people.pokja.actor):
        situation_return(actor=people.pokja.actor, **HERE, reason="x")
    with pytest.raises(Http404), scoped(people.orang_luar.actor):
        situation_return(actor=people.orang_luar.actor, **HERE, reason="x")


def test_an_analysis_without_problems_is_not_submitted(people, catalogue):
    from tests.planning_rows import make_need

    make_need(VILLAGE, state="draft", year=YEAR)
    with pytest.raises(NothingToSubmit), scoped(people.pokja.actor):
        situation_submit(actor=people.pokja.actor, **HERE)


def test_a_return_needs_a_reason_and_leaves_a_trail(people, ranked):
    pokja, team = people.pokja.actor, people.tim_kab.actor
    with scoped(pokja):
        situation_submit(actor=pokja, **HERE)
    with pytest.raises(ReasonMissing), scoped(team):
        situation_return(actor=team, **HERE, reason=" ")
    with scoped(team):
        situation_return(actor=team, **HERE, reason="lengkapi")
    for actor, event in ((pokja, "situation.submit"), (team, "situation.return")):
        with scoped(actor):  # everybody reads the own trail
            assert AuditEntry.objects.filter(region_code=VILLAGE, event=event).exists()
