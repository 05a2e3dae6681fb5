"""A list that came: read, linked row by row, and its bad rows handed back to be corrected."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Final

from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.record_linkage.list_file import BadRow, ListedPerson, ListPlace, open_list, read_list
from padu.apps.record_linkage.models import SectorDelivery
from padu.apps.record_linkage.services.linking import rows_link
from padu.apps.record_linkage.services.list_columns import columns_settle, may_open, opened_list
from padu.apps.regions.selectors import codes_below
from padu.apps.rumah_dataku.files.mending import Notes, family_sheet, mending_workbook, note_of
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.domain.states import SECTOR_LIST

PORTION: Final = 20_000
"""[assumption] Persons of a list that are linked at one time, with the register of their villages."""
_BAD_ROWS_KEPT: Final = 500
_DUTIES: Final = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SUPPLY_READ_ALL)


def list_match(*, delivery_id: int, region_code: str, on_behalf_of: Actor) -> SectorDelivery:
    """Look at the columns of a kept list, read it and link its rows; done again it gives the same.

    Where the columns are not sure the list waits for its sender. Who decided about a row is never overruled.
    """
    with scoped(system_actor(region_code, *_DUTIES, on_behalf_of=on_behalf_of)) as system:
        delivery: SectorDelivery = SectorDelivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.state != SectorDelivery.State.RECEIVED:
            return delivery
        step = _taken(delivery)
        delivery.state = SECTOR_LIST.next_state(delivery.state, step)
        delivery.matched_at = timezone.now()
        delivery.save()
        record_change(system, "sector.match", delivery.region_code, f"list:{delivery.pk}", delivery.state)
    return delivery


def _taken(delivery: SectorDelivery) -> str:
    """Do what can be done with a list; the step that its state takes."""
    try:
        if not delivery.columns and not columns_settle(delivery):
            return "ask"
        persons, bad = _read(delivery)
    except FileRefused as refused:
        delivery.problem = [{"title": one.message, "kept": one.kept, "expected": one.todo} for one in refused.problems]
        return "refuse"
    _link(delivery, persons, bad)
    return "match"


def _place(delivery: SectorDelivery) -> ListPlace:
    return ListPlace(delivery.region_code, frozenset(codes_below(delivery.region_code)))


def _read(delivery: SectorDelivery) -> tuple[list[ListedPerson], list[BadRow]]:
    with opened_list(delivery) as book:
        items = list(read_list(open_list(book), delivery.data_on, _place(delivery)))
    persons = [one for one in items if isinstance(one, ListedPerson)]
    return persons, [one for one in items if isinstance(one, BadRow)]


def _link(delivery: SectorDelivery, persons: list[ListedPerson], bad: list[BadRow]) -> None:
    villages = _place(delivery).below
    inside = [one for one in persons if one.village_code in villages]
    counts: Counter[str] = Counter()
    for portion in in_portions(inside, PORTION):
        counts.update(rows_link(delivery, portion))
    counts["rows"] = len(persons) + len({one.row for one in bad})
    counts["outside"] = len(persons) - len(inside)
    counts["bad"] = len({one.row for one in bad})
    delivery.counts = dict(counts)
    delivery.problem = [asdict(one) for one in bad[:_BAD_ROWS_KEPT]]


def in_portions(persons: Sequence[ListedPerson], at_least: int) -> Iterator[list[ListedPerson]]:
    """Whole villages, in code order, so many together that there are `at_least` persons; the last may be fewer."""
    portion: list[ListedPerson] = []
    for _, village in groupby(sorted(persons, key=_village), key=_village):
        portion += village
        if len(portion) >= at_least:
            yield portion
            portion = []
    if portion:
        yield portion


def _village(person: ListedPerson) -> str:
    return person.village_code


def may_mend(delivery: SectorDelivery) -> bool:
    """Whether rows of a list were left out and its file is still there."""
    return bool(delivery.counts.get("bad")) and may_open(delivery)


def list_mending(delivery: SectorDelivery) -> bytes:
    """A workbook of the rows that were left out, to be corrected and sent again. Raises FileRefused."""
    with opened_list(delivery) as book:
        table = open_list(book)
        bad = (one for one in read_list(table, delivery.data_on, _place(delivery)) if isinstance(one, BadRow))
        return mending_workbook([family_sheet(table, _notes(bad), "", set())])


def _notes(bad: Iterator[BadRow]) -> Notes:
    told: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for one in bad:
        told[one.row].append((one.column, one.title, one.expected))
    return {row: note_of(issues) for row, issues in told.items()}
