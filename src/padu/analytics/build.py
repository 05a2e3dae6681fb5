"""The index of a set of files: recognise, stage, check, write beside, rename. Any fault, and nothing is written."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from padu.analytics.engine import DUCKDB, ENGINES, UnknownEngineError
from padu.analytics.engine.duck import DuckSession, Repeat, RowAt, duck_session
from padu.analytics.faults import MAX_FAULTS, BadInputError, Fault, row_faults
from padu.analytics.inputs import CsvInput, Input, cells_at, recognise

FAMILIES: Final = "families.parquet"
REGIONS: Final = "regions.parquet"
REGIONS_CSV: Final = "regions.csv"
RESULTS: Final = (FAMILIES, REGIONS, REGIONS_CSV)
PRIVATE_FILE: Final = 0o600
WORK_PREFIX: Final = ".padu-index-"
LOCK: Final = "lock"

Note = Callable[[str], None]
"""Takes a remark in Indonesian while the work goes on."""


@dataclass(frozen=True, slots=True)
class Built:
    """Rows counted in the written files."""

    families: int
    regions: int


def build_index(files: Sequence[Path], out: Path, engine: str = DUCKDB, note: Note = lambda _: None) -> Built:
    """Compute the index of all families in `files` (one data set) and write the three results into `out`.

    note    is called with warnings (columns that are ignored)
    raises  BadInputError, UnknownEngineError, EngineError, OSError; then `out` is as it was before
    """
    if engine not in ENGINES:
        raise UnknownEngineError(engine=engine, known=ENGINES)
    inputs = _recognise_all(files)
    with _work_folder(out) as folder, duck_session(folder) as session:
        _stage_all(session, inputs, note)
        _check(session, inputs)
        written = session.write_results(*(folder / name for name in RESULTS))
        _publish(folder, out)
    return Built(*written)


def _recognise_all(files: Sequence[Path]) -> list[Input]:
    """Every file's kind and header; all that cannot be read are named together."""
    inputs: list[Input] = []
    faults: list[Fault] = []
    for path in files:
        try:
            inputs.append(recognise(path))
        except BadInputError as refusal:
            faults += refusal.faults
    faults += _named_twice(inputs)
    if faults:
        raise BadInputError(faults)
    return inputs


def _named_twice(inputs: Sequence[Input]) -> list[Fault]:
    seen: dict[Path, Path] = {}
    faults = []
    for source in inputs:
        real = source.path.resolve()
        if real in seen:
            faults.append(Fault(str(source.path), f"berkas ini disebut dua kali (juga sebagai {seen[real]})"))
        seen.setdefault(real, source.path)
    return faults


def _stage_all(session: DuckSession, inputs: Sequence[Input], note: Note) -> None:
    faults: list[Fault] = []
    total = 0
    for source in inputs:
        try:
            staged = session.stage_csv(source) if isinstance(source, CsvInput) else session.stage_parquet(source)
        except BadInputError as refusal:
            faults += refusal.faults
            total += refusal.total
            continue
        if staged.ignored:
            note(f"{source.path}: kolom tidak dikenal, diabaikan: {', '.join(staged.ignored)}")
    if faults:
        raise BadInputError(faults[:MAX_FAULTS], total)
    session.finish_staging()


def _check(session: DuckSession, inputs: Sequence[Input]) -> None:
    """Raises BadInputError with the first faults in the order of the input, and how many rows have one."""
    if not session.has_faults():
        return
    bad, bad_count = session.bad_rows(MAX_FAULTS)
    repeats, repeat_count = session.repeats(MAX_FAULTS)
    places = _places(session, inputs, [*bad, *(at for repeat in repeats for at in (repeat.row, repeat.first))])
    found = [(at, fault) for at in bad for fault in row_faults(str(inputs[at.file].path), *places[at])]
    assert len({at for at, _ in found}) == len(bad), "the engine and `cell_is_good` do not agree"
    found += [(repeat.row, _repeat_fault(repeat, inputs, places)) for repeat in repeats]
    found.sort(key=lambda pair: (pair[0].file, pair[0].row))
    if found:  # else only the hashes of two different families were equal
        raise BadInputError([fault for _, fault in found[:MAX_FAULTS]], bad_count + repeat_count)


Places = dict[RowAt, tuple[int, dict[str, str]]]


def _places(session: DuckSession, inputs: Sequence[Input], rows: Sequence[RowAt]) -> Places:
    """Row number as a person counts and the texts of each row, read once more from its file."""
    places: Places = {}
    for number, source in enumerate(inputs):
        wanted = [at.row for at in rows if at.file == number]
        if isinstance(source, CsvInput):
            found = cells_at(source, wanted)
        else:
            found = {row: (row + 1, cells) for row, cells in session.parquet_rows(number, wanted).items()}
        places.update({RowAt(number, row): place for row, place in found.items()})
    return places


def _repeat_fault(repeat: Repeat, inputs: Sequence[Input], places: Places) -> Fault:
    row, cells = places[repeat.row]
    first = f"{inputs[repeat.first.file].path} baris {places[repeat.first][0]}"
    message = (
        f"keluarga dan tahun ini sudah ada pada {first}; seharusnya satu baris per family_id dan year {cells['year']}"
    )
    return Fault(str(inputs[repeat.row.file].path), message, row, "family_id")


@contextmanager
def _work_folder(out: Path) -> Iterator[Path]:
    """A private folder inside `out`, gone afterwards; folders that were made for it go too when the work fails."""
    _refuse_folders_in_the_way(out)
    missing = [path for path in (out, *out.parents) if not path.exists()]
    work: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(out)
        work = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=out))
        with (work / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield work
    except BaseException:  # nothing goes on: whatever ended the work leaves no trace and is raised again
        _remove(work)
        for made in missing:  # innermost first
            with suppress(OSError):  # never made, or somebody else has put something there
                made.rmdir()
        raise
    _remove(work)


def _remove(work: Path | None) -> None:
    if work is not None:
        shutil.rmtree(work, ignore_errors=True)


def _remove_abandoned(out: Path) -> None:
    """Work folders of runs that were killed: they hold family rows. A living run keeps its lock."""
    for lock_file in out.glob(f"{WORK_PREFIX}*/{LOCK}"):
        with (
            suppress(OSError),
            lock_file.open("w") as lock,
        ):  # OSError: the lock is held, or the folder is another user's
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(lock_file.parent)


def _refuse_folders_in_the_way(out: Path) -> None:
    for name in RESULTS:
        if (out / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(out / name))


def _publish(folder: Path, out: Path) -> None:
    """Private, on the disk, and only then under their names."""
    for name in RESULTS:
        path = folder / name
        path.chmod(PRIVATE_FILE)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    for name in RESULTS:
        (folder / name).replace(out / name)
