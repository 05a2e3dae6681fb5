"""Figures of a village and the class of its Rumah DataKu."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class Figure(Guarded):
    """One figure of one place and period: the one figure table. Source and date always stand beside it."""

    guard = Guard(TableClass.AGGREGATE)

    class State(models.TextChoices):
        KNOWN = "known", "diketahui"
        UNKNOWN = "unknown", "belum diketahui"
        NOT_APPLICABLE = "not_applicable", "tidak berlaku"
        SUPPRESSED = "suppressed", "disamarkan"

    region_code = RegionCodeField()
    element = models.CharField(max_length=60)
    component = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    period = models.CharField(max_length=10)
    state = models.CharField(max_length=15, choices=State, default=State.KNOWN)
    value = models.FloatField(null=True)
    text = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=160)
    as_of = models.DateField(null=True)
    import_run_id = models.BigIntegerField(null=True)
    entered_by = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "element", "component", "sex", "period", "source"], name="figure_once_a_source"
            ),
        ]


class RumahDatakuStanding(Guarded):
    """Class of a kampung's Rumah DataKu from a day on; a row for each change, none while nothing changed.

    reached  "" below sederhana; missing: keys of the requirements between it and the next class
    """

    guard = Guard(TableClass.AGGREGATE)

    region_code = RegionCodeField()
    kampung_id = models.BigIntegerField()
    day = models.DateField()
    reached = models.CharField(max_length=10, blank=True)
    missing = models.JSONField(default=list)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["kampung_id", "day"], name="standing_once_a_day")]
        indexes = [models.Index(fields=["region_code", "kampung_id", "day"], name="standing_place_day")]
