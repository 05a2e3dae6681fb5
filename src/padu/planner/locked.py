"""Commitments already agreed: give each a date that keeps all rules, or prove that they cannot be kept together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from time import monotonic

import numpy as np

from padu.domain.errors import PaduError
from padu.domain.planning import BrokenRule, Commitment, Delivery, Instance, Offer, Plan, broken_rules
from padu.planner.dating import Needs, Undecided, model_dates
from padu.planner.desk import Desk
from padu.planner.stock import Frame, Row, Rows, Stock, no_prices
from padu.planner.tables import Tables

TRIES = 12
"""Quick attempts, each in another order, before the exact model is asked."""

EXACT_SECONDS = 60.0
"""The exact model may take so long before we say that we do not know. [assumption]"""

_RULES = {
    2: "aturan 2 (jarak minimal antarpelaksanaan)",
    5: "aturan 5 (jumlah tim instansi per hari)",
    6: "aturan 6 (hari acara per minggu dan kegiatan per hari acara)",
}


class LockedRowsConflict(PaduError):
    """The locked rows cannot be kept together.

    rules   numbers of the rules that stand against it
    rows    the commitments that clash: leaving any of them out resolves this clash
    faults  the same in Indonesian sentences
    proven  false where the exact search ran out of time: then it is not known, only not found
    """

    code = "planning.locked_conflict"

    def __init__(
        self, rules: Iterable[int], rows: Sequence[Commitment], faults: Sequence[str], proven: bool = True
    ) -> None:
        self.rules, self.rows, self.faults, self.proven = tuple(rules), tuple(rows), tuple(faults), proven
        super().__init__(rules=self.rules, faults=self.faults, proven=proven)


def place_locked(tables: Tables, frames: Sequence[Frame]) -> list[Rows]:
    """Rows of each village that keep all locked commitments; marks them in the frames. Raises LockedRowsConflict."""
    instance = tables.instance
    if not instance.locked:
        return [()] * len(frames)
    _refuse_plain_conflicts(instance)
    try:
        found = _dates(tables, frames, instance.locked, frozenset())
    except Undecided as undecided:
        raise _unknown(instance) from undecided
    if found is None:
        raise _explained(tables, frames)
    numbers = {village.code: number for number, village in enumerate(instance.villages)}
    positions = {day: position for position, day in enumerate(instance.days)}
    for locked in instance.locked:
        frame = frames[numbers[locked.village]]
        local = _local(frame, instance, locked.offer)
        frame.locked[local] = frame.locked.get(local, 0) + 1
        if locked.day is not None:
            frame.fixed.add((positions[locked.day], local))
    return found


def _local(frame: Frame, instance: Instance, offer_id: str) -> int:
    return next(local for local, offer in enumerate(frame.offers) if instance.offers[offer].id == offer_id)


def _refuse_plain_conflicts(instance: Instance) -> None:
    """Clashes that need no search: rows impossible alone, counts, money, and dated rows among themselves."""
    conflicts = [*_impossible_rows(instance), *_counts(instance)]
    if not conflicts:
        dated = {Delivery(row.village, row.day, row.offer) for row in instance.locked if row.day}
        conflicts = [c for c in broken_rules(instance, Plan(tuple(dated))) if c.rule in (2, 5, 6)]
    if not conflicts:
        return
    rows = [row for conflict in conflicts for row in _commitments(instance, conflict)]
    faults = [f"Aturan {c.rule}: {c.message}. Baris terkunci: {_named(_commitments(instance, c))}." for c in conflicts]
    raise LockedRowsConflict(sorted({conflict.rule for conflict in conflicts}), rows, faults)


def _commitments(instance: Instance, conflict: BrokenRule) -> list[Commitment]:
    if conflict.locked:
        return list(conflict.locked)
    wanted = {(row.offer, row.village, row.day) for row in conflict.rows}
    return [row for row in instance.locked if (row.offer, row.village, row.day) in wanted]


def _named(rows: Iterable[Commitment]) -> str:
    return "; ".join(f"{row.offer} di {row.village} ({row.day or 'hari apa saja'})" for row in rows)


def _impossible_rows(instance: Instance) -> list[BrokenRule]:
    offers = {offer.id: offer for offer in instance.offers}
    teams = {agency.code: agency.teams for agency in instance.agencies}
    weekly = {village.code: village.max_event_days_per_week for village in instance.villages}
    conflicts: list[BrokenRule] = []
    for row in dict.fromkeys(instance.locked):
        offer = offers[row.offer]
        days = instance.days if row.day is None else (row.day,)
        breaches = [_breaches(instance, offer, row, day) for day in days] or [["tidak ada hari kerja dalam rencana"]]
        if all(breaches):
            message = (
                breaches[0][0] if row.day else f"tidak ada hari yang mungkin bagi {row.offer} di desa {row.village}"
            )
            conflicts.append(BrokenRule(1, message, locked=(row,)))
        elif teams[offer.agency] == 0:
            conflicts.append(BrokenRule(5, f"instansi {offer.agency} tidak punya tim", locked=(row,)))
        elif 0 in (weekly[row.village], instance.params.max_activities_per_event):
            conflicts.append(BrokenRule(6, f"desa {row.village} tidak dapat menerima acara", locked=(row,)))
    return conflicts


def _breaches(instance: Instance, offer: Offer, row: Commitment, day: object) -> list[str]:
    plan = Plan((Delivery(row.village, day, offer.id),))  # type: ignore[arg-type]  # a date: days or row.day
    return [breach.message for breach in broken_rules(instance, plan) if breach.rule == 1]


def _counts(instance: Instance) -> list[BrokenRule]:
    conflicts: list[BrokenRule] = []
    pairs: defaultdict[tuple[str, str], list[Commitment]] = defaultdict(list)
    offers: defaultdict[str, list[Commitment]] = defaultdict(list)
    funds: defaultdict[str, list[Commitment]] = defaultdict(list)
    fund = {offer.id: offer.fund for offer in instance.offers}
    for row in instance.locked:
        pairs[row.offer, row.village].append(row)
        offers[row.offer].append(row)
        funds[fund[row.offer]].append(row)
    for offer in instance.offers:
        if len(rows := offers[offer.id]) > offer.max_deliveries:
            message = f"penawaran {offer.id}: {len(rows)} baris terkunci, batas setahun {offer.max_deliveries}"
            conflicts.append(BrokenRule(3, message, locked=tuple(rows)))
        for (offer_id, village), rows in pairs.items():
            if offer_id == offer.id and len(rows) > offer.max_per_village:
                message = (
                    f"penawaran {offer_id} di desa {village}: {len(rows)} baris terkunci, batas {offer.max_per_village}"
                )
                conflicts.append(BrokenRule(3, message, locked=tuple(rows)))
    cost = {offer.id: offer.unit_cost for offer in instance.offers}
    for source in instance.funds:
        spent = sum(cost[row.offer] for row in funds[source.id])
        if spent > source.budget:
            message = f"dana {source.id}: baris terkunci memerlukan Rp{spent}, pagu Rp{source.budget}"
            conflicts.append(BrokenRule(4, message, locked=tuple(row for row in funds[source.id] if cost[row.offer])))
    return conflicts


def needs_of(tables: Tables, frames: Sequence[Frame], rows: Iterable[Commitment]) -> Needs:
    """Locked rows as fixed rows per village and numbers of deliveries still to be dated."""
    instance = tables.instance
    numbers = {village.code: number for number, village in enumerate(instance.villages)}
    positions = {day: position for position, day in enumerate(instance.days)}
    fixed: list[set[Row]] = [set() for _ in frames]
    wanted: Counter[tuple[int, int]] = Counter()
    for row in rows:
        number = numbers[row.village]
        local = _local(frames[number], instance, row.offer)
        wanted[number, local] += 1
        if row.day is not None:
            fixed[number].add((positions[row.day], local))
    for number, pairs in enumerate(fixed):
        wanted.subtract((number, local) for _, local in pairs)
    return Needs(fixed, {pair: count for pair, count in wanted.items() if count > 0})


def _dates(
    tables: Tables, frames: Sequence[Frame], rows: Sequence[Commitment], relaxed: frozenset[int]
) -> list[Rows] | None:
    """Dates for the rows, or None when there are none: proven. Raises Undecided."""
    needs = needs_of(tables, frames, rows)
    if not relaxed:
        rng = np.random.default_rng(0)
        for _ in range(TRIES if needs.wanted else 1):
            found = _quick_dates(tables, frames, needs, rng)
            if found is not None:
                return found
    return model_dates(tables, frames, needs, relaxed, EXACT_SECONDS)


def _quick_dates(tables: Tables, frames: Sequence[Frame], needs: Needs, rng: np.random.Generator) -> list[Rows] | None:
    stock = Stock(tables)
    for frame, rows in zip(frames, needs.fixed, strict=True):
        stock.take(frame.table, rows)
    if stock.negative():
        return None
    desks = {n: Desk(tables, frames[n], stock, no_prices(tables), needs.fixed[n]) for n in {n for n, _ in needs.wanted}}
    order = [pair for pair, count in needs.wanted.items() for _ in range(count)]
    rng.shuffle(order)
    order.sort(key=lambda pair: int(frames[pair[0]].may[:, pair[1]].sum()) * int(rng.integers(1, 3)))
    for number, local in order:
        desks[number].refresh()
        if not desks[number].place(local, rng):
            return None
    return [desks[n].rows() if n in desks else tuple(sorted(rows)) for n, rows in enumerate(needs.fixed)]


def _explained(tables: Tables, frames: Sequence[Frame]) -> LockedRowsConflict:
    """The smallest set of rows that clashes, and the rules without which it would not."""
    rows = list(tables.instance.locked)
    end = monotonic() + EXACT_SECONDS
    chunk = max(1, len(rows) // 2)
    while True:
        start = 0
        while start < len(rows):
            fewer = rows[:start] + rows[start + chunk :]
            if monotonic() < end and _clash(tables, frames, fewer, frozenset()):
                rows = fewer
            else:
                start += chunk
        if chunk == 1:
            break
        chunk //= 2
    rules = [rule for rule in _RULES if not _clash(tables, frames, rows, frozenset({rule}))] or list(_RULES)
    words = " dan ".join(_RULES[rule] for rule in rules)
    fault = f"Baris terkunci berikut tidak dapat diberi tanggal bersama karena {words}: {_named(rows)}."
    return LockedRowsConflict(rules, rows, [fault])


def _unknown(instance: Instance) -> LockedRowsConflict:
    rows = instance.locked
    words = (
        f"Dalam {EXACT_SECONDS:.0f} detik belum ditemukan tanggal bagi semua baris terkunci; belum terbukti mustahil"
    )
    return LockedRowsConflict(_RULES, rows, [f"{words}: {_named(rows)}."], proven=False)


def _clash(tables: Tables, frames: Sequence[Frame], rows: Sequence[Commitment], relaxed: frozenset[int]) -> bool:
    """Whether the rows certainly clash; what the model could not decide in time counts as no clash."""
    try:
        return _dates(tables, frames, rows, relaxed) is None
    except Undecided:
        return False
