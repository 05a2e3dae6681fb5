"""The programme as reference data: goals, programmes, activities, problem types, indicators, and their legal source.

No table here has a place, but for matrix columns that a regency added or split.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from padu.access.gate import RegionCodeField


class Goal(models.Model):
    """One of the four goals (sasaran)."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=160)
    team_field = models.CharField(max_length=1, help_text="bidang tim pelaksana A-D")
    legal_source = models.CharField(max_length=200)


class Programme(models.Model):
    """One of the eight programmes."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="programmes")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    legal_source = models.CharField(max_length=200)


class Activity(models.Model):
    """A kind of activity that agencies can deliver."""

    key = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=200)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="activities")
    legal_source = models.CharField(max_length=200)
    lead_columns = ArrayField(models.CharField(max_length=40))
    usual_partners = ArrayField(models.CharField(max_length=40), default=list)
    target_group = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    deliverable_in_village = models.BooleanField()
    typical_months = ArrayField(models.PositiveSmallIntegerField())
    contributes_to = models.CharField(max_length=200, blank=True)
    certainty = models.CharField(max_length=40)
    note = models.TextField(blank=True)


class ProblemType(models.Model):
    """A kind of problem a kampung can have: how it is seen, against what, how grave."""

    key = models.CharField(max_length=60, primary_key=True)
    name = models.CharField(max_length=200)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="problem_types")
    source_kind = models.CharField(max_length=40)
    source_key = models.CharField(max_length=60)
    detection_rule = models.TextField()
    direction = models.CharField(max_length=20)
    reference_note = models.TextField()
    reference_kind = models.CharField(max_length=20)
    reference_value = models.FloatField(null=True)
    worst_value = models.FloatField()
    severity_default = models.FloatField()
    severity_why = models.CharField(max_length=200)
    affected_unit = models.CharField(max_length=20)
    drilldown = models.CharField(max_length=300)
    life_cycle_groups = ArrayField(models.CharField(max_length=30))
    measure_unit = models.CharField(max_length=20)
    parent_key = models.CharField(max_length=60, blank=True)
    sensitive = models.CharField(max_length=10, blank=True)
    policy_only = models.BooleanField(default=False)
    certainty = models.CharField(max_length=200)
    note = models.TextField(blank=True)


class ActivityEffect(models.Model):
    """Share of a village's gap that one delivery closes."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="effects")
    problem_type = models.ForeignKey(ProblemType, on_delete=models.PROTECT, related_name="effects")
    effect = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "problem_type"], name="effect_once"),
            models.CheckConstraint(condition=models.Q(effect__gt=0, effect__lte=1), name="effect_is_a_share"),
        ]


class Indicator(models.Model):
    """One of the 70 indicators of the annex of Inpres 3/2022 (check-list)."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="indicators")
    activity_number = models.PositiveSmallIntegerField()
    activity_name = models.CharField(max_length=300)
    item = models.CharField(max_length=5, blank=True)
    name = models.TextField()
    unit = models.CharField(max_length=60)
    responsible = models.CharField(max_length=200)
    certainty = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    legal_source = models.CharField(max_length=200)


class IndicatorTarget(models.Model):
    """Target of one year as printed; `value` is empty where the print is not one number."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField()
    as_printed = models.CharField(max_length=80)
    value = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="target_once_a_year")]


class FundingSource(models.Model):
    """A source of money, in the words of the guideline and of the portal."""

    key = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    legal_source = models.CharField(max_length=200)


class MatrixColumn(models.Model):
    """A column of the integration-convergence matrix; a regency's own column folds to one of the 13."""

    key = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    offices = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()
    region_code = RegionCodeField(default="00")
    folds_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    certainty = models.CharField(max_length=40, blank=True)
    legal_source = models.CharField(max_length=200)


class GroupKind(models.Model):
    """A kind of activity group in a kampung: BKB, BKR, BKL, UPPKA, PIK-R, DASHAT, Rumah DataKu, ..."""

    key = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=30)
    target_group = models.CharField(max_length=120)
    counts_for_class = models.BooleanField()
    order = models.PositiveSmallIntegerField()
    legal_source = models.CharField(max_length=200)


class VillageItem(models.Model):
    """One of the 44 village data items in seven groups."""

    key = models.CharField(max_length=60, primary_key=True)
    group = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=60)
    sex_split = models.BooleanField()
    derivation = models.CharField(max_length=200, blank=True)
    usual_source = models.CharField(max_length=120)
    components = ArrayField(models.CharField(max_length=60))
    note = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField()
    legal_source = models.CharField(max_length=200)


class PublishedFigure(models.Model):
    """A figure of a published table, cell by cell, with its source; never mixed with figures of our own."""

    table = models.CharField(max_length=60)
    row_label = models.CharField(max_length=120)
    column = models.CharField(max_length=60)
    region_code = RegionCodeField(blank=True)
    period = models.CharField(max_length=20)
    value = models.FloatField(null=True)
    as_printed = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row_label", "column"], name="published_cell_once")]
        indexes = [models.Index(fields=["region_code"], name="published_place")]
