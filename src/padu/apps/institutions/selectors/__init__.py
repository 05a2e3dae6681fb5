"""Reading institutions. One module per subject; agencies may be imported from here."""

from __future__ import annotations

from padu.apps.institutions.selectors.agencies import (
    agency_names,
    find_agency,
    get_agency,
    list_agencies,
    names_of_agencies,
)

__all__ = ["agency_names", "find_agency", "get_agency", "list_agencies", "names_of_agencies"]
