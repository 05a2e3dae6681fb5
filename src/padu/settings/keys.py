"""The keys of this installation: one file that its owner alone can read, made at the first start.

Numbers of persons are stored as ciphertext (AES-256-GCM) with the key's id beside it, and found by a keyed hash
(HMAC-SHA-256) made with another key. Several keys of a kind may stand in the file: the current one writes, all read.
Whoever loses the file loses the encrypted data; keep a copy apart from the database's backup.
"""

import base64
import hmac
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = 1
_NOTE = (
    "Kunci data pribadi Padu. Tanpa berkas ini data terenkripsi tidak dapat dibaca lagi: simpan salinannya terpisah."
)


class KeyFileError(Exception):
    """The key file is missing, open to others, or not what it should be; the message says so in Indonesian."""

    code = "keys.file"


class UnknownKeyError(Exception):
    """A value was written with a key that the key file does not hold."""

    code = "keys.unknown"


class TamperedError(Exception):
    """A ciphertext was changed, cut, or moved to another context."""

    code = "keys.tampered"


@dataclass(frozen=True, slots=True, repr=False)
class KeySet:
    """Keys of one kind by id, and the id of the one that writes."""

    current: str
    keys: Mapping[str, bytes]

    def __repr__(self) -> str:
        return f"KeySet({len(self.keys)} keys)"


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """What is needed to write, read and find encrypted values. Never shows a key."""

    encryption: KeySet
    hashing: KeySet
    secret_key: str
    """Django's SECRET_KEY."""

    def encrypt(self, value: bytes, context: bytes) -> tuple[str, bytes]:
        """Id of the key, and nonce + ciphertext + tag (28 bytes longer than the value).

        context  names the place of the value (table, column, row owner); only the same context decrypts it
        """
        key_id = self.encryption.current
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self.encryption.keys[key_id]).encrypt(nonce, value, _bound(key_id, context))
        return key_id, nonce + sealed

    def decrypt(self, key_id: str, ciphertext: bytes, context: bytes) -> bytes:
        """The value. Raises UnknownKeyError, TamperedError."""
        key = self.encryption.keys.get(key_id)
        if key is None:
            raise UnknownKeyError(key_id)
        nonce, sealed = ciphertext[:_NONCE_BYTES], ciphertext[_NONCE_BYTES:]
        if len(nonce) < _NONCE_BYTES:
            raise TamperedError
        try:
            return AESGCM(key).decrypt(nonce, sealed, _bound(key_id, context))
        except InvalidTag as error:
            raise TamperedError from error

    def keyed_hash(self, text: str, purpose: str) -> bytes:
        """32 bytes by which an encrypted text is found; equal texts of one purpose have equal hashes.

        The text is taken as it is: normalise it before.
        """
        message = _framed(purpose.encode()) + text.encode()
        return hmac.new(self.hashing.keys[self.hashing.current], message, sha256).digest()

    def keyed_hashes(self, text: str, purpose: str) -> tuple[bytes, ...]:
        """The hashes of a text under every key held, the current one first: how a text is found during a rotation."""
        message = _framed(purpose.encode()) + text.encode()
        ids = [self.hashing.current, *sorted(set(self.hashing.keys) - {self.hashing.current})]
        return tuple(hmac.new(self.hashing.keys[key_id], message, sha256).digest() for key_id in ids)

    @property
    def hash_key_id(self) -> str:
        """Id of the key behind `keyed_hash`, to be stored beside the hash."""
        return self.hashing.current

    @property
    def key_ids(self) -> frozenset[str]:
        """Ids of all keys held."""
        return frozenset(self.encryption.keys) | frozenset(self.hashing.keys)

    def __repr__(self) -> str:
        return f"Keyring({', '.join(sorted(self.key_ids))})"


def load_keyring(path: Path, *, create: bool = True) -> Keyring:
    """Read the key file, made first where there is none. Raises KeyFileError."""
    if create and not path.exists():
        create_key_file(path)
    return read_keyring(path)


def read_keyring(path: Path) -> Keyring:
    """Read the key file; refuse one that others can read. Raises KeyFileError."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
        with open(descriptor, encoding="utf-8") as file:  # noqa: PTH123 - a descriptor, so that what is checked is read
            _refuse_open_file(path, os.fstat(descriptor))
            return _keyring(json.load(file))
    except FileNotFoundError as error:
        raise KeyFileError(
            f"Berkas kunci {path} tidak ada. Kembalikan dari salinannya: tanpa berkas itu NIK, nomor KK dan berkas "
            "yang sudah terenkripsi tidak dapat dibaca lagi."
        ) from error
    except OSError as error:
        raise KeyFileError(f"Berkas kunci {path} tidak dapat dibaca: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError):
        # without the cause: its message may quote the file
        raise KeyFileError(f"Berkas kunci {path} rusak. Kembalikan dari salinannya; jangan dihapus.") from None


def create_key_file(path: Path) -> None:
    """Write a new key file, complete or not at all; one that exists is kept (two processes may try at once)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".keys.", dir=path.parent)  # 0600, O_EXCL
        draft = Path(name)
        try:
            with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
                json.dump(_new_content(), file, indent=1)
                file.flush()
                os.fsync(descriptor)
            _publish(draft, path)
        finally:
            draft.unlink()
    except OSError as error:
        raise KeyFileError(f"Berkas kunci {path} tidak dapat dibuat: {error.strerror}.") from error


def _publish(draft: Path, path: Path) -> None:
    """Like O_EXCL, but the name appears with its whole content."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return


def _new_content() -> dict[str, Any]:
    return {
        "note": _NOTE,
        "format": _FORMAT,
        "secret_key": secrets.token_urlsafe(48),
        "encryption": new_keys("e"),
        "hashing": new_keys("h"),
    }


def new_keys(kind: str) -> dict[str, Any]:
    """One new key of a kind, as the file holds it; `kind` is the letter its id begins with."""
    # random ids: a file made anew after a loss must not pretend to hold the keys of the old one
    key_id = kind + secrets.token_hex(4)
    return {"current": key_id, "keys": {key_id: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}}


def _refuse_open_file(path: Path, facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise KeyFileError(f"Berkas kunci {path} bukan berkas biasa.")
    if facts.st_mode & 0o077:
        raise KeyFileError(f"Berkas kunci {path} dapat dibaca pengguna lain. Jalankan: chmod 600 {path}")
    if facts.st_uid not in (os.geteuid(), 0):
        raise KeyFileError(f"Berkas kunci {path} milik pengguna lain.")


def _keyring(content: dict[str, Any]) -> Keyring:
    if content["format"] != _FORMAT or len(content["secret_key"]) < KEY_BYTES:
        raise ValueError
    return Keyring(_key_set(content["encryption"]), _key_set(content["hashing"]), content["secret_key"])


def _key_set(content: dict[str, Any]) -> KeySet:
    keys = {key_id: base64.b64decode(text, validate=True) for key_id, text in content["keys"].items()}
    if content["current"] not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise ValueError
    return KeySet(content["current"], keys)


def _framed(part: bytes) -> bytes:
    """Length and content, so that two parts joined cannot be read as two others."""
    return len(part).to_bytes(4, "big") + part


def _bound(key_id: str, context: bytes) -> bytes:
    return _framed(key_id.encode()) + context
