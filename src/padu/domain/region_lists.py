"""An older code list beside the list in force: what is gone, new or renamed, and which old code may be which new one.

What is suggested rests on exact names alone; a person confirms it, and nothing follows from it before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from padu.domain.regions import Level, level_of


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What became of an older code list. Codes in byte order; `renamed` holds (code, name before, name now)."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[tuple[str, str, str], ...]


def compare_lists(before: Mapping[str, str], now: Mapping[str, str], keys: Mapping[str, str]) -> ListChanges:
    """Compare two code lists {code: name}.

    keys  {code: folded name} of the list in force and of every older name, under (code) and ("<" + code): two names
          that fold alike are one name
    """
    common = sorted(before.keys() & now.keys())
    return ListChanges(
        added=tuple(sorted(now.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - now.keys())),
        renamed=tuple((c, before[c], now[c]) for c in common if keys["<" + c] != keys[c]),
    )


class Basis(StrEnum):
    """In what place the only one of that name was found."""

    PARENT = "parent"
    REGENCY = "regency"
    PROVINCE = "province"
    NEW_PROVINCE = "new_province"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An old and a new code of one name; a person confirms it, nothing follows by itself."""

    from_code: str
    to_code: str
    basis: Basis


_WIDTH = {Basis.REGENCY: 5, Basis.PROVINCE: 2}
_BASES = {
    Level.REGENCY: (Basis.PROVINCE, Basis.NEW_PROVINCE),
    Level.DISTRICT: (Basis.REGENCY, Basis.PROVINCE),
    Level.VILLAGE: (Basis.PARENT, Basis.REGENCY, Basis.PROVINCE),
}


def suggest_successors(
    ended: Mapping[str, str], added: Mapping[str, str], known: Mapping[str, str] | None = None
) -> list[Suggestion]:
    """Pairs of an ended and an added place of exactly one name, in the same place above or in the one that follows it.

    ended, added  {code: folded name}, all levels of one day of change together
    known         links that stand already {old: new}; the places below them are looked for there; "" where an old place
                  went to several
    A name that occurs twice on either side of a place is no suggestion there.
    """
    links = dict(known or {})
    found: list[Suggestion] = []
    for level, bases in _BASES.items():
        for basis in bases:
            taken = set(links.values())
            old = {c: k for c, k in ended.items() if c not in links and level_of(c) is level}
            new = {c: k for c, k in added.items() if c not in taken and level_of(c) is level}
            for suggestion in _pairs(old, new, basis, links, ended, added):
                links[suggestion.from_code] = suggestion.to_code
                found.append(suggestion)
    return sorted(found, key=lambda s: s.from_code)


def _pairs(
    old: Mapping[str, str],
    new: Mapping[str, str],
    basis: Basis,
    links: Mapping[str, str],
    ended: Mapping[str, str],
    added: Mapping[str, str],
) -> list[Suggestion]:
    before: dict[tuple[str, str], list[str]] = defaultdict(list)
    after: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, key in old.items():
        above = "new" if basis is Basis.NEW_PROVINCE else _place_above(code, basis, links, ended)
        if above:
            before[above, key].append(code)
    for code, key in new.items():
        after[_new_place_above(code, basis, added), key].append(code)
    return [
        Suggestion(codes[0], after[group][0], basis)
        for group, codes in before.items()
        if len(codes) == 1 and len(after.get(group, ())) == 1
    ]


def _new_place_above(code: str, basis: Basis, added: Mapping[str, str]) -> str:
    if basis is Basis.NEW_PROVINCE:
        return "new" if code[:2] in added else ""
    return code[: _width(code, basis)]


def _width(code: str, basis: Basis) -> int:
    return _WIDTH.get(basis, len(code.rpartition(".")[0]))


def _place_above(code: str, basis: Basis, links: Mapping[str, str], ended: Mapping[str, str]) -> str:
    """Code of the place above, at the width of the basis, as it is called after the change; "" where not known."""
    width = _width(code, basis)
    for above in (code[:n] for n in (8, 5, 2) if width <= n < len(code)):
        if links.get(above):
            return links[above][:width]
        if above not in ended:
            return above[:width]
    return ""
