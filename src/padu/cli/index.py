"""`padu index`: the family index of one or more files, without server, database or settings."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Never

import typer

if TYPE_CHECKING:
    from padu.analytics.faults import BadInputError

BAD_INPUT = 2
FAILED = 1
SIGNALLED = 128
"""Plus the signal's number: the shell's way to say why a command ended."""

INTERNAL_NOTICE = (
    "Perhatian: tidak ada angka yang disamarkan; hasil ini berkas internal (hanya dapat dibaca pemiliknya, mode 0600) "
    "dan tidak boleh disebarkan."
)


def index(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="CSV (UTF-8) atau Parquet; beberapa berkas dibaca sebagai satu data."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder hasil; dibuat bila belum ada.")],
    engine: Annotated[str, typer.Option("--engine", help="Mesin hitung: duckdb.")] = "duckdb",
) -> None:
    """Hitung iBangga tiap keluarga dan lima tingkat wilayah dari berkas.

    Kolom: family_id, region_code, year, dan 17 indikator (1 ya, 0 tidak, -1 tidak berlaku, kosong = tidak dijawab).
    Hasil: families.parquet, regions.parquet, regions.csv. Ada yang salah: keluar dengan kode 2, tidak ada yang ditulis.
    """
    # Ibis and DuckDB take a second to import: only now, so that `padu --help` stays quick.
    from padu.analytics.build import build_index
    from padu.analytics.engine import EngineError, UnknownEngineError
    from padu.analytics.faults import BadInputError

    try:
        with _signals() as received:
            built = build_index(files, out, engine, note=lambda remark: _say(f"Peringatan: {remark}"))
    except BadInputError as refusal:
        _refuse(refusal)
    except UnknownEngineError:
        _stop(f'Mesin "{engine}" tidak dikenal; yang ada: duckdb. Tidak ada yang ditulis.', BAD_INPUT)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as problem:
        _stop(f"Folder hasil {out} tidak dapat dipakai ({problem}). Tidak ada yang ditulis.", BAD_INPUT)
    except OSError as problem:
        _stop(f"Hasil tidak dapat ditulis: {problem}. Berkas lama tidak diubah.", FAILED)
    except EngineError as problem:
        _stop(f"Penghitungan berhenti: {problem.data['problem']}. Tidak ada yang ditulis.", FAILED)
    except KeyboardInterrupt:
        _stop("Dihentikan. Tidak ada yang ditulis.", SIGNALLED + received[0])
    _say(f"{built.families} keluarga dan {built.regions} baris wilayah ditulis ke {out}.")
    _say(INTERNAL_NOTICE)


def _refuse(refusal: BadInputError) -> Never:
    """Name the first faults, count the others, say what was kept."""
    for fault in refusal.faults:
        _say(str(fault))
    if refusal.total > len(refusal.faults):
        _say(f"... dan lainnya; seluruhnya {refusal.total} baris bermasalah.")
    _stop("Tidak ada yang ditulis. Perbaiki berkas, lalu jalankan lagi.", BAD_INPUT)


def _stop(words: str, status: int) -> Never:
    _say(words)
    raise typer.Exit(status)


def _say(words: str) -> None:
    print(words, file=sys.stderr)


@contextmanager
def _signals() -> Iterator[list[int]]:
    """Ctrl-C and SIGTERM both raise KeyboardInterrupt, so that the work folder is cleaned up; gives what came."""
    received: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> Never:
        received.append(number)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
