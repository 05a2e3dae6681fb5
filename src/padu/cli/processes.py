"""Child processes of `padu run`: each in a session of its own, started again when it dies, gone when the parent is.

A child holds the reading end of a pipe: however the parent ends, also by `kill -9`, it closes and the child stops.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

STOP_SECONDS = 20
_LONGEST_PAUSE = 30.0
_HEALTHY_SECONDS = 60.0


def padu(*arguments: str) -> list[str]:
    """A command of our own, run by this interpreter."""
    return [sys.executable, "-m", "padu.cli.main", *arguments]


@dataclass
class Child:
    """One child process, named for people, and when it may be started again after it has died."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 1.0
    not_before: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - ours
        self.started_at = time.monotonic()

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def note_death(self) -> None:
        """Wait longer each time it dies soon after its start."""
        now = time.monotonic()
        self.pause = 1.0 if now - self.started_at > _HEALTHY_SECONDS else min(_LONGEST_PAUSE, self.pause * 2)
        self.not_before = now + self.pause
        self._let_go()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait_or_kill(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            # The whole session: the child may have children of its own.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._let_go()

    def _let_go(self) -> None:
        """Forget a process that has ended, and close our end of its pipe."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None


class Supervisor:
    """Keeps children alive until SIGINT or SIGTERM; the first is the one that people wait for."""

    def __init__(self, children: Sequence[Child], tell: Callable[[str], None]) -> None:
        self.children = children
        self.tell = tell
        self._stopping = threading.Event()

    def start(self) -> None:
        """Start the first child; the others begin with `watch`, so as not to compete with it for the processor."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._stopping.set())
        self.children[0].start()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def watch(self, seconds: float = 0.5) -> None:
        """Start what does not run, and again what died, until asked to stop."""
        while not self._stopping.is_set():
            for child in self.children:
                self._look_after(child)
            self._stopping.wait(seconds)

    def _look_after(self, child: Child) -> None:
        if child.alive:
            return
        if child.process is not None:
            child.note_death()
            self.tell(f"{child.name} berhenti sendiri; dijalankan lagi dalam {child.pause:.0f} detik.")
        elif time.monotonic() >= child.not_before:
            child.start()

    def stop(self) -> None:
        """Ask all children to stop, and make sure that they have."""
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait_or_kill(deadline)


def stop_with_parent() -> None:
    """In a child: end by SIGTERM as soon as the parent's end of our standard input is closed."""

    def wait_for_the_end() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_the_end, name="parent-watch", daemon=True).start()
