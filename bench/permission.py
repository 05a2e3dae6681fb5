"""How long permission takes in a full country: `python bench/permission.py [users] [requests]`, in an own database.

Loads the official list of places, a kampung for every village and (by default) 200,000 made-up people with their hats,
then asks pages as people of each level and prints the middle and the 95th percentile in milliseconds. Signing in is
measured without the password's hash, whose time stands beside. Whole requests in this process, without a network.
Needs the embedded server; leaves nothing behind.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))
from own_database import run_in_own_database

if TYPE_CHECKING:
    from django.test import Client

    from padu.apps.accounts.models import User

os.environ["DJANGO_SETTINGS_MODULE"] = "padu.settings.test"
SEED, LIMIT_MS, BATCH = 11, 300.0, 5_000
PASSWORD = "kata-sandi-peragaan-2026"
STANDING = {
    "pusat": ("nation", ["00"]),
    "provinsi": ("province", ["13"]),
    "tim_kab": ("regency", ["13.01"]),
    "penyuluh": ("plkb", ["13.01.01.2001", "13.02.03.2001", "33.08.14.2004"]),
    "pokja": ("kampung", ["13.01.01.2001"]),
}


def main(users: int, requests: int) -> None:
    begin = time.perf_counter()
    people = load(users)
    print(f"loaded in {time.perf_counter() - begin:.0f} s")
    slow = [name for name, took in measured(people, requests) if percentile(took, 95) > LIMIT_MS]
    print(f"slower than {LIMIT_MS:.0f} ms at the 95th percentile: {', '.join(slow) or 'none'}")


# --- a full country ----------------------------------------------------------------------------------------------


def load(users: int) -> dict[str, User]:
    """Places, kampung, people and hats; the people who ask are returned by name."""
    from django.contrib.auth.hashers import make_password

    from padu.access.actor import Actor, system_actor
    from padu.access.gate import scoped
    from padu.access.verbs import Verb
    from padu.apps.kampung.models import Kampung
    from padu.apps.regions.models import Region
    from padu.apps.regions.services import load_regions

    load_regions()
    codes = {level: list(Region.objects.filter(level=level).values_list("code", flat=True)) for level in Region.Level}
    with scoped(system_actor("00", Verb.PLACE_READ, Verb.PLAN_RUN)):
        kampung = (Kampung(region_code=code, name="Kampung", made_up=True) for code in codes[Region.Level.VILLAGE])
        Kampung.objects.bulk_create(kampung, batch_size=BATCH)
    hashed = make_password(PASSWORD)
    with scoped(Actor(name="uji", system=True)):
        people = _people(hashed)
        _crowd(users - len(people), codes, hashed)
    _analyse()
    return people


def _user(name: str, code: str, hashed: str) -> User:
    from padu.apps.accounts.models import User

    return User(username=name, full_name=name.title(), region_code=code, password=hashed, made_up=True)


def _hat(user: User, role: str, code: str) -> Any:
    from padu.apps.accounts.models import HatRecord

    agency = 1 if role in ("agency", "sector") else None
    return HatRecord(user_id=user.pk, role=role, region_code=code, agency_id=agency, valid_from="2020-01-01")


def _people(hashed: str) -> dict[str, User]:
    people = {}
    for name, (role, places) in STANDING.items():
        people[name] = _user(name, places[0], hashed)
        people[name].save(force_insert=True)
        for place in places:
            _hat(people[name], role, place).save(force_insert=True)
    return people


def _crowd(users: int, codes: dict[Any, list[str]], hashed: str) -> None:
    """Every place its people, the villages whoever is left; every hundredth has hats in three places."""
    from padu.apps.accounts.models import HatRecord, User

    chosen = random.Random(SEED)  # made-up people, nothing secret
    posts = posts_of(codes)
    made = [(next(posts), n) for n in range(users)]
    rows = User.objects.bulk_create(
        [_user(f"orang{n:06d}", code, hashed) for (_, code), n in made], batch_size=BATCH
    )  # fmt: skip
    hats = [_hat(user, role, code) for user, ((role, code), _) in zip(rows, made, strict=True)]
    villages = codes["village"]
    hats += [_hat(user, "plkb", code) for user in rows[::100] for code in chosen.sample(villages, 2)]
    HatRecord.objects.bulk_create(hats, batch_size=BATCH)
    print(f"{users:,} people with {len(hats):,} hats; {len(villages):,} villages with a kampung each")


def posts_of(codes: dict[Any, list[str]]) -> Iterator[tuple[str, str]]:
    """Role and place of one person after the other, without end: offices first, then the villages round and round."""
    yield from (("province", code) for code in codes["province"])
    yield from ((role, code) for code in codes["regency"] for role in ["regency"] * 5 + ["agency"] * 20 + ["privacy"])
    yield from ((role, code) for code in codes["district"] for role in ("plkb", "district"))
    while True:
        yield from ((role, code) for role in ("kampung", "kader") for code in codes["village"])


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("reset role")
        for table in ("accounts_user", "accounts_hatrecord", "regions_region", "kampung_kampung"):
            cursor.execute(f"analyze {table}")
        cursor.execute("set role padu_app")


# --- asking ------------------------------------------------------------------------------------------------------

NAMES = ("inderapura", "pesisir", "su", "sungai", "kota", "nagari lolo", "13.01", "tidak ada", "karang", "desa baru")
PAGES: dict[str, tuple[tuple[str, ...], Callable[[int], str]]] = {
    "home": (("pokja", "penyuluh", "tim_kab", "provinsi", "pusat"), lambda _: "/"),
    "search for a region": (("pokja", "pusat"), lambda n: f"/wilayah/?cari={NAMES[n % len(NAMES)]}"),
    "list of people": (("tim_kab", "provinsi", "pusat"), lambda _: "/orang/"),
    "people by name": (("tim_kab", "pusat"), lambda n: f"/orang/?cari=orang{n % 20:04d}"),
    "people by name, nobody": (("tim_kab", "pusat"), lambda _: "/orang/?cari=tidak-ada"),
    "people without a role": (("tim_kab", "provinsi", "pusat"), lambda _: "/orang/?keadaan=tanpa"),
    "people of a role": (("tim_kab", "provinsi", "pusat"), lambda _: "/orang/?peran=kampung"),
    "who may do what": (("pokja", "tim_kab", "provinsi", "pusat"), lambda _: "/siapa-boleh-apa/"),
    "why": (
        ("pokja", "penyuluh", "pusat"),
        lambda n: f"/mengapa/?izin=family.read&wilayah={('13.01.01.2001', '33.08', '00')[n % 3]}",
    ),
    "a place outside": (("pokja",), lambda _: "/kampung/33.08.14.2004/"),
}


def measured(people: dict[str, User], requests: int) -> Iterator[tuple[str, list[float]]]:
    """Name and times in milliseconds of everything that is asked; prints as it goes."""
    from django.test import Client

    print(f"{'':44}{'p50 ms':>9}{'p95 ms':>9}")
    yield told("sign in, without the hash", sign_in(requests))
    hash_once()
    for name, (askers, url) in PAGES.items():
        for asker in askers:
            client = Client()
            client.force_login(people[asker])
            took = ask(client, url, requests)
            if took is None:
                print(f"{name + ' as ' + asker:44}{'no such page here':>18}")
            else:
                yield told(f"{name} as {asker}", took)


def ask(client: Client, url: Callable[[int], str], requests: int) -> list[float] | None:
    """Times of requests after a first one; None where the page is none of this person's."""
    if client.get(url(0)).status_code == 404 and "kampung/33" not in url(0):
        return None
    took = []
    for n in range(requests):
        begin = time.perf_counter()
        client.get(url(n)).content  # noqa: B018  # the body is made when it is asked for
        took.append((time.perf_counter() - begin) * 1000)
    return took


def sign_in(requests: int) -> list[float]:
    """A whole sign-in, the check of the hash taken out."""
    from unittest.mock import patch

    from django.contrib.auth.hashers import Argon2PasswordHasher
    from django.test import Client

    took = []
    with patch.object(Argon2PasswordHasher, "verify", lambda *_: True):
        for n in range(requests):
            client = Client()
            begin = time.perf_counter()
            answer = client.post("/masuk/", {"username": f"orang{n:06d}", "password": PASSWORD})
            took.append((time.perf_counter() - begin) * 1000)
            assert answer.status_code == 302, answer.status_code
    return took


def hash_once() -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hasher = Argon2PasswordHasher()
    begin = time.perf_counter()
    encoded = hasher.encode(PASSWORD, hasher.salt())
    made = time.perf_counter()
    hasher.verify(PASSWORD, encoded)
    print(f"{'beside it: the hash (Argon2id) checked once':44}{(time.perf_counter() - made) * 1000:9.0f}")
    print(f"{'beside it: the hash made once':44}{(made - begin) * 1000:9.0f}")


def percentile(took: list[float], which: int) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[which - 1]


def told(name: str, took: list[float]) -> tuple[str, list[float]]:
    print(f"{name:44}{percentile(took, 50):9.1f}{percentile(took, 95):9.1f}", flush=True)
    return name, took


if __name__ == "__main__":
    wanted = [int(text) for text in sys.argv[1:]]
    run_in_own_database(
        "bench_permission",
        lambda: main(wanted[0] if wanted else 200_000, wanted[1] if len(wanted) > 1 else 100),
    )
