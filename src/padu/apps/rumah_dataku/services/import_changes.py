"""What storing a checked file would change, family by family."""

from __future__ import annotations


def change_context(run_id: int, number: int) -> bytes:
    """What binds a change's ciphertext to its place."""
    return f"rumah_dataku.import_change:{run_id}:{number}".encode()
