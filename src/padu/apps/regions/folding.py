"""How names of places are compared: case, spaces and marks do not count."""

from __future__ import annotations

import re
import unicodedata

# Words for a kind of place that people write before its name, and the kind of the official list each stands for.
_KINDS = {
    "provinsi": "province",
    "prov": "province",
    "kabupaten": "kabupaten",
    "kab": "kabupaten",
    "kota": "kota",
    "kecamatan": "district",
    "kec": "district",
    "distrik": "district",
    "desa": "desa",
    "nagari": "desa",
    "gampong": "desa",
    "kelurahan": "kelurahan",
    "kel": "kelurahan",
}
_KIND_WORD = re.compile(rf"^({'|'.join(sorted(_KINDS, key=len, reverse=True))})\.?\s+", re.IGNORECASE)


def fold(name: str) -> str:
    """A name reduced to what tells it apart.

    >>> fold("Ta'an  Bariang")
    'taanbariang'
    """
    plain = unicodedata.normalize("NFKD", name)
    return re.sub(r"[^a-z0-9]", "", plain.casefold())


def fold_query(text: str) -> str:
    """A search text folded, without a leading word for the kind of place."""
    return fold(_KIND_WORD.sub("", text.strip()))


def kind_in(text: str) -> str:
    """The kind that a leading word names, "" without one.

    >>> kind_in("Kab. Solok"), kind_in("Solok")
    ('kabupaten', '')
    """
    found = _KIND_WORD.match(text.strip())
    return _KINDS[found.group(1).lower()] if found else ""
