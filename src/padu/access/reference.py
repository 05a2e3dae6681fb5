"""Reference data: read by everybody, written by nobody but who loads an official list.

The serving role could otherwise change the names of places and programmes by any slip of a page. Row-level security
lets a row of such a table be written only inside `writing_reference`, which a loading service opens for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_WRITE_SQL = "current_setting('padu.reference', true) = '1'"


@contextmanager
def writing_reference() -> Iterator[None]:
    """A transaction in which reference tables can be written; who may ask for it, the service has checked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select current_setting('padu.reference', true)")
        (outer,) = cursor.fetchone()
        cursor.execute("select set_config('padu.reference', '1', true)")
        yield
        cursor.execute("select set_config('padu.reference', %s, true)", [outer or ""])


class GuardReference(Operation):
    """Row-level security of a reference table: everybody reads, `writing_reference` writes."""

    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model_name], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The model's own state does not change."""

    def _table(self, app_label: str, state: ProjectState) -> str:
        model: type[models.Model] = state.apps.get_model(app_label, self.model_name)
        return model._meta.db_table

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = self._table(app_label, to_state)
        for statement in (
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy padu_read on {table} for select using (true)",
            f"create policy padu_insert on {table} for insert with check ({_WRITE_SQL})",
            f"create policy padu_update on {table} for update using ({_WRITE_SQL}) with check ({_WRITE_SQL})",
            f"create policy padu_delete on {table} for delete using ({_WRITE_SQL})",
        ):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = self._table(app_label, from_state)
        for name in ("padu_read", "padu_insert", "padu_update", "padu_delete"):
            schema_editor.execute(f"drop policy {name} on {table}", params=None)
        schema_editor.execute(f"alter table {table} no force row level security", params=None)
        schema_editor.execute(f"alter table {table} disable row level security", params=None)

    def describe(self) -> str:
        return f"Guard the reference data of {self.model_name}"
