"""From parsed JSON to an Instance, and from a Plan back to JSON: every fault named by its place, key and value."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import TypeVar

from padu.domain.errors import PaduError
from padu.domain.planning import fields
from padu.domain.planning.fields import Fault, Row, shown
from padu.domain.planning.model import (
    Addressed,
    Agency,
    Commitment,
    Fund,
    Instance,
    Offer,
    Params,
    Plan,
    Problem,
    Village,
)

T = TypeVar("T")

MAX_FAULTS = 20
"""So many faults are put in words; the rest is only counted. [assumption]"""


class BadInstance(PaduError):
    """The instance cannot be read. `faults`: sentences in Indonesian, in the order of the file."""

    code = "planning.bad_instance"

    def __init__(self, faults: Iterable[str]) -> None:
        every = tuple(faults)
        self.faults = every[:MAX_FAULTS]
        self.more = len(every) - len(self.faults)
        super().__init__(faults=self.faults, more=self.more)


def read_instance(value: object) -> Instance:
    """Check a parsed JSON document and build the instance. Raises BadInstance with everything found wrong."""
    try:
        top = fields.row("instance", value)
    except Fault as fault:
        raise BadInstance([str(fault)]) from None
    faults: list[str] = []
    instance = Instance(
        year=_one(faults, 0, lambda: top.take("year", fields.whole(1, 9999))),
        days=_days(faults, top),
        villages=_rows(faults, top, "villages", _village),
        problems=_rows(faults, top, "problems", _problem),
        agencies=_rows(faults, top, "agencies", _agency),
        funds=_rows(faults, top, "funds", _fund),
        offers=_rows(faults, top, "offers", _offer),
        locked=_rows(faults, top, "locked", _commitment),
        params=_one(faults, Params((), 0.0, 0), lambda: _params(top.take("params", lambda v: fields.row("params", v)))),
    )
    if not faults:
        faults += list(_repeated(instance)) or list(_dangling(instance))
    if faults:
        raise BadInstance(faults)
    return instance


def plan_object(plan: Plan) -> dict[str, list[dict[str, str]]]:
    """The plan as JSON terms, rows by day, village and offer."""
    rows = sorted(plan.deliveries, key=lambda row: (row.day, row.village, row.offer))
    return {"deliveries": [{"offer": r.offer, "village": r.village, "day": r.day.isoformat()} for r in rows]}


def _one(faults: list[str], missing: T, read: Callable[[], T]) -> T:
    try:
        return read()
    except Fault as fault:
        faults.append(str(fault).removeprefix("instance."))
        return missing


def _days(faults: list[str], top: Row) -> tuple[date, ...]:
    none: tuple[date, ...] = ()
    return tuple(sorted(set(_one(faults, none, lambda: top.take("days", fields.each(fields.day))))))


def _rows(faults: list[str], top: Row, key: str, read: Callable[[Row], T]) -> tuple[T, ...]:
    none: tuple[object, ...] = ()
    values = _one(faults, none, lambda: top.take(key, fields.each(lambda value: value)))
    found: list[T] = []
    for index, value in enumerate(values):
        try:
            found.append(read(fields.row(f"{key}[{index}]", value)))
        except Fault as fault:
            faults.append(str(fault))
    return tuple(found)


def _village(row: Row) -> Village:
    return Village(
        code=row.take("code", fields.text),
        name=row.take("name", fields.label),
        district=row.take("district", fields.label),
        blocked_days=frozenset(row.take("blocked_days", fields.each(fields.day))),
        max_event_days_per_week=row.take("max_event_days_per_week", fields.whole(0)),
    )


def _problem(row: Row) -> Problem:
    return Problem(
        id=row.take("id", fields.text),
        village=row.take("village", fields.text),
        type=row.take("type", fields.text),
        programme=row.take("programme", fields.whole(1, 8)),
        rank=row.take("rank", fields.whole(1)),
        weight=row.take("weight", fields.positive),
        affected=row.take("affected", fields.not_negative),
    )


def _agency(row: Row) -> Agency:
    return Agency(
        code=row.take("code", fields.text),
        name=row.take("name", fields.label),
        teams=row.take("teams", fields.whole(0)),
        counts=row.take_or("counts", fields.boolean, True),
    )


def _fund(row: Row) -> Fund:
    return Fund(
        id=row.take("id", fields.text),
        agency=row.take("agency", fields.text),
        source=row.take("source", fields.label),
        budget=row.take("budget", fields.whole(0)),
    )


def _offer(row: Row) -> Offer:
    eligible = row.take("villages", lambda value: None if value is None else fields.each(fields.text)(value))
    addresses = enumerate(row.take("addresses", fields.each(lambda value: value)))
    return Offer(
        id=row.take("id", fields.text),
        agency=row.take("agency", fields.text),
        fund=row.take("fund", fields.text),
        activity=row.take("activity", fields.label),
        programme=row.take("programme", fields.whole(1, 8)),
        unit_cost=row.take("unit_cost", fields.whole(0)),
        max_deliveries=row.take("max_deliveries", fields.whole(0)),
        max_per_village=row.take("max_per_village", fields.whole(0)),
        min_gap_days=row.take("min_gap_days", fields.whole(0)),
        months=frozenset(row.take("months", fields.each(fields.whole(1, 12)))),
        addresses=tuple(_addressed(fields.row(f"{row.path}.addresses[{i}]", value)) for i, value in addresses),
        villages=None if eligible is None else frozenset(eligible),
    )


def _addressed(row: Row) -> Addressed:
    return Addressed(row.take("type", fields.text), row.take("effect", fields.share))


def _commitment(row: Row) -> Commitment:
    return Commitment(
        offer=row.take("offer", fields.text),
        village=row.take("village", fields.text),
        day=row.take("day", fields.day_or_null),
    )


def _params(row: Row) -> Params:
    bonus = row.take("integration_bonus", lambda value: fields.row("params.integration_bonus", value))
    steps = tuple(sorted((_threshold(key), bonus.take(key, fields.number)) for key in bonus.values))
    if len({threshold for threshold, _ in steps}) < len(steps):
        raise Fault("params.integration_bonus: satu ambang tercantum dua kali")
    return Params(
        integration_bonus=steps,
        event_day_cost=row.take("event_day_cost", fields.number),
        max_activities_per_event=row.take("max_activities_per_event", fields.whole(0)),
    )


def _threshold(key: str) -> int:
    if not (key.isascii() and key.isdigit() and 1 <= int(key) <= fields.LARGEST_WHOLE):
        raise Fault(f"params.integration_bonus: ambang {shown(key)} harus bilangan bulat 1 atau lebih")
    return int(key)


def _repeated(instance: Instance) -> Iterable[str]:
    yield from _twice("villages", "code", (village.code for village in instance.villages))
    yield from _twice("problems", "id", (problem.id for problem in instance.problems))
    yield from _twice("agencies", "code", (agency.code for agency in instance.agencies))
    yield from _twice("funds", "id", (fund.id for fund in instance.funds))
    yield from _twice("offers", "id", (offer.id for offer in instance.offers))


def _twice(rows: str, key: str, ids: Iterable[str]) -> Iterable[str]:
    first: dict[str, int] = {}
    for index, name in enumerate(ids):
        if first.setdefault(name, index) != index:
            yield f"{rows}[{index}].{key}: {shown(name)} sudah dipakai {rows}[{first[name]}]"


def _dangling(instance: Instance) -> Iterable[str]:
    villages = {village.code for village in instance.villages}
    agencies = {agency.code for agency in instance.agencies}
    funds = {fund.id for fund in instance.funds}
    offers = {offer.id for offer in instance.offers}
    yield from _unknown("problems", "village", "villages", villages, (p.village for p in instance.problems))
    yield from _unknown("funds", "agency", "agencies", agencies, (f.agency for f in instance.funds))
    yield from _unknown("offers", "agency", "agencies", agencies, (o.agency for o in instance.offers))
    yield from _unknown("offers", "fund", "funds", funds, (o.fund for o in instance.offers))
    for index, offer in enumerate(instance.offers):
        for code in islice(sorted((offer.villages or frozenset()) - villages), 3):
            yield f"offers[{index}].villages: {shown(code)} tidak ada di villages"
    yield from _unknown("locked", "offer", "offers", offers, (c.offer for c in instance.locked))
    yield from _unknown("locked", "village", "villages", villages, (c.village for c in instance.locked))


def _unknown(rows: str, key: str, home: str, known: set[str], names: Iterable[str]) -> Iterable[str]:
    for index, name in enumerate(names):
        if name not in known:
            yield f"{rows}[{index}].{key}: {shown(name)} tidak ada di {home}"
