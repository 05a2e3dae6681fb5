"""The `padu` command: pure commands stay pure, every command says what it does, refusals are words."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from padu import __version__
from padu.cli.demo_command import spread_over
from padu.cli.main import _HIDDEN, COMMANDS, ELSEWHERE, app

PURE = ("index", "plan", "version")
# Whatever is in the surroundings, a pure command does not look at it.
ODD_SURROUNDINGS = {"PORT": "no port", "DATABASE_URL": "nonsense", "PADU_DEBUG": "maybe"}


def run(*arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    program = (
        "import sys; from padu.cli.main import main\n"
        "try: main()\n"
        "finally: print([m for m in ('django', 'psycopg', 'padu.settings') if m in sys.modules], file=sys.stderr)"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **surroundings},
    )


@pytest.mark.parametrize("command", PURE)
def test_file_commands_know_neither_django_nor_settings(command: str) -> None:
    done = run(command, *(() if command == "version" else ("--help",)), **ODD_SURROUNDINGS)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "[]"


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(app, ["version"]).stdout.strip() == __version__


def test_help_lists_every_command_of_people_with_a_sentence() -> None:
    listed = CliRunner().invoke(app, ["--help"])
    assert listed.exit_code == 0
    for name in ("run", "index", "plan", "demo", "reference", "account", "migrate", "doctor", "shell", "db-reset"):
        (line,) = [text for text in listed.stdout.splitlines() if text.startswith(f"  {name} ")]
        assert len(line.split()) > 2, line
    assert not any(line.startswith("  web ") for line in listed.stdout.splitlines())


def test_nothing_at_all_is_help() -> None:
    assert "Commands:" in CliRunner().invoke(app, []).output


def test_an_unknown_command_is_refused() -> None:
    refused = CliRunner().invoke(app, ["rencana"])
    assert refused.exit_code == 2
    assert "rencana" in refused.output


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_answers_help(name: str) -> None:
    shown = CliRunner().invoke(app, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert f"padu {name}" in shown.output or name in _HIDDEN


@pytest.mark.parametrize(("group", "name"), [(group, name) for group, names in ELSEWHERE.items() for name in names])
def test_a_group_holds_the_commands_that_stand_elsewhere(group: str, name: str) -> None:
    shown = CliRunner().invoke(app, [group, name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert f"padu {group} {name}" in shown.output


@pytest.mark.parametrize(("setting", "value"), [("PORT", "seratus"), ("PORT", "70000"), ("PADU_DEBUG", "ya")])
def test_an_odd_setting_is_named(setting: str, value: str) -> None:
    done = run("run", **{setting: value})
    assert done.returncode == 2
    assert setting in done.stderr
    assert value in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_never_goes_into_an_outside_database() -> None:
    done = run("demo", "--families", "10", DATABASE_URL="postgresql://padu_app@127.0.0.1:1/padu")
    assert done.returncode == 1
    assert "hanya boleh dimuat ke basis data tertanam" in done.stderr


def test_an_outside_database_is_not_deleted() -> None:
    done = run("db-reset", "--yes", DATABASE_URL="postgresql://padu_app@127.0.0.1:1/padu")
    assert done.returncode == 1
    assert "tidak dihapus" in done.stderr


def test_an_outside_schema_is_changed_by_its_owner_only() -> None:
    done = run("migrate", DATABASE_URL="postgresql://padu_app@127.0.0.1:1/padu", DATABASE_OWNER_URL="")
    assert done.returncode == 1
    assert "DATABASE_OWNER_URL" in done.stderr


@pytest.mark.parametrize(
    ("families", "villages"), [(1, 20), (3_000, 20), (20_000, 20), (20_001, 21), (150_000, 150), (500_000, 500)]
)
def test_a_larger_demo_takes_more_villages_first(families: int, villages: int) -> None:
    assert spread_over(families) == villages
