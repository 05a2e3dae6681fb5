"""Who looks: one role worn in one place, and the people with accounts who stand for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from padu.access.verbs import Role
from tests.people import NEXT_VILLAGE, OTHER_REGENCY, REGENCY, VILLAGE

NATION = "00"
PROVINCE = "13"
DISTRICT = "13.01.01"
# Another province, down to a village. Real places.
FAR = {
    "33": ("province", "Jawa Tengah"),
    "33.08": ("kabupaten", "Magelang"),
    "33.08.14": ("district", "Secang"),
    "33.08.14.2004": ("desa", "Madusari"),
}
OFFICERS = frozenset({Role.AGENCY, Role.SECTOR})


@dataclass(frozen=True, slots=True)
class Wearer:
    """A role in a place; officers of agencies also name the agency, by its name in `World.agencies`."""

    role: Role
    place: str
    agency: str = ""

    def __str__(self) -> str:
        return f"{self.role}{'(' + self.agency + ')' if self.agency else ''}@{self.place}"


def above_or_same(above: str, below: str) -> bool:
    """Whether a place is another one or holds it, by the writing of the codes alone."""
    return above in (below, NATION) or below.startswith(f"{above}.")


# At which level a role is worn, by the length of the code. Other hats are given by nobody and are refused all the same.
_VILLAGE, _DISTRICT, _REGENCY, _WIDER = 13, 8, 5, 2
WORN_AT: dict[Role, frozenset[int]] = {
    Role.KADER: frozenset({_VILLAGE}),
    Role.KAMPUNG: frozenset({_VILLAGE}),
    Role.PLKB: frozenset({_VILLAGE, _DISTRICT}),
    Role.AGENCY: frozenset({_REGENCY}),
    Role.REGENCY: frozenset({_REGENCY}),
    Role.DISTRICT: frozenset({_DISTRICT}),
    Role.PROVINCE: frozenset({_WIDER}),
    Role.NATION: frozenset({_WIDER}),
    Role.SECTOR: frozenset({_WIDER}),
    Role.INSPECTOR: frozenset({_REGENCY, _WIDER}),
    Role.PRIVACY: frozenset({_REGENCY, _WIDER}),
}


def is_worn(who: Wearer) -> bool:
    """Whether such a hat is ever given: a province's team is not the nation's, nor the other way round."""
    if who.role in (Role.PROVINCE, Role.NATION):
        return len(who.place) == _WIDER and (who.place == NATION) == (who.role is Role.NATION)
    return len(who.place) in WORN_AT[who.role]


# Everybody with an account. The first seven stand in `tests.people` as well.
STANDING: dict[str, Wearer] = {
    "pokja": Wearer(Role.KAMPUNG, VILLAGE),
    "pokja_tetangga": Wearer(Role.KAMPUNG, NEXT_VILLAGE),
    "petugas_opd": Wearer(Role.AGENCY, REGENCY, "kesehatan"),
    "petugas_opd_lain": Wearer(Role.AGENCY, REGENCY, "dukcapil"),
    "petugas_luar": Wearer(Role.AGENCY, OTHER_REGENCY, "kesehatan_luar"),
    "tim_kab": Wearer(Role.REGENCY, REGENCY),
    "orang_luar": Wearer(Role.REGENCY, OTHER_REGENCY),
    "kader": Wearer(Role.KADER, VILLAGE),
    "penyuluh": Wearer(Role.PLKB, DISTRICT),
    "camat": Wearer(Role.DISTRICT, DISTRICT),
    "provinsi": Wearer(Role.PROVINCE, PROVINCE),
    "provinsi_lain": Wearer(Role.PROVINCE, "33"),
    "pusat": Wearer(Role.NATION, NATION),
    "sektor": Wearer(Role.SECTOR, PROVINCE, "dinas_provinsi"),
    "pengawas": Wearer(Role.INSPECTOR, REGENCY),
    "petugas_pdp": Wearer(Role.PRIVACY, REGENCY),
}

# Seen from a place: itself, the one next to it, the one it lies in, one within it, and one of another province.
RELATED: dict[str, dict[str, str]] = {
    VILLAGE: {"own": VILLAGE, "neighbour": NEXT_VILLAGE, "parent": DISTRICT, "other": "33.08.14.2004"},
    DISTRICT: {"own": DISTRICT, "neighbour": "13.01.02", "parent": REGENCY, "child": VILLAGE, "other": "33.08.14"},
    REGENCY: {"own": REGENCY, "neighbour": OTHER_REGENCY, "parent": PROVINCE, "child": VILLAGE, "other": "33.08"},
    PROVINCE: {"own": PROVINCE, "neighbour": "33", "parent": NATION, "child": REGENCY, "other": "33.08"},
    NATION: {"own": NATION, "child": PROVINCE},
}


def around(place: str) -> list[Wearer]:
    """Every role in every relation to a place, whether or not such a hat is ever given; officers of two agencies."""
    return [
        Wearer(role, there, agency)
        for there in RELATED[place].values()
        for role in Role
        for agency in (("kesehatan", "dukcapil") if role in OFFICERS else ("",))
    ]
