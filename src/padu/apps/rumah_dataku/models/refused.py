"""Lists that could not be read at all, kept so that nobody has to look for them again."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class RefusedList(Guarded):
    """A list of field workers or a register of kampung that was refused: the file encrypted on disk, and why.

    problems  as `services.runs.problems_json`; purged after 90 days as every kept file
    """

    guard = Guard(TableClass.SENT, user_column="created_by")

    class Kind(models.TextChoices):
        WORKERS = "workers", "Daftar petugas lapangan"
        REGISTER = "register", "Daftar kampung"

    region_code = RegionCodeField()
    kind = models.CharField(max_length=10, choices=Kind)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.BigIntegerField()
    problems = models.JSONField(default=list)
    path = models.CharField(max_length=200)
    key_id = models.CharField(max_length=40)
    purge_after = models.DateField()
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "kind", "-created_at"], name="refused_place_kind")]
