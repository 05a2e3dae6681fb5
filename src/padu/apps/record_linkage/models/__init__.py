"""Pairs that may be one person or family, what people said of them, and what was merged."""

from __future__ import annotations

from padu.apps.record_linkage.models.duplicates import DuplicatePair, Merge

__all__ = ["DuplicatePair", "Merge"]
