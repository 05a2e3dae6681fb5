"""What the checks of `padu doctor` share and what they return."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

import psycopg

from padu.settings.environment import Environment
from padu.settings.keys import Keyring
from padu.settings.postgres import Cluster

Level = Literal["ok", "peringatan", "salah"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report, and what to do about it."""

    level: Level
    text: str
    advice: str = ""


@dataclass(slots=True)
class Context:
    """What the checks share: settings, and connections once they were made (None: not reachable)."""

    environment: Environment
    checkout: Path
    cluster: Cluster | None = None
    app: psycopg.Connection | None = None
    owner: psycopg.Connection | None = None
    keyring: Keyring | None = None
    closing: ExitStack = field(default_factory=ExitStack)
    """Puts everything back as it was found."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.close()


Check = Callable[[Context], Iterator[Finding]]
