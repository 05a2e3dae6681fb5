"""Files that were sent: the run, the file kept, and what was wrong with its cells."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class ImportRun(Guarded):
    """One file somebody sent, from arrival to what was stored."""

    guard = Guard(TableClass.SENT, user_column="created_by")

    class Kind(models.TextChoices):
        FAMILIES = "families", "Keluarga dan anggota (templat Padu)"
        OPENSID = "opensid", "Penduduk OpenSID"
        FIGURES = "figures", "Angka desa"
        SIGA = "siga", "Tabel SIGA"

    class State(models.TextChoices):
        RECEIVED = "received", "diterima"
        COLUMNS = "columns", "menunggu kolom dicocokkan"
        CHECKING = "checking", "sedang diperiksa"
        CHECKED = "checked", "sudah diperiksa, belum disimpan"
        REFUSED = "refused", "ditolak"
        STORED = "stored", "tersimpan"
        UNDONE = "undone", "ditarik kembali"
        DISCARDED = "discarded", "dibatalkan"
        FAILED = "failed", "gagal"

    region_code = RegionCodeField()
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.BigIntegerField()
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    problem = models.JSONField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    stored_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["region_code", "-created_at"], name="import_place_time"),
            models.Index(fields=["region_code", "file_sha256"], name="import_place_file"),
        ]


class KeptFile(Guarded):
    """The file as it was sent, encrypted on disk; purged after 90 days [assumption], the run's counts stay."""

    guard = Guard(TableClass.SENT, user_column="created_by")

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    path = models.CharField(max_length=200)
    key_id = models.CharField(max_length=40)
    purge_after = models.DateField()
    created_by = models.BigIntegerField()

    class Meta(Guarded.Meta):
        pass


class ImportIssue(Guarded):
    """One thing wrong with one cell. The value seen is masked and the whole detail encrypted."""

    guard = Guard(TableClass.SENT, user_column="created_by")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    number = models.IntegerField()
    severity = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    # Header of the column as the file has it, without any of its cells, so that issues can be filtered.
    column = models.CharField(max_length=80, blank=True)
    detail = models.BinaryField()
    key_id = models.CharField(max_length=40)
    created_by = models.BigIntegerField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="issue_number_once")]
