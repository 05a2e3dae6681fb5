"""How names of places are compared: case, spaces and marks do not count."""

from __future__ import annotations

import re
import unicodedata

_KIND_WORDS = re.compile(
    r"^(kabupaten|kab\.?|kota|kecamatan|kec\.?|desa|kelurahan|kel\.?|nagari|provinsi|prov\.?)\s+", re.IGNORECASE
)


def fold(name: str) -> str:
    """A name reduced to what tells it apart.

    >>> fold("Ta'an  Bariang")
    'taanbariang'
    """
    plain = unicodedata.normalize("NFKD", name)
    return re.sub(r"[^a-z0-9]", "", plain.casefold())


def fold_query(text: str) -> str:
    """A search text folded, without a leading word for the kind of place."""
    return fold(_KIND_WORDS.sub("", text.strip()))
