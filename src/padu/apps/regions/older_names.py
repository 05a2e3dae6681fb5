"""Names as older code lists print them (KAB. ACEH SELATAN), brought into the form of the list in force."""

from __future__ import annotations

import re

from padu.domain.regions import Level, level_of

_PREFIX = re.compile(r"(KABUPATEN|KAB\.?|KOTA)\s+(?:(ADM\.?|ADMINISTRASI)\s*)?", re.IGNORECASE)
_SHORT = re.compile(r"\bKEP\.?\s", re.IGNORECASE)
# Abbreviations that stay capitals when a name in capitals is written out.
_CAPITALS = frozenset({"DKI", "DI"})


def plain_name(code: str, printed: str) -> str:
    """A printed name in the form of the official list.

    >>> plain_name("11.01", "KAB. ACEH SELATAN"), plain_name("31.01", "KAB. ADM. KEP. SERIBU")
    ('Kabupaten Aceh Selatan', 'Kabupaten Administrasi Kepulauan Seribu')
    """
    name = " ".join(printed.split())
    level = level_of(code)
    if level not in (Level.PROVINCE, Level.REGENCY):
        return name
    lead = ""
    if level is Level.REGENCY and (found := _PREFIX.match(name)):
        word = "Kota" if found[1].casefold() == "kota" else "Kabupaten"
        lead = f"{word} Administrasi " if found[2] else f"{word} "
        name = name[found.end() :]
    name = _SHORT.sub("KEPULAUAN " if name.isupper() else "Kepulauan ", name)
    return lead + (_written_out(name) if name.isupper() else name)


def _written_out(name: str) -> str:
    return " ".join(word if word in _CAPITALS else word.capitalize() for word in name.split())
