"""How long the check of a regency's families takes: `python bench/quality.py [families]`, in a database of its own.

Loads made-up families of four as `families.py` does (100,000 by default), gives every member a real encrypted NIK (one
in fifty with another birth date), and checks the regency three times: the first time every issue is new, the second
time nothing changes, the third time half of the wrong dates were put right. Prints seconds, seconds of processors (of
this process and of the one that serves it in the database, which other work does not change), issues, and the memory of
this process at its highest.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from families import REGENCY, load, walls
from own_database import run_in_own_database

os.environ["DJANGO_SETTINGS_MODULE"] = "padu.settings.test"
TODAY, BATCH, ODD_ONE_IN = dt.date(2026, 11, 22), 20_000, 50


def main(families: int) -> None:
    from padu.apps.data_quality.services.checking import quality_check

    begin = time.perf_counter()
    load(families)
    numbers = give_numbers()
    print(f"loaded in {time.perf_counter() - begin:.0f} s, {numbers:,} numbers", flush=True)
    for name in ("first", "again", "half of the dates put right"):
        if name.startswith("half"):
            put_right()
        begin, worked, served = time.perf_counter(), time.process_time(), server_seconds()
        counts = quality_check(region_code=REGENCY, today=TODAY).counts
        took, worked = time.perf_counter() - begin, time.process_time() - worked
        told = ", ".join(f"{key} {value:,}" for key, value in counts.items())
        busy = f"processors {worked:.1f} + {server_seconds() - served:.1f}"
        print(f"{name:28} {took:8.1f} s   {busy}   {told}", flush=True)
    print(f"{'memory at the highest':28} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


def server_seconds() -> float:
    """Processor time of the database's process that serves this one; helpers of single statements are left out."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def give_numbers() -> int:
    """A NIK of the own birth date and sex for everybody, but for one in ODD_ONE_IN."""
    from django.db import connection

    done, last = 0, 0
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        walls(cursor, "disable", "no force")
        cursor.execute("create temporary table numbers (id bigint, key_id text, sealed bytea, hash bytea)")
        while rows := _people(cursor, last):
            with cursor.copy("copy numbers from stdin") as copy:
                for row in _sealed(rows):
                    copy.write_row(row)
            cursor.execute(
                "update rumah_dataku_person p set nik_key_id = n.key_id, nik_ciphertext = n.sealed, nik_hash = n.hash,"
                " marital_status = case when line < 3 then 2 else 1 end from numbers n where n.id = p.id"
            )
            cursor.execute("truncate numbers")
            done, last = done + len(rows), rows[-1][0]
        cursor.execute("vacuum analyze rumah_dataku_person")
        walls(cursor, "enable", "force")
        cursor.execute("set role padu_app")
    return done


def _people(cursor: Any, last: int) -> list[Any]:
    cursor.execute(
        "select id, sex, birth_date from rumah_dataku_person where id > %s order by id limit %s", [last, BATCH]
    )
    return list(cursor.fetchall())


def _sealed(rows: list[Any]) -> Iterator[tuple[Any, ...]]:
    from padu.apps.rumah_dataku.services.numbers import seal_nik

    for pk, sex, birth in rows:
        day = birth + dt.timedelta(days=1) if pk % ODD_ONE_IN == 0 else birth
        text = f"1301{pk // 9999 % 90 + 10}{day.day + 40 * (sex == 2):02d}{day:%m%y}{pk % 9999 + 1:04d}"
        number = seal_nik(text)
        yield pk, number.key_id, number.ciphertext, number.hash


def put_right() -> None:
    """Members whose number did not agree get the birth date of their number."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("reset role")
        walls(cursor, "disable", "no force")
        cursor.execute(
            "update rumah_dataku_person set birth_date = birth_date + 1 where id %% %s = 0 and family_id %% 100 < 50",
            [ODD_ONE_IN],
        )
        walls(cursor, "enable", "force")
        cursor.execute("set role padu_app")


if __name__ == "__main__":
    run_in_own_database("bench_quality", lambda: main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
