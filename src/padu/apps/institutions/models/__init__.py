"""Institutions: who can give and who works together. One module per subject; import from here."""

from __future__ import annotations

from padu.apps.institutions.models.agencies import Agency
from padu.apps.institutions.models.field import FieldWorker, Territory, TerritoryHandOver

__all__ = ["Agency", "FieldWorker", "Territory", "TerritoryHandOver"]
