"""The supervisor: one embedded PostgreSQL server, created, started, adopted and stopped.

Several processes may ask for the same cluster at once: a lock lets one work while the others wait and adopt its server.
"""

import os
import shutil
import signal
import subprocess
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from padu.settings.environment import state_home
from padu.settings.postgres.account import Account, current_user, ensured_account, server_account
from padu.settings.postgres.binaries import find_binaries, server_user
from padu.settings.postgres.errors import ClusterError
from padu.settings.postgres.files import APP_ROLE, OWNER_ROLE, SUPERUSER, write_access, write_settings
from padu.settings.postgres.home import PORT, TEST_FOLDER, choose_home, data_dir, make_folder, socket_dir
from padu.settings.postgres.locks import exclusive, uses_of
from padu.settings.postgres.postmaster import server_pid
from padu.settings.postgres.roles import DATABASE, ServerNotReadyError, connect, ensure_roles

Purpose = Literal["run", "test"]
State = Literal["absent", "stopped", "running", "unresponsive"]

_RECOVERY_SECONDS = 300  # while the server says that it is starting: crash recovery of a large cluster
_SILENT_SECONDS = 30  # while it lives and says nothing
_STOP_SECONDS = 60
_START_TRIES = 3
# what the server says of a predecessor, just killed, whose last processes are still ending
_PASSING_TROUBLE = ("is still in use", "already exists")
_LOG_KEPT_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class ConnectionInfo:
    """A server that answered. `started`: this call started it; `version`: such as 180006 for 18.6."""

    socket: Path
    port: int
    version: int
    started: bool


class Cluster:
    """One embedded server in its home folder: `pg` (data), `sock` (socket), `.lock`, `.users`."""

    def __init__(self, home: Path, *, purpose: Purpose = "run") -> None:
        self.home = home
        self.purpose = purpose
        self.data = data_dir(home)
        self.socket = socket_dir(home)
        self.log = self.data / "server.log"
        self._socket_lock = self.socket / f".s.PGSQL.{PORT}.lock"
        self._use = uses_of(home)

    @property
    def started_here(self) -> bool:
        """Whether this process started the server."""
        return self._use.started_server

    def app_params(self) -> dict[str, str]:
        """Connection of the role that serves: host (socket folder), port, dbname, user. Starts nothing."""
        return self._params(APP_ROLE)

    def owner_params(self) -> dict[str, str]:
        """Connection of the role that owns and migrates. Starts nothing."""
        return self._params(OWNER_ROLE)

    def _params(self, role: str) -> dict[str, str]:
        return {"host": str(self.socket), "port": str(PORT), "dbname": DATABASE, "user": role}

    def ensure_running(self) -> ConnectionInfo:
        """Create, start or adopt the server and prove it with a connection. Raises ClusterError."""
        account = ensured_account()
        self._make_home()
        with self._locked():
            self._check_owner(account)
            if not (self.data / "PG_VERSION").exists():
                self._create(account)
            started = self._bring_up(account)
            version = ensure_roles(self.socket)
            self._use.enter(started=started)
        return ConnectionInfo(self.socket, PORT, version, started)

    def release(self) -> bool:
        """Leave the server: stop it if this object started it (tests: in any case) and nobody else uses it.

        Returns whether it was stopped.
        """
        if not self.home.exists():
            return False
        with self._locked():
            may_stop = self.started_here or self.purpose == "test"
            if not self._use.leave() or not may_stop:
                return False
            self._halt()
        return True

    def stop(self) -> None:
        """Stop the server whoever uses it; nothing happens when it does not run."""
        if not self.home.exists():
            return
        with self._locked():
            self._use.leave()
            self._halt()

    def destroy(self) -> None:
        """Stop the server and delete its data (`make db-reset`). Raises ClusterError while another process uses it."""
        if not self.home.exists():
            return
        with self._locked():
            if not self._use.leave():
                raise ClusterError(
                    "Basis data ini sedang dipakai proses lain (make run?). Hentikan dahulu, lalu ulangi."
                )
            self._halt()
            self._remove_data()

    def status(self) -> State:
        """What a look from outside says; changes nothing and waits for nothing."""
        if not (self.data / "PG_VERSION").exists():
            return "absent"
        try:
            connect(self.socket).close()
        except ServerNotReadyError:
            return "unresponsive" if self._alive() else "stopped"
        except ClusterError:
            return "unresponsive"
        return "running"

    def _make_home(self) -> None:
        try:
            make_folder(self.home, 0o711)
        except OSError as error:
            raise ClusterError(f"Folder {self.home} tidak dapat dibuat: {error.strerror}.") from error

    def _check_owner(self, account: Account) -> None:
        """A cluster belongs to one account; another one (or a copy made as root) could not start it."""
        if not self.data.exists() or self.data.stat().st_uid == account.uid:
            return
        if self.purpose == "test" and account.lent:
            shutil.rmtree(self.data)
            return
        raise ClusterError(
            f"Data di {self.data} bukan milik akun '{account.name}'. Jalankan Padu dengan pengguna yang dahulu "
            "membuatnya, atau hapus folder itu bila isinya tidak diperlukan lagi."
        )

    def _create(self, account: Account) -> None:
        """A half-made cluster is never seen: everything happens in pg.new, which is renamed at the end."""
        draft = self.data.with_name("pg.new")
        shutil.rmtree(draft, ignore_errors=True)
        _own_folder(draft, account)
        options = ["-U", SUPERUSER, "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        # no sync: nothing of value is in it yet, and the system writes it out within a minute
        options += ["--locale=C", "--lc-ctype=C.UTF-8", "--auth=reject", "--no-sync"]
        made = self._program("initdb", account, ["-D", str(draft), *options])
        if made.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise ClusterError(f"initdb gagal di {self.home}: {made.stderr.strip()}")
        write_access(draft, account, current_user())
        draft.rename(self.data)

    def _bring_up(self, account: Account) -> bool:
        """Adopt a server that answers, wait for one that lives, else start one. Returns whether it was started."""
        if self._answers() or (self._alive() and self._wait()):
            return False
        _own_folder(self.socket, account)
        write_settings(self.home, account, for_tests=self.purpose == "test")
        if self._start(account):
            return True
        if self.purpose == "test":  # it runs without fsync: after a crash of the machine nothing in it is worth keeping
            self._remove_data()
            self._create(account)
            write_settings(self.home, account, for_tests=True)
            if self._start(account):
                return True
        raise ClusterError(
            f"PostgreSQL tertanam tidak dapat dijalankan di {self.home}. Catatannya:\n{self._log_tail()}"
        )

    def _start(self, account: Account) -> bool:
        for _ in range(_START_TRIES):
            if not self._alive():  # left by a killed server, see postmaster.py
                (self.data / "postmaster.pid").unlink(missing_ok=True)
                self._socket_lock.unlink(missing_ok=True)
            if self.log.exists() and self.log.stat().st_size > _LOG_KEPT_BYTES:
                self.log.unlink()
            self._program("pg_ctl", account, ["-D", str(self.data), "-l", str(self.log), "-w", "-t", "60", "start"])
            if self._answers() or self._wait():
                return True
            if not any(words in self._log_tail() for words in _PASSING_TROUBLE):
                return False
            time.sleep(1)
        return False

    def _wait(self) -> bool:
        """Wait for the first answer as long as the server lives; False once it is gone."""
        begun = time.monotonic()
        while self._alive():
            try:
                connect(self.socket).close()
            except ServerNotReadyError as silence:
                limit = _RECOVERY_SECONDS if silence.busy else _SILENT_SECONDS
            else:
                return True
            if time.monotonic() > begun + limit:
                raise ClusterError(f"PostgreSQL di {self.home} hidup tetapi tidak menjawab:\n{self._log_tail()}")
            time.sleep(0.1)
        return False

    def _answers(self) -> bool:
        try:
            connect(self.socket).close()
        except ServerNotReadyError:
            return False
        return True

    def _alive(self) -> bool:
        return server_pid(self.data, self._socket_lock) is not None

    def _halt(self) -> None:
        """Fast shutdown: sessions are ended, the data are written."""
        pid = server_pid(self.data, self._socket_lock)
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        end = time.monotonic() + _STOP_SECONDS
        while self._alive():
            if time.monotonic() > end:
                raise ClusterError(f"PostgreSQL di {self.home} tidak mau berhenti. Catatannya:\n{self._log_tail()}")
            time.sleep(0.02)

    def _remove_data(self) -> None:
        for folder in (self.data, self.data.with_name("pg.new")):
            if folder.exists():
                shutil.rmtree(folder)

    def _program(self, name: str, account: Account, options: list[str]) -> "subprocess.CompletedProcess[str]":
        command = [str(find_binaries(account) / name), *options]
        # a file, not a pipe: the server inherits it and would keep a pipe open for ever
        with (self.home / f"{name}.log").open("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603 - own program
                command, check=False, stdout=output, stderr=subprocess.STDOUT, **server_user(account)
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, "", output.read())

    def _log_tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])
        except OSError:
            return "(tidak ada catatan)"

    def _locked(self) -> AbstractContextManager[None]:
        return exclusive(self.home / ".lock")


def embedded(checkout: Path, purpose: Purpose = "run", *, state: Path | None = None) -> Cluster:
    """The cluster of this checkout for serving or for tests; looks at folders, creates and starts nothing.

    state  where an ordinary user keeps state; None means XDG_STATE_HOME, else ~/.local/state
    """
    home = choose_home(checkout, server_account(), state or state_home())
    return Cluster(home if purpose == "run" else home / TEST_FOLDER, purpose=purpose)


def _own_folder(folder: Path, account: Account) -> None:
    """A folder that belongs to the server's account alone."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    if account.lent:
        os.chown(folder, account.uid or 0, account.gid or 0)
