"""What a command that needs the database does first: bring it up, set Django up, find out who acts.

Nothing here runs at import; Django is imported inside the functions, so that pure commands stay pure.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from padu.settings.environment import CHECKOUT, OddSetting, read_environment

if TYPE_CHECKING:
    from padu.access.actor import Actor
    from padu.settings.environment import Environment
    from padu.settings.postgres import Cluster

SETTINGS = "padu.settings.django"
BAD_INPUT = 2


def stop_with(message: str, status: int = 1) -> SystemExit:
    """Say why on stderr; the caller raises what comes back."""
    print(message, file=sys.stderr)
    return SystemExit(status)


def environment() -> Environment:
    """The typed settings; an odd one ends the command with its name and what was expected."""
    try:
        return read_environment()
    except OddSetting as odd:
        raise stop_with(f"Setelan tidak dapat dipakai. {odd}", BAD_INPUT) from odd


def start_database() -> Cluster | None:
    """Bring the embedded server up; None when DATABASE_URL names another one. Raises ClusterError."""
    from padu.settings.postgres import embedded

    if not environment().embedded:
        return None
    cluster = embedded(CHECKOUT)
    cluster.ensure_running()
    return cluster


def start_django() -> Cluster | None:
    """Database up, Django ready. Returns the embedded cluster, or None with an outside server. Raises ClusterError."""
    cluster = start_database()
    prepare_django()
    return cluster


def prepare_django() -> None:
    """Django ready, whoever has brought the database up."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    _name_the_way()


def _name_the_way() -> None:
    """Changes made by a command carry its first word in their history; requests and jobs name themselves."""
    from padu.access.origin import start_from

    start_from(f"padu {sys.argv[1]}" if len(sys.argv) > 1 else "padu")


def acting_user(username: str | None) -> Actor:
    """The person behind `--as USER`, with all their hats; ends the command when there is no such account."""
    from padu.apps.accounts.actors import NoSuchUser, load_actor_by_username

    if not username:
        raise stop_with("Sebutkan atas nama siapa perintah ini dijalankan: --as NAMA_AKUN", BAD_INPUT)
    try:
        return load_actor_by_username(username)
    except NoSuchUser as missing:
        raise stop_with(f"Tidak ada akun aktif bernama '{username}'.", BAD_INPUT) from missing
