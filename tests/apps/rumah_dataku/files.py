"""Small files as people send them, for the tests of the import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from padu.access.actor import Actor
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.services import (
    StoreMode,
    import_check,
    import_order_store,
    import_receive,
    import_store,
    storing,
)
from tests.files.conftest import xlsx_bytes

VILLAGE = "13.01.01.2001"
YEAR = 2026
Cells = dict[str, Any]

HEAD: Cells = {
    "No. keluarga": "K-1",
    "K.02 Nama": "Siti Aminah",
    "NIK": "1301014503970001",
    "K.03 Jenis kelamin": "2",
    "Tanggal lahir": "05/03/1997",
    "K.10 Hubungan dengan kepala keluarga": "1",
    "K.07 Status perkawinan": "4",
    "K.09 Akta kelahiran": "1",
    "K.15 Jaminan kesehatan": "1",
}
CHILD: Cells = {
    "No. keluarga": "K-1",
    "K.02 Nama": "Rahmat",
    "NIK": "1301011006180001",
    "K.03 Jenis kelamin": "1",
    "Tanggal lahir": "10/06/2018",
    "K.10 Hubungan dengan kepala keluarga": "3",
    "K.07 Status perkawinan": "1",
    "K.09 Akta kelahiran": "2",
    "K.15 Jaminan kesehatan": "4",
}
FAMILY: Cells = {
    "No. keluarga": "K-1",
    "No. KK": "1301010101120001",
    "Kode desa": VILLAGE,
    "Dusun/jorong": "Pasar",
    "RW": "001",
    "RT": "002",
    "Tanggal pendataan": "17/08/2026",
    "P.01": "Ya",
    "P.03a": "Tidak",
    "P.03c": "Tidak",
    "P.03d": "Ya",
    "P.06": "Tidak",
    "P.07": "Ya",
    "P.23": "6",
    "P.25": "36",
    "P.26": "2",
}


def table(rows: list[Cells]) -> list[list[object]]:
    heads = list(dict.fromkeys(head for row in rows for head in row))
    return [heads, *([row.get(head) for head in heads] for row in rows)]


def families_file(families: list[Cells] | None = None, persons: list[Cells] | None = None) -> bytes:
    """A filled-in template; each row is laid over FAMILY, or over HEAD."""
    family_rows = [{**FAMILY, **row} for row in ([{}] if families is None else families)]
    person_rows = [HEAD, CHILD] if persons is None else [{**HEAD, **row} for row in persons]
    return xlsx_bytes({"Keluarga": table(family_rows), "Anggota": table(person_rows)})


def receive(actor: Actor, content: bytes, name: str = "keluarga.xlsx", **fields: Any) -> ImportRun:
    defaults: dict[str, Any] = {"kind": "families", "region_code": VILLAGE, "year": YEAR}
    return import_receive(actor=actor, chunks=[content], file_name=name, **defaults | fields).run


def check(actor: Actor, content: bytes, name: str = "keluarga.xlsx", **fields: Any) -> ImportRun:
    run = receive(actor, content, name, **fields)
    return import_check(actor=actor, run_id=run.pk)


def store(actor: Actor, content: bytes, name: str = "keluarga.xlsx", mode: str = "all", **fields: Any) -> ImportRun:
    """Send, check and store a file; the run as it is afterwards."""
    run = check(actor, content, name, **fields)
    import_order_store(actor=actor, run_id=run.pk, mode=StoreMode(mode))
    return import_store(actor=actor, run_id=run.pk)


@contextmanager
def worker_breaks_at(monkeypatch: pytest.MonkeyPatch, village_end: str) -> Iterator[None]:
    """Inside the block a worker that stores breaks off at the village whose code ends so; raises nothing outside."""
    real = storing.mark_chunk

    def breaking(run: ImportRun, village: str, *rest: Any) -> None:
        if village.endswith(village_end):
            raise RuntimeError
        real(run, village, *rest)

    with monkeypatch.context() as broken:
        broken.setattr(storing, "mark_chunk", breaking)
        with pytest.raises(RuntimeError):
            yield
