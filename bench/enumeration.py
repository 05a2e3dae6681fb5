"""Whether the clock tells what the page does not: `python bench/enumeration.py [requests]`, in a database of its own.

Asks for families of another village and for families that do not exist, in turn, and prints the middle of both times,
their difference, and how far two halves of the same kind differ: the noise in which the difference must drown. That the
database is asked the very same is shown by `tests/security/test_enumeration.py`.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))
from own_database import run_in_own_database

if TYPE_CHECKING:
    from django.test import Client

os.environ["DJANGO_SETTINGS_MODULE"] = "padu.settings.test"
HERE, NEXT_DOOR, FAMILIES, SEED = "13.01.01.2001", "13.01.01.2002", 500, 3


def main(requests: int) -> None:
    client, there = world()
    chosen = random.Random(SEED)  # which id is asked, nothing secret
    kinds = [("exists elsewhere", True), ("does not exist", False)] * requests
    chosen.shuffle(kinds)
    took: dict[str, list[float]] = {name: [] for name, _ in kinds}
    for name, exists in kinds:
        number = chosen.choice(there) if exists else there[-1] + 1 + chosen.randrange(FAMILIES)
        begin = time.perf_counter()
        answer = client.get(f"/keluarga/{number}/")
        took[name].append((time.perf_counter() - begin) * 1000)
        assert answer.status_code == 404
    for name, times in took.items():
        print(f"{name:20} {statistics.median(times):8.3f} ms (middle of {len(times)})")
    one, other = (statistics.median(times) for times in took.values())
    print(f"{'difference':20} {abs(one - other):8.3f} ms")
    print(f"{'noise':20} {max(halves(times) for times in took.values()):8.3f} ms (between halves of one kind)")


def halves(times: list[float]) -> float:
    """How far the middles of every second request and of the others lie apart."""
    return abs(statistics.median(times[::2]) - statistics.median(times[1::2]))


def world() -> tuple[Client, list[int]]:
    """Somebody of the village next door, and the ids of this village's families."""
    from django.contrib.auth.hashers import make_password
    from django.test import Client
    from django.utils import timezone

    from padu.access.actor import Actor, system_actor
    from padu.access.gate import scoped
    from padu.access.verbs import Verb
    from padu.apps.accounts.models import HatRecord, User
    from padu.apps.rumah_dataku.models import Family

    with scoped(Actor(name="uji", system=True)):
        user = User(username="tetangga", full_name="Tetangga", region_code=NEXT_DOOR, password=make_password("x"))
        user.save(force_insert=True)
        HatRecord(user=user, role="kampung", region_code=NEXT_DOOR, valid_from="2020-01-01").save(force_insert=True)
    now = timezone.now()
    with scoped(system_actor(HERE, Verb.FAMILY_READ, Verb.FAMILY_WRITE)):
        rows = Family.objects.bulk_create(
            Family(region_code=HERE, source="uji", source_key=str(n), head_name="Kepala", updated_at=now)
            for n in range(FAMILIES)
        )
    client = Client()
    client.force_login(user)
    return client, [row.pk for row in rows]


if __name__ == "__main__":
    run_in_own_database("bench_enumeration", lambda: main(int(sys.argv[1]) if len(sys.argv) > 1 else 400))
