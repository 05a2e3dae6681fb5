"""NIK and no. KK as they are stored: ciphertext, keyed hash and the first four digits."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from padu.domain.identity import SHOWN_DIGITS, normalise_number

_NIK, _KK = "nik", "kk"


@dataclass(frozen=True, slots=True, repr=False)
class SealedNumber:
    """One number, found by its hash; decrypted only with the context it was written in."""

    key_id: str
    ciphertext: bytes
    hash: bytes
    first4: str


def seal_nik(nik: str) -> SealedNumber:
    """A normalised NIK."""
    return _seal(nik, _NIK)


def seal_kk(no_kk: str) -> SealedNumber:
    """A normalised no. KK."""
    return _seal(no_kk, _KK)


def nik_hash(text: str) -> bytes:
    return _hash(normalise_number(text), _NIK)


def kk_hash(text: str) -> bytes:
    return _hash(normalise_number(text), _KK)


def kk_hash_text(no_kk: str) -> str:
    """The keyed hash as text: what stands for a no. KK that a file uses as a family's number."""
    return _hash(no_kk, _KK).hex()


def _seal(number: str, kind: str) -> SealedNumber:
    found_by = _hash(number, kind)
    # Bound to its own hash: a ciphertext moved to another person's row does not open.
    key_id, sealed = settings.KEYRING.encrypt(number.encode(), f"rumah_dataku.{kind}:".encode() + found_by)
    return SealedNumber(key_id, sealed, found_by, number[:SHOWN_DIGITS])


def _hash(number: str, kind: str) -> bytes:
    found: bytes = settings.KEYRING.keyed_hash(number, kind)
    return found
