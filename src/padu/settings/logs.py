"""How log records are written: what went wrong and where, without what a row said."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from types import TracebackType
from typing import TypeAlias

import psycopg

ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)  # as logging has it
# A NIK or a No. KK has 16 digits; no id of ours is that long.
_LONG_NUMBER = re.compile(r"\d{10,}")


class BareFormatter(logging.Formatter):
    """Database errors by class, state and constraint alone: their words quote the row that failed."""

    def format(self, record: logging.LogRecord) -> str:
        return _LONG_NUMBER.sub("[angka]", super().format(record))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  # logging's name
        text = super().formatException(ei)
        for error in _chain(ei[1]):
            if isinstance(error, psycopg.Error) and str(error):
                text = text.replace(str(error), _bare_words(error))
        return text


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error with those it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _bare_words(error: psycopg.Error) -> str:
    diag = error.diag
    parts = (error.sqlstate, diag.table_name, diag.column_name, diag.constraint_name)
    return " ".join(part for part in parts if part) or type(error).__name__
