"""Migration operation that keeps the old row of every update and delete, whatever way the change came.

A trigger writes it into `<table>_history`. The serving role may read there, as the parent's class allows, and nothing
else: the trigger's function runs as the owner of the schema, so that no code of ours can write, change or drop history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from padu.access.tables import Guard, read_sql

SERVING_ROLE = "padu_app"
HIDDEN = "(tidak disimpan)"


def history_table(table: str) -> str:
    return f"{table}_history"


def history_guard(guard: Guard) -> Guard:
    """Read as the parent. A referral opens a family as it is to an agency, not as it was."""
    return replace(
        guard,
        region_column="region_code",
        owner_column="owner_id" if guard.owner_column else None,
        user_column="person_id" if guard.user_column else None,
        case_column=None,
        role_column=None,
        history=True,
    )


_TABLE = """
create table {history} (
    id bigint generated always as identity primary key,
    at timestamp with time zone not null default transaction_timestamp(),
    transaction bigint not null default pg_current_xact_id()::text::bigint,
    action varchar(6) not null check (action in ('update', 'delete')),
    row_id varchar(64) not null,
    region_code varchar(13) collate "C" not null,
    owner_id bigint,
    person_id bigint,
    user_id bigint,
    system boolean not null,
    path varchar(200) not null,
    purpose varchar(200) not null,
    changed text[] not null,
    before jsonb not null,
    forgotten_at timestamp with time zone
)
"""

# Indented as it will stand in the catalogue. `nullif`: a setting that was used once in the session reads as ''.
_FUNCTION = """
create function {table}_keep_old() returns trigger language plpgsql security definer set search_path = public as $$
declare
    was jsonb;
    becomes jsonb;
    differing text[] := '{{}}';
begin
    if tg_op = 'UPDATE' and old is not distinct from new then
        return null;
    end if;
    was := to_jsonb(old);
    if tg_op = 'UPDATE' then
        becomes := to_jsonb(new);
        select coalesce(array_agg(k order by k), '{{}}') into differing
          from jsonb_object_keys(becomes) k
         where becomes -> k is distinct from was -> k and k <> all('{quiet}'::text[]);
        if differing = '{{}}' then
            return null;
        end if;
    end if;
    insert into {history} (action, row_id, region_code, owner_id, person_id, user_id, system, path, purpose,
                           changed, before)
    values (lower(tg_op), old.{key}::text, old.{place}, {owner}, {person},
            nullif(current_setting('padu.user', true), '')::bigint,
            coalesce(current_setting('padu.system', true) = '1', false),
            coalesce(current_setting('padu.path', true), ''),
            coalesce(current_setting('padu.purpose', true), ''),
            differing, (was - '{quiet}'::text[]){without});
    return null;
end $$
"""

_TRIGGER = """
create trigger padu_keep_old after update or delete on {table} for each row execute function {table}_keep_old()
"""


class KeepHistory(Operation):
    """Keep the old rows of a model's table.

    guard   the model's own; the history is read as the table itself
    hidden  columns whose old value is a secret (password, key of a second factor): that they changed is kept, not what
    quiet   columns whose change alone is none (a date or a figure of computing); they are not kept
    """

    reversible = True

    def __init__(self, model_name: str, guard: Guard, hidden: Sequence[str] = (), quiet: Sequence[str] = ()) -> None:
        self.model_name, self.guard = model_name, guard
        self.hidden, self.quiet = tuple(hidden), tuple(quiet)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model_name, self.guard, self.hidden, self.quiet], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The model's own state does not change."""

    def _model(self, app_label: str, state: ProjectState) -> type[models.Model]:
        model: type[models.Model] = state.apps.get_model(app_label, self.model_name)
        return model

    def _function_sql(self, table: str, key: str) -> str:
        secret = ", ".join(f"'{name}', '{HIDDEN}'" for name in self.hidden)
        owner, person = self.guard.owner_column, self.guard.user_column
        return _FUNCTION.format(
            table=table,
            history=history_table(table),
            key=key,
            place=self.guard.region_column,
            without=f" || jsonb_build_object({secret})" if secret else "",
            quiet="{" + ",".join(self.quiet) + "}",
            owner=f"old.{owner}" if owner else "null",
            person=f"old.{person}" if person else "null",
        )

    def _statements(self, table: str, key: str) -> list[str]:
        history, read = history_table(table), read_sql(history_guard(self.guard))
        return [
            _TABLE.format(history=history),
            f"create index {history[:55]}_row on {history} (row_id, id)",
            f"create index {history[:55]}_place on {history} (region_code, id)",
            f"alter table {history} enable row level security",
            f"alter table {history} force row level security",
            f"create policy padu_read on {history} for select using ({read})",
            # Owner of the schema, in whose name the trigger writes and old rows are forgotten; it serves no request.
            f"create policy padu_insert on {history} for insert to current_user with check (true)",
            f"create policy padu_update on {history} for update to current_user using (true) with check (true)",
            f"create policy padu_delete on {history} for delete to current_user using (false)",
            f"revoke all on {history} from {SERVING_ROLE}",
            f"grant select on {history} to {SERVING_ROLE}",
            self._function_sql(table, key),
            f"revoke all on function {table}_keep_old() from public",
            _TRIGGER.format(table=table),
        ]

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = self._model(app_label, to_state)
        key = model._meta.pk.column if model._meta.pk else "id"
        for statement in self._statements(model._meta.db_table, key):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = self._model(app_label, from_state)._meta.db_table
        schema_editor.execute(f"drop trigger padu_keep_old on {table}", params=None)
        schema_editor.execute(f"drop function {table}_keep_old()", params=None)
        schema_editor.execute(f"drop table {history_table(table)}", params=None)

    def describe(self) -> str:
        return f"Keep the old rows of {self.model_name}"


class GuardHistoryAgain(Operation):
    """Write the rule for reading a table's old rows anew: the rule of its class has changed."""

    reversible = True

    def __init__(self, model_name: str, guard: Guard) -> None:
        self.model_name, self.guard = model_name, guard

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model_name, self.guard], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The model's own state does not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model: type[models.Model] = to_state.apps.get_model(app_label, self.model_name)
        history = history_table(model._meta.db_table)
        schema_editor.execute(f"drop policy padu_read on {history}", params=None)
        rule = read_sql(history_guard(self.guard))
        schema_editor.execute(f"create policy padu_read on {history} for select using ({rule})", params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The older rule text is not kept; this one guards no less, so it may stay."""

    def describe(self) -> str:
        return f"Guard the old rows of {self.model_name} again"
