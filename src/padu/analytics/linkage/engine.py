"""Score pairs. The library is told the whole model, learns nothing, and works within bounded memory."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from padu.analytics.linkage.model import LinkType, level_key, settings_of
from padu.analytics.linkage.records import LinkRecord, to_tables
from padu.domain.linkage.agreement import CANDIDATE_THRESHOLD, REVIEW_THRESHOLD, Field

if TYPE_CHECKING:
    import duckdb

MEMORY_LIMIT: Final = "400MB"
THREADS: Final = 2
PORTION: Final = 100_000
"""[assumption] Records whose pairs are made and scored at one time; of a portion only the good pairs are kept."""
TF_SMOOTHING: Final = 10_000
"""[assumption] In a small register every name is rare: its share is taken as if so many other people stood there."""
_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": MEMORY_LIMIT,
    "threads": THREADS,
    "preserve_insertion_order": "false",
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


@dataclass(frozen=True, slots=True)
class _Scored:
    """A pair with the families of its two records."""

    pair: Pair
    groups: tuple[int | None, int | None]


def duplicates_find(records: Iterable[LinkRecord], threshold: float = CANDIDATE_THRESHOLD) -> list[Pair]:
    """Pairs within one register, best first, left id below right id; of two families each member stands once.

    records  are read once and not held: a register may be streamed from where it is kept
    """
    with _connection() as connection:
        count = _stage(connection, "a_register", records)
        if count < 2:
            return []
        found = _score(connection, {"a_register": "a_register"}, count, "dedupe_only", threshold)
        return _one_to_one(map(_ordered, found))


def links_find(
    listed: Iterable[LinkRecord],
    register: Iterable[LinkRecord],
    threshold: float = REVIEW_THRESHOLD,
    *,
    same_place: bool = False,
) -> list[Pair]:
    """For rows of a list (left) their best records of the register (right), best first, at most one pair per row.

    listed, register  are read once and not held
    same_place        only records of the row's own village
    """
    with _connection() as connection:
        # splink orders its sides by the names of the tables.
        count = _stage(connection, "a_list", listed)
        if not count or not _stage(connection, "b_register", register):
            return []
        # How rare a name is, the register says, for both sides.
        sides = {"a_list": "b_register", "b_register": "b_register"}
        found = _score(connection, sides, count, "link_only", threshold)
    best: dict[int, Pair] = {}
    for pair in _ranked(one.pair for one in found):
        if not same_place or pair.agreement[Field.PLACE] in ("rt", "village"):
            best.setdefault(pair.left, pair)
    return list(best.values())


def _ranked(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=_rank)


def _rank(pair: Pair) -> tuple[float, int, int]:
    return -pair.score, pair.left, pair.right


def _ordered(one: _Scored) -> _Scored:
    """The same pair with its lower id left."""
    pair, (left, right) = one.pair, one.groups
    if pair.left < pair.right:
        return one
    return _Scored(Pair(pair.right, pair.left, pair.score, pair.agreement), (right, left))


def _one_to_one(found: Iterable[_Scored]) -> list[Pair]:
    """Between two families each member is paired once, with the best partner: twins do not cross."""
    taken: defaultdict[tuple[int | None, int | None], set[int]] = defaultdict(set)
    kept = []
    for one in sorted(found, key=lambda one: _rank(one.pair)):
        pair, (left, right) = one.pair, one.groups
        if left is not None and right is not None and left != right:
            used = taken[min(left, right), max(left, right)]
            if used & {pair.left, pair.right}:
                continue
            used |= {pair.left, pair.right}
        kept.append(pair)
    return kept


def _stage(connection: duckdb.DuckDBPyConnection, side: str, records: Iterable[LinkRecord]) -> int:
    """Put records into the engine, some at a time. Returns how many."""
    count = 0
    for at, rows in enumerate(to_tables(records)):
        connection.register("incoming", rows)
        head = f"insert into {side}_rows" if at else f"create table {side}_rows as"
        connection.execute(f"{head} select * from incoming")  # noqa: S608 - names of ours
        connection.unregister("incoming")
        count += rows.num_rows
    return count


def _share_names(connection: duckdb.DuckDBPyConnection, side: str, register: str) -> None:
    """The records of a side, each with the share of its name in a register."""
    connection.execute(
        f"""
        create view {side} as
        with names as (select name_key, count(*) as n from {register}_rows where name_key is not null group by name_key)
        select r.*, case when r.name_key is not null then coalesce(names.n, 1)::double / (
                    (select count(name_key) from {register}_rows) + {TF_SMOOTHING})::double end as tf_name_key
          from {side}_rows r left join names on names.name_key = r.name_key
        """  # noqa: S608 - names of ours
    )


def _score(
    connection: duckdb.DuckDBPyConnection, sides: Mapping[str, str], count: int, link_type: LinkType, threshold: float
) -> list[_Scored]:
    """sides: name of each table of records -> the one whose names tell how rare a name is."""
    from splink import DuckDBAPI, Linker

    for side, register in sides.items():
        _share_names(connection, side, register)
    api = DuckDBAPI(connection)
    frames = [api.register(side, dataset_display_name=side) for side in sides]
    linker = Linker(frames if len(frames) > 1 else frames[0], settings_of(link_type), log_level=None)
    portions = -(-count // PORTION)
    found: list[_Scored] = []
    for at in range(1, portions + 1):
        scored = linker.inference.predict_chunk(
            left_chunk=(at, portions), threshold_match_probability=threshold, warning_mode="never"
        )
        found += _read(connection, scored.physical_name)
        scored.drop_table_from_database_and_remove_from_cache()
    return found


def _read(connection: duckdb.DuckDBPyConnection, table: str) -> list[_Scored]:
    gammas = ", ".join(f"gamma_{field}" for field in Field)
    sql = f"select unique_id_l, unique_id_r, grp_l, grp_r, match_probability, {gammas} from {table}"  # noqa: S608 - names of ours
    return [_scored(row) for row in connection.execute(sql).fetchall()]


def _scored(row: tuple[Any, ...]) -> _Scored:
    left, right, left_group, right_group, score, *gammas = row
    agreement = {field.value: level_key(field, gamma) for field, gamma in zip(Field, gammas, strict=True)}
    return _Scored(Pair(left, right, round(score, 6), agreement), (left_group, right_group))


@contextmanager
def _connection() -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    with tempfile.TemporaryDirectory(prefix="padu-linkage-") as spill:
        connection = duckdb.connect(config=_CONFIG | {"temp_directory": spill})
        try:
            yield connection
        finally:
            connection.close()
