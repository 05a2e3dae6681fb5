"""What was looked at, changed or refused: one append-only trail."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class AuditEntry(Guarded):
    """One look at a person's record, one change, or one refusal; ids and codes, never names or numbers of persons."""

    guard = Guard(TableClass.LOG, user_column="user_id")

    class Kind(models.TextChoices):
        LOOK = "look", "melihat"
        CHANGE = "change", "mengubah"
        REFUSAL = "refusal", "ditolak"

    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=10, choices=Kind)
    user_id = models.BigIntegerField(null=True)
    region_code = RegionCodeField()
    event = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=200, blank=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "-at"], name="audit_place_at")]
