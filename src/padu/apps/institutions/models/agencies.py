"""Agencies that can give: OPD, vertical offices, PKK, organisations, companies."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class Agency(Guarded):
    """One agency of a region, standing in one column of that region's matrix."""

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    column_key = models.CharField(max_length=40)
    teams = models.PositiveSmallIntegerField(default=1, help_text="berapa kampung dapat dilayani pada hari yang sama")
    # The two family-planning bodies do not count as a sector (classification.md, section 4).
    counts_as_sector = models.BooleanField(default=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "code"], name="agency_code_once")]

    def __str__(self) -> str:
        return self.short_name
