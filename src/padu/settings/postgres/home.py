"""Where the embedded server keeps its data and its socket.

`var/` of the checkout where that works: a socket's path is limited (107 bytes on Linux, less elsewhere), and the
server's account must be able to pass through every folder above. Else a short folder named by a hash of the checkout.
"""

import hashlib
import os
from pathlib import Path

from padu.settings.postgres.account import Account, can_search, user_home
from padu.settings.postgres.errors import ClusterError

PORT = 5432
MAX_SOCKET_PATH_BYTES = 100
TEST_FOLDER = "test"
SYSTEM_STATE = Path("/var/lib/padu")
# pg_ctl hands the data folder to a shell in double quotes; libpq reads a comma in a socket's folder as a list of hosts
_UNSAFE_MARKS = frozenset("\"$`\\\n',")


def socket_dir(home: Path) -> Path:
    """Folder of the server's socket."""
    return home / "sock"


def data_dir(home: Path) -> Path:
    """Folder of the cluster itself."""
    return home / "pg"


def fits(home: Path) -> bool:
    """Whether socket paths below `home`, the tests' deeper one included, stay within the limit."""
    socket = socket_dir(home / TEST_FOLDER) / f".s.PGSQL.{PORT}"
    return len(os.fsencode(socket)) <= MAX_SOCKET_PATH_BYTES and not _UNSAFE_MARKS & set(str(home))


def choose_home(checkout: Path, account: Account, state_home: Path | None = None) -> Path:
    """The folder for clusters of this checkout: a pure look at the file system, nothing is created.

    state_home  where an ordinary user keeps state; None means ~/.local/state
    """
    checkout = checkout.resolve()
    beside = checkout / "var"
    if fits(beside) and can_search(beside, account) and _writable(beside):
        return beside
    away = away_home(checkout, account, state_home)
    if not fits(away) or not can_search(away, account):
        raise ClusterError(
            f"Tidak ada folder yang cocok untuk basis data tertanam: {beside} dan {away} terlalu panjang "
            f"(batas alamat soket {MAX_SOCKET_PATH_BYTES} bita) atau tidak dapat dilalui akun '{account.name}'. "
            "Isi XDG_STATE_HOME dengan folder beralamat pendek, atau isi DATABASE_URL."
        )
    return away


def away_home(checkout: Path, account: Account, state_home: Path | None = None) -> Path:
    """The folder outside the checkout, named by a hash of the checkout's path."""
    name = hashlib.sha256(os.fsencode(checkout.resolve())).hexdigest()[:12]
    if account.lent:
        return SYSTEM_STATE / name
    return (state_home or user_home() / ".local" / "state") / "padu" / name


def _writable(folder: Path) -> bool:
    present = folder if folder.exists() else folder.parent
    return os.access(present, os.W_OK | os.X_OK)


def make_folder(folder: Path, mode: int) -> None:
    """Create a folder of ours and those missing above it, whatever the umask; folders found are left as they are."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        step.chmod(mode)
