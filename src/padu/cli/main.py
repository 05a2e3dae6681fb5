"""The `padu` command: one table of commands, each in a module of its own that is imported only when it is used.

So `padu index` and `padu plan` stay free of Django and of the settings.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import typer
from typer.core import TyperGroup


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command stands: a function, or a typer app with commands of its own."""

    module: str
    attribute: str


COMMANDS: dict[str, Entry] = {
    "run": Entry("padu.cli.serve", "run"),
    "index": Entry("padu.cli.index", "index"),
    "plan": Entry("padu.cli.plan", "plan"),
    "import": Entry("padu.cli.imports", "import_app"),
    "measure": Entry("padu.cli.measure", "measure"),
    "propose": Entry("padu.cli.propose", "propose"),
    "export": Entry("padu.cli.exports", "export_app"),
    "template": Entry("padu.cli.imports", "template_app"),
    "demo": Entry("padu.cli.demo_command", "demo"),
    "reference": Entry("padu.cli.reference", "reference_app"),
    "regions": Entry("padu.cli.regions", "regions_app"),
    "account": Entry("padu.cli.account", "account_app"),
    "keys": Entry("padu.cli.keys", "keys_app"),
    "privacy": Entry("padu.cli.privacy", "privacy_app"),
    "migrate": Entry("padu.cli.migrate", "migrate"),
    "worker": Entry("padu.cli.serve", "worker"),
    "doctor": Entry("padu.cli.doctor", "doctor"),
    "shell": Entry("padu.cli.shell", "shell"),
    "db-reset": Entry("padu.cli.migrate", "db_reset"),
    "version": Entry("padu.cli.version", "version"),
    # Started by `run`, of no use to people.
    "web": Entry("padu.cli.serve", "web"),
}
# Commands of a group that stand in another module than the group itself.
ELSEWHERE: dict[str, dict[str, Entry]] = {
    "import": {"supply": Entry("padu.cli.supply", "import_supply")},
    "template": {"supply": Entry("padu.cli.supply", "template_supply")},
    "export": {"instance": Entry("padu.cli.propose", "export_instance")},
}
_HIDDEN = frozenset({"web"})


class LazyCommands(TyperGroup):
    """Knows the names of all commands and imports one when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the framework's signature
        return [name for name, entry in COMMANDS.items() if name not in _HIDDEN and find_spec(entry.module)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the framework's signature
        entry = COMMANDS.get(cmd_name)
        if entry is None or find_spec(entry.module) is None:
            return None
        return _as_command(cmd_name, _load(entry))


def _load(entry: Entry) -> Any:
    return getattr(import_module(entry.module), entry.attribute)


def _as_command(name: str, thing: Any) -> Any:
    if isinstance(thing, typer.Typer):
        group = typer.main.get_group(thing)
        group.name = name
        for sub_name, entry in ELSEWHERE.get(name, {}).items():
            group.add_command(_as_command(sub_name, _load(entry)))
        return group
    single = typer.Typer(add_completion=False)
    single.command(name, hidden=name in _HIDDEN)(thing)
    return typer.main.get_command(single)


app = typer.Typer(
    cls=LazyCommands,
    name="padu",
    help="Padu: yang dibutuhkan keluarga dan desa, dan yang dapat diberikan instansi, dipadukan dalam satu rencana.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _padu() -> None:
    """Keeps the commands a group."""


def main() -> None:
    """Entry point. A refusal with words ends the run with those words and status 1, not with a stack trace."""
    try:
        app()
    except Exception as refusal:  # one class is put into words, every other one goes on as it came
        if not _is_of_the_database_server(refusal):
            raise
        print(refusal, file=sys.stderr)
        raise SystemExit(1) from refusal


def _is_of_the_database_server(error: Exception) -> bool:
    """Asked without an import: commands that need no database do not load what knows it."""
    known = sys.modules.get("padu.settings.postgres.errors")
    return known is not None and isinstance(error, known.ClusterError)


if __name__ == "__main__":
    main()
