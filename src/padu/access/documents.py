"""Papers that people hand in (decrees, regulations): PDF or picture, checked, and kept as ciphertext.

Who may see one is decided by the table that names it; here is only how its bytes come and go. A picture is written
anew without what the camera noted; a PDF stays as it is and is only ever handed out as a download.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from django.conf import settings
from django.http import HttpResponse

from padu.access.pictures import PhotoRefused, photo_clean
from padu.access.sealed import FileStore
from padu.domain.errors import PaduError
from padu.settings.keys import Keyring

MAX_BYTES = 5 * 1024 * 1024  # [assumption] a scanned decree of a few pages
# Text of a scanned page has to stay legible.
_PAGE_SIDE = 2400
_NAME_LENGTH = 120
_PDF, _JPEG, _PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
PDF_TYPE, PICTURE_TYPE = "application/pdf", "image/jpeg"
SUFFIXES = {PDF_TYPE: ".pdf", PICTURE_TYPE: ".jpg"}
ACCEPT = ".pdf,.jpg,.jpeg,.png"


class DocumentRefused(PaduError):
    """The file cannot be taken. data: reason (empty, too_large, wrong_kind, broken_picture)."""

    code = "document.refused"


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """A checked paper in clear: what it is called, what it is, and its bytes."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A paper on disk, to be stored as columns of the row that owns it. `sha256` is that of the clear bytes."""

    file_name: str
    media_type: str
    path: str
    key_id: str
    sha256: str
    size: int


def document_clean(file_name: str, content: bytes) -> CleanDocument:
    """Tell by the content what it is, and clean it. Raises DocumentRefused."""
    if not content:
        raise DocumentRefused(reason="empty")
    if len(content) > MAX_BYTES:
        raise DocumentRefused(reason="too_large")
    if content.startswith(_PDF):
        return CleanDocument(_named(file_name, PDF_TYPE), PDF_TYPE, content)
    if not content.startswith((_JPEG, _PNG)):
        raise DocumentRefused(reason="wrong_kind")
    try:
        picture = photo_clean(content, _PAGE_SIDE).content
    except PhotoRefused as error:
        raise DocumentRefused(reason="broken_picture") from error
    return CleanDocument(_named(file_name, PICTURE_TYPE), PICTURE_TYPE, picture)


def document_keep(document: CleanDocument) -> KeptDocument:
    """Write the paper down as ciphertext under a name nobody can guess."""
    name, key_id = _write(document.content)
    digest = hashlib.sha256(document.content).hexdigest()
    return KeptDocument(document.file_name, document.media_type, name, key_id, digest, len(document.content))


def document_open(path: str, key_id: str) -> bytes:
    """The paper in clear. Raises FileNotFoundError, TamperedError, UnknownKeyError."""
    if PurePath(path).name != path:
        raise FileNotFoundError(path)
    return _keyring().decrypt(key_id, (_folder() / path).read_bytes(), _context(path))


def _write(content: bytes) -> tuple[str, str]:
    """Name and key id of a new file."""
    name = secrets.token_hex(16)
    key_id, sealed = _keyring().encrypt(content, _context(name))
    target = _folder() / name
    with target.open("xb") as out:
        target.chmod(0o600)
        out.write(sealed)
    return name, key_id


def _renew(path: str, key_id: str) -> tuple[str, str]:
    """A new file of the same content under the current key. Raises as `document_open`."""
    return _write(document_open(path, key_id))


def document_forget(path: str) -> None:
    """Take the file away; nothing happens where it is gone already."""
    (_folder() / PurePath(path).name).unlink(missing_ok=True)


def document_answer(kept: KeptDocument) -> HttpResponse:
    """The paper as a download that no browser runs or keeps. The caller has checked who asks."""
    answer = HttpResponse(document_open(kept.path, kept.key_id), content_type=kept.media_type)
    plain = kept.file_name.encode("ascii", "ignore").decode().replace('"', "") or f"dokumen{SUFFIXES[kept.media_type]}"
    answer["Content-Disposition"] = f'attachment; filename="{plain}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _named(file_name: str, media_type: str) -> str:
    """The sender's name for it, without folders and signs that steer a printer, with the suffix of what it is."""
    stem = PurePath(file_name.replace("\\", "/")).stem
    plain = "".join(sign for sign in stem if sign.isprintable()).strip() or "dokumen"
    suffix = SUFFIXES[media_type]
    return plain[: _NAME_LENGTH - len(suffix)] + suffix


def _context(name: str) -> bytes:
    return f"document:{name}".encode()


def _folder() -> Path:
    # A folder of its own: import files beside it are purged after a time, papers of the register are not.
    folder: Path = settings.KEPT_FILES / "documents"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _keyring() -> Keyring:
    ring: Keyring = settings.KEYRING
    return ring


DOCUMENTS: Final = FileStore(_folder, _renew)
"""The store of papers, for rows that name one (`padu.access.sealed`)."""
