"""Results of the family index, per family and per place."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class FamilyIndex(Guarded):
    """One family in one year.

    Specific: a dimension below 100 with all other answers met would tell of conflict or illness.
    """

    guard = Guard(TableClass.SPECIFIC)

    region_code = RegionCodeField()
    family_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    met = models.IntegerField()
    applicable = models.IntegerField()
    answered = models.IntegerField()
    ketenteraman = models.FloatField(null=True)
    kemandirian = models.FloatField(null=True)
    kebahagiaan = models.FloatField(null=True)
    index = models.FloatField(null=True)
    category = models.CharField(max_length=12, null=True)  # null: no index; there is no empty category
    partial = models.BooleanField()
    formula_version = models.CharField(max_length=30)
    computed_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["family_id", "year"], name="family_index_once_a_year")]
        indexes = [models.Index(fields=["region_code", "year"], name="family_index_place_year")]


class IndexResult(Guarded):
    """One place in one year: dimensions, index, coverage and what each indicator is made of."""

    guard = Guard(TableClass.AGGREGATE)

    region_code = RegionCodeField()
    year = models.PositiveSmallIntegerField()
    families = models.IntegerField()
    families_valid = models.IntegerField()
    ketenteraman = models.FloatField(null=True)
    kemandirian = models.FloatField(null=True)
    kebahagiaan = models.FloatField(null=True)
    index = models.FloatField(null=True)
    category = models.CharField(max_length=12, null=True)  # null: no index; there is no empty category
    n_rentan = models.IntegerField()
    n_berkembang = models.IntegerField()
    n_tangguh = models.IntegerField()
    # Integer sums from which the level above is rolled up exactly, and {indicator_id: [applicable, met]}.
    sums = models.JSONField()
    indicators = models.JSONField()
    formula_version = models.CharField(max_length=30)
    computed_at = models.DateTimeField()
    # Newest survey date among the families: the age of the figure.
    as_of = models.DateField(null=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "year"], name="index_once_a_year")]


class ReferenceValue(Guarded):
    """What a problem type is measured against in a regency: a median of its villages, computed by a job."""

    guard = Guard(TableClass.AGGREGATE)

    region_code = RegionCodeField()
    problem_type = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    value = models.FloatField(null=True)
    villages = models.IntegerField()
    from_region_code = RegionCodeField(blank=True)
    reason = models.CharField(max_length=60, blank=True)
    computed_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "problem_type", "year"], name="reference_once_a_year")
        ]
