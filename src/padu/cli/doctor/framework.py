"""Checks that only Django can answer; it is imported here and nowhere else in the doctor."""

from __future__ import annotations

from collections.abc import Iterator

from padu.cli.doctor.context import Check, Context, Finding


def check_migrations(context: Context) -> Iterator[Finding]:
    """Whether Django starts, and whether the schema is the newest."""
    if context.keyring is None:  # Django's settings would make a new key file; a look must not
        return
    try:
        waiting = _waiting_migrations(can_look=context.owner is not None)
    # A fault anywhere in the settings or an app ends here, and the rest of the report still stands.
    except Exception as error:  # noqa: BLE001
        yield Finding("salah", f"Django tidak dapat dimulai: {type(error).__name__}: {error}")
        return
    if waiting:
        yield Finding("salah", f"{waiting} migrasi belum diterapkan.", "padu migrate (make run melakukannya sendiri)")
    elif waiting == 0:
        yield Finding("ok", "Skema basis data sudah yang terbaru.")


def _waiting_migrations(*, can_look: bool) -> int | None:
    """Number of migrations not applied; None where the owner's connection is not there to tell."""
    from padu.cli.surroundings import prepare_django

    prepare_django()
    if not can_look:
        return None
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    owner = connections["owner"]
    try:
        executor = MigrationExecutor(owner)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    finally:
        owner.close()


FRAMEWORK_CHECKS: tuple[Check, ...] = (check_migrations,)
