"""Institutions: who can give and who works together. One module per subject; import from here."""

from __future__ import annotations

from padu.apps.institutions.models.agencies import Agency, FormerAgencyName
from padu.apps.institutions.models.field import FieldWorker, Territory, TerritoryHandOver
from padu.apps.institutions.models.teams import Decree, Team, TeamMember, TeamPosition

__all__ = [
    "Agency",
    "Decree",
    "FieldWorker",
    "FormerAgencyName",
    "Team",
    "TeamMember",
    "TeamPosition",
    "Territory",
    "TerritoryHandOver",
]
