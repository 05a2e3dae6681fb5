"""What a kampung says of itself: dated answers that are only added to."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.kampung.models.register import Kampung, RegisterFile


class Declaration(Guarded):
    """One answer to one field of `padu.domain.kampung_fields`. The newest counts; earlier ones stay.

    answer   True, False, or null: "not known", said with a date
    details  what stands beside a yes: {"frequency": "monthly"}, {"amount": 15000000}
    """

    guard = Guard(TableClass.PLACE)

    kampung = models.ForeignKey(Kampung, on_delete=models.CASCADE, related_name="declarations", db_constraint=False)
    region_code = RegionCodeField()
    field = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(null=True)
    answer = models.BooleanField(null=True)
    details = models.JSONField(default=dict)
    as_of = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(RegisterFile, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    declared_by = models.BigIntegerField(null=True)
    declared_name = models.CharField(max_length=120, blank=True)
    declared_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "kampung"], name="declaration_place_kampung")]
