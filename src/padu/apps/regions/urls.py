"""Addresses of places: the search and one page per code."""

from __future__ import annotations

from django.urls import path, register_converter

from padu.apps.regions.views import changes, places
from padu.domain.regions import REGION_CODE


class RegionCodeConverter:
    """A well-formed region code in an address; anything else does not match and is 404."""

    regex = REGION_CODE.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RegionCodeConverter, "region")

urlpatterns = [
    path("", places.search, name="places"),
    path("perubahan/", changes.changes, name="region_changes"),
    path("perubahan/saran/", changes.suggestions, name="region_suggestions"),
    path("perubahan/<int:file_id>/", changes.change, name="region_change"),
    path("perubahan/<int:file_id>/simpan/", changes.store, name="region_change_store"),
    path("<region:code>/", places.place, name="place"),
]
