import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.states import (
    COMMITMENT,
    DATA_ISSUE,
    DECISION,
    FINDING,
    IMPORT_RUN,
    JOINT_EVENT,
    MACHINES,
    PROPOSAL_ROW,
    SITUATION_ANALYSIS,
    IllegalTransition,
    Machine,
    SecondPersonNeeded,
    is_late,
    verify_decision,
)


def walk(machine: Machine, *steps: str) -> str:
    state = machine.initial
    for step in steps:
        state = machine.next_state(state, step)
    return state


@pytest.mark.parametrize(
    ("machine", "steps", "end"),
    [
        (PROPOSAL_ROW, ("confirm", "agree"), "agreed"),
        (PROPOSAL_ROW, ("cut", "agree"), "agreed"),
        (PROPOSAL_ROW, ("refuse", "reconsider", "confirm"), "confirmed"),
        (PROPOSAL_ROW, ("confirm", "withdraw"), "withdrawn"),
        (FINDING, ("answer", "return", "answer", "accept", "close"), "closed"),
        (COMMITMENT, ("start", "complete"), "done"),
        (COMMITMENT, ("cancel",), "cancelled"),
        (COMMITMENT, ("complete", "reopen", "complete"), "done"),
        (JOINT_EVENT, ("report",), "done"),
        (JOINT_EVENT, ("move",), "moved"),
        (JOINT_EVENT, ("report", "withdraw_report", "cancel"), "cancelled"),
        (DECISION, ("complete", "verify"), "verified"),
        (DECISION, ("complete", "reopen", "complete", "verify"), "verified"),
        (SITUATION_ANALYSIS, ("submit", "return", "submit", "accept"), "accepted"),
        (IMPORT_RUN, ("check", "finish_check", "store"), "stored"),
        (IMPORT_RUN, ("check", "finish_check", "discard"), "discarded"),
        (IMPORT_RUN, ("refuse",), "refused"),
        (IMPORT_RUN, ("ask", "remap", "check", "finish_check", "remap", "refuse", "remap"), "received"),
        (IMPORT_RUN, ("check", "fail", "retry", "finish_check", "store"), "stored"),
        (DATA_ISSUE, ("correct", "return", "correct", "check", "close"), "closed"),
        (DATA_ISSUE, ("dismiss", "reconsider", "settle", "reopen"), "open"),
    ],
)
def test_the_ways_that_exist(machine: Machine, steps: tuple[str, ...], end: str) -> None:
    assert walk(machine, *steps) == end


@pytest.mark.parametrize(
    ("machine", "state", "step"),
    [
        (PROPOSAL_ROW, "proposed", "agree"),
        (PROPOSAL_ROW, "refused", "agree"),
        (PROPOSAL_ROW, "agreed", "reconsider"),
        (COMMITMENT, "cancelled", "start"),
        (COMMITMENT, "done", "cancel"),
        (JOINT_EVENT, "moved", "report"),
        (JOINT_EVENT, "cancelled", "report"),
        (DECISION, "open", "verify"),
        (DECISION, "reopened", "verify"),
        (SITUATION_ANALYSIS, "draft", "accept"),
        (SITUATION_ANALYSIS, "accepted", "submit"),
        (IMPORT_RUN, "received", "store"),
        (IMPORT_RUN, "checking", "store"),
        (IMPORT_RUN, "stored", "store"),
        (IMPORT_RUN, "stored", "discard"),
        (IMPORT_RUN, "refused", "retry"),
    ],
)
def test_ways_that_do_not_exist(machine: Machine, state: str, step: str) -> None:
    with pytest.raises(IllegalTransition):
        machine.next_state(state, step)


def test_a_refusal_names_machine_state_step_and_what_would_be_possible() -> None:
    with pytest.raises(IllegalTransition) as caught:
        COMMITMENT.next_state("agreed", "reopen")
    assert caught.value.code == "commitment.illegal_transition"
    assert caught.value.data == {
        "machine": "commitment",
        "state": "agreed",
        "step": "reopen",
        "allowed": ("start", "complete", "cancel"),
    }
    assert IllegalTransition.code == "illegal_transition"


def test_a_state_nobody_knows_is_refused_too() -> None:
    with pytest.raises(IllegalTransition) as caught:
        DECISION.next_state("nowhere", "complete")
    assert caught.value.data["allowed"] == ()


def test_the_ends_are_where_nothing_leads_on() -> None:
    ends = {machine.name: machine.final for machine in MACHINES}
    assert ends == {
        "proposal_row": ("agreed", "withdrawn"),
        "commitment": ("cancelled",),
        "joint_event": ("cancelled", "moved"),
        "decision": (),
        "situation_analysis": ("accepted",),
        "import_run": ("undone", "discarded"),
        "finding": ("closed",),
        "hand_over": ("accepted", "refused", "taken_back"),
        "data_issue": (),
        "sector_list": ("matched",),
        "sector_row": (),
    }


def test_a_machine_with_an_unknown_or_unreachable_state_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Machine("m", ("a", "b"), {("a", "go"): "c", ("a", "on"): "b"})
    with pytest.raises(ValueError, match="unreachable"):
        Machine("m", ("a", "b", "c"), {("a", "go"): "b"})


def test_a_machine_cannot_be_changed_from_outside() -> None:
    written = {("a", "go"): "b"}
    machine = Machine("m", ("a", "b"), written)
    written["b", "back"] = "a"
    assert machine.steps_from("b") == ()
    with pytest.raises(TypeError):
        machine.transitions["b", "back"] = "a"  # type: ignore[index]


def test_a_decision_is_verified_by_a_second_person() -> None:
    assert verify_decision("done", completed_by="7", verified_by="8") == "verified"
    with pytest.raises(SecondPersonNeeded):
        verify_decision("done", completed_by="7", verified_by="7")
    with pytest.raises(IllegalTransition):
        verify_decision("open", completed_by="7", verified_by="7")


@pytest.mark.parametrize(
    ("state", "day", "late"),
    [("open", 10, False), ("open", 11, True), ("reopened", 11, True), ("done", 11, False), ("verified", 30, False)],
)
def test_late_follows_from_the_date_and_the_state(state: str, day: int, *, late: bool) -> None:
    assert is_late(state, dt.date(2026, 6, 10), dt.date(2026, 6, day)) is late


@given(st.sampled_from(MACHINES), st.data())
def test_any_walk_stays_inside_the_states(machine: Machine, data: st.DataObject) -> None:
    state = machine.initial
    for _ in range(6):
        step = data.draw(st.sampled_from(machine.steps))
        if step in machine.steps_from(state):
            state = machine.next_state(state, step)
        else:
            with pytest.raises(IllegalTransition):
                machine.next_state(state, step)
        assert state in machine.states
