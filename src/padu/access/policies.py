"""Migration operations that put the second lock on: row-level security and composite keys."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from padu.access.tables import Guard, append_only, read_sql, write_sql


def _put_policies(schema_editor: BaseDatabaseSchemaEditor, table: str, guard: Guard) -> None:
    read, write = read_sql(guard), write_sql(guard)
    change = "false" if append_only(guard) else write
    for statement in (
        f"create policy padu_read on {table} for select using ({read})",
        f"create policy padu_insert on {table} for insert with check ({write})",
        f"create policy padu_update on {table} for update using ({change}) with check ({change})",
        f"create policy padu_delete on {table} for delete using ({change})",
    ):
        schema_editor.execute(statement, params=None)


def _drop_policies(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    for name in ("padu_read", "padu_insert", "padu_update", "padu_delete"):
        schema_editor.execute(f"drop policy {name} on {table}", params=None)


class GuardTable(Operation):
    """Enable and force row-level security on a model's table with the policies of its class.

    Insert, update and delete have policies of their own, so that a right to write never becomes a right to read.
    """

    reversible = True

    def __init__(self, model_name: str, guard: Guard) -> None:
        self.model_name = model_name
        self.guard = guard

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model_name, self.guard], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The model's own state does not change."""

    def _table(self, app_label: str, state: ProjectState) -> str:
        model: type[models.Model] = state.apps.get_model(app_label, self.model_name)
        return model._meta.db_table

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = self._table(app_label, to_state)
        schema_editor.execute(f"alter table {table} enable row level security", params=None)
        schema_editor.execute(f"alter table {table} force row level security", params=None)
        _put_policies(schema_editor, table, self.guard)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = self._table(app_label, from_state)
        _drop_policies(schema_editor, table)
        schema_editor.execute(f"alter table {table} no force row level security", params=None)
        schema_editor.execute(f"alter table {table} disable row level security", params=None)

    def describe(self) -> str:
        return f"Guard {self.model_name} as {self.guard.table_class}"


class GuardAgain(GuardTable):
    """Write the policies of a guarded table anew: its guard, or the rule of its class, has changed."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = self._table(app_label, to_state)
        _drop_policies(schema_editor, table)
        _put_policies(schema_editor, table, self.guard)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The older rule text is not kept; this one guards no less, so it may stay."""

    def describe(self) -> str:
        return f"Guard {self.model_name} again as {self.guard.table_class}"


class HangsOn(Operation):
    """A child row carries its parent's place: foreign key (parent, region_code); plain ones go round row security.

    The child's own ForeignKey is declared with db_constraint=False; this is the constraint.
    """

    reversible = True

    def __init__(self, child: str, column: str, parent: str, parent_app: str | None = None) -> None:
        self.child, self.column, self.parent, self.parent_app = child, column, parent, parent_app

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.child, self.column, self.parent, self.parent_app], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The model's own state does not change."""

    def _names(self, app_label: str, state: ProjectState) -> tuple[str, str, str]:
        child = state.apps.get_model(app_label, self.child)._meta.db_table
        parent = state.apps.get_model(self.parent_app or app_label, self.parent)._meta.db_table
        return child, parent, f"{child}_{self.column}_place_fk"[:63]

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        child, parent, name = self._names(app_label, to_state)
        schema_editor.execute(
            f"create unique index if not exists {parent}_id_place on {parent} (id, region_code)", params=None
        )
        schema_editor.execute(
            f"alter table {child} add constraint {name} foreign key ({self.column}, region_code)"
            f" references {parent} (id, region_code) deferrable initially deferred",
            params=None,
        )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        child, _, name = self._names(app_label, from_state)
        schema_editor.execute(f"alter table {child} drop constraint {name}", params=None)

    def describe(self) -> str:
        return f"{self.child}.{self.column} stays in the place of its {self.parent}"
