"""Who lives together: weights give the true shape, and the life courses are possible ones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from padu.apps.rumah_dataku.demo.shape import CELLS, MEAN_FAMILY_SIZE, cell_of, cell_shares
from padu.apps.rumah_dataku.demo.skeletons import balanced_pool
from padu.domain.pk21 import MaritalStatus, Relation


@pytest.fixture(scope="module")
def pool():
    return balanced_pool()


def test_weighted_pool_has_the_true_shape(pool):
    weights = np.diff(pool.sums, prepend=0.0)
    cells = np.zeros(CELLS)
    for weight, skeleton in zip(weights, pool.skeletons, strict=True):
        for seat in skeleton:
            cells[cell_of(seat.age_months, male=seat.male)] += weight
    assert cells / cells.sum() == pytest.approx(np.array(cell_shares()), abs=1e-7)
    assert cells.sum() == pytest.approx(MEAN_FAMILY_SIZE, abs=1e-6)


def test_no_single_skeleton_dominates(pool):
    weights = np.diff(pool.sums, prepend=0.0)
    assert weights.min() > 0
    assert weights.max() < 20 / len(weights)


def test_every_family_has_one_head_in_the_first_line(pool):
    for skeleton in pool.skeletons:
        assert [seat.relation for seat in skeleton].count(Relation.HEAD) == 1
        assert skeleton[0].relation is Relation.HEAD


def test_couples_are_married_and_of_two_sexes(pool):
    couples = [skeleton for skeleton in pool.skeletons if len(skeleton) > 1 and skeleton[1].relation is Relation.SPOUSE]
    assert couples
    for head, spouse, *_ in couples:
        assert head.male is not spouse.male
        assert head.marital is spouse.marital is MaritalStatus.MARRIED


def test_births_are_spaced_and_mothers_of_childbearing_age(pool):
    for skeleton in pool.skeletons:
        children = [seat for seat in skeleton if seat.relation is Relation.CHILD]
        for elder, younger in pairwise(children):
            assert elder.age_months - younger.age_months >= 13
        for child in children:
            if child.mother is not None:
                mother = skeleton[child.mother - 1]
                assert not mother.male
                assert 17 * 12 <= mother.age_months - child.age_months <= 46 * 12


def test_widows_single_parents_and_elderly_alone_exist(pool):
    heads = [skeleton[0] for skeleton in pool.skeletons]
    assert any(head.marital is MaritalStatus.WIDOWED and not head.male for head in heads)
    assert any(head.marital is MaritalStatus.DIVORCED for head in heads)
    assert any(len(skeleton) == 1 and skeleton[0].years >= 60 for skeleton in pool.skeletons)


def test_draw_takes_the_ends(pool):
    assert pool.draw(0.0) == pool.skeletons[0]
    assert pool.draw(1.0 - 1e-12) == pool.skeletons[-1]
