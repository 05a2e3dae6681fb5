"""Each state a machine knows has words and a sign."""

from __future__ import annotations

import pytest

from padu.domain import states
from padu.ui.vocabulary import STATES

MACHINES = {name: machine for name, machine in vars(states).items() if isinstance(machine, states.Machine)}


def test_there_are_machines_to_look_at() -> None:
    assert len(MACHINES) >= 5


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_has_its_words(name: str) -> None:
    known = {getattr(state, "value", state) for state in MACHINES[name].states}
    assert known <= set(STATES)
