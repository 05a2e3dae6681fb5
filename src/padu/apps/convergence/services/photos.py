"""Photos of activities: where they lie once they have been cleaned."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings

from padu.access.pictures import (
    FORMATS,
    LONGEST_SIDE,
    MAX_BYTES,
    MAX_PIXELS,
    CleanPhoto,
    PhotoRefused,
    photo_clean,
)

__all__ = [
    "FORMATS",
    "LONGEST_SIDE",
    "MAX_BYTES",
    "MAX_PIXELS",
    "CleanPhoto",
    "PhotoRefused",
    "photo_clean",
    "photo_keep",
    "photo_path",
]


def photo_keep(photo: CleanPhoto) -> str:
    """Write a clean photo under a name nobody can guess. Returns the name below the photo folder."""
    folder: Path = settings.PHOTO_FILES
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{secrets.token_hex(16)}.jpg"
    (folder / name).write_bytes(photo.content)
    return name


def photo_path(name: str) -> Path:
    """Where a kept photo lies. Raises ValueError for a name that is none of ours."""
    if Path(name).name != name or not name.endswith(".jpg"):
        raise ValueError(name)
    folder: Path = settings.PHOTO_FILES
    return folder / name
