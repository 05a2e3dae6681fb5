"""What a run wrote, village by village, and what its check found that storing would change."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.rumah_dataku.models.imports import ImportRun


def _ids() -> ArrayField[list[int], list[int]]:
    return ArrayField(models.BigIntegerField(), default=list)


class ImportChunk(Guarded):
    """One village of a run, stored in one transaction together with this row; figures are one chunk without a village.

    attempt      which order to store it belongs to: after a failure the file is checked and ordered again
    transaction  id of that transaction: the history's rows of the same id hold what was there before
    old_rows     table -> the last id in its history before, and the last one after
    households.. ids of the rows that did not exist before
    """

    guard = Guard(TableClass.SENT, user_column="created_by")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    village = RegionCodeField(blank=True)
    attempt = models.PositiveSmallIntegerField()
    transaction = models.BigIntegerField()
    old_rows = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    households = _ids()
    families = _ids()
    persons = _ids()
    surveys = _ids()
    specifics = _ids()
    figures = _ids()
    created_by = models.BigIntegerField()
    stored_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "attempt", "village"], name="chunk_once_an_attempt")]


class ImportChange(Guarded):
    """One family that storing would add, change or did not find in the file. Old and new values are encrypted.

    kind       merged: the row is about a record that was merged away; nothing changes, `family_id` is who stays
    subject    the family's number in the file; "" where that is a no. KK
    family_id  the stored family, none for a new one
    detail     [[line of the member or 0, field, old, new], ...] masked where personal; empty for what has no detail
    """

    guard = Guard(TableClass.SENT, user_column="created_by")

    class Kind(models.TextChoices):
        NEW = "new", "baru"
        CHANGED = "changed", "berubah"
        MISSING = "missing", "tidak ada di berkas"
        MERGED = "merged", "sudah disatukan"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    number = models.IntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    village = RegionCodeField()
    subject = models.CharField(max_length=80, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    rt = models.CharField(max_length=5, blank=True)
    row = models.IntegerField(null=True)
    members = models.PositiveSmallIntegerField()
    family_id = models.BigIntegerField(null=True)
    detail = models.BinaryField(default=b"")
    key_id = models.CharField(max_length=40, blank=True)
    created_by = models.BigIntegerField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="change_number_once")]
        indexes = [models.Index(fields=["run", "kind", "number"], name="change_run_kind")]
