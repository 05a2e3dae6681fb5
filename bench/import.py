"""How fast families are checked and stored: `python bench/import.py [families]`, in a database of its own.

Prints rows per second of the check and of storing, the peak memory of this process, and the time of the same file
sent again (all rows the same). Needs the embedded server; leaves nothing behind.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from own_database import run_in_own_database

os.environ["DJANGO_SETTINGS_MODULE"] = "padu.settings.test"
SEED, VILLAGES, YEAR = 7, 40, 2026
FAMILY_HEADS = "No. keluarga;Kode desa;No. KK;RT;RW;Tanggal pendataan;P.01;P.02;P.04;P.06;P.07;P.23;P.25;P.26"
PERSON_HEADS = (
    "No. keluarga;K.02 Nama;NIK;K.03 Jenis kelamin;Tanggal lahir;K.07 Status perkawinan;K.09 Akta kelahiran;"
    "K.10 Hubungan dengan kepala keluarga;K.14 Pendidikan;K.15 Jaminan kesehatan"
)


def measure(families: int) -> None:
    from padu.access.actor import system_actor
    from padu.access.verbs import Verb
    from padu.apps.regions.selectors import list_villages
    from padu.apps.regions.services import load_regions
    from padu.apps.rumah_dataku.services import (
        StoreMode,
        import_check,
        import_order_store,
        import_receive,
        import_store,
    )

    load_regions()
    codes = list(list_villages("13.01").values_list("code", flat=True)[:VILLAGES])
    actor = system_actor("13.01", Verb.FAMILY_WRITE, Verb.FAMILY_READ)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "keluarga.zip"
        rows = write_file(path, codes, families)
        for attempt in ("first time", "again"):
            run = import_receive(
                actor=actor, kind="families", chunks=chunks(path), file_name=path.name, region_code="13.01",
                year=YEAR, source=attempt,
            ).run  # fmt: skip
            run, checking = timed(lambda: import_check(actor=actor, run_id=run.pk))  # noqa: B023
            assert run.state == "checked", run.problem
            import_order_store(actor=actor, run_id=run.pk, mode=StoreMode.GOOD)
            run, storing = timed(lambda: import_store(actor=actor, run_id=run.pk))  # noqa: B023
            assert run.state == "stored", run.problem
            tell(attempt, rows, checking, storing, run.counts)


def tell(attempt: str, rows: int, checking: float, storing: float, counts: dict[str, Any]) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{attempt}: {counts['families_stored']} families, {counts['persons_stored']} persons;"
        f" check {checking:.1f} s ({rows / checking:,.0f} rows/s),"
        f" store {storing:.1f} s ({rows / storing:,.0f} rows/s);"
        f" new {counts['families_new']}, same {counts['families_same']}; peak {peak:.0f} MB"
    )


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    return work(), time.perf_counter() - begin


def chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk


def write_file(path: Path, codes: list[str], families: int) -> int:
    """A zip of two CSV files as the template has them. Returns families and persons written."""
    import datetime as dt

    from padu.apps.rumah_dataku.demo.families import generate_families

    each, families_csv, persons_csv = -(-families // len(codes)), [FAMILY_HEADS], [PERSON_HEADS]
    for code in codes:
        for family in generate_families(code, each, SEED, dt.date(YEAR, 11, 1)):
            families_csv.append(family_line(family))
            persons_csv += [person_line(family.source_key, person) for person in family.members]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in (("Keluarga.csv", families_csv), ("Anggota.csv", persons_csv)):
            archive.writestr(name, "\n".join(lines))
    return len(families_csv) + len(persons_csv) - 2


def family_line(family: Any) -> str:
    place = f"{family.source_key};{family.village_code};{family.no_kk or ''};{family.rt};{family.rw}"
    odd = family.number % 2 + 1
    return f"{place};01/10/{YEAR};1;{odd};1;{odd};2;{family.number % 9 + 1};36;4"


def person_line(family_key: str, person: Any) -> str:
    said = person.answers
    birth = said.birth_date.isoformat() if said.birth_date else ""
    codes = (said.marital_status, said.birth_certificate, said.relation, said.education, said.insurance)
    plain = ";".join("" if code is None else str(int(code)) for code in codes)
    return f"{family_key};{person.name};{person.nik or ''};{int(said.sex)};{birth};{plain}"


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    run_in_own_database("bench_import", lambda: measure(wanted))
