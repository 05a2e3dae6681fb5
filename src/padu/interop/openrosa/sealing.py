"""What a phone sent, as ciphertext bound to its own submission."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings


def seal(content: bytes, instance_id: UUID, part: str) -> tuple[str, bytes]:
    """Key id and ciphertext. `part` names the column, so that one cannot be put in another's place."""
    key_id, sealed = settings.KEYRING.encrypt(content, sealed_context(instance_id, part))
    return key_id, sealed


def unseal(key_id: str, sealed: bytes, instance_id: UUID, part: str) -> bytes:
    """Raises UnknownKeyError, TamperedError."""
    clear: bytes = settings.KEYRING.decrypt(key_id, sealed, sealed_context(instance_id, part))
    return clear


def seal_json(value: Any, instance_id: UUID, part: str) -> tuple[str, bytes]:
    return seal(json.dumps(value).encode(), instance_id, part)


def unseal_json(key_id: str, sealed: bytes, instance_id: UUID, part: str) -> Any:
    """The value, or None where nothing was sealed."""
    return json.loads(unseal(key_id, sealed, instance_id, part)) if sealed else None


def sealed_context(instance_id: UUID, part: str) -> bytes:
    """What binds the ciphertext of a part to its submission."""
    return f"openrosa.{part}:{instance_id}".encode()
