"""Computing the index in the background, asked for when families were stored."""

from __future__ import annotations

from procrastinate.contrib.django import app

from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.measurement.services import index_compute


@app.task(name="measurement.compute", queue="work")
def compute(*, region_code: str, year: int, user_id: int | None = None) -> None:
    """Compute the index of a place; running it twice gives the same rows."""
    actor = load_actor_by_id(user_id) if user_id is not None else None
    index_compute(region_code=region_code, year=year, on_behalf_of=actor)


def when_families_stored(*, region_code: str, year: int, user_id: int | None = None) -> None:
    """Receiver of Event.FAMILIES_STORED: one waiting job for a place and year is enough."""
    place = f"measurement:{region_code}:{year}"
    compute.configure(lock=place).defer(region_code=region_code, year=year, user_id=user_id)
