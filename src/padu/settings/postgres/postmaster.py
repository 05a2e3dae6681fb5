"""Is the process named in postmaster.pid really our server?

`kill -9` leaves the file behind; its number may then belong to a zombie, to another program, or (in a copied checkout)
to the server of another folder. PostgreSQL itself refuses to start in the first two cases when the owner is the same.
"""

import subprocess
from pathlib import Path

_PROC = Path("/proc")


def postmaster_pid(data: Path) -> int | None:
    """Process number in postmaster.pid, None without a readable one."""
    try:
        first = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").split("\n", 1)[0]
        return int(first)
    except (OSError, ValueError):
        return None


def postmaster_alive(data: Path) -> bool:
    """Whether the server of this data folder lives."""
    pid = postmaster_pid(data)
    if pid is None or pid <= 0:
        return False
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
