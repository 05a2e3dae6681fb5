"""The system's own actors of this app: for what happens before anybody is anybody, and beyond one's own sight."""

from __future__ import annotations

from padu.access.actor import Actor

# Reads and writes accounts and hats and nothing else: no hats of its own, so no lane covers any place.
REGISTRAR = Actor(name="pencatat akun", system=True)


def registrar_for(actor: Actor) -> Actor:
    """The registrar working for somebody whose right has been checked; the trail names that person."""
    return Actor(user_id=actor.user_id, name="pencatat akun", system=True)
