"""`padu import`: files of families, residents, village figures and agencies' offers, by the services of the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from padu.cli.surroundings import BAD_INPUT, acting_user, start_django, stop_with
from padu.cli.templates import template_app

if TYPE_CHECKING:
    from padu.access.actor import Actor
    from padu.apps.rumah_dataku.models import ImportRun

__all__ = ["import_app", "template_app"]

_CHUNK = 1024 * 1024
_SHOWN_ISSUES = 20

import_app = typer.Typer(help="Kirim berkas: diperiksa dahulu, disimpan dengan --store.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XLSX, ODS, XLS, CSV, atau CSV dalam zip/gz.")]
Year = Annotated[int, typer.Option(help="Tahun data baris yang tidak menyebutnya sendiri.", min=2015, max=2100)]
As = Annotated[str | None, typer.Option("--as", help="Atas nama akun ini.")]
Place = Annotated[str | None, typer.Option(help="Kode wilayah; tanpa ini wilayah satu-satunya akun itu.")]
Store = Annotated[bool, typer.Option("--store", help="Simpan bila semuanya baik; tanpa ini hanya diperiksa.")]
GoodOnly = Annotated[bool, typer.Option("--good-only", help="Dengan --store: simpan yang baik saja.")]
Source = Annotated[str, typer.Option(help="Siapa yang menerbitkan angkanya, misalnya “Kemendesa, IDM 2024”.")]
Operator = Annotated[
    bool, typer.Option("--operator", help="Sebagai operator mesin ini di --place; dicatat dalam jejak.")
]


@import_app.command("families")
def families(
    file: File, year: Year, username: As = None, place: Place = None, store: Store = False, good_only: GoodOnly = False
) -> None:
    """Keluarga dan anggota dari templat Padu."""
    _command("families", file, year, username, place, mode=_mode(store, good_only))


@import_app.command("opensid")
def opensid(
    file: File, year: Year, username: As = None, place: Place = None, store: Store = False, good_only: GoodOnly = False
) -> None:
    """Buku kerja penduduk OpenSID, apa adanya; --place menyebut desanya."""
    _command("opensid", file, year, username, place, mode=_mode(store, good_only))


@import_app.command("figures")
def figures(
    file: File,
    year: Year,
    source: Source,
    username: As = None,
    place: Place = None,
    store: Store = False,
    good_only: GoodOnly = False,
    operator: Operator = False,
) -> None:
    """Angka desa menurut kode desa, misalnya IDM."""
    _command("figures", file, year, username, place, mode=_mode(store, good_only), source=source, operator=operator)


@import_app.command("siga")
def siga(
    file: File,
    year: Year,
    source: Annotated[str, typer.Option(help="Kosong: SIGA.")] = "",
    username: As = None,
    place: Place = None,
    store: Store = False,
    good_only: GoodOnly = False,
) -> None:
    """Tabel yang diekspor SIGA, apa adanya: KRS, metode KB, BKB, Kampung KB, Rumah DataKu."""
    _command("siga", file, year, username, place, mode=_mode(store, good_only), source=source)


def _mode(store: bool, good_only: bool) -> str:
    """What is to be stored: nothing (""), all, or the good rows."""
    if not store:
        return ""
    return "good" if good_only else "all"


def _command(
    kind: str,
    file: Path,
    year: int,
    username: str | None,
    place: str | None,
    *,
    mode: str,
    source: str = "",
    operator: bool = False,
) -> None:
    cluster = start_django()
    try:
        actor = _operator(place) if operator else acting_user(username)
        run_import(actor, kind, file, place=place, mode=mode, year=year, source=source)
    finally:
        if cluster is not None:
            cluster.release()


def _operator(place: str | None) -> Actor:
    """The system in an explicit place, nobody's account: every step it takes stands in the trail."""
    from padu.access.actor import system_actor
    from padu.access.verbs import Verb

    if place is None:
        raise stop_with("Sebutkan wilayahnya: --operator --place KODE (00 untuk seluruh Indonesia).", BAD_INPUT)
    return system_actor(place, Verb.FIGURE_IMPORT, Verb.FAMILY_READ)


def run_import(actor: Actor, kind: str, file: Path, *, place: str | None, mode: str, **given: Any) -> None:
    """Send, check and (with a mode) store one file, telling each step on stdout.

    Exit 0: checked or stored; 1: bad rows, nothing stored; 2: the file or the order cannot be used.
    """
    from padu.apps.rumah_dataku.services import import_check, import_receive

    code = _place(actor, kind, place)
    receipt = _or_stop(
        lambda: import_receive(
            actor=actor, kind=kind, chunks=_chunks(file), file_name=file.name, region_code=code, **given
        )
    )
    run = receipt.run
    if receipt.repeated:
        print(f"Berkas yang sama sudah dikirim (impor {run.pk}, {run.get_state_display()}). Tidak ada yang diubah.")
    else:
        run = import_check(actor=actor, run_id=run.pk)
    _tell(actor, run)
    if run.state in ("refused", "failed"):
        raise SystemExit(BAD_INPUT)
    if mode and run.state == "checked":
        _store(actor, run, mode)


def _or_stop(step: Callable[[], Any]) -> Any:
    """What the step returns; a refusal ends the command in words."""
    from django.core.exceptions import PermissionDenied
    from django.http import Http404

    try:
        return step()
    except PermissionDenied as refusal:
        raise stop_with("Akun ini tidak mengimpor berkas jenis itu di wilayah tersebut.", BAD_INPUT) from refusal
    except Http404 as refusal:
        raise stop_with("Wilayah itu tidak ada bagi akun ini.", BAD_INPUT) from refusal


def _place(actor: Actor, kind: str, place: str | None) -> str:
    from padu.apps.rumah_dataku.services.runs import verb_of

    roots = actor.roots(verb_of(kind))
    if place is None and len(roots) != 1:
        raise stop_with("Sebutkan wilayahnya: --place KODE", BAD_INPUT)
    return place or roots[0]


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _tell(actor: Actor, run: ImportRun) -> None:
    """What was found: reasons of a refusal, or counts and the first issues."""
    for problem in run.problem or []:
        print(f"{problem['message']} {problem['todo']} {problem['kept']}")
    counts = run.counts
    if "figures_good" in counts:
        print(f"Angka baik {counts['figures_good']}, desa {counts['villages']}, baris bermasalah {counts['rows_bad']}")
    elif counts:
        print(f"Keluarga baik {counts['families_good']}, bermasalah {counts['families_bad']}")
        print(f"Anggota baik {counts['persons_good']}, bermasalah {counts['persons_bad']}")
    if counts:
        print(f"Kesalahan {counts['errors']}, peringatan {counts['warnings']}")
        _tell_issues(actor, run)


def _tell_issues(actor: Actor, run: ImportRun) -> None:
    from padu.access.gate import scoped
    from padu.apps.rumah_dataku.selectors.imports import IssueFilter, issue_page

    with scoped(actor):
        page = issue_page(run, IssueFilter(severity="error"))
    for one in page.issues[:_SHOWN_ISSUES]:
        print(f"  {one.sheet} baris {one.row}, {one.column}: {one.title}. Terbaca {one.seen!r}; {one.expected}")
    if page.total > _SHOWN_ISSUES:
        print(f"  ... dan {page.total - _SHOWN_ISSUES} kesalahan lain; selengkapnya di halaman /impor/{run.pk}/")


def _store(actor: Actor, run: ImportRun, mode: str) -> None:
    from padu.apps.rumah_dataku.services import ImportRefused, StoreMode, import_order_store, import_store

    try:
        import_order_store(actor=actor, run_id=run.pk, mode=StoreMode(mode))
    except ImportRefused as refusal:
        nothing = refusal.data["reason"] == "nothing_good"
        words = "Tidak ada yang dapat disimpan." if nothing else "Ada kesalahan, jadi tidak ada yang disimpan."
        raise stop_with(f"{words} Perbaiki berkasnya{'' if nothing else ', atau pakai --good-only'}.") from refusal
    run = import_store(actor=actor, run_id=run.pk)
    if run.state != "stored":
        _tell(actor, run)
        raise SystemExit(1)
    counts = run.counts
    if "figures_stored" in counts:
        print(f"Tersimpan: {counts['figures_stored']} angka dari {counts['villages_stored']} desa.")
        print(f"Baru {counts['figures_new']}, berubah {counts['figures_changed']}, tetap {counts['figures_same']}")
        return
    print(f"Tersimpan: {counts['families_stored']} keluarga, {counts['persons_stored']} anggota.")
    print(f"Baru {counts['families_new']}, berubah {counts['families_changed']}, tetap {counts['families_same']}")
