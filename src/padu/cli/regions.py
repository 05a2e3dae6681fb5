"""`padu regions`: an older code list compared with the places in force, and files of changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from padu.cli.surroundings import BAD_INPUT, acting_user, start_django, stop_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from padu.access.actor import Actor
    from padu.apps.regions.models import ChangeFile

regions_app = typer.Typer(help="Wilayah dari waktu ke waktu: daftar kode lama dan perubahan.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Berkas CSV, CSV.GZ, XLSX, XLS, atau ODS.")]
As = Annotated[str | None, typer.Option("--as", help="Atas nama akun tim koordinasi pusat ini.")]
Effective = Annotated[
    str, typer.Option("--effective", help="Hari pertama daftar lama tidak berlaku lagi (TTTT-BB-HH).")
]


@contextmanager
def _django() -> Iterator[None]:
    cluster = start_django()
    try:
        yield
    finally:
        if cluster is not None:
            cluster.release()


def _actor(username: str | None) -> Actor:
    """Somebody's account, or the operator for the whole nation; the trail says which."""
    from padu.access.actor import Actor, Hat
    from padu.access.verbs import Role

    if username is not None:
        return acting_user(username)
    return Actor(name="operator", system=True, hats=(Hat(Role.NATION, "00"),))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise stop_with(f"'{text}' bukan tanggal TTTT-BB-HH.", BAD_INPUT) from None


@regions_app.command("compare")
def compare(file: File, effective: Effective) -> None:
    """Bandingkan daftar kode lama dengan wilayah yang berlaku pada hari itu; tidak menyimpan apa pun."""
    day = _day(effective)
    with _django():
        from padu.apps.regions.change_rows import FileUnreadable, read_changes
        from padu.apps.regions.services import older_lists

        try:
            table = read_changes(file, file.name, "older_list")
        except FileUnreadable as refused:
            raise stop_with(f"{refused.data['message']} {refused.data['todo']}", BAD_INPUT) from refused
        found = older_lists.compare(table.rows, day)
    if table.issues or found.issues:
        raise stop_with(f"{len(table.issues) + len(found.issues)} baris salah; periksa dengan `padu regions import`.")
    print(f"{'tingkat':<12}{'hilang':>8}{'baru':>8}{'berganti nama':>16}")
    for level in ("province", "regency", "district", "village"):
        row = [found.counts.get(f"{what}_{level}", 0) for what in ("removed", "added", "renamed")]
        print(f"{level:<12}{row[0]:>8}{row[1]:>8}{row[2]:>16}")


@regions_app.command("import")
def import_changes(
    file: File,
    kind: Annotated[str, typer.Option(help="older_list, successions, atau bps_codes.")] = "older_list",
    effective: Annotated[str, typer.Option(help="Untuk older_list: hari pertama daftar tidak berlaku lagi.")] = "",
    label: Annotated[str, typer.Option(help="Untuk older_list: nama daftar.")] = "",
    store: Annotated[bool, typer.Option("--store", help="Simpan; tanpa ini hanya diperiksa.")] = False,
    username: As = None,
) -> None:
    """Periksa, lalu dengan --store simpan, satu berkas perubahan: seluruhnya atau tidak sama sekali.

    Selesai 0: diperiksa atau tersimpan; 1: ada baris salah; 2: berkas tidak dapat dibaca.
    """
    if kind not in ("older_list", "successions", "bps_codes"):
        raise stop_with(f"Jenis berkas '{kind}' tidak dikenal.", BAD_INPUT)
    day = _day(effective) if effective else None
    with _django():
        _import(_actor(username), file, kind, day, label, store=store)


def _import(actor: Actor, path: Path, kind: str, day: dt.date | None, label: str, *, store: bool) -> None:
    from padu.access.gate import scoped
    from padu.apps.regions.change_rows import FileUnreadable
    from padu.apps.regions.services import DayNeeded, change_file_receive, change_file_store

    try:
        with scoped(actor):
            file = change_file_receive(
                actor=actor, kind=kind, path=path, file_name=path.name, effective_on=day, label=label
            )
            if store and not file.issues:
                file = change_file_store(actor=actor, file_id=file.pk)
    except FileUnreadable as refused:
        raise stop_with(f"{refused.data['message']} {refused.data['todo']}", BAD_INPUT) from refused
    except DayNeeded:
        raise stop_with("Daftar kode lama memerlukan --effective, bukan hari di masa depan.", BAD_INPUT) from None
    _tell(file)


def _tell(file: ChangeFile) -> None:
    from padu.apps.regions.services.change_files import ISSUE_TITLES

    for issue in file.issues:
        title = ISSUE_TITLES[issue["code"]]()
        where = f"baris {issue['row']}, {issue['column']}"
        print(f"{where}: {title}; terbaca “{issue['seen']}”, seharusnya {issue['expected']}")
    print(", ".join(f"{name} {number}" for name, number in file.counts.items()))
    if file.issues:
        raise stop_with("Ada baris yang salah; tidak ada yang disimpan.")
    print("Tersimpan." if file.state == "stored" else "Siap disimpan: ulangi dengan --store.")


@regions_app.command("suggest")
def suggest(
    confirm: Annotated[
        str, typer.Option("--confirm", help="Konfirmasi semua saran di bawah kode lama ini, misalnya 91.01.")
    ] = "",
    username: As = None,
) -> None:
    """Tampilkan saran pasangan kode lama dan baru menurut kabupaten/kota lama; dengan --confirm mengonfirmasinya."""
    with _django():
        from padu.access.gate import scoped
        from padu.apps.regions.selectors.suggestions import unsettled
        from padu.apps.regions.services import suggestions_confirm

        found = unsettled()
        if confirm:
            pairs = [
                (s.from_code, s.to_code)
                for s in found.suggestions
                if s.from_code == confirm or s.from_code.startswith(f"{confirm}.")
            ]
            actor = _actor(username)
            with scoped(actor):
                print(f"{suggestions_confirm(actor=actor, pairs=pairs)} pasangan dikonfirmasi.")
            return
    groups = Counter(s.from_code[:5] for s in found.suggestions)
    for code, number in sorted(groups.items()):
        print(f"{code:<8}{number:>6}")
    print(f"{len(found.suggestions)} saran; {len(found.without)} kode lama tanpa pasangan.")
