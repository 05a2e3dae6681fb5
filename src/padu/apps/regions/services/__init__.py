"""Writing places: the official list as a whole, changes over time from files, and what people confirmed."""

from padu.apps.regions.services.change_files import (
    DayNeeded,
    RowsWrong,
    change_file_receive,
    change_file_store,
)
from padu.apps.regions.services.confirming import NotSuggested, suggestions_confirm
from padu.apps.regions.services.official import load_regions, region_counts, regions_loaded

__all__ = [
    "DayNeeded",
    "NotSuggested",
    "RowsWrong",
    "change_file_receive",
    "change_file_store",
    "load_regions",
    "region_counts",
    "regions_loaded",
    "suggestions_confirm",
]
