"""Score pairs. The library is told the whole model, learns nothing, and works within bounded memory."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from padu.analytics.linkage.model import LinkType, level_key, settings_of
from padu.analytics.linkage.records import LinkRecord, counts_of, to_table
from padu.domain.linkage.agreement import CANDIDATE_THRESHOLD, REVIEW_THRESHOLD, Field

if TYPE_CHECKING:
    import duckdb

MEMORY_LIMIT: Final = "700MB"
THREADS: Final = 2
_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": MEMORY_LIMIT,
    "threads": THREADS,
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person. agreement: field -> key of its level, or "unknown"."""

    left: int
    right: int
    score: float
    agreement: dict[str, str]


def duplicates_find(records: Sequence[LinkRecord], threshold: float = CANDIDATE_THRESHOLD) -> list[Pair]:
    """Pairs within one register, best first, left id below right id; of two families each member stands once."""
    if len(records) < 2:
        return []
    groups = {record.id: record.group for record in records}
    found = _score([to_table(records)], "dedupe_only", threshold)
    pairs = [Pair(min(p.left, p.right), max(p.left, p.right), p.score, p.agreement) for p in found]
    return _one_to_one(pairs, groups)


def links_find(
    listed: Sequence[LinkRecord],
    register: Sequence[LinkRecord],
    threshold: float = REVIEW_THRESHOLD,
    *,
    same_place: bool = False,
) -> list[Pair]:
    """For rows of a list (left) their best records of the register (right), best first, at most one pair per row.

    same_place  only records of the row's own village
    """
    if not listed or not register:
        return []
    counts = counts_of(register)
    # splink orders its sides by the names of the tables.
    found = _score([to_table(listed, counts), to_table(register, counts)], "link_only", threshold)
    best: dict[int, Pair] = {}
    for pair in _ranked(found):
        if not same_place or pair.agreement[Field.PLACE] in ("rt", "village"):
            best.setdefault(pair.left, pair)
    return list(best.values())


def _ranked(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.score, pair.left, pair.right))


def _one_to_one(pairs: Iterable[Pair], groups: dict[int, int | None]) -> list[Pair]:
    """Between two families each member is paired once, with the best partner: twins do not cross."""
    taken: defaultdict[tuple[int | None, int | None], set[int]] = defaultdict(set)
    kept = []
    for pair in _ranked(pairs):
        left, right = groups[pair.left], groups[pair.right]
        if left is not None and right is not None and left != right:
            used = taken[min(left, right), max(left, right)]
            if used & {pair.left, pair.right}:
                continue
            used |= {pair.left, pair.right}
        kept.append(pair)
    return kept


def _score(tables: Sequence[Any], link_type: LinkType, threshold: float) -> list[Pair]:
    from splink import DuckDBAPI, Linker

    with _connection() as connection:
        api = DuckDBAPI(connection)
        frames = [api.register(table, dataset_display_name=f"side_{at}") for at, table in enumerate(tables)]
        linker = Linker(frames if len(frames) > 1 else frames[0], settings_of(link_type), log_level=None)
        scored = linker.inference.predict(threshold_match_probability=threshold, warning_mode="never")
        gammas = ", ".join(f"gamma_{field}" for field in Field)
        sql = f"select unique_id_l, unique_id_r, match_probability, {gammas} from {scored.physical_name}"  # noqa: S608 - names of ours
        return [_pair(row) for row in connection.execute(sql).fetchall()]


def _pair(row: tuple[Any, ...]) -> Pair:
    left, right, score, *gammas = row
    agreement = {field.value: level_key(field, gamma) for field, gamma in zip(Field, gammas, strict=True)}
    return Pair(left, right, round(score, 6), agreement)


@contextmanager
def _connection() -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    with tempfile.TemporaryDirectory(prefix="padu-linkage-") as spill:
        connection = duckdb.connect(config=_CONFIG | {"temp_directory": spill})
        try:
            yield connection
        finally:
            connection.close()
