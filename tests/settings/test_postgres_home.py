"""Where the embedded server's data and socket go."""

import os
from pathlib import Path

import pytest

from padu.settings.environment import state_home
from padu.settings.postgres.account import Account, can_search
from padu.settings.postgres.errors import ClusterError
from padu.settings.postgres.home import MAX_SOCKET_PATH_BYTES, away_home, choose_home, fits, make_folder

STRANGER = Account("orang_lain", 54321, 54321, lent=True)
MYSELF = Account("saya", os.geteuid(), os.getegid(), lent=False)


@pytest.fixture
def open_checkout(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose folders above all seem searchable (pytest's own base folder is 0700)."""
    checkout = tmp_path_factory.mktemp("k")
    base = checkout.parent
    monkeypatch.setattr("padu.settings.postgres.account._may_pass", _pass_above(base))
    return checkout


def _pass_above(base: Path):
    from padu.settings.postgres import account

    honest = account._may_pass

    def may_pass(folder: Path, who: Account) -> bool:
        return folder == base or base not in folder.parents or honest(folder, who)

    return may_pass


def test_the_checkout_itself_is_taken_where_it_works(tmp_path: Path) -> None:
    short = Path("/tmp") / tmp_path.name[:8]
    assert fits(short / "var")
    assert choose_home(tmp_path, MYSELF) in (tmp_path / "var", away_home(tmp_path, MYSELF))


def test_a_closed_folder_above_sends_the_lent_account_away(open_checkout: Path) -> None:
    open_checkout.chmod(0o755)
    assert choose_home(open_checkout, STRANGER) == open_checkout / "var"
    open_checkout.chmod(0o700)
    assert choose_home(open_checkout, STRANGER) == away_home(open_checkout, STRANGER)
    assert str(away_home(open_checkout, STRANGER)).startswith("/var/lib/padu/")
    assert open_checkout.stat().st_mode & 0o777 == 0o700


def test_a_closed_var_sends_the_lent_account_away(open_checkout: Path) -> None:
    open_checkout.chmod(0o755)
    (open_checkout / "var").mkdir(mode=0o700)
    assert choose_home(open_checkout, STRANGER) == away_home(open_checkout, STRANGER)


def test_a_long_path_goes_to_the_state_folder_of_the_user(tmp_path: Path) -> None:
    checkout = tmp_path / ("n" * 60) / ("m" * 60)
    checkout.mkdir(parents=True)
    state = Path("/tmp/keadaan")
    chosen = choose_home(checkout, MYSELF, state)
    assert chosen.parent == state / "padu"
    assert chosen == choose_home(checkout, MYSELF, state)
    assert chosen != choose_home(checkout.parent, MYSELF, state)


def test_the_limit_counts_bytes_and_the_deeper_test_socket() -> None:
    rest = len("/test/sock/.s.PGSQL.5432")
    assert fits(Path("/" + "x" * (MAX_SOCKET_PATH_BYTES - rest - 1)))
    assert not fits(Path("/" + "x" * (MAX_SOCKET_PATH_BYTES - rest)))
    assert not fits(Path("/" + "é" * 40))


@pytest.mark.parametrize("mark", ['"', "$", "`", "\\", "'", ","])
def test_marks_that_a_shell_or_libpq_would_read_do_not_fit(mark: str) -> None:
    assert not fits(Path(f"/tmp/a{mark}b"))


def test_nowhere_to_go_is_said_in_words(tmp_path: Path) -> None:
    checkout = tmp_path / ("n" * 90)
    checkout.mkdir()
    with pytest.raises(ClusterError, match="XDG_STATE_HOME"):
        choose_home(checkout, MYSELF, tmp_path / ("s" * 90))


def test_search_needs_every_folder_above(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert can_search(inner, MYSELF)
    assert not can_search(inner, STRANGER)  # pytest's base folder is 0700


def test_made_folders_keep_their_mode_under_a_narrow_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        make_folder(tmp_path / "var" / "test", 0o711)
    finally:
        os.umask(before)
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o711
    assert (tmp_path / "var" / "test").stat().st_mode & 0o777 == 0o711


def test_the_state_folder_of_the_user_is_taken_from_the_environment() -> None:
    assert state_home({"XDG_STATE_HOME": "/tmp/keadaan"}) == Path("/tmp/keadaan")
    assert state_home({"XDG_STATE_HOME": "keadaan"}) is None
    assert state_home({}) is None
