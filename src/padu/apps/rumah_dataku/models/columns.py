"""Columns of files that people sent: as they were understood, and as people put them."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.rumah_dataku.models.imports import ImportRun


class ImportColumns(Guarded):
    """The columns of one file with a few masked examples, as they were understood. Headers may be data: encrypted."""

    guard = Guard(TableClass.SENT, user_column="created_by")

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    headers_sha256 = models.CharField(max_length=64)
    detail = models.BinaryField()
    key_id = models.CharField(max_length=40)
    created_by = models.BigIntegerField()

    class Meta(Guarded.Meta):
        pass


class RememberedColumns(Guarded):
    """How a place read files of one source with the same headers last time; offered when such a file comes again.

    columns  name of the sheet in the template -> position from 0 -> key of the column there, "" left out
    """

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    source = models.CharField(max_length=180)
    headers_sha256 = models.CharField(max_length=64)
    columns = models.JSONField()
    chosen_by = models.BigIntegerField()
    chosen_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "source", "headers_sha256"], name="remembered_columns_once")
        ]


class NamedVillage(Guarded):
    """Which village a name in files of a place means, as a person confirmed it once.

    key       names of regency, district and village, folded and parted by `|`
    written   the names as the file wrote them
    """

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    key = models.CharField(max_length=240)
    written = models.CharField(max_length=240)
    village_code = RegionCodeField()
    confirmed_by = models.BigIntegerField()
    confirmed_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "key"], name="named_village_once")]
