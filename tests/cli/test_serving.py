"""Ports and child processes of `padu run`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from padu.cli import ports
from padu.cli.ports import HOST, PortTaken, choose_port, is_free
from padu.cli.processes import Child, Supervisor, padu


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.bind((HOST, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_in_use_is_not_free(taken: int) -> None:
    assert not is_free(taken)


def test_a_wanted_port_is_taken_or_refused(taken: int) -> None:
    with pytest.raises(PortTaken) as caught:
        choose_port(taken)
    assert caught.value.port == taken


def test_without_a_wish_the_first_free_port_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST_PORT", taken)
    chosen = choose_port(None)
    assert taken < chosen < taken + 100


def test_a_port_in_its_closing_pause_is_free() -> None:
    server = socket.create_server((HOST, 0))
    port = server.getsockname()[1]
    client = socket.create_connection((HOST, port))
    accepted, _ = server.accept()
    accepted.close()
    client.close()
    server.close()
    assert is_free(port)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(code)]


SLEEPER = python("import time; time.sleep(60)")


def wait_until(fact: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if fact():
            return True
        time.sleep(0.02)
    return False


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][:1]
    except OSError:
        return False
    return state not in "ZX"


def test_our_own_command_runs_in_this_interpreter() -> None:
    assert padu("worker")[0] == sys.executable
    assert padu("worker")[-1] == "worker"


def test_a_child_has_a_session_of_its_own_and_stops_when_asked() -> None:
    supervisor = Supervisor([Child("tidur", SLEEPER)], print)
    child = supervisor.children[0]
    child.start()
    assert child.process is not None
    process = child.process
    assert os.getsid(process.pid) == process.pid != os.getsid(0)
    supervisor.stop()
    assert not child.alive
    assert process.returncode == -signal.SIGTERM
    assert process.stdin is not None
    assert process.stdin.closed


def test_a_child_that_died_is_started_again_after_a_pause() -> None:
    told: list[str] = []
    child = Child("Pekerja", SLEEPER, pause=0.05)
    supervisor = Supervisor([child], told.append)
    child.start()
    assert child.process is not None
    first = child.process
    first.kill()
    first.wait()
    supervisor._look_after(child)
    assert told == ["Pekerja berhenti sendiri; dijalankan lagi dalam 0 detik."]
    assert child.process is None
    assert wait_until(lambda: time.monotonic() >= child.not_before)
    supervisor._look_after(child)
    assert child.alive
    assert child.process.pid != first.pid  # type: ignore[union-attr]
    supervisor.stop()


def test_the_first_child_starts_alone_and_watching_starts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    first, second = Child("web", SLEEPER), Child("pekerja", SLEEPER)
    supervisor = Supervisor([first, second], print)
    supervisor.start()
    assert (first.alive, second.alive) == (True, False)
    watching = threading.Thread(target=supervisor.watch, args=(0.02,))
    watching.start()
    assert wait_until(lambda: second.alive)
    supervisor._stopping.set()
    watching.join()
    supervisor.stop()
    assert (first.alive, second.alive) == (False, False)


def test_the_pause_grows_while_a_child_keeps_dying_and_not_beyond_measure() -> None:
    child = Child("Pekerja", SLEEPER, started_at=time.monotonic())
    pauses = []
    for _ in range(7):
        child.note_death()
        pauses.append(child.pause)
    assert pauses == [2, 4, 8, 16, 30, 30, 30]
    child.started_at = time.monotonic() - 61
    child.note_death()
    assert child.pause == 1


def test_a_child_that_does_not_listen_is_killed_with_all_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    from padu.cli import processes

    monkeypatch.setattr(processes, "STOP_SECONDS", 0.3)
    deaf = python(
        """
        import signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        open(sys.argv[1], "w").write(str(below.pid))
        time.sleep(60)
        """
    )
    note = Path(f"/tmp/padu-test-{os.getpid()}.pid")
    child = Child("tuli", [*deaf, str(note)])
    supervisor = Supervisor([child], print)
    child.start()
    try:
        assert wait_until(lambda: note.exists() and note.read_text() != "")
        below = int(note.read_text())
        supervisor.stop()
        assert not child.alive
        assert wait_until(lambda: not lives(below))
    finally:
        note.unlink(missing_ok=True)


def test_children_go_when_the_parent_is_killed() -> None:
    parent = subprocess.Popen(
        python(
            """
            import sys, time
            from padu.cli.processes import Child
            watcher = '''
            import time
            from padu.cli.processes import stop_with_parent
            stop_with_parent()
            print("siap", flush=True)
            time.sleep(60)
            '''
            import textwrap
            child = Child("anak", [sys.executable, "-c", textwrap.dedent(watcher)])
            child.start()
            print(child.process.pid, flush=True)
            time.sleep(60)
            """
        ),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    words = {parent.stdout.readline().strip(), parent.stdout.readline().strip()}
    (pid,) = [int(word) for word in words if word.isdigit()]
    assert lives(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not lives(pid))
