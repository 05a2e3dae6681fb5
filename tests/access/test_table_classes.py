"""Every table with a place has a class, and the database knows it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from padu.access.gate import Guarded
from padu.access.tables import PUBLIC_TABLES, read_sql

pytestmark = pytest.mark.django_db

TABLES_WITH_A_PLACE = """
select c.relname, c.relrowsecurity, c.relforcerowsecurity,
       (select count(*) from pg_policy p where p.polrelid = c.oid),
       (select l.collname from pg_collation l where l.oid = a.attcollation)
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'region_code' and not a.attisdropped
 where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
"""


def rows() -> list[tuple[str, bool, bool, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES_WITH_A_PLACE)
        return list(cursor.fetchall())


def test_every_table_with_a_place_is_guarded_in_the_database() -> None:
    unguarded = [r[0] for r in rows() if r[0] not in PUBLIC_TABLES and not (r[1] and r[2] and r[3] == 4)]
    assert unguarded == []


def test_every_region_code_is_in_byte_order() -> None:
    assert [r[0] for r in rows() if r[4] != "C"] == []


def test_every_model_with_a_place_declares_a_class() -> None:
    with_place = [
        m
        for m in apps.get_models()
        if any(f.name == "region_code" for f in m._meta.fields) and m._meta.db_table not in PUBLIC_TABLES
    ]
    assert len(with_place) > 20
    assert [m.__name__ for m in with_place if not hasattr(m, "guard")] == []


def test_the_policies_of_the_database_are_those_of_the_rules() -> None:
    for model in apps.get_models():
        guard = getattr(model, "guard", None)
        if guard is None:
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_get_expr(polqual, polrelid) from pg_policy"
                " where polrelid = %s::regclass and polname = 'padu_read'",
                [model._meta.db_table],
            )
            stored = cursor.fetchone()[0]
            cursor.execute(f"create temporary table probe (like {model._meta.db_table}) on commit drop")
            cursor.execute("alter table probe enable row level security")
            cursor.execute(f"create policy padu_read on probe for select using ({read_sql(guard)})")
            cursor.execute("select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'probe'::regclass")
            assert cursor.fetchone()[0] == stored, model.__name__
            cursor.execute("drop table probe")


def test_guarded_models_refuse_to_answer_without_an_actor() -> None:
    from padu.access.gate import ScopeMissing

    guarded = [m for m in apps.get_models() if issubclass(m, Guarded)]
    for model in guarded:
        with pytest.raises(ScopeMissing):
            model.objects.count()
