"""NIK and no. KK as they are stored: ciphertext, keyed hash and the first four digits."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from padu.apps.rumah_dataku.models import Household, Person
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


def nik_hashes(text: str) -> tuple[bytes, ...]:
    """Under every key held, so that a NIK is found while keys are changed."""
    found: tuple[bytes, ...] = settings.KEYRING.keyed_hashes(normalise_number(text), _NIK)
    return found


def kk_hashes(text: str) -> tuple[bytes, ...]:
    """As `nik_hashes`, for a no. KK."""
    found: tuple[bytes, ...] = settings.KEYRING.keyed_hashes(normalise_number(text), _KK)
    return found


def open_nik(row: Person) -> str:
    """The NIK of a member; "" where there is none. Raises UnknownKeyError, TamperedError."""
    if row.nik_ciphertext is None or row.nik_hash is None:
        return ""
    return unseal(_NIK, row.nik_key_id, bytes(row.nik_ciphertext), bytes(row.nik_hash))


def open_kk(row: Household) -> str:
    """The no. KK of a household. Raises UnknownKeyError, TamperedError."""
    return unseal(_KK, row.kk_key_id, bytes(row.kk_ciphertext), bytes(row.kk_hash))


def kk_hash_text(no_kk: str) -> str:
    """The keyed hash as text: what stands for a no. KK that a file uses as a family's number."""
    return _hash(no_kk, _KK).hex()


def seal(kind: str, number: str) -> SealedNumber:
    """A normalised number of kind "nik" or "kk", with the current keys."""
    return _seal(number, kind)


def _seal(number: str, kind: str) -> SealedNumber:
    found_by = _hash(number, kind)
    # Bound to its own hash: a ciphertext moved to another person's row does not open.
    key_id, sealed = settings.KEYRING.encrypt(number.encode(), _context(kind, found_by))
    return SealedNumber(key_id, sealed, found_by, number[:SHOWN_DIGITS])


def unseal(kind: str, key_id: str, ciphertext: bytes, found_by: bytes) -> str:
    """The number of kind "nik" or "kk". Raises UnknownKeyError, TamperedError."""
    clear: bytes = settings.KEYRING.decrypt(key_id, ciphertext, _context(kind, found_by))
    return clear.decode()


def _context(kind: str, found_by: bytes) -> bytes:
    return f"rumah_dataku.{kind}:".encode() + found_by


def _hash(number: str, kind: str) -> bytes:
    found: bytes = settings.KEYRING.keyed_hash(number, kind)
    return found
