"""Rules about the NIK itself: the numbers are opened one by one, for the database holds them encrypted."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection, transaction

from padu.apps.rumah_dataku.services.numbers import unseal
from padu.domain.data_quality.rules import NIK_RULES
from padu.domain.identity import check_nik
from padu.domain.pk21 import Sex
from padu.settings.keys import TamperedError, UnknownKeyError

log = logging.getLogger(__name__)

BATCH: Final = 5_000
_COLUMNS: Final = ("region_code", "rule", "subject_key", "family_id", "person_id", "seen", "made_up")
_NUMBERS: Final = """
declare quality_numbers no scroll cursor for
select p.id, p.region_code, p.family_id, p.line, p.sex, p.birth_date, n.nik_key_id, n.nik_ciphertext, n.nik_hash,
       f.made_up
  from quality_person p join quality_family f on f.id = p.family_id
  join rumah_dataku_person n on n.id = p.id
 where p.has_nik and n.region_code >= %(start)s and n.region_code < %(end)s
"""


def find_by_number(params: dict[str, Any]) -> int:
    """Hold every NIK of quality_person against birth date and sex, into quality_found. Returns how many were opened.

    params  start, end, today. A number stays in this function: nothing of it is written. One that cannot be opened is
            told to the log and passed over
    """
    opened = 0
    with transaction.atomic(), connection.cursor() as cursor:
        # All rows are read: without this a plan is taken that finds the first ones soon and all of them late.
        cursor.execute("set local cursor_tuple_fraction = 1")
        cursor.execute(_NUMBERS, params)
        while rows := _next(cursor):
            opened += len(rows)
            _copy([found for row in rows for found in _findings(row, params["today"])])
        cursor.execute("close quality_numbers")
    return opened


def _next(cursor: Any) -> list[tuple[Any, ...]]:
    cursor.execute(f"fetch {BATCH} from quality_numbers")
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _findings(row: tuple[Any, ...], today: dt.date) -> Iterator[tuple[Any, ...]]:
    pk, code, family, line, sex, birth, key_id, sealed, found_by, made_up = row
    try:
        nik = unseal("nik", key_id, bytes(sealed), bytes(found_by))
    except (UnknownKeyError, TamperedError):
        # One number that cannot be opened must not keep a district from being checked.
        log.warning("quality.number_unreadable", extra={"person_id": pk})
        return
    for finding in check_nik(nik, as_of=today, sex=Sex(sex) if sex else None, birth_date=birth):
        if finding.code in NIK_RULES:
            words = f"anggota no. {line}" + (f", lahir {birth}" if birth else "")
            yield code, finding.code, f"person:{pk}", family, pk, words, made_up


def _copy(rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor, cursor.copy(f"copy quality_found ({', '.join(_COLUMNS)}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)
