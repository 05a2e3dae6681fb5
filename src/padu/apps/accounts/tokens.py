"""Secrets that are handed over once: long, random, kept as a keyed hash only."""

from __future__ import annotations

import secrets

from django.conf import settings

_BYTES = 32


def make_token() -> str:
    """43 characters that fit into an address; nobody guesses 256 bits."""
    return secrets.token_urlsafe(_BYTES)


def hash_token(token: str, purpose: str) -> bytes:
    """What stands in the table: without the key file it tells nothing, and a token of one kind is none of another."""
    return settings.KEYRING.keyed_hash(token, f"link.{purpose}")


def hashes_of(token: str, purpose: str) -> tuple[bytes, ...]:
    """By which a link is found while keys change; it ends with the key it was made under."""
    return settings.KEYRING.keyed_hashes(token, f"link.{purpose}")
