"""Households, families and their members."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class Household(Guarded):
    """A household card (KK). Its number is ciphertext; only the first four digits stand in clear."""

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    kk_key_id = models.CharField(max_length=40)
    kk_ciphertext = models.BinaryField()
    kk_hash = models.BinaryField(max_length=32)
    kk_first4 = models.CharField(max_length=4)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "kk_hash"], name="kk_once_a_village")]
        # Whether a village has numbers under an old key is asked before each comparison.
        indexes = [models.Index(fields=["region_code", "kk_key_id"], name="household_place_key")]


def _columns() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=30), null=True)


class Family(Guarded):
    """A family of the survey: not the KK household; one card can hold several families."""

    guard = Guard(TableClass.PERSON, case_column="id")

    region_code = RegionCodeField()
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    # What makes the same family the same in a file sent again: source and its number there.
    source = models.CharField(max_length=20)
    source_key = models.CharField(max_length=80)
    head_name = models.CharField(max_length=120)
    hamlet = models.CharField(max_length=80, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    rt = models.CharField(max_length=5, blank=True)
    address = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    # What happened when: kinds of life events, "" where nobody told. The other family by number only: it may stand in
    # another village.
    joined_on = models.DateField(null=True)
    joined_reason = models.CharField(max_length=12, blank=True, default="", db_default="")
    left_on = models.DateField(null=True)
    left_reason = models.CharField(max_length=12, blank=True, default="", db_default="")
    came_from = models.BigIntegerField(null=True)
    went_to = models.BigIntegerField(null=True)
    # Recorded twice and merged: the family that stays (of another village perhaps; 0: not told), and the columns whose
    # values the two have exchanged, so that this row holds what the other one said before.
    merged_into = models.BigIntegerField(null=True)
    merged_fields = _columns()
    welfare_decile = models.PositiveSmallIntegerField(null=True)
    welfare_source = models.CharField(max_length=60, blank=True)
    welfare_as_of = models.DateField(null=True)
    made_up = models.BooleanField(default=False)
    import_run_id = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "source", "source_key"], name="family_once_a_source"),
            models.CheckConstraint(
                condition=models.Q(welfare_decile__isnull=True) | models.Q(welfare_decile__range=(1, 10)),
                name="decile_1_to_10",
            ),
            models.CheckConstraint(
                condition=models.Q(left_reason="") | models.Q(active=False), name="family_left_not_active"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(active=False), name="family_merged_not_active"
            ),
        ]
        indexes = [
            models.Index(fields=["region_code", "id"], name="family_place_id"),
            # The orders of the village's list: by RW, RT and head, and by head alone.
            models.Index("region_code", "rw", "rt", Lower("head_name"), "id", name="family_place_rt_head"),
            models.Index("region_code", Lower("head_name"), "id", name="family_place_head"),
            # Few, and asked for by every file.
            models.Index(
                fields=["region_code", "merged_into"],
                name="family_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
        ]


class Person(Guarded):
    """A member of a family. Codes are those of form PK21, block I; empty means not answered."""

    guard = Guard(TableClass.PERSON, case_column="family_id")

    region_code = RegionCodeField()
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="members", db_constraint=False)
    line = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    nik_key_id = models.CharField(max_length=40, blank=True)
    nik_ciphertext = models.BinaryField(null=True)
    nik_hash = models.BinaryField(null=True, max_length=32)
    nik_first4 = models.CharField(max_length=4, blank=True)
    nik_missing_reason = models.CharField(max_length=20, blank=True)
    sex = models.PositiveSmallIntegerField(null=True)
    birth_date = models.DateField(null=True)
    relation = models.PositiveSmallIntegerField(null=True)
    marital_status = models.PositiveSmallIntegerField(null=True)
    birth_certificate = models.PositiveSmallIntegerField(null=True)
    religion = models.CharField(max_length=40, blank=True)
    occupation = models.CharField(max_length=40, blank=True)
    education = models.PositiveSmallIntegerField(null=True)
    insurance = models.PositiveSmallIntegerField(null=True)
    whereabouts = models.PositiveSmallIntegerField(null=True)
    mother_line = models.PositiveSmallIntegerField(null=True)
    active = models.BooleanField(default=True)
    joined_on = models.DateField(null=True)
    joined_reason = models.CharField(max_length=12, blank=True, default="", db_default="")
    left_on = models.DateField(null=True)
    left_reason = models.CharField(max_length=12, blank=True, default="", db_default="")
    # As of a family; and for who came over in a merge of families: {"number of the dropped family": line there}.
    merged_into = models.BigIntegerField(null=True)
    merged_fields = _columns()
    former_lines = models.JSONField(null=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["family", "line"], name="person_line_once"),
            # Among active members of one village a NIK stands once; across villages the system looks for pairs.
            models.UniqueConstraint(
                fields=["region_code", "nik_hash"],
                condition=models.Q(active=True, nik_hash__isnull=False),
                name="nik_once_a_village",
            ),
            models.CheckConstraint(
                condition=models.Q(left_reason="") | models.Q(active=False), name="person_left_not_active"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(active=False), name="person_merged_not_active"
            ),
        ]
        indexes = [
            models.Index(fields=["region_code", "family"], name="person_place_family"),
            # Who vanished from the rows without anybody telling why: few, and asked for on every look at events.
            models.Index(
                fields=["region_code", "family"],
                name="person_vanished",
                condition=models.Q(active=False, left_reason=""),
            ),
            models.Index(fields=["merged_into"], name="person_merged", condition=models.Q(merged_into__isnull=False)),
            models.Index(
                fields=["region_code", "family"],
                name="person_merged_place",
                condition=models.Q(merged_into__isnull=False),
            ),
            # As of a household.
            models.Index(
                fields=["region_code", "nik_key_id"],
                name="person_place_key",
                condition=models.Q(nik_ciphertext__isnull=False),
            ),
            # The system looks for one NIK in two villages.
            models.Index(fields=["nik_hash"], name="person_nik_hash"),
        ]
