"""Old rows are kept by the database itself: who, when, on which way, why, and what it was before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.state import ProjectState
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError
from django.utils import timezone

from padu.access.actor import ANONYMOUS, Actor, Hat, system_actor
from padu.access.audit import record_refusal
from padu.access.gate import gate_opened_for_test, scoped
from padu.access.history import (
    HIDDEN,
    WITHOUT_HISTORY,
    OldRow,
    forget_history,
    history_models,
    history_of,
    without_history,
)
from padu.access.keeping import KeepHistory, history_guard
from padu.access.models import AuditEntry
from padu.access.origin import because, coming_from
from padu.access.tables import read_sql
from padu.access.verbs import Role, Verb
from padu.apps.accounts.models import User
from padu.apps.convergence.models import JointEvent
from padu.apps.institutions.models import Agency
from padu.apps.kampung.models import Kampung
from padu.apps.regions.models import Region
from padu.apps.rumah_dataku.models import Family, FamilySurveySpecific, Person
from padu.apps.supply.models import Fund

pytestmark = pytest.mark.django_db

HERE, NEIGHBOUR = "13.01.01.2001", "13.01.01.2002"
POKJA = Actor(user_id=101, hats=(Hat(Role.KAMPUNG, HERE),))
NEXT_DOOR = Actor(user_id=102, hats=(Hat(Role.KAMPUNG, NEIGHBOUR),))
TEAM = Actor(user_id=103, hats=(Hat(Role.REGENCY, "13.01"),))
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def make_kampung(name: str = "Kampung Lama") -> Kampung:
    with scoped(POKJA):
        return Kampung.objects.create(region_code=HERE, name=name)


def make_family() -> Family:
    with scoped(POKJA):
        family = Family.objects.create(
            region_code=HERE, source="test", source_key="1", head_name="Kepala Lama", updated_at=NOW
        )
        Person.objects.create(region_code=HERE, family=family, line=1, name="Anak Lama")
        return family


def old_rows(model: type[models.Model], actor: Actor, row_id: object) -> list[OldRow]:
    with scoped(actor):
        return list(history_of(model).objects.filter(row_id=str(row_id)).order_by("id"))


def test_an_update_keeps_who_when_the_way_the_reason_and_the_old_row() -> None:
    kampung = make_kampung()
    with coming_from("/kampung/13.01.01.2001/"), scoped(POKJA), because("Salah tulis di SK"):
        kampung.name = "Kampung Baru"
        kampung.save()
    (old,) = old_rows(Kampung, POKJA, kampung.pk)
    assert (old.action, old.user_id, old.system) == ("update", 101, False)
    assert (old.path, old.purpose) == ("/kampung/13.01.01.2001/", "Salah tulis di SK")
    assert (old.changed, old.before["name"], old.region_code) == (["name"], "Kampung Lama", HERE)
    assert abs((old.at - timezone.now()).total_seconds()) < 60


def test_a_delete_keeps_the_whole_row() -> None:
    kampung = make_kampung()
    key = kampung.pk
    with scoped(POKJA):
        kampung.delete()
    (old,) = old_rows(Kampung, POKJA, key)
    assert (old.action, old.changed, old.before["name"]) == ("delete", [], "Kampung Lama")


def test_a_bulk_update_and_plain_sql_are_kept_row_by_row() -> None:
    first, second = make_kampung("A"), make_kampung("B")
    with scoped(POKJA):
        Kampung.objects.update(decree_number="1/2026")
        with connection.cursor() as cursor:
            cursor.execute("update kampung_kampung set decree_number = '2/2026' where id = %s", [first.pk])
            cursor.execute("delete from kampung_kampung where id = %s", [second.pk])
    assert [(o.action, o.before["decree_number"]) for o in old_rows(Kampung, POKJA, first.pk)] == [
        ("update", ""),
        ("update", "1/2026"),
    ]
    assert [(o.action, o.before["decree_number"]) for o in old_rows(Kampung, POKJA, second.pk)] == [
        ("update", ""),
        ("delete", "1/2026"),
    ]


def test_the_reason_ends_with_its_block() -> None:
    kampung = make_kampung()
    with scoped(POKJA):
        with because("sebab"):
            Kampung.objects.update(decree_number="1")
        Kampung.objects.update(decree_number="2")
    assert [o.purpose for o in old_rows(Kampung, POKJA, kampung.pk)] == ["sebab", ""]


def test_a_system_step_names_itself_and_on_whose_behalf() -> None:
    kampung = make_kampung()
    with scoped(system_actor(HERE, Verb.PLACE_READ, Verb.FAMILY_WRITE, on_behalf_of=POKJA)):
        Kampung.objects.update(decree_number="1")
    (old,) = old_rows(Kampung, POKJA, kampung.pk)
    assert (old.user_id, old.system) == (101, True)


def test_an_update_that_changes_nothing_or_only_a_quiet_column_keeps_nothing() -> None:
    family = make_family()
    with scoped(POKJA):
        Family.objects.update(head_name="Kepala Lama")
        Family.objects.update(updated_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert old_rows(Family, POKJA, family.pk) == []


def test_an_insert_keeps_nothing() -> None:
    family = make_family()
    assert old_rows(Family, POKJA, family.pk) == []


def test_a_secret_is_kept_as_changed_without_its_value() -> None:
    system = Actor(system=True)
    with scoped(system):
        user = User.objects.create(username="u", full_name="x", region_code=HERE, password="argon2$rahasia")
        User.objects.filter(pk=user.pk).update(password="argon2$lain")
    (old,) = old_rows(User, system, user.pk)
    assert (old.changed, old.before["password"]) == (["password"], HIDDEN)
    assert "rahasia" not in str(old.before)


def test_a_rolled_back_attempt_leaves_no_history_but_its_refusal_stays() -> None:
    kampung = make_kampung()
    with pytest.raises(IntegrityError), transaction.atomic(), scoped(POKJA):
        rename_and_then_fail(kampung)
    record_refusal(POKJA, "http.403", "POST /kampung/")
    assert old_rows(Kampung, POKJA, kampung.pk) == []
    with scoped(POKJA):
        assert [e.event for e in AuditEntry.objects.filter(user_id=101)] == ["http.403"]


def rename_and_then_fail(kampung: Kampung) -> None:
    Kampung.objects.filter(pk=kampung.pk).update(name="Kampung Baru")
    Kampung.objects.create(region_code=HERE, name="Kampung Baru")


def change(model: type[models.Model], row_id: object, actor: Actor, **values: Any) -> None:
    with scoped(actor):
        assert model.objects.filter(pk=row_id).update(**values) == 1  # type: ignore[attr-defined]


def changed_rows() -> dict[type[models.Model], object]:
    """One changed row of each kind of class, all in the village HERE."""
    family, kampung = make_family(), make_kampung()
    change(Family, family.pk, POKJA, head_name="Kepala Baru")
    change(Kampung, kampung.pk, POKJA, name="Kampung Baru")
    case_duty = system_actor(HERE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)
    with scoped(case_duty):
        specific = FamilySurveySpecific.objects.create(region_code=HERE, family_id=family.pk, year=2026)
    change(FamilySurveySpecific, specific.pk, case_duty, no_family_conflict=0)
    with scoped(Actor(system=True)):
        user = User.objects.create(username="u", full_name="x", region_code=HERE)
        User.objects.filter(pk=user.pk).update(full_name="y")
    return {Family: family.pk, Kampung: kampung.pk, FamilySurveySpecific: specific.pk, User: user.pk}


@pytest.mark.parametrize("outsider", [NEXT_DOOR, ANONYMOUS], ids=["tetangga", "anonim"])
def test_row_security_alone_keeps_old_rows_from_others(outsider: Actor) -> None:
    for model, key in changed_rows().items():
        with scoped(outsider), gate_opened_for_test():
            assert not history_of(model).unscoped.filter(row_id=str(key)).exists(), model


@pytest.mark.parametrize("outsider", [NEXT_DOOR, ANONYMOUS], ids=["tetangga", "anonim"])
def test_the_gate_alone_keeps_old_rows_from_others(outsider: Actor) -> None:
    rows = changed_rows()
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("set constraints all immediate")
        for model in rows:
            cursor.execute(f"alter table {history_of(model)._meta.db_table} disable row level security")
        cursor.execute("set role padu_app")
    for model, key in rows.items():
        with scoped(outsider):
            assert history_of(model).unscoped.filter(row_id=str(key)).exists()  # the lock is really open
            assert not history_of(model).objects.filter(row_id=str(key)).exists(), model


def test_who_may_not_read_the_row_may_not_read_what_it_was() -> None:
    rows = changed_rows()
    assert old_rows(Family, TEAM, rows[Family]) == []
    assert len(old_rows(Kampung, TEAM, rows[Kampung])) == 1
    assert old_rows(FamilySurveySpecific, POKJA, rows[FamilySurveySpecific]) == []


def test_an_agencys_old_budget_is_for_itself_and_the_team() -> None:
    with scoped(TEAM):
        mine, other = (
            Agency.objects.create(region_code="13.01", code=c, name=c, short_name=c, column_key="health")
            for c in ("dinkes", "dukcapil")
        )
    officers = [Actor(user_id=200 + a.pk, hats=(Hat(Role.AGENCY, "13.01", a.pk),)) for a in (mine, other)]
    with scoped(officers[0]):
        fund = Fund.objects.create(
            region_code="13.01", agency=mine, year=2026, name="DAK", source="apbn", budget_idr=1, document="none"
        )
    change(Fund, fund.pk, officers[0], budget_idr=2)
    assert [o.before["budget_idr"] for o in old_rows(Fund, officers[0], fund.pk)] == [1]
    assert old_rows(Fund, officers[1], fund.pk) == []
    assert len(old_rows(Fund, TEAM, fund.pk)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update kampung_kampung_history set purpose = 'x'",
        "delete from kampung_kampung_history",
        "insert into kampung_kampung_history (row_id) values ('1')",
        "alter table kampung_kampung disable trigger padu_keep_old",
        "drop trigger padu_keep_old on kampung_kampung",
        "set session_replication_role = replica",
    ],
)
def test_the_serving_role_cannot_forge_change_drop_or_stop_history(statement: str) -> None:
    change(Kampung, make_kampung().pk, POKJA, name="Kampung Baru")
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, transaction.atomic(), scoped(POKJA), connection.cursor() as cursor:
        cursor.execute(statement)


def test_old_rows_are_forgotten_by_the_system_only_and_keep_who_and_when() -> None:
    family = make_family()
    change(Family, family.pk, POKJA, head_name="Anonim")
    with pytest.raises(ProgrammingError), transaction.atomic(), scoped(POKJA):
        forget_history(Family, [family.pk])
    with scoped(system_actor(NEIGHBOUR, Verb.FAMILY_READ)):
        assert forget_history(Family, [family.pk]) == 0
    with scoped(system_actor(HERE, Verb.FAMILY_READ)):
        assert forget_history(Family, [family.pk]) == 1
        assert forget_history(Family, [family.pk]) == 0
    (old,) = old_rows(Family, POKJA, family.pk)
    assert (old.before, old.changed, old.user_id) == ({}, ["head_name"], 101)
    assert old.forgotten_at is not None


def test_no_other_table_is_reached_by_forgetting() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), scoped(Actor(system=True)), connection.cursor() as cursor:
        cursor.execute("select padu_forget_history('accounts_user', '{1}')")


def tables_with_trigger() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text from pg_trigger where tgname = 'padu_keep_old'")
        return {row[0] for row in cursor.fetchall()}


def test_every_table_keeps_history_or_says_why_not() -> None:
    tables = {m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed}
    silent = {t for t in tables if without_history(t) is None}
    assert silent - tables_with_trigger() == set(), "add KeepHistory to a migration, or a reason to WITHOUT_HISTORY"
    assert tables_with_trigger() - silent == set()


def test_no_reason_is_left_for_a_table_that_is_gone() -> None:
    tables = {m._meta.db_table for m in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    stems = {name.removesuffix("*") for name in WITHOUT_HISTORY}
    assert {s for s in stems if not any(t.startswith(s) for t in tables)} == set()


def test_old_rows_are_read_by_the_rule_of_their_table() -> None:
    for model, old in history_models().items():
        table = old._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                "select relrowsecurity and relforcerowsecurity from pg_class where oid = %s::regclass", [table]
            )
            assert cursor.fetchone()[0], table
            cursor.execute(
                "select pg_get_expr(polqual, polrelid) from pg_policy"
                " where polrelid = %s::regclass and polname = 'padu_read'",
                [table],
            )
            stored = cursor.fetchone()[0]
            cursor.execute(f"create temporary table probe (like {table}) on commit drop")
            cursor.execute(f"create policy padu_read on probe for select using ({read_sql(old.guard)})")
            cursor.execute("select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'probe'::regclass")
            assert cursor.fetchone()[0] == stored, table
            cursor.execute("drop table probe")
        if hasattr(model, "guard"):
            assert old.guard == history_guard(model.guard)


def test_models_of_old_rows_fit_their_tables() -> None:
    for old in history_models().values():
        with scoped(Actor(system=True)):
            list(old.objects.all()[:1])


def test_a_place_of_the_official_list_keeps_its_old_name() -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(
            "insert into regions_region (code, level, kind, local_kind, name, folded_name, level_order, parent_code,"
            " bps_code, vintage) values ('99', 'province', 'province', '', 'Lama', 'lama', 1, '00', '', 't')"
        )
        cursor.execute("update regions_region set name = 'Baru' where code = '99'")
        cursor.execute("set role padu_app")
    (old,) = old_rows(Region, POKJA, "99")
    assert (old.before["name"], old.region_code, old.user_id) == ("Lama", "99", None)


def test_an_event_cancelled_twice_tells_each_step() -> None:
    with scoped(TEAM):
        event = JointEvent.objects.create(region_code=HERE, year=2026, day=date(2026, 3, 2))
        for state in (JointEvent.State.MOVED, JointEvent.State.CANCELLED):
            JointEvent.objects.filter(pk=event.pk).update(state=state)
    assert [o.before["state"] for o in old_rows(JointEvent, TEAM, event.pk)] == ["planned", "moved"]


def test_keeping_history_can_be_taken_back_and_put_on_again() -> None:
    step = KeepHistory("Kampung", Kampung.guard)
    state = ProjectState.from_apps(apps)
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        for way, stands in ((step.database_backwards, False), (step.database_forwards, True)):
            with connection.schema_editor() as editor:
                way("kampung", editor, state, state)
            cursor.execute(
                "select to_regclass('kampung_kampung_history') is not null,"
                " exists (select from pg_proc where proname = 'kampung_kampung_keep_old')"
            )
            assert cursor.fetchone() == (stands, stands)
            assert ("kampung_kampung" in tables_with_trigger()) is stands
        cursor.execute("set role padu_app")
    kampung = make_kampung()
    change(Kampung, kampung.pk, POKJA, name="Kampung Baru")
    assert len(old_rows(Kampung, POKJA, kampung.pk)) == 1
