"""Writing institutions. One module per subject; agencies may be imported from here."""

from __future__ import annotations

from padu.apps.institutions.services.agencies import agency_save

__all__ = ["agency_save"]
