"""Explicit state machines: which step leads from where to where. An illegal step is refused and changes nothing.

Who may take a step, and what else must be true, is for the service that asks; the rules that belong to the step itself
(a second person verifies) stand here. "Late" is never a state: it follows from a date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from padu.domain.errors import PaduError


class IllegalTransition(PaduError):
    """A step that does not exist from this state. data: machine, state, step, allowed (steps that do exist).

    `code` names the machine: "decision.illegal_transition".
    """

    code = "illegal_transition"

    def __init__(self, *, machine: str, state: str, step: str, allowed: tuple[str, ...]) -> None:
        self.code = f"{machine}.illegal_transition"
        super().__init__(machine=machine, state=state, step=step, allowed=allowed)


class SecondPersonNeeded(PaduError):
    """Who did the work cannot verify it. data: machine, step."""

    code = "decision.second_person_needed"


@dataclass(frozen=True, slots=True)
class Machine:
    """States and the steps between them; the first state is where a new row begins.

    transitions  (state, step) -> next state
    Raises ValueError when a transition names an unknown state, or a state cannot be reached.
    """

    name: str
    states: tuple[str, ...]
    transitions: Mapping[tuple[str, str], str]

    def __post_init__(self) -> None:
        named = {state for state, _ in self.transitions} | set(self.transitions.values())
        unknown = named - set(self.states)
        unreachable = set(self.states) - set(self.transitions.values()) - {self.initial}
        if unknown or unreachable:
            raise ValueError(f"{self.name}: unknown states {sorted(unknown)}, unreachable {sorted(unreachable)}")
        object.__setattr__(self, "transitions", MappingProxyType(dict(self.transitions)))

    @property
    def initial(self) -> str:
        """State of a new row."""
        return self.states[0]

    @property
    def final(self) -> tuple[str, ...]:
        """States that no step leaves."""
        left = {state for state, _ in self.transitions}
        return tuple(state for state in self.states if state not in left)

    @property
    def steps(self) -> tuple[str, ...]:
        """All steps, each once, in the order they were written."""
        return tuple(dict.fromkeys(step for _, step in self.transitions))

    def steps_from(self, state: str) -> tuple[str, ...]:
        """The steps open from a state, for buttons and messages."""
        return tuple(step for origin, step in self.transitions if origin == state)

    def next_state(self, state: str, step: str) -> str:
        """Where the step leads. Raises IllegalTransition."""
        following = self.transitions.get((state, step))
        if following is None:
            raise IllegalTransition(machine=self.name, state=state, step=step, allowed=self.steps_from(state))
        return following


def _machine(name: str, states: str, *transitions: tuple[str, str, str]) -> Machine:
    """Write a machine as rows of (states it leaves, step, state it enters)."""
    pairs = {(state, step): entered for left, step, entered in transitions for state in left.split()}
    return Machine(name, tuple(states.split()), pairs)


PROPOSAL_ROW: Final = _machine(
    "proposal_row",
    "proposed confirmed cut refused agreed withdrawn",
    ("proposed", "confirm", "confirmed"),
    ("proposed", "cut", "cut"),  # the agency takes less than was proposed
    ("proposed", "refuse", "refused"),
    ("confirmed cut refused", "reconsider", "proposed"),  # before the meeting an agency may change its answer
    ("confirmed cut", "agree", "agreed"),  # by a recorded meeting; the row becomes a commitment
    ("proposed confirmed cut", "withdraw", "withdrawn"),  # the regency's team takes it back, with a reason
)

COMMITMENT: Final = _machine(
    "commitment",
    "agreed under_way done cancelled",
    ("agreed", "start", "under_way"),
    ("agreed under_way", "complete", "done"),
    ("agreed under_way", "cancel", "cancelled"),
    ("done", "reopen", "under_way"),  # the report of its last delivery was taken back
)

JOINT_EVENT: Final = _machine(
    "joint_event",
    "planned done cancelled moved",
    ("planned", "report", "done"),
    ("planned", "cancel", "cancelled"),
    ("planned", "move", "moved"),  # a new event carries the new date and points here
    ("done", "withdraw_report", "planned"),
)

DECISION: Final = _machine(
    "decision",
    "open done verified reopened",
    ("open reopened", "complete", "done"),
    ("done", "verify", "verified"),  # by a second person: verify_decision
    ("done verified", "reopen", "reopened"),
)

SITUATION_ANALYSIS: Final = _machine(
    "situation_analysis",
    "draft submitted returned accepted",
    ("draft returned", "submit", "submitted"),
    ("submitted", "return", "returned"),
    ("submitted", "accept", "accepted"),
)

IMPORT_RUN: Final = _machine(
    "import_run",
    "received columns checking checked stored undone refused discarded failed",
    ("received", "ask", "columns"),  # a person says which column is which
    ("columns checked refused", "remap", "received"),
    ("columns", "discard", "discarded"),
    ("received", "check", "checking"),
    ("received checking", "refuse", "refused"),  # the file as a whole cannot be read
    ("checking", "finish_check", "checked"),
    ("checked", "store", "stored"),
    ("stored failed", "undo", "undone"),  # what it wrote is taken back; a failed run may have stored some villages
    ("checked", "discard", "discarded"),
    ("received checking checked", "fail", "failed"),  # our fault: the file is kept
    ("failed", "retry", "checking"),
)

FINDING: Final = _machine(
    "finding",
    "open answered returned accepted closed",
    ("open returned", "answer", "answered"),  # by whoever answers for the place
    ("answered", "return", "returned"),  # the answer does not do; the inspector says why
    ("answered", "accept", "accepted"),
    ("accepted", "close", "closed"),
)

HAND_OVER: Final = _machine(
    "hand_over",
    "proposed accepted refused taken_back",
    ("proposed", "accept", "accepted"),  # by the village that the family moves to
    ("proposed", "refuse", "refused"),
    ("proposed", "take_back", "taken_back"),  # by the village that proposed it
)

DATA_ISSUE: Final = _machine(
    "data_issue",
    "open corrected checked closed dismissed",
    ("open", "correct", "corrected"),  # who was asked says that it is put right
    ("corrected", "check", "checked"),  # somebody else has looked
    ("checked", "close", "closed"),
    ("corrected checked", "return", "open"),  # not right yet, with a note
    ("open corrected checked", "dismiss", "dismissed"),  # what stands there is true, with a reason
    ("dismissed", "reconsider", "open"),
    ("open corrected checked", "settle", "closed"),  # by the machine: the data no longer break the rule
    ("corrected checked closed dismissed", "reopen", "open"),  # by the machine: they break it (again)
)

SECTOR_LIST: Final = _machine(
    "sector_list",
    "received columns matched refused",
    ("received", "ask", "columns"),  # its sender has to say which column is which
    ("received", "match", "matched"),
    ("received", "refuse", "refused"),
    ("columns refused", "remap", "received"),
)
SECTOR_ROW: Final = _machine(
    "sector_row",
    "unmatched review by_rule linked refused",
    ("unmatched", "propose", "review"),
    ("unmatched review", "link_by_rule", "by_rule"),  # the score is high enough; a person may still say otherwise
    ("unmatched review by_rule refused", "confirm", "linked"),
    ("review by_rule linked", "refuse", "refused"),  # a row of this member it is not
)

MACHINES: Final = (
    PROPOSAL_ROW, COMMITMENT, JOINT_EVENT, DECISION, SITUATION_ANALYSIS, IMPORT_RUN, FINDING, HAND_OVER,
    DATA_ISSUE, SECTOR_LIST, SECTOR_ROW,
)  # fmt: skip


def verify_decision(state: str, *, completed_by: str, verified_by: str) -> str:
    """The state after verifying a decision's closing.

    completed_by, verified_by  ids of the two persons. Raises IllegalTransition; SecondPersonNeeded when they are one
    """
    following = DECISION.next_state(state, "verify")
    if completed_by == verified_by:
        raise SecondPersonNeeded(machine=DECISION.name, step="verify")
    return following


def is_late(state: str, due: dt.date, today: dt.date, *, waiting: Iterable[str] = ("open", "reopened")) -> bool:
    """True when the day due has passed and the work still waits. On the day itself it is not late.

    waiting  states in which somebody still has to act; the default is a decision's
    """
    return state in frozenset(waiting) and today > due
