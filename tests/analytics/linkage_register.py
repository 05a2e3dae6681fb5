"""A made-up register with known duplicates: who is whom is known, so that precision and recall can be counted.

The mistakes are made without asking the rules of `padu.domain.linkage`: letters are dropped and swapped at random,
old spellings, titles and short forms are written as clerks write them.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from padu.analytics.linkage.records import LinkRecord
from padu.apps.rumah_dataku.demo.names import made_up_name, made_up_suku

VILLAGES = ("13.01.01.2001", "13.01.01.2002", "13.01.02.2001", "13.01.02.2002")
_OLD = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("f", "p"), ("z", "s"), ("i", "y"), ("sy", "sj"), ("kh", "ch"))
_TITLES = ("H. {}", "Hj. {}", "{}, S.Pd", "Alm. {}", "Ibu {}", "Bpk. {}", "{}, SE")


@dataclass(frozen=True)
class MadeRegister:
    records: list[LinkRecord]
    truth: set[tuple[int, int]]


def made_register(people: int, doubled: int, seed: int) -> MadeRegister:
    """`people` persons in families of one to six, `doubled` of them written down twice with mistakes."""
    draw = random.Random(seed)
    records = _families(draw, people)
    truth = set()
    for at, record in enumerate(draw.sample(records, doubled), start=1):
        copy = _copied(draw, record, people + at)
        truth.add((record.id, copy.id))
        records.append(copy)
    return MadeRegister(records, truth)


def _families(draw: random.Random, people: int) -> list[LinkRecord]:
    records: list[LinkRecord] = []
    family = 0
    while len(records) < people:
        family += 1
        suku, village = made_up_suku(draw.random), draw.choice(VILLAGES)
        neighbourhood = f"{draw.randint(1, 4)}/{draw.randint(1, 6)}"
        kk = f"kk{family}" if draw.random() < 0.8 else None
        for _ in range(draw.randint(1, 6)):
            records.append(_person(draw, len(records) + 1, family, suku, village, neighbourhood, kk))
    return records[:people]


def _person(
    draw: random.Random, at: int, family: int, suku: str, village: str, neighbourhood: str, kk: str | None
) -> LinkRecord:
    sex = draw.choice((1, 2))
    day = dt.date(1940, 1, 1) + dt.timedelta(days=draw.randrange(84 * 365))
    if draw.random() < 0.06:
        day = day.replace(month=1, day=1)
    return LinkRecord(
        id=at,
        name=made_up_name(draw.random, male=sex == 1, birth_year=day.year, suku=suku),
        group=family,
        sex=sex,
        birth_date=day,
        nik=f"nik{at}" if draw.random() < 0.85 else None,
        kk=kk,
        place=village,
        neighbourhood=neighbourhood,
    )


def _copied(draw: random.Random, record: LinkRecord, new_id: int) -> LinkRecord:
    """The same person once more, as another clerk wrote it down."""
    moved = draw.random() < 0.25
    village = draw.choice([v for v in VILLAGES if v != record.place]) if moved else record.place
    return replace(
        record,
        id=new_id,
        group=100_000 + new_id,
        name=_miswritten(draw, record.name) if draw.random() < 0.6 else record.name,
        sex=3 - (record.sex or 1) if draw.random() < 0.01 else record.sex,
        birth_date=_misdated(draw, record.birth_date) if draw.random() < 0.25 else record.birth_date,
        nik=_misnumbered(draw, record.nik),
        kk=None if moved or draw.random() < 0.5 else record.kk,
        place=village,
        neighbourhood=f"{draw.randint(1, 4)}/{draw.randint(1, 6)}" if moved else record.neighbourhood,
    )


def _miswritten(draw: random.Random, name: str) -> str:
    match draw.randrange(5):
        case 0:
            return draw.choice(_TITLES).format(name)
        case 1:
            old, new = draw.choice(_OLD)
            return name.replace(old, new)
        case 2:
            return " ".join(name.split()[:-1]) or name
        case 3:
            return name.upper()
        case _:
            at = draw.randrange(1, len(name))
            return name[: at - 1] + name[at:] if draw.random() < 0.5 else name[:at] + draw.choice("aeiou") + name[at:]


def _misdated(draw: random.Random, day: dt.date | None) -> dt.date | None:
    assert day is not None
    match draw.randrange(4):
        case 0 if day.day <= 12:
            return day.replace(month=day.day, day=day.month)
        case 1:
            return day.replace(month=1, day=1)
        case 2:
            return day.replace(day=draw.randint(1, 28))
        case _:
            return day.replace(day=min(day.day, 28), year=day.year + draw.choice((-1, 1, 10)))


def _misnumbered(draw: random.Random, nik: str | None) -> str | None:
    chance = draw.random()
    if chance < 0.5:
        return nik
    return None if chance < 0.85 else f"{nik}-salah"
