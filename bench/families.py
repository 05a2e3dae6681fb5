"""How long a village's data take in a big regency: `python bench/families.py [families] [requests]`, own database.

Loads (by default) 500,000 made-up families of four into the villages of one regency, one of them with 2,451 families
and one with 20,000, then asks the list, the searches and a family's page as people of the village and as a field
worker, and prints the middle and the 95th percentile in milliseconds. Whole requests in this process, without a
network. Needs the embedded server; leaves nothing behind.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))
from own_database import run_in_own_database

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
    from django.http import HttpResponse
    from django.test import Client

    from padu.apps.accounts.models import User

os.environ["DJANGO_SETTINGS_MODULE"] = "padu.settings.test"
REGENCY, SEED, LIMIT_MS = "13.01", 13, 300.0
# A village whose users wait 70 s for the list in another system, and a town ward.
KNOWN_SIZES = (2_451, 20_000)
TABLES = ("household", "family", "person", "familysurvey")
SURVEY_DAY, YEAR = "2026-03-01", 2026
NIK, KK = "13010154{n:02d}900001", "13010112{n:02d}200001"
GIVEN = ("Siti", "Andi", "Rahmat", "Yuli", "Budi", "Dewi", "Nurul", "Eka", "Hendra", "Fitri", "Joko", "Ratna", "Agus")
FAMILY = ("Aminah", "Saputra", "Hidayat", "Wahyuni", "Santoso", "Lestari", "Rahmawati", "Putri", "Gunawan", "Koto")


def main(families: int, requests: int) -> None:
    begin = time.perf_counter()
    codes, people = load(families)
    print(f"loaded in {time.perf_counter() - begin:.0f} s")
    slow = [name for name, took in measured(codes, people, requests) if percentile(took, 95) > LIMIT_MS]
    print(f"slower than {LIMIT_MS:.0f} ms at the 95th percentile: {', '.join(slow) or 'none'}")


# --- a big regency -----------------------------------------------------------------------------------------------


def load(families: int) -> tuple[list[str], dict[str, User]]:
    """Places, families and those who ask. The first two codes are the villages of KNOWN_SIZES."""
    from django.db import connection

    from padu.apps.regions.selectors import list_villages
    from padu.apps.regions.services import load_regions

    load_regions()
    codes = list(list_villages(REGENCY).values_list("code", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        walls(cursor, "disable", "no force")
        for code, size in zip(codes, sizes_of(families, len(codes)), strict=True):
            fill_village(cursor, code, size)
        name_numbers(cursor, codes)
        for table in TABLES:
            cursor.execute(f"vacuum analyze rumah_dataku_{table}")
        cursor.execute("select (select count(*) from rumah_dataku_family), (select count(*) from rumah_dataku_person)")
        print("{:,} families and {:,} persons in {} villages".format(*cursor.fetchone(), len(codes)))
        walls(cursor, "enable", "force")
        cursor.execute("set role padu_app")
    return codes, people_of(codes)


def walls(cursor: CursorWrapper, do: str, force: str) -> None:
    """Triggers of history, and row security for the owner, while rows are made."""
    for table in TABLES:
        cursor.execute(f"alter table rumah_dataku_{table} {do} trigger user, {force} row level security")


def sizes_of(families: int, villages: int) -> list[int]:
    rest = max(families - sum(KNOWN_SIZES), 0)
    each, more = divmod(rest, villages - len(KNOWN_SIZES))
    return [*KNOWN_SIZES, *(each + (n < more) for n in range(villages - len(KNOWN_SIZES)))]


def fill_village(cursor: CursorWrapper, code: str, size: int) -> None:
    """Families, their cards, four members each and one survey, made by the server."""
    given = {"code": code, "size": size, "given": list(GIVEN), "family": list(FAMILY), "day": SURVEY_DAY, "year": YEAR}
    for statement in (HOUSEHOLDS, FAMILIES, PERSONS, SURVEYS):
        cursor.execute(statement, given)


NAME = (
    "(%(given)s::text[])[1 + {0} %% cardinality(%(given)s::text[])] || ' ' ||"
    " (%(family)s::text[])[1 + ({0} / 13) %% cardinality(%(family)s::text[])] || ' ' || {0} %% 997"
)
HOUSEHOLDS = """
insert into rumah_dataku_household (region_code, kk_key_id, kk_ciphertext, kk_hash, kk_first4)
select %(code)s, 'bench', '\\x00', sha256(convert_to(%(code)s || n, 'UTF8')), '1301' from generate_series(1, %(size)s) n
"""
FAMILIES = f"""
insert into rumah_dataku_family (region_code, household_id, source, source_key, head_name, hamlet, rw, rt, address,
    active, welfare_source, made_up, updated_at)
select %(code)s, h.id, 'bench', h.id::text, {NAME.format("h.id")}, 'Jorong ' || h.id %% 4,
    lpad((h.id %% 9 + 1)::text, 2, '0'), lpad((h.id %% 31 + 1)::text, 3, '0'), '', true, '', true, now()
from rumah_dataku_household h where region_code = %(code)s
"""
PERSONS = f"""
insert into rumah_dataku_person (region_code, family_id, line, name, nik_key_id, nik_ciphertext, nik_hash, nik_first4,
    nik_missing_reason, sex, birth_date, relation, religion, occupation, birth_certificate, insurance, active)
select %(code)s, f.id, line, case when line = 1 then f.head_name else {NAME.format("(f.id * line)")} end, 'bench',
    '\\x00', sha256(convert_to(f.id || '/' || line, 'UTF8')), '1301', '', line %% 2 + 1,
    date '1970-01-01' + (f.id %% 7000)::int + 9000 * (line > 2)::int, line, '', '', f.id %% 2 + 1, f.id %% 4 + 1, true
from rumah_dataku_family f cross join generate_series(1, 4) line where f.region_code = %(code)s
"""
SURVEYS = """
insert into rumah_dataku_familysurvey (region_code, family_id, year, surveyed_on, answers)
select %(code)s, id, %(year)s, %(day)s::date - (id %% 500)::int,
    jsonb_build_object('p23', id %% 9 + 1, 'p24', id %% 4 + 1) from rumah_dataku_family where region_code = %(code)s
"""


def name_numbers(cursor: CursorWrapper, codes: list[str]) -> None:
    """Ten families of each village that is asked get numbers that can be looked for."""
    from padu.apps.rumah_dataku.services.numbers import kk_hashes, nik_hashes

    for code in codes[:3]:
        cursor.execute("select id, household_id from rumah_dataku_family where region_code = %s limit 10", [code])
        for n, (family, household) in enumerate(cursor.fetchall()):
            nik, kk = nik_hashes(NIK.format(n=n))[0], kk_hashes(KK.format(n=n))[0]
            cursor.execute(
                "update rumah_dataku_person set nik_hash = %s where family_id = %s and line = 2", [nik, family]
            )
            cursor.execute("update rumah_dataku_household set kk_hash = %s where id = %s", [kk, household])


def people_of(codes: list[str]) -> dict[str, User]:
    """An officer in each of the three villages, and a field worker for the whole first district."""
    from padu.access.actor import Actor
    from padu.access.gate import scoped
    from padu.apps.accounts.models import HatRecord, User

    district = codes[0][:8]
    posts = {f"village of {size:,}": ("kampung", [code]) for size, code in zip(KNOWN_SIZES, codes, strict=False)}
    posts["middle village"] = ("kampung", [codes[2]])
    posts["field worker"] = ("plkb", [code for code in codes if code.startswith(district)])
    people = {}
    with scoped(Actor(name="uji", system=True)):
        for name, (role, places) in posts.items():
            people[name] = User(username=name.replace(" ", "-"), full_name=name, region_code=places[0], made_up=True)
            people[name].save(force_insert=True)
            HatRecord.objects.bulk_create(
                HatRecord(user_id=people[name].pk, role=role, region_code=place, valid_from="2020-01-01")
                for place in places
            )
    return people


# --- asking ------------------------------------------------------------------------------------------------------

Ask = Callable[["Client", str, int], "HttpResponse"]


def family_page(client: Client, code: str, n: int) -> HttpResponse:
    return client.get(f"/keluarga/{FAMILY_IDS[code][n % len(FAMILY_IDS[code])]}/")


def _listed(more: str) -> Ask:
    return lambda client, code, n: client.get(f"/keluarga/?desa={code}&{more.format(given=GIVEN[n % len(GIVEN)], n=n)}")


def _next_page(order: str) -> Ask:
    """The page behind any family, deep in the list as well."""
    return lambda client, code, n: client.get(
        f"/keluarga/?desa={code}&urut={order}&sesudah={FAMILY_IDS[code][n % len(FAMILY_IDS[code])]}"
    )


def _number(number: str) -> Ask:
    return lambda client, code, n: client.post("/keluarga/cari/", {"desa": code, "nomor": number.format(n=n % 10)})


FAMILY_IDS: dict[str, list[int]] = {}
PAGES: dict[str, Ask] = {
    "list": _listed(""),
    "list, a page further on": _next_page("rt"),
    "list, by name": _listed("urut=nama"),
    "list, by name, a page further on": _next_page("nama"),
    "list, by last visit": _listed("urut=data"),
    "list, by last visit, a page further on": _next_page("data"),
    "list, one RT": _listed("rw=03&rt=012"),
    "list, children without certificate": _listed("tanda=akta"),
    "list, water or toilet": _listed("tanda=sanitasi"),
    "list, not visited for a year": _listed("tanda=lama"),
    "name, many": _listed("cari={given}"),
    "name, one": _listed("cari={given} Aminah {n}"),
    "name, nobody": _listed("cari=tidakada{n}"),
    "NIK": _number(NIK),
    "no. KK": _number(KK),
    "no such number": _number("1301019912{n:02d}0001"),
    "a family's page": family_page,
    "profile of the village": lambda client, code, _: client.get(f"/kampung/{code}/profil/"),
    "home": lambda client, _code, _n: client.get("/"),
}


def measured(codes: list[str], people: dict[str, User], requests: int) -> Iterator[tuple[str, list[float]]]:
    """Name and times in milliseconds of everything that is asked; prints as it goes."""
    from django.test import Client

    from padu.apps.rumah_dataku.services import looking

    looking.PER_HOUR[looking.FIND_EVENT] = sys.maxsize  # more than a person would look for
    for code in codes[:3]:
        FAMILY_IDS[code] = some_families(code, requests)
    print(f"{'':60}{'p50 ms':>9}{'p95 ms':>9}")
    for name, page in PAGES.items():
        for (asker, user), code in zip(people.items(), [*codes[:3], codes[0]], strict=True):
            client = Client()
            client.force_login(user)
            yield told(f"{name}, {asker}", asked(client, page, code, requests))


def some_families(code: str, wanted: int) -> list[int]:
    from padu.access.actor import system_actor
    from padu.access.gate import scoped
    from padu.access.verbs import Verb
    from padu.apps.rumah_dataku.models import Family

    with scoped(system_actor(code, Verb.FAMILY_READ)):
        found = list(Family.objects.filter(region_code=code).values_list("pk", flat=True))
    return random.Random(SEED).sample(found, min(wanted, len(found)))


def asked(client: Client, page: Ask, code: str, requests: int) -> list[float]:
    """Times of requests after a first one."""
    first = page(client, code, 0)
    assert first.status_code in (200, 302), (first.status_code, first.content[:300])
    took = []
    for n in range(requests):
        begin = time.perf_counter()
        page(client, code, n).content  # noqa: B018  # the body is made when it is asked for
        took.append((time.perf_counter() - begin) * 1000)
    return took


def percentile(took: list[float], which: int) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[which - 1]


def told(name: str, took: list[float]) -> tuple[str, list[float]]:
    print(f"{name:60}{percentile(took, 50):9.1f}{percentile(took, 95):9.1f}", flush=True)
    return name, took


if __name__ == "__main__":
    wanted = [int(text) for text in sys.argv[1:]]
    run_in_own_database(
        "bench_families",
        lambda: main(wanted[0] if wanted else 500_000, wanted[1] if len(wanted) > 1 else 40),
    )
