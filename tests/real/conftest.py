"""The real input files that lie beside the project, not in it."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Path of a file below PADU_SHARED; without it the test is skipped, in CI it fails."""

    def find(name: str) -> Path:
        path = Path(os.environ.get("PADU_SHARED") or "missing") / name
        if not path.is_file():
            if os.environ.get("CI") == "true":
                pytest.fail(f"PADU_SHARED names no folder with {name}")
            pytest.skip(f"PADU_SHARED is not set: {name} is not here")
        return path

    return find


Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def catalogue(shared: Callable[[str], Path]) -> Callable[[str], Rows]:
    """Rows of a CSV file of the domain facts, by its name."""

    def read(name: str) -> Rows:
        with shared(f"domain/{name}").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
