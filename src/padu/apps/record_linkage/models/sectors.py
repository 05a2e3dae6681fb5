"""Lists of other sectors: what was agreed, what came, and which row is which person."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class SectorAgreement(Guarded):
    """An agency sends a list in an agreed rhythm; ended with a day, never deleted."""

    guard = Guard(TableClass.JOINT, owner_column="agency_id")

    region_code = RegionCodeField()
    agency_id = models.BigIntegerField()
    source = models.CharField(max_length=12)
    rhythm = models.CharField(max_length=2)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    made_up = models.BooleanField(default=False)
    agreed_by = models.BigIntegerField(null=True)
    agreed_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "agency_id", "source"],
                condition=models.Q(ended_on=None),
                name="sector_agreed_once",
            )
        ]


class SectorDelivery(Guarded):
    """One list that came: counts, and the file as ciphertext. Who is in it stands in SectorRow.

    data_on  the day the list is of
    counts   rows by what became of them; problem: why the file as a whole was refused (words for the sender)
    columns  as `column_memory.settled_columns`: which sheet was read, and what was said about its columns
    path     of the kept file; "" once it is purged
    """

    guard = Guard(TableClass.JOINT, owner_column="agency_id")

    class State(models.TextChoices):
        RECEIVED = "received", "diterima"
        COLUMNS = "columns", "menunggu kolom dicocokkan"
        MATCHED = "matched", "sudah dicocokkan"
        REFUSED = "refused", "ditolak"

    region_code = RegionCodeField()
    agreement = models.ForeignKey(SectorAgreement, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    agency_id = models.BigIntegerField()
    source = models.CharField(max_length=12)
    data_on = models.DateField()
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, blank=True)
    key_id = models.CharField(max_length=40, blank=True)
    purge_after = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    counts = models.JSONField(default=dict)
    problem = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    made_up = models.BooleanField(default=False)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    matched_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["agreement", "file_sha256", "data_on"], name="sector_list_once")]
        indexes = [models.Index(fields=["region_code", "-data_on"], name="sector_list_place_day")]

    @property
    def linked(self) -> int:
        """Rows that were linked, by rule or by a person."""
        return int(self.counts.get("by_rule", 0)) + int(self.counts.get("linked", 0))

    @property
    def not_ours(self) -> int:
        """Rows of persons who stand in no family."""
        return int(self.counts.get("unmatched", 0)) + int(self.counts.get("refused", 0))


class SectorColumns(Guarded):
    """The columns of each sheet of a list with a few masked examples. Headers may be data: encrypted."""

    guard = Guard(TableClass.OWNED, owner_column="agency_id")

    region_code = RegionCodeField()
    delivery = models.OneToOneField(SectorDelivery, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    agency_id = models.BigIntegerField()
    detail = models.BinaryField()
    key_id = models.CharField(max_length=40)

    class Meta(Guarded.Meta):
        pass


class SectorRow(Guarded):
    """One person of a sector's list in a village. The agency that sent it reads counts, never what it was linked to.

    row_key   keyed hash of who it is, so that the next list finds the same row and its answer
    content   name, birth date, address as sent: JSON, sealed
    status    a DocumentStatus or "": nothing else of the list is kept in clear
    """

    guard = Guard(TableClass.PERSON)

    class State(models.TextChoices):
        BY_RULE = "by_rule", "tersambung menurut aturan"
        LINKED = "linked", "tersambung, sudah diperiksa"
        REVIEW = "review", "perlu diperiksa"
        UNMATCHED = "unmatched", "ada di daftar, belum ada di keluarga"
        REFUSED = "refused", "bukan orang ini"

    region_code = RegionCodeField()
    delivery = models.ForeignKey(SectorDelivery, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    agency_id = models.BigIntegerField()
    source = models.CharField(max_length=12)
    row_key = models.CharField(max_length=64)
    content = models.BinaryField()
    key_id = models.CharField(max_length=40)
    status = models.CharField(max_length=14, blank=True)
    data_on = models.DateField()
    state = models.CharField(max_length=10, choices=State)
    score = models.FloatField(null=True)
    agreement_by_field = models.JSONField(default=dict)
    family_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    # The person proposed when somebody said that it is another one: not proposed again.
    refused_person_id = models.BigIntegerField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "source", "row_key"], name="sector_row_once")]
        indexes = [
            models.Index(fields=["region_code", "state", "source"], name="sector_row_place_state"),
            models.Index(fields=["family_id"], name="sector_row_family"),
        ]
