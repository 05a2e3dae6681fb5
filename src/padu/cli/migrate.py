"""`padu migrate` and `padu db-reset`: the schema, changed by the owner role alone."""

from __future__ import annotations

from typing import Annotated

import typer

from padu.cli.surroundings import environment, start_django, stop_with
from padu.settings.environment import CHECKOUT


def migrate() -> None:
    """Perbarui skema basis data (dijalankan oleh peran pemilik)."""
    settings = environment()
    if not settings.embedded and not settings.database_owner_url:
        raise stop_with("Isi DATABASE_OWNER_URL: skema basis data luar diubah oleh peran pemiliknya.")
    cluster = start_django()
    try:
        print(_told(apply_migrations()))
    finally:
        if cluster is not None:
            cluster.release()


def apply_migrations() -> int:
    """Bring the schema to the newest state as the owner. Returns how many migrations were applied."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    owner = connections["owner"]
    executor = MigrationExecutor(owner)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    owner.close()
    return waiting


def _told(applied: int) -> str:
    return f"{applied} migrasi diterapkan." if applied else "Skema sudah yang terbaru."


def db_reset(
    yes: Annotated[bool, typer.Option("--yes", help="Jangan bertanya dahulu.")] = False,
) -> None:
    """Hapus basis data tertanam beserta isinya. Start berikutnya membuatnya lagi dari awal."""
    from padu.settings.postgres import embedded

    if not environment().embedded:
        raise stop_with("Basis data luar (DATABASE_URL) tidak dihapus oleh perintah ini.")
    cluster = embedded(CHECKOUT)
    if not yes:
        typer.confirm(f"Semua data di {cluster.home} akan dihapus. Lanjutkan?", abort=True)
    cluster.destroy()
    print(f"Basis data di {cluster.home} dihapus.")
