"""Roles and database of a fresh cluster; safe to run again after a start that was cut short."""

from pathlib import Path

import psycopg
from psycopg import sql

from padu.settings.postgres.errors import ClusterError
from padu.settings.postgres.files import APP_ROLE, OWNER_ROLE, SUPERUSER
from padu.settings.postgres.home import PORT

DATABASE = "padu"
_CONNECT_SECONDS = 10
# the server's words while it starts, recovers or stops (messages are in English, see files.py)
_NOT_YET = "the database system is"


class ServerNotReadyError(Exception):
    """Nobody answers on the socket, or the server says that it is starting, recovering or stopping (`busy`)."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.busy = _NOT_YET in words


def connect(socket: Path, role: str = SUPERUSER, database: str = "postgres") -> psycopg.Connection:
    """An autocommit connection over the local socket.

    Raises ServerNotReadyError when waiting may help, ClusterError when the server lives and refuses.
    """
    try:
        return psycopg.connect(
            host=str(socket),
            port=PORT,
            user=role,
            dbname=database,
            autocommit=True,
            connect_timeout=_CONNECT_SECONDS,
            prepare_threshold=None,
        )
    except psycopg.OperationalError as error:
        if "FATAL" in str(error) and _NOT_YET not in str(error):
            raise ClusterError(f"PostgreSQL tertanam berjalan tetapi menolak peran {role}: {error}") from error
        raise ServerNotReadyError(str(error)) from error


def ensure_roles(socket: Path) -> int:
    """Create what is missing of both roles and the database; returns the server's version number (180006)."""
    with connect(socket) as connection:
        found = {name for (name,) in connection.execute("select rolname::text from pg_roles")}
        for role, options in ((OWNER_ROLE, "createdb"), (APP_ROLE, "nosuperuser nobypassrls nocreatedb nocreaterole")):
            if role not in found:
                connection.execute(sql.SQL(f"create role {{}} login {options}").format(sql.Identifier(role)))
        _ensure_membership(connection)
        _ensure_database(connection)
        return connection.info.server_version


def _ensure_membership(connection: psycopg.Connection) -> None:
    """The owner may step down to the serving role (tests do), without inheriting anything from it."""
    member = connection.execute(
        "select count(*) from pg_auth_members where roleid = %s::regrole and member = %s::regrole"
        " and set_option and not inherit_option",
        (APP_ROLE, OWNER_ROLE),
    ).fetchone()
    if member != (1,):
        connection.execute(f"grant {APP_ROLE} to {OWNER_ROLE} with inherit false, set true")


def _ensure_database(connection: psycopg.Connection) -> None:
    access = connection.execute(
        "select has_database_privilege(%s, oid, 'temporary') from pg_database where datname = %s", (APP_ROLE, DATABASE)
    ).fetchone()
    if access is None:
        connection.execute(f"create database {DATABASE} owner {OWNER_ROLE}")
    connection.execute(f"revoke connect, temporary on database {DATABASE} from public")
    connection.execute(f"grant connect, temporary on database {DATABASE} to {APP_ROLE}")
