"""`padu export`: matrix and calendar as files, with the rights of the account that asks."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from padu.cli.surroundings import BAD_INPUT, acting_user, start_django, stop_with

if TYPE_CHECKING:
    import datetime as dt

    from padu.apps.convergence.exports import Format, WrittenFile

    Writer = Callable[[str, int, Format, dt.date], WrittenFile]

export_app = typer.Typer(help="Tulis matriks atau kalender ke berkas.", no_args_is_help=True)


class FileFormat(StrEnum):
    XLSX = "xlsx"
    PDF = "pdf"


Place = Annotated[str, typer.Option("--place", help="Kode wilayah, misalnya 13.01 atau 13.01.01.2001.")]
Year = Annotated[int, typer.Option("--year", min=2015, max=2100, help="Tahun rencana.")]
Form = Annotated[FileFormat, typer.Option("--format", help="Bentuk berkas.")]
Out = Annotated[Path, typer.Option("--out", help="Berkas yang ditulis.")]
User = Annotated[str | None, typer.Option("--as", help="Akun yang haknya dipakai.")]


@export_app.command("matrix")
def matrix(place: Place, year: Year, form: Form, out: Out, username: User = None) -> None:
    """Matriks integrasi dan konvergensi: 8 program x 13 pemangku kepentingan."""
    _export(_matrix_writer, place, year, form, out, username)


@export_app.command("calendar")
def calendar(place: Place, year: Year, form: Form, out: Out, username: User = None) -> None:
    """Kalender kegiatan bersama setahun."""
    _export(_calendar_writer, place, year, form, out, username)


def _matrix_writer() -> Writer:
    from padu.apps.convergence.exports import write_matrix

    return write_matrix


def _calendar_writer() -> Writer:
    from padu.apps.convergence.exports import write_calendar

    return write_calendar


def _export(
    writer_of: Callable[[], Writer], place: str, year: int, form: FileFormat, out: Path, username: str | None
) -> None:
    cluster = start_django()
    try:
        content = _content(writer_of(), place, year, form, username)
    finally:
        if cluster is not None:
            cluster.release()
    _write(out, content)
    print(f"{out}: {len(content)} bita")


def _content(write: Writer, place: str, year: int, form: FileFormat, username: str | None) -> bytes:
    """The file's bytes; ends the command for a place that is none of the account's, as if it did not exist."""
    from django.utils import timezone

    from padu.access.gate import scoped
    from padu.access.verbs import Verb
    from padu.apps.regions.selectors import get_region

    with scoped(acting_user(username)) as actor:
        if not actor.may(Verb.PLACE_READ, place) or get_region(place) is None:
            raise stop_with(f"Wilayah '{place}' tidak ada bagi akun ini.", BAD_INPUT)
        return write(place, year, form.value, timezone.localdate()).content


def _write(out: Path, content: bytes) -> None:
    """Beside and renamed, so that a half-written file never stands under the name asked for."""
    beside = out.with_name(f".{out.name}.sementara")
    try:
        beside.write_bytes(content)
        beside.replace(out)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise stop_with(f"Berkas tidak dapat ditulis: {out} ({fault.strerror})") from fault
