"""Writing institutions. One module per subject; agencies may be imported from here."""

from __future__ import annotations

from padu.apps.institutions.services.agencies import AgencyData, agency_add, agency_save

__all__ = ["AgencyData", "agency_add", "agency_save"]
