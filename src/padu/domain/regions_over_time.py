"""Regions that split, merge, move and change their names: who follows whom, on which day, with what share.

A succession says that from `effective_on` on a part of the old place belongs to a new one; the shares of one old place
on one day sum to exactly 1, or one of them is not known, and then it stays unknown. Days: a place is in force from
`valid_from` to `valid_to`, both included; None on either side has no bound.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from padu.domain.regions import Level, is_region_code, level_of

SHARE_PLACES = 6
ONE = Decimal(1)


class ChangeKind(StrEnum):
    SPLIT = "split"
    MERGE = "merge"
    RENAME = "rename"
    NEW_CODE = "new_code"
    NEW_PROVINCE = "new_province"
    DISSOLVED = "dissolved"
    BOUNDARY = "boundary"


# The old place goes on under its own code: nothing of it ends.
GOES_ON = frozenset({ChangeKind.RENAME, ChangeKind.BOUNDARY})


@dataclass(frozen=True, slots=True)
class Succession:
    """One part of an old place that goes to a place.

    to_code   "" where a place ends and nobody takes it over; equal to from_code where the mother keeps her code
    share     0 < share <= 1 with six decimals; None: not known
    families  whether the family records follow this successor; None: by the rule of `families_follow`
    """

    from_code: str
    to_code: str
    effective_on: dt.date
    share: Decimal | None
    kind: ChangeKind
    families: bool | None = None

    @property
    def stays(self) -> bool:
        """The mother's own part: she keeps her code, nothing passes on."""
        return self.from_code == self.to_code


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when a code is in force, both days included."""

    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def on(self, day: dt.date) -> bool:
        return valid_on(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, slots=True)
class Link:
    """Where (a part of) a place is on another day, over all changes between.

    share     product along the chain, summed over its ways; None where any part of it is not known
    families  whether the family records came along on every step
    """

    code: str
    share: Fraction | None
    families: bool


@dataclass(frozen=True, slots=True)
class ChangeIssue:
    """What is wrong with a row. `row` counts from 1 in the order given; texts for people are made elsewhere."""

    row: int
    code: str
    column: str
    seen: str
    expected: str


def valid_on(valid_from: dt.date | None, valid_to: dt.date | None, day: dt.date) -> bool:
    """Whether a place with these dates is in force on a day.

    >>> valid_on(None, dt.date(2022, 12, 31), dt.date(2022, 12, 31))
    True
    """
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def families_follow(row: Succession) -> bool:
    """Whether a successor takes the family records of the old place over.

    [assumption] By itself only where the whole place went to it; of a split only by a confirmed assignment.
    """
    return row.share == ONE if row.families is None else row.families


def successors_on(code: str, day: dt.date, rows: Iterable[Succession], since: dt.date = dt.date.min) -> dict[str, Link]:
    """Places in which an old one lies on a day, over all changes until then; itself where nothing happened.

    since  count only changes after this day: the old place is taken as it was then
    """
    return _follow(code, _by("from_code", rows, day), since)


def _follow(code: str, forwards: Mapping[str, Sequence[Succession]], since: dt.date, end: str = "") -> dict[str, Link]:
    """Every place at the end of the ways from `code`; a way also ends at `end`."""
    found: dict[str, list[Link]] = defaultdict(list)
    stack: list[tuple[str, dt.date, Fraction | None, bool]] = [(code, since, Fraction(1), True)]
    while stack:
        place, then, share, families = stack.pop()
        next_day = min((r.effective_on for r in forwards.get(place, ()) if r.effective_on > then), default=None)
        if next_day is None or place == end:
            found[place].append(Link(place, share, families))
            continue
        stack.extend(
            (row.to_code, next_day, _times(share, row.share), families and families_follow(row))
            for row in forwards[place]
            if row.effective_on == next_day and row.to_code
        )
    return {place: _sum(place, links) for place, links in sorted(found.items())}


def predecessors_on(
    code: str, day: dt.date, rows: Iterable[Succession], since: dt.date = dt.date.min
) -> dict[str, Link]:
    """Old places of which a part has come to this one by a day, near and far; the place itself is left out.

    A mother that kept her code stands here too where a part of her came to this place. since: as for `successors_on`.
    """
    known = list(rows)
    backwards, forwards = _by("to_code", known, day), _by("from_code", known, day)
    seen, stack = {code}, [code]
    while stack:
        fresh = {row.from_code for row in backwards.get(stack.pop(), ())} - seen
        seen |= fresh
        stack.extend(fresh)
    found: dict[str, Link] = {}
    for old in sorted(seen - {code}):
        # What lies there on the day; of a place that is itself no more, what once came to it.
        link = _follow(old, forwards, since).get(code) or _follow(old, forwards, since, code).get(code)
        if link is not None:
            found[old] = link
    return found


def _by(column: str, rows: Iterable[Succession], day: dt.date) -> dict[str, list[Succession]]:
    """Rows in force by a day, by one of their codes; going backwards the mother's own part is no step."""
    found: dict[str, list[Succession]] = defaultdict(list)
    for row in rows:
        if row.effective_on <= day and not (column == "to_code" and row.stays):
            found[getattr(row, column)].append(row)
    return found


def _times(left: Fraction | None, right: Decimal | None) -> Fraction | None:
    return None if left is None or right is None else left * Fraction(right)


def _sum(code: str, links: Sequence[Link]) -> Link:
    known = [link.share for link in links if link.share is not None]
    share = sum(known, Fraction(0)) if len(known) == len(links) else None
    return Link(code, share, all(link.families for link in links))


def check_successions(
    rows: Sequence[Succession], places: Mapping[str, Validity], known: Sequence[Succession] = ()
) -> list[ChangeIssue]:
    """Everything that keeps these rows from being stored beside those already known; empty when all is well.

    places  every code that exists, with the new ones of the file; a code outside it is unknown
    """
    stored = {(r.from_code, r.to_code, r.effective_on) for r in known}
    fresh = [(n, r) for n, r in enumerate(rows, start=1) if (r.from_code, r.to_code, r.effective_on) not in stored]
    issues = [issue for number, row in enumerate(rows, start=1) for issue in _row_issues(number, row, places)]
    issues += _twice(rows)
    issues += _share_issues(rows, known)
    issues += _overlaps(fresh, known)
    return sorted(issues + _cycles(rows, known), key=lambda i: (i.row, i.code))


def _row_issues(number: int, row: Succession, places: Mapping[str, Validity]) -> list[ChangeIssue]:
    issues = [
        ChangeIssue(number, "unknown_code", column, code, "kode yang ada dalam daftar wilayah")
        for column, code in (("from_code", row.from_code), ("to_code", row.to_code))
        if code not in places and (code or column == "from_code")
    ]
    if issues:
        return issues
    before = row.effective_on - dt.timedelta(days=1)
    if not places[row.from_code].on(before):
        issues.append(ChangeIssue(number, "not_valid", "from_code", row.from_code, f"berlaku pada {before}"))
    if row.to_code and not places[row.to_code].on(row.effective_on):
        issues.append(ChangeIssue(number, "not_valid", "to_code", row.to_code, f"berlaku pada {row.effective_on}"))
    if not row.to_code and row.kind is not ChangeKind.DISSOLVED:
        issues.append(ChangeIssue(number, "no_successor", "to_code", "", "kode pengganti, kecuali untuk pembubaran"))
    if row.to_code and level_of(row.from_code) is not level_of(row.to_code):
        issues.append(
            ChangeIssue(number, "level_differs", "to_code", row.to_code, "tingkat yang sama dengan kode lama")
        )
    if row.share is not None and not 0 < row.share <= 1:
        issues.append(ChangeIssue(number, "share_range", "share", str(row.share), "lebih dari 0 sampai 1"))
    return issues


def _twice(rows: Sequence[Succession]) -> list[ChangeIssue]:
    seen: set[tuple[str, str, dt.date]] = set()
    issues = []
    for number, row in enumerate(rows, start=1):
        key = (row.from_code, row.to_code, row.effective_on)
        if key in seen:
            issues.append(ChangeIssue(number, "twice", "to_code", row.to_code, "setiap pasangan kode satu kali"))
        seen.add(key)
    return issues


def _share_issues(rows: Sequence[Succession], known: Sequence[Succession]) -> list[ChangeIssue]:
    """The shares of one old place on one day are 1 together; with an unknown one among them, less than 1."""
    merged = {(r.from_code, r.to_code, r.effective_on): r for r in (*known, *rows)}
    groups: dict[tuple[str, dt.date], list[Succession]] = defaultdict(list)
    for row in merged.values():
        if row.to_code and row.kind is not ChangeKind.RENAME:
            groups[row.from_code, row.effective_on].append(row)
    issues, told = [], set()
    for number, row in enumerate(rows, start=1):
        key = (row.from_code, row.effective_on)
        if key in told or key not in groups:
            continue
        told.add(key)
        if not _whole(groups[key]):
            total = sum((r.share for r in groups[key] if r.share is not None), Decimal(0))
            issues.append(ChangeIssue(number, "share_sum", "share", str(total), "jumlah bagian satu kode lama tepat 1"))
    return issues


def _whole(group: Sequence[Succession]) -> bool:
    total = sum((row.share for row in group if row.share is not None), Decimal(0))
    unknown = any(row.share is None for row in group)
    # Of a boundary that moves only the part that leaves need be told.
    part_only = all(row.kind is ChangeKind.BOUNDARY for row in group) and not any(row.stays for row in group)
    return total < 1 if unknown or part_only else total == 1


def _overlaps(fresh: Sequence[tuple[int, Succession]], known: Sequence[Succession]) -> list[ChangeIssue]:
    """A place that ended once cannot end again on another day."""
    ended = {r.from_code: r.effective_on for r in known if r.kind not in GOES_ON and not r.stays}
    kept = {(r.from_code, r.effective_on) for r in (*known, *(row for _, row in fresh)) if r.stays}
    issues = []
    for number, row in fresh:
        if row.kind in GOES_ON or (row.from_code, row.effective_on) in kept:
            continue
        day = ended.setdefault(row.from_code, row.effective_on)
        if day != row.effective_on and (row.from_code, day) not in kept:
            issues.append(ChangeIssue(number, "overlap", "effective_on", str(row.effective_on), f"berakhir pada {day}"))
    return issues


def _cycles(rows: Sequence[Succession], known: Sequence[Succession]) -> list[ChangeIssue]:
    """Rows that lead back to where they began; parts exchanged at a boundary end nothing and may go both ways."""
    onward: dict[str, set[str]] = defaultdict(set)
    for row in (*known, *rows):
        if row.to_code and not row.stays and row.kind not in GOES_ON:
            onward[row.from_code].add(row.to_code)
    return [
        ChangeIssue(number, "cycle", "to_code", row.to_code, "tidak kembali ke kode asalnya")
        for number, row in enumerate(rows, start=1)
        if row.to_code and not row.stays and row.kind not in GOES_ON and _reaches(row.to_code, row.from_code, onward)
    ]


def _reaches(start: str, goal: str, onward: Mapping[str, set[str]]) -> bool:
    seen, stack = {start}, [start]
    while stack:
        place = stack.pop()
        if place == goal:
            return True
        fresh = onward.get(place, set()) - seen
        seen |= fresh
        stack.extend(fresh)
    return False


def share_from(text: str) -> Decimal | None:
    """A share as people write it: "0,4", "0.4", "40%"; "" is not known. Raises ValueError."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    per_cent = plain.endswith("%")
    value = Decimal(plain.removesuffix("%").strip()) if _is_number(plain.removesuffix("%").strip()) else None
    if value is None:
        raise ValueError(text)
    share = value / 100 if per_cent else value
    if share != share.quantize(Decimal(1).scaleb(-SHARE_PLACES)):
        raise ValueError(text)
    return share


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and text.isascii()


_BPS_LENGTHS = {Level.PROVINCE: 2, Level.REGENCY: 4, Level.DISTRICT: 7, Level.VILLAGE: 10}


def bps_code_fits(code: str, bps_code: str) -> bool:
    """Whether a code of Statistics Indonesia has the length of the place's level: 2, 4, 7 or 10 digits."""
    if not is_region_code(code) or not (bps_code.isascii() and bps_code.isdigit()):
        return False
    return _BPS_LENGTHS.get(level_of(code)) == len(bps_code)
