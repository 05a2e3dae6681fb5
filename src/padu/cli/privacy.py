"""`padu privacy retention`: what is due to be made anonymous, and what was confirmed."""

from __future__ import annotations

import typer

from padu.cli.surroundings import BAD_INPUT, start_django, stop_with

privacy_app = typer.Typer(help="Pelindungan data pribadi.", no_args_is_help=True)


@privacy_app.callback()
def _privacy() -> None:
    """Keeps `retention` a command of its own."""


@privacy_app.command("retention")
def retention(
    place: str = typer.Option("00", "--place", help="Kode wilayah."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Hanya menghitung; tidak ada yang berubah."),
) -> None:
    """Masa simpan: hitung yang jatuh tempo; tanpa --dry-run kerjakan yang sudah disahkan dua orang."""
    cluster = start_django()
    try:
        _retention(place, dry_run=dry_run)
    finally:
        if cluster is not None:
            cluster.release()


def _retention(place: str, *, dry_run: bool) -> None:
    from django.utils import timezone

    from padu.apps.privacy.services.retention import confirmed_runs, nightly_clean, retention_preview, retention_work
    from padu.apps.regions.selectors import get_region

    if get_region(place) is None:
        raise stop_with(f"Wilayah '{place}' tidak ada dalam daftar.", BAD_INPUT)
    due = retention_preview(place, timezone.localdate())
    print(f"Jatuh tempo di {place}: {due.families} keluarga, {due.persons} anggota, {due.rounds} pendataan lama.")
    if dry_run:
        print("Tidak ada yang diubah.")
        return
    for run_id in confirmed_runs():
        print(f"Usulan {run_id}: {retention_work(run_id)}")
    print(f"Pembersihan harian: {nightly_clean(timezone.now())}")
