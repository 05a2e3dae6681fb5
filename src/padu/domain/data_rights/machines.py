"""State machines of the privacy duties. "Late" is never a state: it follows from the clock."""

from __future__ import annotations

from typing import Final

from padu.domain.errors import PaduError
from padu.domain.states import Machine

DATA_REQUEST: Final = Machine(
    "data_request",
    ("open", "answered", "refused"),
    {("open", "answer"): "answered", ("open", "refuse"): "refused"},
)
CONSENT: Final = Machine(
    "consent",
    ("given", "withdrawn", "stopped"),
    {("given", "withdraw"): "withdrawn", ("withdrawn", "stop"): "stopped"},
)
BREACH: Final = Machine(
    "breach",
    ("open", "contained", "closed"),
    {
        ("open", "contain"): "contained",
        ("contained", "close"): "closed",
        ("contained", "reopen"): "open",
        ("closed", "reopen"): "open",
    },
)
RETENTION_RUN: Final = Machine(
    "retention_run",
    ("proposed", "confirmed", "done", "cancelled"),
    {
        ("proposed", "confirm"): "confirmed",
        ("confirmed", "finish"): "done",
        ("proposed", "cancel"): "cancelled",
    },
)


class SecondConfirmerNeeded(PaduError):
    """Who proposed an anonymising run cannot confirm it [assumption]."""

    code = "privacy.second_confirmer_needed"


def confirm_retention(state: str, *, proposed_by: int | None, confirmed_by: int | None) -> str:
    """The state after confirming. Raises IllegalTransition; SecondConfirmerNeeded when both are one person."""
    following = RETENTION_RUN.next_state(state, "confirm")
    if confirmed_by is None or proposed_by == confirmed_by:
        raise SecondConfirmerNeeded
    return following
