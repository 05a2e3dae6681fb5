"""Pictures that people send: decoded, re-encoded and stripped of everything the camera wrote into them."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

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
    """A JPEG without any metadata, its longest side as asked at most."""

    content: bytes
    width: int
    height: int


def photo_clean(content: bytes, longest_side: int = LONGEST_SIDE) -> CleanPhoto:
    """Re-encode a photo. Raises PhotoRefused."""
    if len(content) > MAX_BYTES:
        raise PhotoRefused(reason="too_large")
    bare = _bare(_decoded(content, longest_side))
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return CleanPhoto(out.getvalue(), bare.width, bare.height)


def _decoded(content: bytes, longest_side: int) -> Image.Image:
    """The picture the right way up and not too large; its size is read from the head before any pixel is decoded."""
    try:
        picture = Image.open(BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise PhotoRefused(reason="too_many_pixels")
        # A JPEG can be decoded at a fraction of its size: a phone's picture does not fill the memory.
        picture.draft("RGB", (2 * longest_side, 2 * longest_side))
        picture.thumbnail((longest_side, longest_side))
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
