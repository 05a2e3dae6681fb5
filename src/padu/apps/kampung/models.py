"""The register of kampung."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class Kampung(Guarded):
    """One Kampung Keluarga Berkualitas; usually one village."""

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    name = models.CharField(max_length=120)
    founded_on = models.DateField(null=True)
    decree_number = models.CharField(max_length=80, blank=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "name"], name="kampung_once")]
