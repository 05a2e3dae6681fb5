"""The supervisor against a real server: created twice at once, killed, adopted, left behind."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from padu.settings.postgres import Cluster, ClusterError, embedded
from padu.settings.postgres.account import SERVER_ACCOUNT
from padu.settings.postgres.binaries import find_binaries, server_user
from padu.settings.postgres.postmaster import server_pid

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change accounts")
START = """
import sys
from pathlib import Path
from padu.settings.postgres import embedded
print(embedded(Path(sys.argv[1]), "test").ensure_running().started)
"""


def _checkout() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="padu"))
    folder.chmod(0o755)
    return folder


def _away(checkout: Path) -> None:
    cluster = embedded(checkout, "test")
    cluster.destroy()
    shutil.rmtree(checkout)
    if checkout not in cluster.home.parents:
        shutil.rmtree(cluster.home.parent)


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    folder = _checkout()
    yield folder
    _away(folder)


@pytest.fixture(scope="module")
def starts(checkout: Path) -> list[str]:
    """What two processes said that asked for the same new cluster at the same time."""
    asked = [
        subprocess.Popen([sys.executable, "-c", START, str(checkout)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    return [process.communicate(timeout=120)[0].strip() for process in asked]


@pytest.fixture
def cluster(checkout: Path, starts: list[str]) -> Iterator[Cluster]:
    made = embedded(checkout, "test")
    made.ensure_running()
    yield made
    made._use.leave()


def _pid(cluster: Cluster) -> int:
    pid = server_pid(cluster.data, cluster.socket / ".s.PGSQL.5432.lock")
    assert pid is not None
    return pid


def _one(params: dict[str, str], query: str) -> object:
    with psycopg.connect(**params) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_two_processes_at_once_make_one_server(starts: list[str], cluster: Cluster) -> None:
    assert sorted(starts) == ["False", "True"]
    assert cluster.status() == "running"


def test_both_roles_come_in_and_hold_no_more_than_they_should(cluster: Cluster) -> None:
    rights = (
        "select format('%s %s %s %s', current_user, rolsuper, rolbypassrls, rolcreatedb)"
        " from pg_roles where rolname = current_user"
    )
    assert _one(cluster.app_params(), rights) == "padu_app f f f"
    assert _one(cluster.owner_params(), rights) == "padu_owner f f t"
    owned = "select count(*) from pg_database where datdba = 'padu_app'::regrole"
    assert _one(cluster.app_params(), owned) == 0


def test_the_serving_role_makes_no_tables(cluster: Cluster) -> None:
    with psycopg.connect(**cluster.app_params()) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("create table x (a int)")


def test_the_owner_steps_down_but_inherits_nothing(cluster: Cluster) -> None:
    with psycopg.connect(**cluster.owner_params()) as connection:
        connection.execute("set role padu_app")
        assert connection.execute("select current_user").fetchone() == ("padu_app",)
    member = "select inherit_option or admin_option from pg_auth_members where member = 'padu_owner'::regrole"
    assert _one(cluster.owner_params(), member) is False


def test_the_server_has_the_right_locale_and_no_network(cluster: Cluster) -> None:
    assert _one(cluster.app_params(), "show listen_addresses") == ""
    assert (
        _one(cluster.app_params(), "select format('%s %s', datlocprovider, datlocale) from pg_database limit 1")
        == "b C.UTF-8"
    )
    assert _one(cluster.app_params(), "select pg_encoding_to_char(encoding) from pg_database limit 1") == "UTF8"


def test_a_second_call_adopts_the_server(checkout: Path, cluster: Cluster) -> None:
    begun = time.monotonic()
    assert embedded(checkout, "test").ensure_running().started is False
    assert time.monotonic() - begun < 1


def test_a_killed_server_is_started_again_with_its_data(checkout: Path, cluster: Cluster) -> None:
    with psycopg.connect(**cluster.owner_params()) as connection:
        connection.execute("set synchronous_commit = on")
        connection.execute("create table if not exists kept as select 7 as a")
    os.kill(_pid(cluster), signal.SIGKILL)
    assert cluster.ensure_running().started is True
    assert _one(cluster.owner_params(), "select a from kept") == 7


def test_an_application_killed_leaves_a_server_to_adopt(checkout: Path, cluster: Cluster) -> None:
    code = START + "\nsys.stdout.flush()\nimport os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"
    cluster.stop()
    gone = subprocess.run([sys.executable, "-c", code, str(checkout)], check=False, capture_output=True, text=True)
    assert (gone.returncode, gone.stdout.strip()) == (-signal.SIGKILL, "True")
    assert cluster.ensure_running().started is False


def test_a_number_that_now_belongs_to_another_program_is_no_server(cluster: Cluster) -> None:
    cluster.stop()
    account = {"user": SERVER_ACCOUNT, "group": SERVER_ACCOUNT} if os.geteuid() == 0 else {}
    other = subprocess.Popen(["/bin/sleep", "60"], **account)
    try:
        for name in (cluster.data / "postmaster.pid", cluster.socket / ".s.PGSQL.5432.lock"):
            name.write_text(f"{other.pid}\n{cluster.data}\n")
            shutil.chown(name, cluster.data.stat().st_uid, cluster.data.stat().st_gid)
        assert cluster.status() == "stopped"
        assert cluster.ensure_running().started is True
    finally:
        other.kill()
        other.wait()


def test_a_zombie_is_no_server(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    try:
        (tmp_path / "postmaster.pid").write_text(f"{child}\n")
        assert server_pid(tmp_path, tmp_path / "none") is None
    finally:
        os.waitpid(child, 0)


def test_a_lost_pid_file_hides_no_running_server(cluster: Cluster) -> None:
    before = _pid(cluster)
    (cluster.data / "postmaster.pid").unlink()
    assert _pid(cluster) == before
    assert cluster.ensure_running().started is False
    cluster.stop()
    assert cluster.status() == "stopped"


def test_the_last_one_to_leave_stops_the_server(checkout: Path, cluster: Cluster) -> None:
    waiting = START + "\nsys.stdout.flush()\nsys.stdin.read()\n"
    other = subprocess.Popen(
        [sys.executable, "-c", waiting, str(checkout)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "False\n"
    assert cluster.release() is False
    with pytest.raises(ClusterError, match="sedang dipakai"):
        embedded(checkout, "test").destroy()
    other.communicate("")
    assert cluster.status() == "running"
    assert cluster.release() is True
    assert cluster.status() == "stopped"


def test_an_adopted_server_is_left_running(cluster: Cluster) -> None:
    cluster._use.leave()
    guest = Cluster(cluster.home, purpose="run")
    assert guest.ensure_running().started is False
    assert guest.release() is False
    assert guest.status() == "running"


def test_a_server_of_our_own_is_stopped(cluster: Cluster) -> None:
    cluster.stop()
    host = Cluster(cluster.home, purpose="run")
    assert host.ensure_running().started is True
    assert Cluster(cluster.home, purpose="run").release() is True
    assert host.status() == "stopped"


def test_a_broken_test_cluster_is_made_anew(cluster: Cluster) -> None:
    cluster.stop()
    (cluster.data / "global" / "pg_control").write_bytes(b"rusak")
    assert cluster.ensure_running().started is True
    assert cluster.status() == "running"


def test_a_broken_cluster_in_use_is_kept_and_explained(cluster: Cluster) -> None:
    cluster.stop()
    control = cluster.data / "global" / "pg_control"
    whole = control.read_bytes()
    control.write_bytes(b"rusak")
    try:
        with pytest.raises(ClusterError, match="tidak dapat dijalankan"):
            Cluster(cluster.home, purpose="run").ensure_running()
        assert control.read_bytes() == b"rusak"
    finally:
        control.write_bytes(whole)


@needs_root
def test_another_user_of_the_machine_is_refused(cluster: Cluster) -> None:
    psql = find_binaries(_account()) / "psql"
    options = {**server_user(_account()), "user": "nobody", "group": "nogroup"}
    asked = subprocess.run(
        [psql, "-h", str(cluster.socket), "-U", "padu_app", "padu", "-c", "select 1"],
        check=False,
        capture_output=True,
        text=True,
        **options,
    )
    assert asked.returncode != 0
    own = server_user(_account())
    asked = subprocess.run(
        [psql, "-h", str(cluster.socket), "-U", "padu_app", "padu"], check=False, capture_output=True, text=True, **own
    )
    assert "Peer authentication failed" in asked.stderr


def _account():
    from padu.settings.postgres.account import ensured_account

    return ensured_account()


def _as_user(name: str, work: Callable[[], str]) -> str:
    """What `work` returns in a child process that runs as another user."""
    entry = pwd.getpwnam(name)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        said = "gagal"
        try:
            os.setgroups([])
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
            said = work()
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


@needs_root
def test_an_ordinary_user_has_a_server_of_his_own(cluster: Cluster) -> None:
    folder = _checkout()
    shutil.chown(folder, "nobody")

    def work() -> str:
        own = embedded(folder, "test")
        first = own.ensure_running().started
        user = _one(own.app_params(), "select current_user")
        owner = own.data.owner()
        return f"{own.home} {first} {user} {owner} {own.release()} {own.status()}"

    try:
        assert _as_user("nobody", work) == f"{folder}/var/test True padu_app nobody True stopped"
        with pytest.raises(ClusterError, match="bukan milik akun"):
            Cluster(folder / "var" / "test").ensure_running()
    finally:
        shutil.rmtree(folder)


@needs_root
def test_a_checkout_below_a_closed_folder_runs_from_a_system_folder() -> None:
    folder = _checkout()
    (folder / "dalam").mkdir()
    folder.chmod(0o700)
    cluster = embedded(folder / "dalam", "test")
    try:
        assert cluster.ensure_running().started is True
        assert cluster.home.parents[1] == Path("/var/lib/padu")
        assert folder.stat().st_mode & 0o777 == 0o700
        assert cluster.release() is True
    finally:
        cluster.destroy()
        shutil.rmtree(cluster.home.parent)
        shutil.rmtree(folder)
