"""`padu demo`: more made-up families, into an embedded database only."""

from __future__ import annotations

import math
from typing import Annotated

import typer

from padu.cli.surroundings import environment, start_django, stop_with

# A nagari of more than a thousand families is rare: a larger demo takes more nagari first [assumption].
MOST_PER_VILLAGE = 1_000
FEWEST_VILLAGES = 20


def demo(
    families: Annotated[int, typer.Option(min=1, help="Jumlah keluarga buatan seluruhnya.")] = 3_000,
    villages: Annotated[
        int | None, typer.Option(min=1, help="Dibagi ke berapa nagari; tanpa ini dihitung dari jumlah keluarga.")
    ] = None,
) -> None:
    """Tambahkan keluarga buatan (dan instansi, akun, kampung peragaan yang belum ada) ke basis data tertanam."""
    if not environment().embedded:
        raise stop_with("Data peragaan hanya boleh dimuat ke basis data tertanam, bukan ke DATABASE_URL.")
    cluster = start_django()
    try:
        _load(families, villages)
    finally:
        if cluster is not None:
            cluster.release()


def _load(families: int, villages: int | None) -> None:
    from padu.cli.demo.accounts import describe_accounts
    from padu.cli.demo.load import load_demo
    from padu.cli.serve import prepare

    prepare(environment())
    spread = villages or spread_over(families)
    load_demo(families=math.ceil(families / spread), villages=spread)
    for line in describe_accounts():
        print(line)


def spread_over(families: int) -> int:
    """How many nagari share these families: twenty, or more so that none has over MOST_PER_VILLAGE.

    >>> spread_over(3_000), spread_over(150_000)
    (20, 150)
    """
    return max(FEWEST_VILLAGES, math.ceil(families / MOST_PER_VILLAGE))
