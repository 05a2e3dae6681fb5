"""Rows of families and members as a register, and the changes of an event as rows again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone

from padu.apps.rumah_dataku.models import Family, Person
from padu.domain.life_events.register import Change, FamilyState, Member, Register, values_of

SOURCE: Final = "kejadian"
"""`Family.source` of a family that an event made; its key there is the token of the form."""
MERGED: Final = "merged"
"""`left_reason` of a record that was merged away, for the rules alone; in the row it stays empty."""
UNDONE: Final = "undone"
"""`left_reason` of a row that was made by an event which was taken back."""

_FAMILY: Final = tuple(values_of(FamilyState(0)))
_MEMBER: Final = tuple(values_of(Member(0, 0, 0, "")))
_DATES: Final = frozenset({"birth_date", "joined_on", "left_on"})
# What says who somebody is: it stands in the row itself and is not written a second time.
_TOLD_IN_ROW: Final = frozenset({"name", "sex", "birth_date", "head_name"})


def load_register(region_code: str, families: Iterable[int], *, lock: bool = False) -> Register:
    """These families of a village with all members, in the actor's scope; locked, nobody else writes them meanwhile."""
    wanted = sorted(set(families))
    rows = Family.objects.filter(region_code=region_code, pk__in=wanted).order_by("pk")
    if lock:
        rows = rows.select_for_update()
    states = {row.pk: FamilyState(row.pk, **{name: getattr(row, name) for name in _FAMILY}) for row in rows}
    members = Person.objects.filter(region_code=region_code, family_id__in=list(states))
    return Register(states, {row.pk: member_of(row) for row in members})


def member_of(row: Person) -> Member:
    """A row as the rules know it; a record that was merged away has left, so that nobody is asked where it went."""
    values = {name: getattr(row, "family_id" if name == "family" else name) for name in _MEMBER}
    if row.merged_into is not None:
        values["left_reason"] = values["left_reason"] or MERGED
    return Member(row.pk, **values)


@dataclass(slots=True)
class Written:
    """What was written: real ids by those of the register, and the changes as they are kept with the event.

    members  ids of persons that were made, in the order in which they were told
    """

    families: dict[int, int] = field(default_factory=dict)
    members: dict[int, int] = field(default_factory=dict)
    kept: list[dict[str, Any]] = field(default_factory=list)


def write_changes(
    region_code: str, changes: Sequence[Change], family_facts: Mapping[str, Any], person_facts: Mapping[int, Any]
) -> Written:
    """Write what an event changed.

    family_facts  further columns of a family that the event makes
    person_facts  further columns of persons that it makes, by their id in the register
    """
    written, now = Written(), timezone.now()
    for change in changes:
        fields = _columns(change.after, written.families)
        if change.table == "family":
            _write_family(region_code, change, fields, family_facts, written, now)
        elif change.before is None:
            made = Person.objects.create(**{"region_code": region_code, **fields, **person_facts.get(change.id, {})})
            written.members[change.id] = made.pk
        else:
            Person.objects.filter(pk=change.id).update(**fields)
        written.kept.append(_kept(change, written))
    return written


def families_touch(families: Iterable[int]) -> None:
    """These families changed now, also where only their members did: drafts and phones go by that moment."""
    Family.objects.filter(pk__in=sorted(set(families))).update(updated_at=timezone.now())


def _write_family(
    region_code: str,
    change: Change,
    fields: dict[str, Any],
    facts: Mapping[str, Any],
    written: Written,
    now: dt.datetime,
) -> None:
    if change.before is None:
        told = {"region_code": region_code, "source": SOURCE, "updated_at": now, **fields, **facts}
        made = Family.objects.create(**told)
        written.families[change.id] = made.pk
    else:
        Family.objects.filter(pk=change.id).update(updated_at=now, **fields)


def _columns(values: Mapping[str, Any], families: Mapping[int, int]) -> dict[str, Any]:
    """Fields of a register's row as columns, with the real number of a family that was made just now."""
    named = {"family_id" if name == "family" else name: value for name, value in values.items()}
    for name in ("family_id", "came_from", "went_to"):
        if name in named:
            named[name] = families.get(named[name], named[name])
    return named


def _kept(change: Change, written: Written) -> dict[str, Any]:
    """A change as it stands in the event's row: real ids, days as texts, nothing of who somebody is."""
    made = change.before is None
    ids = written.families if change.table == "family" else written.members
    after = {name: value for name, value in change.after.items() if not (made and name in _TOLD_IN_ROW)}
    after = {name: written.families.get(value, value) if name in _LINKS else value for name, value in after.items()}
    before = None if change.before is None else {name: _plain(value) for name, value in change.before.items()}
    return {
        "table": change.table,
        "id": ids.get(change.id, change.id),
        "before": before,
        "after": {name: _plain(value) for name, value in after.items()},
    }


_LINKS: Final = frozenset({"family", "came_from", "went_to"})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def kept_changes(rows: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """The changes of a stored event."""
    return tuple(
        Change(row["table"], row["id"], _dated(row["before"]) if row["before"] is not None else None,
               _dated(row["after"]))
        for row in rows
    )  # fmt: skip


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: dt.date.fromisoformat(value) if name in _DATES and value is not None else value
        for name, value in values.items()
    }


def write_back(changes: Sequence[Change], register: Register) -> None:
    """Write what the rows were before; rows that the event made stay, marked as taken back and out of the way."""
    now = timezone.now()
    # Members that the event made first: their lines may be those that others come back to.
    for change in sorted(changes, key=lambda one: one.before is not None):
        if change.table == "family":
            fields = {"active": False, "left_reason": UNDONE} if change.before is None else dict(change.before)
            Family.objects.filter(pk=change.id).update(updated_at=now, **fields)
        elif change.before is None:
            family = register.members[change.id].family
            line = register.next_left_line(family)
            register = register.with_members(Member(change.id, family, line, ""))
            Person.objects.filter(pk=change.id).update(active=False, left_reason=UNDONE, line=line)
        else:
            Person.objects.filter(pk=change.id).update(**_columns(change.before, {}))
