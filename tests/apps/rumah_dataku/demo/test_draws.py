"""The seeded stream and its arithmetic."""

from __future__ import annotations

import math

import pytest

from padu.apps.rumah_dataku.demo.draws import Draws, likely, rank_of


def test_equal_keys_give_equal_streams_and_others_do_not():
    first, second, other = Draws(7, 1), Draws(7, 1), Draws(7, 2)
    stream = [first() for _ in range(1500)]
    assert stream == [second() for _ in range(1500)]
    assert stream[:5] != [other() for _ in range(5)]
    assert all(0 <= number < 1 for number in stream)


def test_whole_numbers_reach_both_ends():
    draws = Draws(1)
    assert {draws.whole(3, 5) for _ in range(200)} == {3, 4, 5}


def test_weights_decide():
    draws = Draws(1)
    kinds = [draws.weighted((("often", 3.0), ("rarely", 1.0), ("never", 0.0))) for _ in range(4000)]
    assert kinds.count("often") / 4000 == pytest.approx(0.75, abs=0.03)
    assert "never" not in kinds


def test_normal_has_mean_0_and_deviation_1():
    draws = Draws(1)
    numbers = [draws.normal() for _ in range(8000)]
    mean = sum(numbers) / 8000
    assert mean == pytest.approx(0, abs=0.05)
    assert math.sqrt(sum((number - mean) ** 2 for number in numbers) / 8000) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    ("base", "effect", "moved"),
    # 0.8 is odds 4; e**1 makes them 10.873, e**-1 1.4715.
    [(0.8, 0.0, 0.8), (0.8, 1.0, 0.9158), (0.8, -1.0, 0.5954), (0.5, math.log(3), 0.75)],
)
def test_likelihoods_move_on_the_logit_scale(base, effect, moved):
    assert likely(base, effect) == pytest.approx(moved, abs=1e-4)


def test_rank_of_the_mean_is_one_half():
    assert rank_of(0.0) == 0.5
    assert rank_of(1.6449) == pytest.approx(0.95, abs=1e-4)
