"""Whole families that a list of the entire village no longer names: what became of them is asked."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.rumah_dataku.models.families import Family


class MissingFamily(Guarded):
    """One question about one family. Moving away, death and merging answer it by themselves: the family is gone then.

    year      data year of the list; answered, it is not asked again for lists of that year
    run_id    the import that did not name the family
    found_by  the import that names it again
    """

    guard = Guard(TableClass.PERSON)

    class Answer(models.TextChoices):
        OPEN = "", "belum dijawab"
        HERE = "here", "masih tinggal di sini"
        UNKNOWN = "unknown", "belum diketahui"
        FOUND = "found", "ada lagi di berkas berikutnya"

    region_code = RegionCodeField()
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField()
    run_id = models.BigIntegerField()
    noticed_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer, blank=True, default=Answer.OPEN, db_default="")
    note = models.CharField(max_length=200, blank=True, default="", db_default="")
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    found_by = models.BigIntegerField(null=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["family", "run_id"], name="missing_family_once_a_run")]
        indexes = [models.Index(fields=["region_code", "answer"], name="missing_family_place")]
