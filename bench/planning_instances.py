"""Seeded instances of the planning problem, of the shape of a regency: for benches and tests. Synthetic throughout."""

import argparse
import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

YEAR = 2027
AGENCIES = 13
OFFERS = 120
TYPES = 60
HOLIDAYS = 16
TEAM_VILLAGES = 182
"""Teams are drawn for this many villages and scaled to the size wanted."""


@dataclass(frozen=True)
class Profile:
    """What makes a regency's year roomy or scarce. Ranges are drawn from evenly."""

    problems: tuple[int, int] = (6, 13)
    effect: tuple[float, float] = (0.3, 0.85)
    quota_share: tuple[float, float] = (0.06, 0.5)
    budget_share: tuple[float, float] = (0.12, 0.25)
    teams: tuple[int, ...] = (1, 1, 1, 2, 3)
    event_day_cost: float = 1.0


ROOMY = Profile()
SCARCE = Profile((10, 25), (0.2, 0.7), (0.15, 1.2), (0.08, 0.2), (1, 2, 3), 1.5)


def make_instance(villages: int, seed: int = 1, profile: Profile = ROOMY, locked: int = 0) -> dict[str, Any]:
    """An instance of so many villages; the same arguments give the same instance."""
    rng = random.Random(f"{villages}-{seed}")
    days = working_days(rng)
    places = [_village(rng, number, days) for number in range(villages)]
    agencies = [_agency(rng, number, villages, profile) for number in range(AGENCIES)]
    funds = [{"id": f"f{n}{part}", "agency": f"a{n}", "source": source, "budget": 0}
             for n in range(AGENCIES) for part, source in (("k", "APBD kab/kota"), ("p", "APBN"))]  # fmt: skip
    offers = [_offer(rng, number, places, profile) for number in range(OFFERS)]
    _set_budgets(rng, funds, offers, villages, profile)
    instance = {
        "year": YEAR,
        "days": [day.isoformat() for day in days],
        "villages": places,
        "problems": [row for place in places for row in _problems(rng, place["code"], profile)],
        "agencies": agencies,
        "funds": funds,
        "offers": offers,
        "locked": [],
        "params": {
            "integration_bonus": {"4": 3.0, "8": 6.0},
            "event_day_cost": profile.event_day_cost,
            "max_activities_per_event": 6,
        },
    }
    instance["locked"] = [_commitment(rng, instance) for _ in range(locked)]
    return instance


def working_days(rng: random.Random) -> list[date]:
    """Monday to Thursday from the second working week of January to mid December, without some holidays."""
    first = date(YEAR, 1, 11)
    days = [first + timedelta(days=n) for n in range(48 * 7) if (first + timedelta(days=n)).weekday() < 4]
    free = set(rng.sample(days, HOLIDAYS))
    return [day for day in days if day not in free]


def _village(rng: random.Random, number: int, days: list[date]) -> dict[str, Any]:
    district = f"13.01.{1 + number // 12:02d}"
    blocked = sorted(rng.sample(days, rng.randint(0, 12)))
    return {
        "code": f"{district}.{2001 + number % 12}",
        "name": f"Nagari {number + 1}",
        "district": district,
        "blocked_days": [day.isoformat() for day in blocked],
        "max_event_days_per_week": 1,
    }


def _problems(rng: random.Random, village: str, profile: Profile) -> list[dict[str, Any]]:
    types = rng.sample(range(TYPES), rng.randint(*profile.problems))
    return [
        {
            "id": f"{village}-{rank}",
            "village": village,
            "type": f"t{kind}",
            "programme": 1 + kind % 8,
            "rank": rank,
            "weight": round(13 * 0.93 ** (rank - 1) * rng.uniform(0.7, 1.3), 2),
            "affected": rng.randint(5, 200),
        }
        for rank, kind in enumerate(types, 1)
    ]


def _agency(rng: random.Random, number: int, villages: int, profile: Profile) -> dict[str, Any]:
    teams = max(1, round(rng.choice(profile.teams) * villages / TEAM_VILLAGES))
    return {"code": f"a{number}", "name": f"Dinas {number}", "teams": teams, "counts": number != AGENCIES - 1}


def _offer(rng: random.Random, number: int, places: list[dict[str, Any]], profile: Profile) -> dict[str, Any]:
    agency = number % AGENCIES
    start, length = rng.randint(1, 12), rng.choice([4, 6, 9, 10, 12, 12, 12, 12])
    kinds = rng.sample(range(TYPES), rng.randint(1, 3))
    eligible = sorted(rng.sample([p["code"] for p in places], max(1, len(places) // 2))) if rng.random() < 0.2 else None
    return {
        "id": f"o{number}",
        "agency": f"a{agency}",
        "fund": f"f{agency}{rng.choice('kp')}",
        "activity": f"Kegiatan {number}",
        "programme": 1 + number % 8,
        "unit_cost": rng.randrange(1_500_000, 45_000_000, 500_000),
        "max_deliveries": max(1, round(len(places) * rng.uniform(*profile.quota_share))),
        "max_per_village": rng.randint(1, 3),
        "min_gap_days": rng.choice([0, 14, 30]),
        "months": sorted({(start + m - 1) % 12 + 1 for m in range(length)}),
        "addresses": [{"type": f"t{kind}", "effect": round(rng.uniform(*profile.effect), 2)} for kind in kinds],
        "villages": eligible,
    }


def _set_budgets(
    rng: random.Random, funds: list[dict[str, Any]], offers: list[dict[str, Any]], villages: int, profile: Profile
) -> None:
    for fund in funds:
        everywhere = sum(o["unit_cost"] * villages for o in offers if o["fund"] == fund["id"])
        fund["budget"] = round(everywhere * rng.uniform(*profile.budget_share))


def _commitment(rng: random.Random, instance: dict[str, Any]) -> dict[str, Any]:
    offer = rng.choice([o for o in instance["offers"] if o["villages"] is None])
    return {"offer": offer["id"], "village": rng.choice(instance["villages"])["code"], "day": None}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("villages", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--locked", type=int, default=0)
    parser.add_argument("--scarce", action="store_true")
    wanted = parser.parse_args()
    profile = SCARCE if wanted.scarce else ROOMY
    instance = make_instance(wanted.villages, wanted.seed, profile, wanted.locked)
    wanted.out.write_text(json.dumps(instance), encoding="utf-8")


if __name__ == "__main__":
    main()
