"""`padu reference load`: places and the programme's lists."""

from __future__ import annotations

import typer

from padu.cli.surroundings import start_django

reference_app = typer.Typer(help="Data acuan: wilayah dan daftar resmi program.", no_args_is_help=True)


@reference_app.callback()
def _reference() -> None:
    """Keeps `load` a command of its own."""


@reference_app.command("load")
def load() -> None:
    """Muat wilayah dan daftar acuan; yang sudah benar tidak diubah. Menampilkan jumlah per tabel."""
    cluster = start_django()
    try:
        for table, number in load_everything().items():
            print(f"{table:<28}{number:>8}")
    finally:
        if cluster is not None:
            cluster.release()


def load_everything() -> dict[str, int]:
    """Store places and reference lists. Returns rows per table, read back from the database."""
    from padu.apps.institutions.services.national_team import load_national_team
    from padu.apps.programmes.services import load_reference
    from padu.apps.regions.services import load_regions

    places = {f"wilayah: {level}": number for level, number in load_regions().items()}
    return places | load_reference() | load_national_team()
