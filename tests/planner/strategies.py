"""Small planning problems of every odd shape, for properties."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

DAYS = [(dt.date(2026, 12, 28) + dt.timedelta(days=n)).isoformat() for n in range(24)]
TYPES = ["stunting", "akta", "jamban", "bkb"]

_amounts = st.floats(0.1, 9).map(lambda x: round(x, 2))


@st.composite
def instances(draw: st.DrawFn, locked: bool = True) -> dict[str, Any]:
    """An instance as a JSON object, at most 4 villages, 5 agencies, 6 offers; locked rows may contradict each other."""
    villages = [f"13.01.01.{2001 + n}" for n in range(draw(st.integers(0, 4)))]
    agencies = [f"a{n}" for n in range(draw(st.integers(1, 5)))]
    funds = [draw(_funds(f"f{n}", agencies)) for n in range(draw(st.integers(1, 3)))]
    offers = [draw(_offers(f"o{n}", agencies, funds, villages)) for n in range(draw(st.integers(0, 6)))]
    days = draw(st.lists(st.sampled_from(DAYS), max_size=9, unique=True))
    cost = st.one_of(st.just(0.0), st.floats(-1, 3).map(lambda x: round(x, 2)))
    bonus = st.dictionaries(st.integers(1, 6).map(str), st.floats(-1, 4).map(lambda x: round(x, 2)), max_size=3)
    return {
        "year": 2027,
        "days": days,
        "villages": [draw(_villages(code)) for code in villages],
        "problems": draw(_problems(villages)),
        "agencies": [{"code": code, "name": code, "teams": draw(st.integers(0, 2)), "counts": draw(st.booleans())}
                     for code in agencies],
        "funds": funds,
        "offers": offers,
        "locked": draw(_locks(villages, offers, days)) if locked else [],
        "params": {"integration_bonus": draw(bonus), "event_day_cost": draw(cost),
                   "max_activities_per_event": draw(st.integers(0, 4))},
    }  # fmt: skip


@st.composite
def _villages(draw: st.DrawFn, code: str) -> dict[str, Any]:
    blocked = draw(st.lists(st.sampled_from(DAYS), max_size=3))
    weekly = draw(st.integers(0, 3))
    return {
        "code": code,
        "name": code,
        "district": code[:8],
        "blocked_days": blocked,
        "max_event_days_per_week": weekly,
    }


@st.composite
def _funds(draw: st.DrawFn, name: str, agencies: list[str]) -> dict[str, Any]:
    return {"id": name, "agency": draw(st.sampled_from(agencies)), "source": "", "budget": draw(st.integers(0, 9))}


@st.composite
def _problems(draw: st.DrawFn, villages: list[str]) -> list[dict[str, Any]]:
    if not villages:
        return []
    number = draw(st.integers(0, 10))
    return [
        {"id": f"p{n}", "village": draw(st.sampled_from(villages)), "type": draw(st.sampled_from(TYPES)),
         "programme": 1, "rank": 1 + n, "weight": draw(_amounts), "affected": 3}
        for n in range(number)
    ]  # fmt: skip


@st.composite
def _offers(
    draw: st.DrawFn, name: str, agencies: list[str], funds: list[dict[str, Any]], villages: list[str]
) -> dict[str, Any]:
    some = st.lists(st.sampled_from(villages), unique=True) if villages else st.just([])
    addressed = st.fixed_dictionaries({"type": st.sampled_from(TYPES), "effect": st.sampled_from([0.2, 0.5, 0.7, 1.0])})
    return {
        "id": name,
        "agency": draw(st.sampled_from(agencies)),
        "fund": draw(st.sampled_from(funds))["id"],
        "activity": name,
        "programme": 1,
        "unit_cost": draw(st.integers(0, 4)),
        "max_deliveries": draw(st.integers(0, 6)),
        "max_per_village": draw(st.integers(0, 3)),
        "min_gap_days": draw(st.sampled_from([0, 1, 2, 10])),
        "months": draw(st.sampled_from([[12, 1], [1], [12], [], list(range(1, 13))])),
        "addresses": draw(st.lists(addressed, max_size=3)),
        "villages": draw(st.one_of(st.none(), some)),
    }


@st.composite
def _locks(draw: st.DrawFn, villages: list[str], offers: list[dict[str, Any]], days: list[str]) -> list[dict[str, Any]]:
    if not villages or not offers:
        return []
    when = st.one_of(st.none(), st.sampled_from(days)) if days else st.none()
    row = st.fixed_dictionaries(
        {"offer": st.sampled_from([o["id"] for o in offers]), "village": st.sampled_from(villages), "day": when}
    )
    return draw(st.lists(row, max_size=4))
