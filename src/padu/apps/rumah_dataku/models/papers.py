"""Family forms on paper: the code by which a family is found again, and forms of an RT printed together."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.rumah_dataku.models.families import Family


class FamilyPaperCode(Guarded):
    """The short code of a family on its printed form (`padu.domain.paper_code`); made at the first print, kept."""

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    family = models.OneToOneField(Family, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    code = models.CharField(max_length=7)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "code"], name="paper_code_once_a_village")]


class PaperBatch(Guarded):
    """Prefilled forms of one RT in one file, made in the background; the file lies encrypted and goes after a week."""

    guard = Guard(TableClass.SENT, user_column="created_by")

    class State(models.TextChoices):
        WAITING = "waiting", "menunggu giliran"
        RUNNING = "running", "sedang dibuat"
        DONE = "done", "siap diunduh"
        FAILED = "failed", "gagal"
        GONE = "gone", "sudah dihapus"

    region_code = RegionCodeField()
    rw = models.CharField(max_length=5, blank=True)
    rt = models.CharField(max_length=5, blank=True)
    purpose = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    path = models.CharField(max_length=200, blank=True)
    key_id = models.CharField(max_length=40, blank=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["created_by", "-created_at"], name="paper_batch_person_time")]
