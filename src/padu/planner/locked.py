"""Commitments already agreed: give each a date that keeps all rules, or prove that they cannot be kept together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from time import monotonic

import numpy as np

from padu.domain.errors import PaduError
from padu.domain.planning import BrokenRule, Commitment, Delivery, Instance, Plan, broken_rules, misfits
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
    villages = {village.code: village for village in instance.villages}
    teams = {agency.code: agency.teams for agency in instance.agencies}
    working = frozenset(instance.days)
    conflicts: list[BrokenRule] = []
    for row in dict.fromkeys(instance.locked):
        offer, village = offers[row.offer], villages[row.village]
        if row.day is None:
            possible = any(not any(misfits(day, offer, village, working)) for day in instance.days)
            words = [] if possible else [f"tidak ada hari yang mungkin bagi {offer.id} di desa {village.code}"]
        else:
            words = list(misfits(row.day, offer, village, working))
        if words:
            conflicts.append(BrokenRule(1, "; ".join(words), locked=(row,)))
        elif teams[offer.agency] == 0:
            conflicts.append(BrokenRule(5, f"instansi {offer.agency} tidak punya tim", locked=(row,)))
        elif 0 in (village.max_event_days_per_week, instance.params.max_activities_per_event):
            conflicts.append(BrokenRule(6, f"desa {village.code} tidak dapat menerima acara", locked=(row,)))
    return conflicts


def _counts(instance: Instance) -> list[BrokenRule]:
    """Rules 3 and 4: quotas, limits per village and money, whatever the days."""
    offers = {offer.id: offer for offer in instance.offers}
    per_pair: defaultdict[tuple[str, str], list[Commitment]] = defaultdict(list)
    per_offer: defaultdict[str, list[Commitment]] = defaultdict(list)
    per_fund: defaultdict[str, list[Commitment]] = defaultdict(list)
    for row in instance.locked:
        per_pair[row.offer, row.village].append(row)
        per_offer[row.offer].append(row)
        per_fund[offers[row.offer].fund].append(row)
    conflicts: list[BrokenRule] = []
    for name, rows in per_offer.items():
        if len(rows) > (limit := offers[name].max_deliveries):
            message = f"penawaran {name}: {len(rows)} baris terkunci, batas setahun {limit}"
            conflicts.append(BrokenRule(3, message, locked=tuple(rows)))
    for (name, village), rows in per_pair.items():
        if len(rows) > (limit := offers[name].max_per_village):
            message = f"penawaran {name} di desa {village}: {len(rows)} baris terkunci, batas {limit}"
            conflicts.append(BrokenRule(3, message, locked=tuple(rows)))
    for fund in instance.funds:
        rows = [row for row in per_fund[fund.id] if offers[row.offer].unit_cost]
        spent = sum(offers[row.offer].unit_cost for row in rows)
        if spent > fund.budget:
            message = f"dana {fund.id}: baris terkunci memerlukan Rp{spent}, pagu Rp{fund.budget}"
            conflicts.append(BrokenRule(4, message, locked=tuple(rows)))
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
