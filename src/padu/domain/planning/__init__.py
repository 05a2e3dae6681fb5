"""The planning problem of a regency: its terms, its rules, its score, and reading it from JSON."""

from padu.domain.planning.model import (
    Addressed,
    Agency,
    Commitment,
    Delivery,
    Fund,
    Instance,
    Offer,
    Params,
    Plan,
    Problem,
    Score,
    Village,
)
from padu.domain.planning.reading import BadInstance, plan_object, read_instance
from padu.domain.planning.rules import BrokenRule, broken_rules, integration_bonus, iso_week, misfits, score

__all__ = [
    "Addressed",
    "Agency",
    "BadInstance",
    "BrokenRule",
    "Commitment",
    "Delivery",
    "Fund",
    "Instance",
    "Offer",
    "Params",
    "Plan",
    "Problem",
    "Score",
    "Village",
    "broken_rules",
    "integration_bonus",
    "iso_week",
    "misfits",
    "plan_object",
    "read_instance",
    "score",
]
