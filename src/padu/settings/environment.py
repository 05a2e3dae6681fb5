"""The only reader of the environment: typed, refuses odd values, reads secrets from NAME_FILE as well."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parents[3]
DEFAULT_PORT = 8000
# What the privacy notice says until an installation names its officer (UU 27/2022 article 53).
DEFAULT_PRIVACY_CONTACT = "Kantor desa Anda, atau petugas pelindungan data pribadi kabupaten/kota."


class OddSetting(ValueError):
    """A setting has a value that cannot be meant."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r}: {wanted}")


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """Where people may sign in beside name and password: issuer address, and who we are there."""

    issuer: str
    client_id: str
    client_secret: str | None


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything the surroundings may decide. `port` None: take the default or the next free one.

    second_factor_from  first day on which roles that see much need a second step; None: never
    """

    var: Path
    debug: bool
    port: int | None
    database_url: str | None
    database_owner_url: str | None
    allowed_hosts: tuple[str, ...]
    privacy_contact: str
    second_factor_from: dt.date | None
    openid: OpenIdProvider | None

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


def _date(source: Mapping[str, str], name: str) -> dt.date | None:
    value = source.get(name, "")
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        raise OddSetting(name, value, "a date like 2027-01-31") from None


def _openid(source: Mapping[str, str]) -> OpenIdProvider | None:
    """The provider, if one is named. Plain HTTP only to this machine: tokens and secrets travel there."""
    issuer, client_id = source.get("PADU_OIDC_ISSUER", ""), source.get("PADU_OIDC_CLIENT_ID", "")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not (parts.scheme == "https" and parts.hostname) and not local:
        raise OddSetting("PADU_OIDC_ISSUER", issuer, "an address with https://")
    if not client_id:
        raise OddSetting("PADU_OIDC_CLIENT_ID", client_id, "the name of this site at the provider")
    return OpenIdProvider(issuer, client_id, _secret(source, "PADU_OIDC_CLIENT_SECRET"))


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
        privacy_contact=source.get("PADU_PRIVACY_CONTACT", "").strip() or DEFAULT_PRIVACY_CONTACT,
        second_factor_from=_date(source, "PADU_SECOND_FACTOR_FROM"),
        openid=_openid(source),
    )


def state_home(source: Mapping[str, str] | None = None) -> Path | None:
    """Where this user keeps state by XDG_STATE_HOME; None where it is unset or, against its rule, relative."""
    value = (os.environ if source is None else source).get("XDG_STATE_HOME", "")
    return Path(value) if value.startswith("/") else None
