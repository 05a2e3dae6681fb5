"""A kampung, its papers, the steps of its formation, and whether it is a model."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class Kampung(Guarded):
    """One Kampung Keluarga Berkualitas; usually one village."""

    guard = Guard(TableClass.PLACE)

    class Covers(models.TextChoices):
        WHOLE = "whole", "seluruh desa/kelurahan"
        PART = "part", "sebagian (dusun atau RW)"

    region_code = RegionCodeField()
    name = models.CharField(max_length=120)
    founded_on = models.DateField(null=True)
    # False where only the year of founding is known: the date is then its last day.
    founded_exact = models.BooleanField(default=True)
    decree_number = models.CharField(max_length=80, blank=True)
    decree_on = models.DateField(null=True)
    decree_file = models.ForeignKey(
        "kampung.RegisterFile", null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    covers = models.CharField(max_length=5, choices=Covers, default=Covers.WHOLE)
    # Names of hamlets and RW that an old kampung covers, one a line; empty for a whole village.
    parts = models.CharField(max_length=400, blank=True)
    dissolved_on = models.DateField(null=True)
    dissolved_reason = models.CharField(max_length=300, blank=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "name"], name="kampung_once"),
            models.CheckConstraint(
                condition=models.Q(dissolved_on__isnull=True)
                | models.Q(founded_on__isnull=True)
                | models.Q(dissolved_on__gte=models.F("founded_on")),
                name="kampung_dissolved_after_founded",
            ),
        ]
        # Coverage counts villages by founding date.
        indexes = [models.Index(fields=["region_code", "founded_on"], name="kampung_place_founded")]

    def __str__(self) -> str:
        return self.name


class RegisterFile(Guarded):
    """A paper of the register (decree, regulation, evidence of a step), kept as ciphertext on disk."""

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    file_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    path = models.CharField(max_length=60)
    key_id = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "sha256"], name="register_file_once")]


class FormationStepDone(Guarded):
    """One step of a kampung's formation: when it was done, and what shows it."""

    guard = Guard(TableClass.PLACE)

    class Step(models.TextChoices):
        SOCIALISATION = "socialisation", "Sosialisasi"
        COORDINATION = "coordination", "Koordinasi"
        DECISION = "decision", "Keputusan pembentukan"
        STAFF = "staff", "Penetapan petugas"
        POKJA = "pokja", "Pembentukan pokja"

    kampung = models.ForeignKey(Kampung, on_delete=models.CASCADE, related_name="steps", db_constraint=False)
    region_code = RegionCodeField()
    step = models.CharField(max_length=15, choices=Step)
    # Null where a date that was entered has been taken back.
    done_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    evidence = models.ForeignKey(
        RegisterFile, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["kampung", "step"], name="formation_step_once")]


class ModelVillage(Guarded):
    """A kampung is the model (percontohan) of its regency or its province for a time; one of each at a time."""

    guard = Guard(TableClass.PLACE)

    class Level(models.TextChoices):
        REGENCY = "regency", "kabupaten/kota"
        PROVINCE = "province", "provinsi"

    kampung = models.ForeignKey(Kampung, on_delete=models.CASCADE, related_name="models_of", db_constraint=False)
    region_code = RegionCodeField()
    level = models.CharField(max_length=8, choices=Level)
    # The regency or province whose model it is.
    of_code = RegionCodeField()
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_by = models.BigIntegerField(null=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["of_code"], condition=models.Q(until__isnull=True), name="one_model_of_a_place"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="model_until_after_since",
            ),
        ]
