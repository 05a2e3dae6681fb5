"""Villages that are to have a kampung, the yearly target of a regency, and files of a register that were sent."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class FormationPlan(Guarded):
    """When a village without a kampung is to have one, and who sees to it. Whether it is late is computed."""

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField(null=True)
    responsible = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    dropped_on = models.DateField(null=True)
    dropped_reason = models.CharField(max_length=300, blank=True)
    updated_by = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code"], name="formation_plan_once"),
            models.CheckConstraint(
                condition=models.Q(month__isnull=True) | models.Q(month__range=(1, 12)), name="formation_plan_month"
            ),
        ]


class FormationTarget(Guarded):
    """How many villages of a regency are to have a kampung by the end of a year."""

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    year = models.PositiveSmallIntegerField()
    villages = models.PositiveIntegerField()
    source = models.CharField(max_length=160, blank=True)
    updated_by = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "year"], name="formation_target_once")]


class RegisterImport(Guarded):
    """A file of a register that somebody sent: checked first, stored when they say so."""

    guard = Guard(TableClass.PLACE)

    class State(models.TextChoices):
        CHECKED = "checked", "sudah diperiksa, belum disimpan"
        STORED = "stored", "tersimpan"

    region_code = RegionCodeField()
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State, default=State.CHECKED)
    # What was understood, row by row, and what could not be: no persons' data beyond the chairs of groups.
    rows = models.JSONField(default=list)
    issues = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    stored_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "-created_at"], name="register_import_time")]
