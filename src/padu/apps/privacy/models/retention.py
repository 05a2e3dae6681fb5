"""One round of anonymising: proposed with counts, confirmed by a second person, done."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class RetentionRun(Guarded):
    """What was due in a place on a day, who proposed and confirmed, and what was done (counts only)."""

    guard = Guard(TableClass.PRIVACY)

    class State(models.TextChoices):
        PROPOSED = "proposed", "menunggu orang kedua"
        CONFIRMED = "confirmed", "sedang dikerjakan"
        DONE = "done", "selesai"
        CANCELLED = "cancelled", "dibatalkan"

    region_code = RegionCodeField()
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    due = models.JSONField(default=dict)
    done = models.JSONField(default=dict)
    proposed_by = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "-proposed_at"], name="retention_place_time")]
