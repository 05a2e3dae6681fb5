"""`padu template`: empty files to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from padu.cli.surroundings import BAD_INPUT, prepare_django, stop_with

template_app = typer.Typer(help="Tulis templat kosong untuk diisi.", no_args_is_help=True)

Out = Annotated[Path, typer.Option("--out", help="Berkas yang ditulis: .xlsx, atau .zip untuk CSV.")]


@template_app.command("families")
def families(out: Out) -> None:
    """Keluarga dan anggota."""
    _write("families", out)


@template_app.command("figures")
def figures(out: Out) -> None:
    """Angka desa."""
    _write("figures", out)


def _write(what: str, out: Path) -> None:
    prepare_django()
    from padu.apps.rumah_dataku.files import template

    makers = {
        ("families", ".xlsx"): template.families_workbook,
        ("families", ".zip"): template.families_csv_zip,
        ("figures", ".xlsx"): template.figures_workbook,
        ("figures", ".zip"): template.figures_csv_zip,
    }
    make = makers.get((what, out.suffix.casefold()))
    if make is None:
        raise stop_with("Nama berkas berakhiran .xlsx atau .zip.", BAD_INPUT)
    out.write_bytes(make())
    print(f"Templat ditulis: {out}")
