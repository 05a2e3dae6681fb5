"""Sorting a list by the heads of its columns: what the address asks for, and each head as a link that asks for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from django.http import QueryDict

from padu.ui.components import Column

SORT = "urut"
# Where a page of the list begins: another order begins at its first page.
_PAGING = ("hal", "sesudah", "sebelum")


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order a list is asked for: `key` names a column, `down` turns it round."""

    key: str
    down: bool
    query: QueryDict

    def column(self, label: str, key: str, **options: Any) -> Column:
        """A column whose head sorts by it, and turns the order round where it is sorted by it already."""
        now = key == self.key
        direction: Literal["", "ascending", "descending"] = ""
        if now:
            direction = "descending" if self.down else "ascending"
        turned = f"-{key}" if now and not self.down else key
        return Column(label, sort_url=self._address(turned), sorted=direction, **options)

    def _address(self, order: str) -> str:
        changed = self.query.copy()
        for name in _PAGING:
            changed.pop(name, None)
        changed[SORT] = order
        return f"?{changed.urlencode()}"


def asked_sorting(query: QueryDict, keys: Collection[str], default: str) -> Sorting:
    """The order of the address; a key that is none of the list's is the default."""
    asked = query.get(SORT, default)
    key = asked.removeprefix("-")
    return Sorting(key, asked.startswith("-"), query) if key in keys else Sorting(default, down=False, query=query)


def file_address(url: str, query: QueryDict) -> str:
    """Where the whole list that an address asks for lies as a file, in its order."""
    kept = query.copy()
    for name in _PAGING:
        kept.pop(name, None)
    return f"{url}?{kept.urlencode()}" if kept else url
