"""What people call their places where the law lets them: nagari, gampong, pekon, distrik, ...

The kind in the official list (desa, kecamatan, ...) stays; this is only the word shown before the name. Marks: certain;
likely (known from practice or from regional law whose text we have not read). Else the kind is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from padu.domain.regions import Level, level_of


@dataclass(frozen=True, slots=True)
class LocalName:
    """A word for the places of one level and kind below `code`; of several rows the longest code counts.

    An empty word puts the official kind back inside a wider row.
    """

    code: str
    level: Level
    kind: str
    word: str
    mark: Literal["certain", "likely"]
    source: str


_V, _D = Level.VILLAGE, Level.DISTRICT
_NAGARI = "Perda Sumatera Barat 7/2018"
_GAMPONG = "UU 11/2006, Qanun Aceh 5/2003"
_PAPUA = "UU 21/2001"
_DIY = "Pergub DIY 25/2019"
_REGENCY = "perda kabupaten/kota"

LOCAL_NAMES: tuple[LocalName, ...] = (
    # Nagari are in the regencies; Mentawai, and the cities of Sawahlunto and Pariaman, have desa.
    LocalName("13", _V, "desa", "nagari", "certain", _NAGARI),
    LocalName("13.09", _V, "desa", "", "certain", _NAGARI),
    LocalName("13.73", _V, "desa", "", "certain", _NAGARI),
    LocalName("13.77", _V, "desa", "", "certain", _NAGARI),
    LocalName("11", _V, "desa", "gampong", "certain", _GAMPONG),
    LocalName("11.02", _V, "desa", "kute", "likely", _REGENCY),
    LocalName("11.04", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("11.09", _V, "desa", "", "likely", _REGENCY),
    LocalName("11.10", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("11.13", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("11.16", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("11.17", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("11.75", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("14.07", _V, "desa", "kepenghuluan", "likely", _REGENCY),
    LocalName("14.08", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("15.08", _V, "desa", "dusun", "likely", _REGENCY),
    LocalName("18.02", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("18.04", _V, "desa", "pekon", "likely", _REGENCY),
    LocalName("18.05", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("18.06", _V, "desa", "pekon", "likely", _REGENCY),
    LocalName("18.08", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("18.10", _V, "desa", "pekon", "likely", _REGENCY),
    LocalName("18.12", _V, "desa", "tiyuh", "likely", _REGENCY),
    LocalName("18.13", _V, "desa", "pekon", "likely", _REGENCY),
    LocalName("34", _V, "desa", "kalurahan", "likely", _DIY),
    LocalName("34", _D, "district", "kapanewon", "likely", _DIY),
    LocalName("34.71", _D, "district", "kemantren", "likely", _DIY),
    LocalName("64.03", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("64.07", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("64.11", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("71.03", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("71.09", _V, "desa", "kampung", "likely", _REGENCY),
    LocalName("73.18", _V, "desa", "lembang", "likely", _REGENCY),
    LocalName("73.26", _V, "desa", "lembang", "likely", _REGENCY),
    *(
        LocalName(str(province), level, kind, word, "certain", _PAPUA)
        for province in range(91, 97)
        for level, kind, word in ((_V, "desa", "kampung"), (_D, "district", "distrik"))
    ),
)

_BY_PLACE = {(row.code, row.level, row.kind): row.word for row in LOCAL_NAMES}


def local_word(code: str, kind: str) -> str:
    """The word people use for the place, or "" where the official kind is the word.

    >>> local_word("13.01.01.2001", "desa"), local_word("13.77.01.2001", "desa")
    ('nagari', '')
    """
    level = level_of(code)
    for root in (code[:5], code[:2]):
        word = _BY_PLACE.get((root, level, kind))
        if word is not None:
            return word
    return ""
