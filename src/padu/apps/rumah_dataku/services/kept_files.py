"""Files that people sent, kept as ciphertext. In clear they exist only while they are read, without a name on disk.

A file is cut into chunks, so that memory stays bounded; each chunk is bound to its file, its place and whether it is
the last one, so that none can be left out, moved or cut off unseen.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from padu.access.sealed import FileStore
from padu.apps.rumah_dataku.files.limits import CHUNK_BYTES
from padu.settings.keys import Keyring, TamperedError

_SIZE_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on disk: `path` below the folder of kept files."""

    path: str
    key_id: str
    sha256: str
    size: int


def keep(chunks: Iterable[bytes]) -> Kept:
    """Encrypt what arrives and write it down under a name of its own."""
    folder, name = _folder(), secrets.token_hex(16)
    digest, size, key_id = hashlib.sha256(), 0, ""
    target = folder / name
    with target.open("xb") as out:
        target.chmod(0o600)
        for index, (chunk, last) in enumerate(_marked(chunks)):
            digest.update(chunk)
            size += len(chunk)
            key_id, sealed = _keyring().encrypt(chunk, _context(name, index, last))
            out.write(len(sealed).to_bytes(_SIZE_BYTES, "big") + bytes([last]) + sealed)
    return Kept(name, key_id, digest.hexdigest(), size)


def forget(path: str) -> None:
    """Take the file away; nothing happens where it is gone already."""
    (_folder() / path).unlink(missing_ok=True)


def _renew(path: str, key_id: str) -> tuple[str, str]:
    """A new file of the same content under the current key. Raises as `clear_chunks`."""
    kept = keep(clear_chunks(path, key_id))
    return kept.path, kept.key_id


def exists(path: str) -> bool:
    return (_folder() / path).is_file()


def clear_chunks(path: str, key_id: str) -> Iterator[bytes]:
    """The content in clear, chunk by chunk. Raises TamperedError, UnknownKeyError, FileNotFoundError."""
    last = False
    with (_folder() / path).open("rb") as stored:
        index = 0
        while head := stored.read(_SIZE_BYTES + 1):
            last = bool(head[_SIZE_BYTES])
            sealed = stored.read(int.from_bytes(head[:_SIZE_BYTES], "big"))
            yield _keyring().decrypt(key_id, sealed, _context(path, index, last))
            index += 1
    if not last:
        raise TamperedError


@contextmanager
def opened(path: str, key_id: str) -> Iterator[Path]:
    """A path under which the content can be read in clear inside the `with` block."""
    with _nameless() as (clear, readable):
        for chunk in clear_chunks(path, key_id):
            clear.write(chunk)
        clear.flush()
        yield readable


@contextmanager
def _nameless() -> Iterator[tuple[IO[bytes], Path]]:
    """A temporary file; where the system allows, one without a name, so that a killed process leaves nothing."""
    if Path("/proc/self/fd").is_dir():
        with tempfile.TemporaryFile(dir=_folder()) as file:
            # By our own number, not "self": workbooks are read in a child process.
            yield file, Path(f"/proc/{os.getpid()}/fd/{file.fileno()}")
        return
    with tempfile.NamedTemporaryFile(dir=_folder(), prefix="open-") as named:
        yield named.file, Path(named.name)


def _marked(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Chunks of bounded size, each with whether it is the last; an empty file is one empty last chunk."""
    held = b""
    for chunk in chunks:
        held += chunk
        while len(held) > CHUNK_BYTES:
            yield held[:CHUNK_BYTES], False
            held = held[CHUNK_BYTES:]
    yield held, True


def _context(name: str, index: int, last: bool) -> bytes:
    return f"kept_file:{name}:{index}:{int(last)}".encode()


def _folder() -> Path:
    folder: Path = settings.KEPT_FILES
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _keyring() -> Keyring:
    ring: Keyring = settings.KEYRING
    return ring


KEPT_FILES: Final = FileStore(_folder, _renew)
"""The store of files that people sent, for rows that name one (`padu.access.sealed`)."""
