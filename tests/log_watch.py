"""Listens to every log record of the whole run: none may hold a number, a name or a word of a person of the tests."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest

from padu.settings.logs import BareFormatter

# Numbers as long as a NIK or a No. KK; the names and free words that the tests' families and rows carry.
SECRET = re.compile(
    r"(?<!\d)\d{16}(?!\d)|Zubaidah|Kenari|Rosnida|Siti Aminah|Rahasia|nama-tebakan-rahasia", re.IGNORECASE
)
# Written only while a test counts queries; the site never switches it on (`test_the_site_never_writes_queries`).
QUERIES = "django.db.backends"


class Watch(logging.Handler):
    """Keeps what gives something away, as the site would write it and as it was handed over."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(BareFormatter("%(name)s %(message)s"))
        self.heard = 0
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(QUERIES):
            return
        self.heard += 1
        for text in (record.getMessage(), self.format(record)):
            if secret := SECRET.search(text):
                self.found.append(f"{record.name}: {secret.group()[:4]}… in {record.pathname}:{record.lineno}")


WATCH = Watch()


def pytest_configure(config: pytest.Config) -> None:
    logging.getLogger().addHandler(WATCH)


@pytest.fixture(autouse=True)
def logs_hold_nothing_of_a_person() -> Iterator[None]:
    """Fails the test in which something of a person was written."""
    # Setting up Django's logging takes other handlers away; loggers that do not hand on are heard by themselves.
    for name in (None, *(name for name, one in logging.root.manager.loggerDict.items() if _keeps_to_itself(one))):
        logger = logging.getLogger(name)
        if WATCH not in logger.handlers:
            logger.addHandler(WATCH)
    before = len(WATCH.found)
    yield
    assert WATCH.found[before:] == []


def _keeps_to_itself(logger: logging.Logger | logging.PlaceHolder) -> bool:
    return isinstance(logger, logging.Logger) and not logger.propagate


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Also what was written between tests, while a world was made."""
    if WATCH.found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
