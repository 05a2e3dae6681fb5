"""Signing in by an OpenID provider: Authorization Code with PKCE (S256), state and nonce (OpenID Connect Core 1.0).

Only `sub` of a verified ID token is used. Signatures are PyJWT's work; nothing here reads names, e-mail or roles.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import jwt

from padu.domain.errors import PaduError
from padu.settings.environment import OpenIdProvider

_TIMEOUT: Final = 5.0
_MOST_BYTES: Final = 512 * 1024
# No "none", and nothing with a shared secret: the client's own secret signs no token.
_ALGORITHMS: Final = ("RS256", "PS256", "ES256", "ES384", "EdDSA")
_CLOCK_SKEW: Final = 60
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")


class OpenIdRefused(PaduError):
    """The provider could not be reached, refused, or its answer does not prove who somebody is."""

    code = "accounts.openid_refused"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of the provider, to be kept in the session until it answers."""

    state: str
    nonce: str
    verifier: str


def ask(provider: OpenIdProvider, return_address: str) -> tuple[str, Question]:
    """Where to send the person, and what to keep. Raises OpenIdRefused."""
    question = Question(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    digest = hashlib.sha256(question.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": return_address,
        "scope": "openid",
        "state": question.state,
        "nonce": question.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    endpoint = _description(provider.issuer)["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}", question


def answered(provider: OpenIdProvider, return_address: str, question: Question, answer: dict[str, str]) -> str:
    """The `sub` of whoever the provider has signed in. Raises OpenIdRefused."""
    if not secrets.compare_digest(answer.get("state", "").encode(), question.state.encode()):
        raise OpenIdRefused(why="state")
    if answer.get("iss", provider.issuer) != provider.issuer or not answer.get("code"):
        raise OpenIdRefused(why="answer")
    token = _token(provider, return_address, question, answer["code"])
    return _subject(provider, question, token)


def _token(provider: OpenIdProvider, return_address: str, question: Question, code: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address,
        "client_id": provider.client_id,
        "code_verifier": question.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if provider.client_secret:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    endpoint = _description(provider.issuer)["token_endpoint"]
    token = _fetch(endpoint, urlencode(form).encode(), headers).get("id_token")
    if not isinstance(token, str):
        raise OpenIdRefused(why="no token")
    return token


def _subject(provider: OpenIdProvider, question: Question, token: str) -> str:
    try:
        key = _keys(_description(provider.issuer)["jwks_uri"]).get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token,
            key,
            algorithms=list(_ALGORITHMS),
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=_CLOCK_SKEW,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
    except jwt.PyJWTError as refused:
        raise OpenIdRefused(why="token") from refused
    if not secrets.compare_digest(str(claims["nonce"]).encode(), question.nonce.encode()):
        raise OpenIdRefused(why="nonce")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise OpenIdRefused(why="azp")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 1 <= len(subject) <= 255:
        raise OpenIdRefused(why="sub")
    return subject


@lru_cache(maxsize=4)
def _description(issuer: str) -> dict[str, str]:
    """The provider's own description; kept until the process ends, failures are not."""
    found = _fetch(issuer.rstrip("/") + "/.well-known/openid-configuration")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != issuer or not all(_fit(found.get(name)) for name in wanted):
        raise OpenIdRefused(why="description")
    return {name: found[name] for name in wanted}


@lru_cache(maxsize=4)
def _keys(address: str) -> jwt.PyJWKClient:
    return jwt.PyJWKClient(address, timeout=_TIMEOUT, max_cached_keys=8)


def _fit(address: object) -> bool:
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token endpoint that sends us elsewhere would get the code and the secret there."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _fetch(address: str, form: bytes | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    if not _fit(address):
        raise OpenIdRefused(why="address")
    request = urllib.request.Request(address, data=form, headers={"Accept": "application/json", **(headers or {})})  # noqa: S310 - see _fit
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_TIMEOUT) as answer:
            found = json.loads(answer.read(_MOST_BYTES))
    except (urllib.error.URLError, OSError, ValueError) as refused:
        raise OpenIdRefused(why="unreachable") from refused
    if not isinstance(found, dict):
        raise OpenIdRefused(why="answer")
    return found
