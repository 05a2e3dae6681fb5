"""Agencies that can give: their kinds, on which levels each stands, and what they are called on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from padu.domain.regions import Level


class AgencyKind(StrEnum):
    """Kinds of agencies. The value is stable: it stands in rows."""

    OPD = "opd"
    VERTICAL = "vertikal"
    PKK = "pkk"
    ORGANISATION = "ormas"
    COMPANY = "perusahaan"
    MINISTRY = "kementerian"
    DISTRICT_OFFICE = "kecamatan"
    KUA = "kua"
    PUSKESMAS = "puskesmas"
    FIELD_CENTRE = "balai_penyuluhan"
    VILLAGE_GOVERNMENT = "pemerintah_desa"


AGENCY_KIND_LABELS: Final[dict[AgencyKind, str]] = {
    AgencyKind.OPD: "OPD (dinas, badan, kantor daerah)",
    AgencyKind.VERTICAL: "Instansi vertikal",
    AgencyKind.PKK: "TP PKK",
    AgencyKind.ORGANISATION: "Organisasi masyarakat",
    AgencyKind.COMPANY: "Perusahaan",
    AgencyKind.MINISTRY: "Kementerian/lembaga",
    AgencyKind.DISTRICT_OFFICE: "Kantor camat",
    AgencyKind.KUA: "KUA",
    AgencyKind.PUSKESMAS: "Puskesmas",
    AgencyKind.FIELD_CENTRE: "Balai Penyuluhan KB",
    AgencyKind.VILLAGE_GOVERNMENT: "Pemerintah desa/kelurahan",
}

_DISTRICT = frozenset({Level.DISTRICT})
_ANYWHERE = frozenset(Level)
# A kind that is named nowhere here stands on every level.
AGENCY_LEVELS: Final[dict[AgencyKind, frozenset[Level]]] = {
    AgencyKind.OPD: _ANYWHERE - {Level.NATION, Level.VILLAGE},
    AgencyKind.MINISTRY: frozenset({Level.NATION}),
    AgencyKind.DISTRICT_OFFICE: _DISTRICT,
    AgencyKind.KUA: _DISTRICT,
    AgencyKind.PUSKESMAS: _DISTRICT,
    AgencyKind.FIELD_CENTRE: _DISTRICT,
    AgencyKind.VILLAGE_GOVERNMENT: frozenset({Level.VILLAGE}),
}
# Column of the matrix in which a kind usually stands (domain/matrix_columns.csv, offices); others are asked for.
USUAL_COLUMN: Final[dict[AgencyKind, str]] = {
    AgencyKind.PKK: "pkk",
    AgencyKind.ORGANISATION: "community_org",
    AgencyKind.COMPANY: "community_org",
    AgencyKind.VERTICAL: "other_vertical",
    AgencyKind.DISTRICT_OFFICE: "social_village",  # [assumption] the list names village government there
    AgencyKind.KUA: "religious_affairs",
    AgencyKind.PUSKESMAS: "health",
    AgencyKind.FIELD_CENTRE: "women_child_family",
    AgencyKind.VILLAGE_GOVERNMENT: "social_village",
}


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name an agency no longer has; `until` is its last day."""

    name: str
    short_name: str
    until: dt.date


def kind_fits(kind: AgencyKind, level: Level) -> bool:
    """Whether an agency of this kind stands in a place of this level."""
    return level in AGENCY_LEVELS.get(kind, _ANYWHERE)


def kinds_of(level: Level) -> tuple[AgencyKind, ...]:
    """Kinds that stand on a level."""
    return tuple(kind for kind in AgencyKind if kind_fits(kind, level))


def former_name_on(former: Iterable[FormerName], day: dt.date) -> FormerName | None:
    """The former name that was in use on a day; None where the present one was."""
    later = [name for name in former if day <= name.until]
    return min(later, key=lambda name: name.until) if later else None
