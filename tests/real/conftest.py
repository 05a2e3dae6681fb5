"""The real input files that lie beside the project, not in it."""

from __future__ import annotations

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
