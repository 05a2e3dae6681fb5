"""Checks of the database, asked in plain SQL, so that they work when Django does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from padu.cli.doctor.context import Check, Context, Finding
from padu.settings.postgres import ClusterError, embedded

MIN_SERVER = 150000
WORKER_SILENT_SECONDS = 45  # heartbeat every 10 s; the job that takes stalled work back waits as long
_CONNECT_SECONDS = 5


def check_reachable(context: Context) -> Iterator[Finding]:
    """Connects as both roles; a stopped embedded server is started for the look and stopped again."""
    if context.environment.embedded:
        yield from _embedded_server(context)
        if context.cluster is None:
            return
        context.app = _connected(context, context.cluster.app_params())
        context.owner = _connected(context, context.cluster.owner_params())
    else:
        yield Finding("ok", "Basis data luar (DATABASE_URL).")
        context.app = _connected(context, str(context.environment.database_url))
        if context.environment.database_owner_url:
            context.owner = _connected(context, context.environment.database_owner_url)
        else:
            yield Finding("peringatan", "DATABASE_OWNER_URL tidak diisi: skema tidak dapat diperbarui dari sini.")
    yield _reached("padu_app (melayani)", context.app)
    if context.cluster or context.environment.database_owner_url:
        yield _reached("padu_owner (pemilik skema)", context.owner)


def _reached(role: str, connection: psycopg.Connection | None) -> Finding:
    if connection is None:
        return Finding("salah", f"Basis data tidak terjangkau sebagai {role}.", "periksa alamat, sandi dan servernya")
    return Finding("ok", f"Basis data terjangkau sebagai {role}.")


def _embedded_server(context: Context) -> Iterator[Finding]:
    yield Finding(
        "peringatan",
        "Basis data tertanam mempercayai pengguna sistem ini: hanya untuk demo dan pengembangan.",
        "untuk dipakai sungguhan: isi DATABASE_URL dan DATABASE_OWNER_URL (docs/ops)",
    )
    try:
        cluster = embedded(context.checkout)
        state = cluster.status()
        yield from _left_behind(context.checkout / "var", cluster.home)
        if state == "absent":
            yield Finding("peringatan", f"Basis data tertanam di {cluster.home} belum dibuat.", "make run membuatnya")
            return
        cluster.ensure_running()
    except ClusterError as error:
        yield Finding("salah", str(error))
        return
    context.closing.callback(cluster.release)
    context.cluster = cluster
    was = "sedang berjalan" if state == "running" else "tidak sedang berjalan; dihidupkan untuk pemeriksaan ini"
    yield Finding("ok", f"Basis data tertanam di {cluster.home} {was}.")


def _left_behind(beside: Path, home: Path) -> Iterator[Finding]:
    if home != beside and (beside / "pg" / "PG_VERSION").exists():
        yield Finding(
            "peringatan",
            f"Di {beside} ada basis data lain yang tidak dipakai: jalur folder itu terlalu panjang atau tertutup bagi "
            "akun server.",
        )


def _connected(context: Context, target: str | dict[str, str]) -> psycopg.Connection | None:
    params = {"conninfo": target} if isinstance(target, str) else target
    try:
        connection = psycopg.connect(**params, autocommit=True, connect_timeout=_CONNECT_SECONDS)  # type: ignore[arg-type]
    except psycopg.Error:
        return None
    context.closing.callback(connection.close)
    return connection


def check_server_version(context: Context) -> Iterator[Finding]:
    connection = context.app or context.owner
    if connection is None:
        return
    version = connection.info.server_version
    text = f"PostgreSQL {version // 10000}.{version % 10000}"
    if version < MIN_SERVER:
        yield Finding("salah", f"{text}: Padu memerlukan {MIN_SERVER // 10000} atau yang lebih baru.")
    else:
        yield Finding("ok", text)


_OWNS_SOMETHING: LiteralString = """
select exists (select from pg_class where relowner = current_user::regrole)
    or exists (select from pg_database where datdba = current_user::regrole)
"""
_MAY_BECOME_OWNER: LiteralString = """
select exists (select from pg_database where datname = current_database() and datdba <> current_user::regrole
                  and pg_has_role(current_user, datdba, 'member'))
"""
_APP_RIGHTS: tuple[tuple[LiteralString, str], ...] = (
    ("select rolsuper from pg_roles where rolname = current_user", "superuser"),
    ("select rolbypassrls from pg_roles where rolname = current_user", "melewati row-level security (bypassrls)"),
    ("select rolcreaterole from pg_roles where rolname = current_user", "dapat membuat peran"),
    (_OWNS_SOMETHING, "pemilik tabel atau basis data"),
    (_MAY_BECOME_OWNER, "anggota peran pemilik basis data"),
)


def check_roles(context: Context) -> Iterator[Finding]:
    """The serving role must stand below row-level security, with no way up."""
    if context.app is None:
        return
    name = _value(context.app, "select current_user")
    too_much = [what for query, what in _APP_RIGHTS if _value(context.app, query)]
    if too_much:
        yield Finding("salah", f"Peran {name} yang melayani terlalu berkuasa: {', '.join(too_much)}.", "lihat docs/ops")
    else:
        yield Finding("ok", f"Peran {name} bukan superuser, tidak melewati row-level security, tidak memiliki apa pun.")


def _value(connection: psycopg.Connection, query: LiteralString, *params: object) -> object:
    row = connection.execute(query, params).fetchone()
    return row[0] if row else None


_OPEN_TABLES: LiteralString = """
select c.relname::text
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'region_code' and not a.attisdropped
  left join pg_collation l on l.oid = a.attcollation
 where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> all(%s)
   and not (c.relrowsecurity and c.relforcerowsecurity and l.collname = 'C'
            and exists (select from pg_policy p where p.polrelid = c.oid))
 order by 1
"""
_PLACE_TABLES: LiteralString = """
select count(*) from information_schema.columns where table_schema = 'public' and column_name = 'region_code'
"""


def check_row_security(context: Context) -> Iterator[Finding]:
    """Every table with a place is behind the second lock, except the public ones."""
    from padu.access.tables import PUBLIC_TABLES

    connection = context.owner or context.app
    if connection is None:
        return
    number = _value(connection, _PLACE_TABLES)
    if not number:
        yield Finding("peringatan", "Basis data masih kosong: belum ada tabel.", "make run, atau padu migrate")
        return
    bare = [name for (name,) in connection.execute(_OPEN_TABLES, [sorted(PUBLIC_TABLES)])]
    if bare:
        yield Finding("salah", f"Tabel tanpa row-level security yang lengkap: {', '.join(bare)}.", "padu migrate")
    else:
        yield Finding("ok", f"Row-level security berlaku pada semua tabel berwilayah ({number} tabel).")


def check_worker(context: Context) -> Iterator[Finding]:
    connection = context.owner or context.app
    if connection is None or _value(connection, "select to_regclass('procrastinate_workers')") is None:
        return
    since = "select count(*) from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)"
    alive = _value(connection, since, WORKER_SILENT_SECONDS)
    if alive:
        yield Finding("ok", f"Pekerja latar hidup: {alive}.")
    else:
        yield Finding("peringatan", "Tidak ada pekerja latar yang hidup: impor dan rencana akan menunggu.", "make run")


_KEY_COLUMNS: LiteralString = """
select table_name::text, column_name::text from information_schema.columns
 where table_schema = 'public' and column_name like '%%key\\_id' and data_type like 'character%%'
"""


def check_keys_in_use(context: Context) -> Iterator[Finding]:
    """Each key named beside a stored value is still in the key file."""
    connection = context.owner or context.app
    if connection is None:
        return
    used = _keys_in_use(connection)
    lost = used - (context.keyring.key_ids if context.keyring else frozenset())
    if lost:
        yield Finding(
            "salah",
            f"KUNCI HILANG ({', '.join(sorted(lost))}): NIK, nomor KK dan berkas kiriman yang ditulis dengan kunci itu "
            "tidak dapat dibaca lagi oleh siapa pun.",
            "kembalikan var/keys.json dari salinannya; berkas yang sekarang jangan dihapus",
        )
    elif used:
        yield Finding("ok", f"Semua kunci yang dipakai data ada di berkas kunci ({len(used)}).")


def _keys_in_use(connection: psycopg.Connection) -> set[str]:
    """Ids of the keys beside stored values; reads no value, so it may look at all places."""
    used: set[str] = set()
    with connection.transaction():
        _look_everywhere(connection)
        for table, column in connection.execute(_KEY_COLUMNS, []).fetchall():
            query = sql.SQL("select distinct {}::text from {} where {} <> ''").format(
                sql.Identifier(column), sql.Identifier(table), sql.Identifier(column)
            )
            used |= {key_id for (key_id,) in connection.execute(query)}
    return used


def _look_everywhere(connection: psycopg.Connection) -> None:
    """Row security also binds the owner: open each lane over the whole range, for this transaction."""
    from padu.access.lanes import Lane

    settings = {"padu.system": "1", "padu.signed_in": "1"}
    for lane in Lane:
        settings |= {f"padu.{lane}_from": "0", f"padu.{lane}_to": ":"}
    for name, value in settings.items():
        connection.execute("select set_config(%s, %s, true)", (name, value))


DATABASE_CHECKS: tuple[Check, ...] = (
    check_reachable,
    check_server_version,
    check_roles,
    check_row_security,
    check_keys_in_use,
    check_worker,
)
