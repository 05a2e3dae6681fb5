"""The operating-system account under which the embedded server runs.

PostgreSQL refuses to run as root, so root lends it an unprivileged system account; everybody else runs it himself.
"""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from padu.settings.postgres.errors import ClusterError

SERVER_ACCOUNT = "padu"
_SYSTEM_PATH = "/usr/sbin:/sbin:/usr/bin:/bin"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system; `uid` is None while it does not exist yet."""

    name: str
    uid: int | None
    gid: int | None
    lent: bool
    """True when root runs the server under another account than its own."""


def current_user() -> str:
    """Name of the user this process runs as; peer authentication and initdb need one."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise ClusterError(
            f"Pengguna sistem dengan nomor {os.geteuid()} tidak mempunyai nama. PostgreSQL tertanam memerlukannya: "
            "jalankan sebagai pengguna yang terdaftar di /etc/passwd, atau isi DATABASE_URL."
        ) from error


def user_home() -> Path:
    """Home folder of the current user as the user database has it."""
    return Path(pwd.getpwuid(os.geteuid()).pw_dir)


def server_account() -> Account:
    """The account the server runs under; looks only, creates nothing."""
    if os.geteuid() != 0:
        return Account(current_user(), os.geteuid(), os.getegid(), lent=False)
    try:
        entry = pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        return Account(SERVER_ACCOUNT, None, None, lent=True)
    return Account(SERVER_ACCOUNT, entry.pw_uid, entry.pw_gid, lent=True)


def ensured_account() -> Account:
    """The account the server runs under, created if root and missing."""
    account = server_account()
    if account.uid is None:
        _create_system_account(account.name)
        account = server_account()
    if account.uid is None or (account.lent and account.uid == 0):
        raise ClusterError(
            f"Akun sistem '{SERVER_ACCOUNT}' tidak tersedia, sedangkan PostgreSQL tidak mau berjalan sebagai root. "
            f"Buat akun itu dengan: useradd --system --user-group --shell /usr/sbin/nologin {SERVER_ACCOUNT} "
            "(atau jalankan Padu sebagai pengguna biasa, atau isi DATABASE_URL)."
        )
    return account


def _create_system_account(name: str) -> None:
    """Best effort; the caller looks again, because another process may have been quicker."""
    useradd = shutil.which("useradd", path=_SYSTEM_PATH)
    if useradd is None:
        return
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run(  # noqa: S603 - fixed command, fixed name
        [useradd, *options, "--shell", "/usr/sbin/nologin", name], check=False, capture_output=True
    )


def can_search(folder: Path, account: Account) -> bool:
    """Whether the account may pass through this folder and every folder above it (missing ones are skipped)."""
    return all(_may_pass(step, account) for step in (folder, *folder.parents) if step.exists())


def _may_pass(folder: Path, account: Account) -> bool:
    facts = folder.stat()
    if account.uid == 0:
        return True
    if facts.st_uid == account.uid:
        return bool(facts.st_mode & stat.S_IXUSR)
    if account.gid is not None and facts.st_gid == account.gid:
        return bool(facts.st_mode & stat.S_IXGRP)
    return bool(facts.st_mode & stat.S_IXOTH)
