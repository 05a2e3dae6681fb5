"""Is the process named in a lock file really our server?

`kill -9` leaves the files behind; their number may then belong to a zombie, to another program, or (in a copied
checkout) to the server of another folder. PostgreSQL itself refuses to start in the first two cases.
"""

import subprocess
from pathlib import Path

_PROC = Path("/proc")


def server_pid(data: Path, socket_lock: Path) -> int | None:
    """Process number of the living server of this data folder; None when none lives.

    Looks at postmaster.pid and, should that have been deleted under a running server, at the lock of its socket.
    """
    for named in (data / "postmaster.pid", socket_lock):
        pid = _first_number(named)
        if pid is not None and _serves(pid, data):
            return pid
    return None


def _first_number(path: Path) -> int | None:
    try:
        number = int(path.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return number if number > 0 else None


def _serves(pid: int, data: Path) -> bool:
    state, command = _process(pid)
    program, _, arguments = command.partition(" -D")
    return not state.startswith(("Z", "X")) and program.endswith("postgres") and str(data) in arguments


def _process(pid: int) -> tuple[str, str]:
    """State letter and command line of a process; two empty texts when there is none."""
    if not (_PROC / "self").exists():
        return _process_by_ps(pid)
    try:
        state = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2][:1]
        command = (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="surrogateescape")
    except OSError:
        return "", ""
    return state, command


def _process_by_ps(pid: int) -> tuple[str, str]:
    found = subprocess.run(  # noqa: S603 - fixed command, a number
        ["/bin/ps", "-p", str(pid), "-o", "stat=,command="], check=False, capture_output=True, text=True
    )
    state, _, command = found.stdout.strip().partition(" ")
    return state, command
