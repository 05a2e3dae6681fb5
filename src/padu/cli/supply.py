"""`padu import supply` and `padu template supply`: funds and offers of one agency from and to a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from padu.cli.surroundings import BAD_INPUT, acting_user, start_django, stop_with

if TYPE_CHECKING:
    from padu.access.actor import Actor
    from padu.apps.institutions.models import Agency
    from padu.apps.supply.models import SupplyFile

_CHUNK = 1024 * 1024

Year = Annotated[int, typer.Option(help="Tahun dana dan penawaran.", min=2015, max=2100)]
As = Annotated[str | None, typer.Option("--as", help="Atas nama akun petugas OPD ini.")]


def import_supply(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Berkas XLSX, XLS, ODS, atau zip CSV.")],
    year: Year,
    username: As = None,
    store: Annotated[
        bool, typer.Option("--store", help="Simpan bila semua baris baik; tanpa ini hanya diperiksa.")
    ] = False,
    good_only: Annotated[
        bool, typer.Option("--good-only", help="Dengan --store: simpan baris yang baik saja.")
    ] = False,
) -> None:
    """Periksa, lalu dengan --store simpan, dana dan penawaran sebuah OPD.

    Selesai 0: diperiksa atau tersimpan; 1: ada baris salah dan tidak disimpan; 2: berkas tidak dapat dibaca.
    """
    cluster = start_django()
    try:
        _import(acting_user(username), file, year, store=store, good_only=good_only)
    finally:
        if cluster is not None:
            cluster.release()


def _import(actor: Actor, path: Path, year: int, *, store: bool, good_only: bool) -> None:
    from padu.access.gate import scoped
    from padu.apps.supply.file_services import supply_file_receive

    with scoped(actor):
        agency = _own_agency(actor)
        file = supply_file_receive(
            actor=actor, agency=agency, year=year, chunks=_chunks(path), file_name=path.name
        ).file
    _tell(file)
    if file.state == "refused":
        raise SystemExit(BAD_INPUT)
    if store:
        _store(actor, file, good_only=good_only)
    elif file.counts["bad"]:
        raise SystemExit(1)


def _own_agency(actor: Actor) -> Agency:
    from padu.apps.institutions.models import Agency

    agencies = list(Agency.objects.filter(pk__in=actor.agency_ids).order_by("pk"))
    if len(agencies) != 1:
        raise stop_with(f"Akun '{actor.name}' bukan petugas satu OPD.", BAD_INPUT)
    agency: Agency = agencies[0]
    return agency


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _tell(file: SupplyFile) -> None:
    for problem in (file.problem or {}).get("problems", ()):
        print(f"{problem['message']} {problem['kept']} {problem['todo']}")
    for issue in file.issues:
        where = f"{issue['sheet']} baris {issue['row']}, {issue['column']}"
        print(f"{where}: {issue['title']}; terbaca “{issue['value_seen']}”, seharusnya {issue['value_expected']}")
    if file.counts:
        counts = file.counts
        print(f"Dana baik: {counts['funds']}; penawaran baik: {counts['offers']}; baris salah: {counts['bad']}")


def _store(actor: Actor, file: SupplyFile, *, good_only: bool) -> None:
    from padu.access.gate import scoped
    from padu.apps.supply.file_services import RowsWrong, supply_file_store
    from padu.domain.states import IllegalTransition

    try:
        with scoped(actor):
            stored = supply_file_store(actor=actor, file_id=file.pk, good_only=good_only)
    except RowsWrong as wrong:
        raise stop_with("Ada baris yang salah; tidak ada yang disimpan. Perbaiki, atau pakai --good-only.") from wrong
    except IllegalTransition:
        print("Berkas ini sudah pernah disimpan; tidak ada yang berubah.")
        return
    written, now = stored.counts["written"], stored.counts["stored"]
    print(
        f"Tersimpan: {written.get('new', 0)} baru, {written.get('changed', 0)} diubah, "
        f"{written.get('unchanged', 0)} sudah sama. Sekarang {now['funds']} dana, {now['offers']} penawaran."
    )


def template_supply(
    out: Annotated[Path, typer.Option(help="Berkas .xlsx, atau .zip untuk CSV.", dir_okay=False)],
    year: Year,
    username: As = None,
) -> None:
    """Tulis templat dana dan penawaran dengan daftar kegiatan dan sumber dana di dalamnya."""
    cluster = start_django()
    try:
        out.write_bytes(_template(acting_user(username), year, as_csv=out.suffix.casefold() == ".zip"))
    finally:
        if cluster is not None:
            cluster.release()
    print(out)


def _template(actor: Actor, year: int, *, as_csv: bool) -> bytes:
    from padu.access.gate import scoped
    from padu.apps.supply.file_services import supply_context
    from padu.apps.supply.files import supply_csv_zip, supply_workbook

    with scoped(actor):
        context = supply_context(_own_agency(actor), year)
    return supply_csv_zip(context) if as_csv else supply_workbook(context)
