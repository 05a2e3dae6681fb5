"""The three files that configure the embedded server."""

import os
from pathlib import Path

from padu.settings.postgres.account import Account
from padu.settings.postgres.home import PORT, data_dir, socket_dir

SUPERUSER = "postgres"
OWNER_ROLE = "padu_owner"
APP_ROLE = "padu_app"
OWN_SETTINGS = "padu.conf"

_HBA = "local all all peer map=padu\n"
# No network. The server's log gets no statement and no row (they may carry names and numbers of persons).
_ALWAYS = """\
listen_addresses = ''
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
"""
_RUN = """\
max_connections = 100
shared_buffers = 256MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
random_page_cost = 1.1
"""
# Test rows may be lost at any moment: the cluster is made anew when it does not start.
_TEST = """\
max_connections = 100
shared_buffers = 128MB
max_wal_size = 2GB
random_page_cost = 1.1
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
"""


def write_access(data: Path, account: Account, os_user: str) -> None:
    """Let exactly this user of the operating system in, over the local socket, as any of the three roles."""
    names = "".join(f'padu "{os_user}" {role}\n' for role in (SUPERUSER, OWNER_ROLE, APP_ROLE))
    _write(data / "pg_hba.conf", _HBA, account)
    _write(data / "pg_ident.conf", names, account)
    main = data / "postgresql.conf"
    text = main.read_text(encoding="utf-8")
    if OWN_SETTINGS not in text:
        _write(main, f"{text}\ninclude_if_exists = '{OWN_SETTINGS}'\n", account)


def write_settings(home: Path, account: Account, *, for_tests: bool) -> None:
    """Settings that hold from the next start on; written at each start, so that a moved checkout keeps working."""
    listed = str(socket_dir(home)).replace("'", "''").replace('"', '""')
    place = f"unix_socket_directories = '\"{listed}\"'\nport = {PORT}\n"
    _write(data_dir(home) / OWN_SETTINGS, _ALWAYS + place + (_TEST if for_tests else _RUN), account)


def _write(path: Path, text: str, account: Account) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o600)
    if account.lent:
        os.chown(draft, account.uid or 0, account.gid or 0)
    draft.replace(path)
