"""A real server on a database of its own, a real browser, and what every walk watches: console, requests, axe."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
DEMO_PASSWORD = "padu-peragaan"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
_START_SECONDS = 60
TODAY = dt.date(time.localtime().tm_year, 6, 15)
"""The day in which the server lives (`server_settings`); what a browser dates itself is told it."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """Address of a running site with a small demo; server and background worker end with the tests."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "server_settings",
        "PYTHONPATH": os.pathsep.join([str(HERE), str(CHECKOUT / "src")]),
        "PADU_BROWSER_VAR": str(tmp_path_factory.mktemp("site")),
        "PADU_BROWSER_DATABASE": f"padu_browser_{worker_id}",
    }
    subprocess.run([sys.executable, str(HERE / "prepare.py")], env=environment, check=True, timeout=300)
    port = free_port()
    command = [sys.executable, "-m", "padu.cli.main"]
    # Each child ends when our end of its standard input is closed.
    children = [
        subprocess.Popen([*command, *what], env=environment, cwd=CHECKOUT, stdin=subprocess.PIPE)
        for what in (["web", "--port", str(port)], ["worker", "--with-parent"])
    ]
    try:
        wait_for(f"http://127.0.0.1:{port}/sehat/")
        yield f"http://127.0.0.1:{port}"
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=30)
            if child.stdin is not None:
                child.stdin.close()


def wait_for(address: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "Chromium is not installed; `make test` installs it"
    arguments = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """Somebody at a screen. `complaints` collects what the console and the server had to say."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.site}{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def sign_in(self, username: str) -> None:
        self.go("/masuk/")
        self.page.get_by_label("Nama akun").fill(username)
        self.page.get_by_label("Kata sandi", exact=True).fill(DEMO_PASSWORD)
        self.page.get_by_role("button", name="Masuk").click()
        self.page.wait_for_url(f"{self.site}/")

    def axe(self) -> list[str]:
        """What axe finds on the page as it stands: rule and the elements."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate("() => axe.run({resultTypes: ['violations']})")
        return [f"{v['id']}: {[n['target'] for n in v['nodes']][:5]}" for v in found["violations"]]

    def overflows(self) -> bool:
        """Whether the page is wider than the screen."""
        return bool(self.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1"))


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(site: str, browser: Browser) -> Iterator[Visit]:
    """Open a browser window of its own for a person: visit("pokja"), visit("pokja", NARROW), visit() for a stranger."""
    contexts: list[BrowserContext] = []

    def arrive(username: str | None = None, size: dict[str, int] = WIDE, **options: Any) -> Visitor:
        context = browser.new_context(viewport=size, locale="id-ID", **options)  # type: ignore[arg-type]
        contexts.append(context)
        visitor = Visitor(context.new_page(), site)
        visitor.page.on("console", lambda m: m.type == "error" and visitor.complaints.append(m.text))
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        if username is not None:
            visitor.sign_in(username)
        return visitor

    yield arrive
    for context in contexts:
        context.close()
