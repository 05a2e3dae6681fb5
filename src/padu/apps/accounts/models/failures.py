"""Failed tries, counted so that guessing can be slowed down."""

from __future__ import annotations

from django.db import models


class SignInFailure(models.Model):
    """One sign-in that failed. No name and no address stand here, only keyed hashes to count by; gone after an hour."""

    at = models.DateTimeField(auto_now_add=True)
    # Hash of name and address together, and of the address alone.
    pair_hash = models.BinaryField(max_length=32)
    address_hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["pair_hash", "at"], name="failure_pair"),
            models.Index(fields=["address_hash", "at"], name="failure_address"),
        ]
