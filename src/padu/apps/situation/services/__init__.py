"""Measuring villages, assessing and ranking their problems, and what the pokja makes of the ranking."""

from padu.apps.situation.services.ordering import order_change, problem_shift
from padu.apps.situation.services.own_problems import own_problem_add, own_problem_withdraw
from padu.apps.situation.services.refreshing import place_measure, regency_rank, situation_compute
from padu.apps.situation.services.sending import situation_return, situation_submit

__all__ = [
    "order_change",
    "own_problem_add",
    "own_problem_withdraw",
    "place_measure",
    "problem_shift",
    "regency_rank",
    "situation_compute",
    "situation_return",
    "situation_submit",
]
