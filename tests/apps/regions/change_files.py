"""Files of changes for tests, as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from padu.access.actor import Actor, Hat
from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.regions.models import ChangeFile
from padu.apps.regions.services import change_file_receive, change_file_store

NATION = Actor(user_id=900, hats=(Hat(Role.NATION, "00"),))
HEADER = ("kode_lama", "kode_baru", "berlaku_sejak", "bagian", "jenis", "sumber", "nama_baru", "keluarga_ikut")
LAW = "UU 1/2025 (uji)"
DAY = dt.date(2025, 7, 1)


def line(
    old: str,
    new: str,
    share: str = "1",
    kind: str = "kode baru",
    day: str = "01/07/2025",
    name: str = "",
    fam: str = "",
) -> tuple[str, ...]:
    return (old, new, day, share, kind, LAW, name, fam)


def write(path: Path, lines: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    path.write_text("\n".join(";".join(cells) for cells in (header, *lines)) + "\n", encoding="utf-8")
    return path


def receive(folder: Path, lines: Sequence[Sequence[str]], kind: str = "successions", **more: object) -> ChangeFile:
    header: Sequence[str] = {
        "successions": HEADER,
        "older_list": ("kode", "nama"),
        "bps_codes": ("kode", "kode_bps"),
    }[kind]
    path = write(folder / "ubah.csv", lines, header)
    with scoped(NATION):
        return change_file_receive(actor=NATION, kind=kind, path=path, file_name=path.name, **more)  # type: ignore[arg-type]


def store(file: ChangeFile) -> ChangeFile:
    with scoped(NATION):
        return change_file_store(actor=NATION, file_id=file.pk)


def change(folder: Path, lines: Sequence[Sequence[str]], kind: str = "successions", **more: object) -> ChangeFile:
    """Receive and store a file that is right."""
    file = receive(folder, lines, kind, **more)
    assert file.issues == []
    return store(file)


def told(file: ChangeFile) -> list[tuple[int, str, str]]:
    """Row, code and value seen of each issue."""
    return [(issue["row"], issue["code"], issue["seen"]) for issue in file.issues]
