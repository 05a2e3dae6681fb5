"""The only reader of the environment: typed, refuses odd values, reads secrets from NAME_FILE as well."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
DEFAULT_PORT = 8000


class OddSetting(ValueError):
    """A setting has a value that cannot be meant."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r}: {wanted}")


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything the surroundings may decide. `port` None: take the default or the next free one."""

    var: Path
    debug: bool
    port: int | None
    database_url: str | None
    database_owner_url: str | None
    allowed_hosts: tuple[str, ...]

    @property
    def embedded(self) -> bool:
        return self.database_url is None


def _secret(source: Mapping[str, str], name: str) -> str | None:
    """Value of NAME, or the content of the file that NAME_FILE names."""
    if path := source.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return source.get(name) or None


def _flag(source: Mapping[str, str], name: str) -> bool:
    value = source.get(name, "0")
    if value not in ("0", "1", ""):
        raise OddSetting(name, value, "0 or 1")
    return value == "1"


def _port(source: Mapping[str, str]) -> int | None:
    value = source.get("PORT", "")
    if not value:
        return None
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise OddSetting("PORT", value, "a number from 1 to 65535")
    return int(value)


def read_environment(source: Mapping[str, str] | None = None) -> Environment:
    """Read the settings from `source`, by default the process's own environment. Raises OddSetting."""
    source = os.environ if source is None else source
    return Environment(
        var=Path(source.get("PADU_VAR") or CHECKOUT / "var"),
        debug=_flag(source, "PADU_DEBUG"),
        port=_port(source),
        database_url=_secret(source, "DATABASE_URL"),
        database_owner_url=_secret(source, "DATABASE_OWNER_URL"),
        allowed_hosts=tuple(h for h in source.get("PADU_ALLOWED_HOSTS", "").split(",") if h),
    )


def state_home(source: Mapping[str, str] | None = None) -> Path | None:
    """Where this user keeps state by XDG_STATE_HOME; None where it is unset or, against its rule, relative."""
    value = (os.environ if source is None else source).get("XDG_STATE_HOME", "")
    return Path(value) if value.startswith("/") else None
