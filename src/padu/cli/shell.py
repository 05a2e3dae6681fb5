"""`padu shell`: a Python prompt with Django ready, acting as somebody."""

from __future__ import annotations

import code
from typing import Annotated

import typer

from padu.cli.surroundings import acting_user, start_django


def shell(
    username: Annotated[str | None, typer.Option("--as", help="Akun yang dipakai; tanpa ini tanpa cakupan.")] = None,
) -> None:
    """Buka Python dengan Django siap pakai; dengan --as semua dibaca dalam cakupan akun itu."""
    cluster = start_django()
    try:
        _prompt(username)
    finally:
        if cluster is not None:
            cluster.release()


def _prompt(username: str | None) -> None:
    from padu.access.gate import scoped

    if username is None:
        code.interact(banner="Tanpa akun: tabel berpagar menolak dibaca di luar scoped(...).", local={"scoped": scoped})
        return
    with scoped(acting_user(username)) as actor:
        code.interact(banner=f"Bertindak sebagai {username}, dalam satu transaksi.", local={"actor": actor})
