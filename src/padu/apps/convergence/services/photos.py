"""Photos of activities: decoded, re-encoded and stripped of everything the camera wrote into them."""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from padu.domain.errors import PaduError

MAX_BYTES = 10 * 1024 * 1024  # [assumption]
MAX_PIXELS = 50_000_000  # [assumption] a phone's camera has fewer; a decompression bomb has more
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 82
# Pillow's decoders raise any of these for a broken file.
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, struct.error)


class PhotoRefused(PaduError):
    """The file cannot be taken as a photo. data: reason (too_large, not_an_image, too_many_pixels)."""

    code = "photo.refused"


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG without any metadata, its longest side at most 1600 pixels."""

    content: bytes
    width: int
    height: int


def photo_clean(content: bytes) -> CleanPhoto:
    """Re-encode a photo. Raises PhotoRefused."""
    if len(content) > MAX_BYTES:
        raise PhotoRefused(reason="too_large")
    bare = _bare(_decoded(content))
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return CleanPhoto(out.getvalue(), bare.width, bare.height)


def _decoded(content: bytes) -> Image.Image:
    """The picture the right way up and not too large; its size is read from the head before any pixel is decoded."""
    try:
        picture = Image.open(BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise PhotoRefused(reason="too_many_pixels")
        # A JPEG can be decoded at a fraction of its size: a phone's picture does not fill the memory.
        picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return ImageOps.exif_transpose(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused(reason="too_many_pixels") from error
    except _BROKEN as error:
        raise PhotoRefused(reason="not_an_image") from error


def _bare(picture: Image.Image) -> Image.Image:
    """A new picture made of the pixels alone, on white: nothing else of the file can come along."""
    bare = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        bare.paste(layer, mask=layer.getchannel("A"))
    else:
        bare.paste(picture.convert("RGB"))
    return bare


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
