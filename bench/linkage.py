"""Duplicates of a regency: time and memory of the search on a made-up register with known copies.

    python bench/linkage.py [persons]

The register is made up: families in villages of about 2,700 people, one copy for each 100 persons with the mistakes
of another clerk. It is written to a file by a process of its own and read from there, as it comes from the database
when the search really runs. Prints seconds, peak memory of this process, pairs, precision and recall.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import pickle
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from padu.analytics.linkage.engine import duplicates_find
from padu.analytics.linkage.records import LinkRecord
from padu.apps.rumah_dataku.demo.names import made_up_name, made_up_suku

PERSONS = 500_000
PEOPLE_IN_A_VILLAGE = 2_700
COPIES = 100  # one of so many persons stands twice


def register(persons: int, seed: int) -> tuple[list[LinkRecord], set[tuple[int, int]]]:
    draw = random.Random(seed)
    villages = [f"13.01.01.{2001 + at}" for at in range(max(1, persons // PEOPLE_IN_A_VILLAGE))]
    records: list[LinkRecord] = []
    family = 0
    while len(records) < persons:
        family += 1
        suku, place = made_up_suku(draw.random), draw.choice(villages)
        rt = f"{draw.randint(1, 4)}/{draw.randint(1, 6)}"
        records += [person(draw, len(records) + at, family, suku, place, rt) for at in range(1, draw.randint(2, 7))]
    truth = set()
    for at, record in enumerate(draw.sample(records, persons // COPIES), start=1):
        copied = copy_of(draw, record, len(records) + at, villages)
        truth.add((record.id, copied.id))
        records.append(copied)
    return records, truth


def person(draw: random.Random, at: int, family: int, suku: str, place: str, rt: str) -> LinkRecord:
    male = draw.random() < 0.5
    day = dt.date(1940, 1, 1) + dt.timedelta(days=draw.randrange(84 * 365))
    name = made_up_name(draw.random, male=male, birth_year=day.year, suku=suku)
    nik = f"nik{at}" if draw.random() < 0.85 else None
    return LinkRecord(at, name, family, 1 if male else 2, day, None, nik, f"kk{family}", place, rt)


def copy_of(draw: random.Random, record: LinkRecord, new_id: int, villages: list[str]) -> LinkRecord:
    moved = draw.random() < 0.25
    at = draw.randrange(1, len(record.name))
    name = record.name[: at - 1] + record.name[at:] if draw.random() < 0.3 else record.name
    nik = record.nik if draw.random() < 0.5 else None
    place = draw.choice(villages) if moved else record.place
    return replace(record, id=new_id, group=10_000_000 + new_id, name=name, nik=nik, kk=None, place=place)


def write_register(persons: int, path: str) -> None:
    """The register and then who is whom, one pickle after the other."""
    records, truth = register(persons, seed=20261122)
    with Path(path).open("wb") as file:
        for one in (*records, truth):
            pickle.dump(one, file)


def read_register(file: IO[bytes], truth: set[tuple[int, int]]) -> Iterator[LinkRecord]:
    while not isinstance(one := pickle.load(file), set):
        yield one
    truth |= one


def main() -> None:
    persons = int(sys.argv[1]) if len(sys.argv) > 1 else PERSONS
    truth: set[tuple[int, int]] = set()
    with tempfile.NamedTemporaryFile() as kept:
        maker = multiprocessing.get_context("spawn").Process(target=write_register, args=(persons, kept.name))
        maker.start()
        maker.join()
        begin, worked = time.monotonic(), time.process_time()
        found = {(pair.left, pair.right) for pair in duplicates_find(read_register(kept.file, truth))}
        seconds, worked = time.monotonic() - begin, time.process_time() - worked
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    right = len(found & truth)
    print(f"asked for {persons:,}  seconds {seconds:.1f}, of processors {worked:.1f}  peak {peak_mib:.0f} MiB")
    print(f"pairs {len(found):,}  precision {right / len(found):.3f}  recall {right / len(truth):.3f}")


if __name__ == "__main__":
    main()
