"""The planner: an instance in, a dated plan out, with a bound on how much better any plan could be."""

from padu.planner.locked import LockedRowsConflict
from padu.planner.solving import PlanResult, Progress, solve

__all__ = ["LockedRowsConflict", "PlanResult", "Progress", "solve"]
