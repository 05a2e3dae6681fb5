"""The doctor finds what is wrong in a database, a key file and a machine, and goes on when Django cannot start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from padu.cli.doctor import CHECKS, examine
from padu.cli.doctor import database as checks
from padu.cli.doctor.context import Context, Finding
from padu.cli.doctor.framework import check_migrations
from padu.cli.doctor.machine import check_disk, check_front_end, check_keys
from padu.settings.environment import CHECKOUT, read_environment
from padu.settings.keys import load_keyring
from padu.settings.postgres import Cluster, ClusterError, embedded

ENVIRONMENT = read_environment({})
GUARD = (
    "alter table {0} enable row level security; alter table {0} force row level security;"
    " create policy p on {0} using (region_code >= current_setting('padu.person_read_from', true)"
    " and region_code < current_setting('padu.person_read_to', true)) with check (true);"
)


@pytest.fixture
def owner() -> Iterator[psycopg.Connection]:
    """An empty database of its own in the test cluster, as its owner."""
    params = embedded(CHECKOUT, "test").owner_params()
    name = f"doctor_{os.getpid()}"
    with psycopg.connect(**params, autocommit=True) as server:
        server.execute(f"drop database if exists {name} (force)")
        server.execute(f"create database {name}")
    with psycopg.connect(**{**params, "dbname": name}, autocommit=True) as connection:
        yield connection
    with psycopg.connect(**params, autocommit=True) as server:
        server.execute(f"drop database {name} (force)")


@pytest.fixture
def context(owner: psycopg.Connection, tmp_path: Path) -> Context:
    environment = replace(ENVIRONMENT, var=tmp_path)
    return Context(environment, CHECKOUT, owner=owner, app=owner, keyring=load_keyring(tmp_path / "keys.json"))


def only(findings: Iterator[Finding]) -> Finding:
    (finding,) = findings
    return finding


def test_a_table_without_the_second_lock_is_named(context: Context, owner: psycopg.Connection) -> None:
    assert only(checks.check_row_security(context)).level == "peringatan"
    owner.execute('create table guarded (region_code text collate "C" not null)')
    owner.execute(GUARD.format("guarded"))
    assert only(checks.check_row_security(context)).level == "ok"
    owner.execute('create table bare (region_code text collate "C")')
    owner.execute('create table half (region_code text collate "C"); alter table half enable row level security')
    owner.execute("create table other_order (region_code text); " + GUARD.format("other_order"))
    owner.execute("create table placeless (a int); create table programmes_publishedfigure (region_code text)")
    found = only(checks.check_row_security(context))
    assert found.level == "salah"
    assert ": bare, half, other_order." in found.text


def test_a_serving_role_with_too_much_power_is_named(context: Context) -> None:
    found = only(checks.check_roles(context))
    assert found.level == "salah"
    assert "padu_owner" in found.text
    assert "pemilik tabel atau basis data" in found.text


def test_a_serving_role_that_may_become_the_owner_is_named(context: Context, owner: psycopg.Connection) -> None:
    owner.execute("set role padu_app")
    assert only(checks.check_roles(context)).level == "ok"


def test_the_superuser_is_no_serving_role(context: Context) -> None:
    params = embedded(CHECKOUT, "test").owner_params() | {"user": "postgres"}
    with psycopg.connect(**params) as server:
        context.app = server
        assert "superuser, melewati row-level security" in only(checks.check_roles(context)).text


def test_keys_beside_values_are_looked_up_behind_row_security(context: Context, owner: psycopg.Connection) -> None:
    assert context.keyring is not None
    held = context.keyring.encryption.current
    owner.execute('create table person (region_code text collate "C", nik_key_id varchar(40))')
    owner.execute(GUARD.format("person"))
    assert list(checks.check_keys_in_use(context)) == []
    owner.execute("insert into person values ('13.01.01.2001', %s), ('13.01.01.2001', '')", (held,))
    assert owner.execute("select count(*) from person").fetchone() == (0,)
    assert only(checks.check_keys_in_use(context)).level == "ok"
    owner.execute("insert into person values ('13.01.01.2002', 'e0ld')")
    found = only(checks.check_keys_in_use(context))
    assert found.level == "salah"
    assert "KUNCI HILANG (e0ld)" in found.text
    context.keyring = None
    assert held in only(checks.check_keys_in_use(context)).text


def test_a_worker_lives_by_its_heartbeat(context: Context, owner: psycopg.Connection) -> None:
    assert list(checks.check_worker(context)) == []
    owner.execute("create table procrastinate_workers (last_heartbeat timestamptz)")
    owner.execute("insert into procrastinate_workers values (now() - interval '10 minutes')")
    assert only(checks.check_worker(context)).level == "peringatan"
    owner.execute("insert into procrastinate_workers values (now() - interval '5 seconds')")
    assert only(checks.check_worker(context)) == Finding("ok", "Pekerja latar hidup: 1.")


def test_an_outside_server_that_does_not_answer_is_said(tmp_path: Path) -> None:
    url = f"postgresql://padu_app@/padu?host={tmp_path}"
    with Context(replace(ENVIRONMENT, database_url=url, database_owner_url=None), CHECKOUT) as context:
        levels = [finding.level for finding in checks.check_reachable(context)]
    assert levels == ["ok", "peringatan", "salah"]
    assert context.app is None


def test_an_embedded_server_not_made_yet_is_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checks, "embedded", lambda checkout: Cluster(tmp_path))
    context = Context(ENVIRONMENT, tmp_path)
    findings = list(checks.check_reachable(context))
    assert [finding.level for finding in findings] == ["peringatan", "peringatan"]
    assert "hanya untuk demo dan pengembangan" in findings[0].text
    assert context.cluster is None


def test_a_database_left_in_the_checkout_is_said(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("18")
    assert only(checks._left_behind(tmp_path, Path("/var/lib/padu/x"))).level == "peringatan"
    assert list(checks._left_behind(tmp_path, tmp_path)) == []


def test_an_embedded_server_that_cannot_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(checkout: Path) -> Cluster:
        raise ClusterError("sebabnya")

    monkeypatch.setattr(checks, "embedded", refuse)
    assert list(checks.check_reachable(Context(ENVIRONMENT, CHECKOUT)))[-1] == Finding("salah", "sebabnya")


def test_the_key_file_is_looked_at_and_never_made(tmp_path: Path) -> None:
    context = Context(replace(ENVIRONMENT, var=tmp_path), CHECKOUT)
    assert only(check_keys(context)).level == "peringatan"
    assert list(tmp_path.iterdir()) == []
    load_keyring(tmp_path / "keys.json")
    assert only(check_keys(context)).level == "ok"
    (tmp_path / "keys.json").chmod(0o644)
    assert only(check_keys(context)).level == "salah"


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for free, level in ((100_000_000, "salah"), (1_000_000_000, "peringatan"), (3_000_000_000, "ok")):
        monkeypatch.setattr("shutil.disk_usage", lambda place, free=free: type("Usage", (), {"free": free}))
        assert only(check_disk(Context(ENVIRONMENT, CHECKOUT))).level == level


def test_a_front_end_that_was_never_built_is_said(tmp_path: Path) -> None:
    assert next(check_front_end(Context(ENVIRONMENT, tmp_path))).level == "salah"


def test_django_that_cannot_start_ends_no_report(monkeypatch: pytest.MonkeyPatch, context: Context) -> None:
    def fail() -> None:
        raise KeyError("SETELAN")

    monkeypatch.setattr("padu.cli.surroundings.prepare_django", fail)
    found = only(check_migrations(context))
    assert found.level == "salah"
    assert "KeyError" in found.text


def test_all_checks_run_in_one_go_and_django_comes_last(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "embedded", lambda checkout: Cluster(tmp_path))
    assert CHECKS[-1] is check_migrations
    findings = examine(Context(replace(ENVIRONMENT, var=tmp_path), CHECKOUT))
    shown = capsys.readouterr().out
    assert all(finding.text in shown for finding in findings)
    assert {finding.level for finding in findings} >= {"ok", "peringatan"}
