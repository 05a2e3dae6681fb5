"""A hand-sized planning problem: two villages, three agencies, nine days; every figure can be worked out on paper."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from padu.domain.planning import Delivery, Instance, Plan, read_instance

A, B = "13.01.01.2001", "13.01.01.2002"

_OFFER: dict[str, Any] = {
    "programme": 1,
    "unit_cost": 1,
    "max_deliveries": 9,
    "max_per_village": 1,
    "min_gap_days": 0,
    "months": [2, 3],
    "addresses": [],
    "villages": None,
}

_SMALL: dict[str, Any] = {
    "year": 2027,
    "days": ["2027-02-01", "2027-02-02", "2027-02-03", "2027-02-04", "2027-02-08", "2027-02-09", "2027-03-01",
             "2027-03-02", "2027-03-08"],
    "villages": [
        {"code": A, "name": "Nagari A", "district": "13.01.01", "blocked_days": ["2027-02-01"],
         "max_event_days_per_week": 1},
        {"code": B, "name": "Nagari B", "district": "13.01.01", "blocked_days": [], "max_event_days_per_week": 1},
    ],
    "problems": [
        {"id": "p1", "village": A, "type": "stunting", "programme": 4, "rank": 1, "weight": 10.0, "affected": 31},
        {"id": "p2", "village": A, "type": "akta", "programme": 1, "rank": 2, "weight": 4.0, "affected": 52},
        {"id": "p3", "village": B, "type": "stunting", "programme": 4, "rank": 1, "weight": 6.0, "affected": 12},
        {"id": "p4", "village": B, "type": "jamban", "programme": 8, "rank": 2, "weight": 5.0, "affected": 80},
    ],
    "agencies": [
        {"code": "dinkes", "name": "Dinas Kesehatan", "teams": 1},
        {"code": "dukcapil", "name": "Dinas Dukcapil", "teams": 1},
        {"code": "pupr", "name": "Dinas PUPR", "teams": 1},
    ],
    "funds": [
        {"id": "f1", "agency": "dinkes", "source": "APBD kab/kota", "budget": 9},
        {"id": "f2", "agency": "dukcapil", "source": "APBD kab/kota", "budget": 1},
        {"id": "f3", "agency": "pupr", "source": "APBN", "budget": 50},
    ],
    "offers": [
        _OFFER | {"id": "gizi", "agency": "dinkes", "fund": "f1", "activity": "Pendampingan gizi", "unit_cost": 3,
                  "max_deliveries": 3, "max_per_village": 2, "min_gap_days": 14,
                  "addresses": [{"type": "stunting", "effect": 0.5}]},
        _OFFER | {"id": "akta", "agency": "dukcapil", "fund": "f2", "activity": "Jemput bola akta",
                  "max_deliveries": 5, "months": list(range(1, 13)), "addresses": [{"type": "akta", "effect": 0.8}]},
        _OFFER | {"id": "jamban", "agency": "pupr", "fund": "f3", "activity": "Jamban keluarga", "unit_cost": 40,
                  "max_deliveries": 1, "months": [3], "villages": [B],
                  "addresses": [{"type": "jamban", "effect": 1.0}, {"type": "stunting", "effect": 0.2}]},
    ],
    "locked": [{"offer": "jamban", "village": B, "day": None}],
    "params": {"integration_bonus": {"4": 3.0, "2": 1.0}, "event_day_cost": 0.5, "max_activities_per_event": 5},
}  # fmt: skip


def small() -> dict[str, Any]:
    """A fresh copy of the instance as a JSON object, to be bent by a test."""
    return copy.deepcopy(_SMALL)


def instance_of(value: dict[str, Any]) -> Instance:
    return read_instance(value)


def delivery(offer: str, village: str, day: str) -> Delivery:
    return Delivery(village, dt.date.fromisoformat(day), offer)


def plan(*rows: tuple[str, str, str]) -> Plan:
    """A plan of (offer, village, day)."""
    return Plan(tuple(delivery(*row) for row in rows))


GOOD = plan(
    ("gizi", A, "2027-02-02"),
    ("akta", A, "2027-02-02"),
    ("gizi", A, "2027-03-08"),
    ("gizi", B, "2027-03-01"),
    ("jamban", B, "2027-03-01"),
)
"""Keeps all rules. Coverage 10 + 0.8 * 4 + (0.5 + 0.2) * 6 + 5 = 22.4; two agencies in each village 2; 3 events 1.5."""
