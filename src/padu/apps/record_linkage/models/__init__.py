"""Pairs that may be one person or family, what was merged, and lists of other sectors."""

from __future__ import annotations

from padu.apps.record_linkage.models.duplicates import DuplicatePair, Merge
from padu.apps.record_linkage.models.sectors import SectorAgreement, SectorColumns, SectorDelivery, SectorRow

__all__ = ["DuplicatePair", "Merge", "SectorAgreement", "SectorColumns", "SectorDelivery", "SectorRow"]
