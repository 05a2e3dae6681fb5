"""What a kampung lacks: measured problems, their ranking, and what the pokja made of it."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class ProblemMeasure(Guarded):
    """One problem type measured in one village and year: the counts that everything else is computed from."""

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    problem_type = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    affected_units = models.IntegerField(null=True)
    affected_families = models.IntegerField(null=True)
    coverage = models.FloatField(null=True)
    # Why there is no value (unknown, not_applicable, suppressed); empty when there is one.
    missing = models.CharField(max_length=30, blank=True)
    source = models.CharField(max_length=160)
    as_of = models.DateField(null=True)
    computed_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "problem_type", "year"], name="measure_once_a_year")
        ]


class SituationAnalysis(Guarded):
    """The situation of one place in one year, as its pokja ranks and submits it."""

    guard = Guard(TableClass.PLACE)

    class State(models.TextChoices):
        DRAFT = "draft", "disusun"
        SUBMITTED = "submitted", "dikirim ke kabupaten/kota"
        RETURNED = "returned", "dikembalikan"
        ACCEPTED = "accepted", "diterima"

    region_code = RegionCodeField()
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    weights_version = models.CharField(max_length=30)
    active_families = models.IntegerField(null=True)
    computed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.BigIntegerField(null=True)
    return_reason = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "year"], name="situation_once_a_year")]


class Problem(Guarded):
    """One problem type in one analysis, with the evidence behind its place in the ranking."""

    guard = Guard(TableClass.PLACE)

    analysis = models.ForeignKey(
        SituationAnalysis, on_delete=models.CASCADE, related_name="problems", db_constraint=False
    )
    region_code = RegionCodeField()
    problem_type = models.CharField(max_length=60)
    programme_no = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20)
    outcome_reason = models.CharField(max_length=60, blank=True)
    value = models.FloatField(null=True)
    value_before = models.FloatField(null=True)
    reference = models.FloatField(null=True)
    reference_note = models.CharField(max_length=300, blank=True)
    worst = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    coverage = models.FloatField(null=True)
    # Unit of value, reference and worst: the catalogue's, or "count" where the base is too small for a rate.
    measure_unit = models.CharField(max_length=20, blank=True)
    reference_basis = models.CharField(max_length=20, blank=True)
    affected_units = models.IntegerField(null=True)
    affected_families = models.IntegerField(null=True)
    gap = models.FloatField(null=True)
    share = models.FloatField(null=True)
    severity = models.FloatField(null=True)
    trend = models.FloatField(null=True)
    change = models.FloatField(null=True)
    priority = models.FloatField(null=True)
    small_numbers = models.BooleanField(default=False)
    computed_rank = models.PositiveSmallIntegerField(null=True)
    agreed_rank = models.PositiveSmallIntegerField(null=True)
    rank_reason = models.TextField(blank=True)
    # Came into the ranking by the last computing; nobody has put it in its place yet.
    is_new = models.BooleanField(default=False)
    # Sensitive, with few families behind it: the figures stand in DelicateFigures.
    delicate = models.BooleanField(default=False)
    # A problem the village itself raised beside the measured ones.
    own_title = models.CharField(max_length=200, blank=True)
    own_note = models.TextField(blank=True)
    source = models.CharField(max_length=160, blank=True)
    as_of = models.DateField(null=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "problem_type"],
                condition=~models.Q(problem_type="own"),
                name="problem_type_once",
            )
        ]


class DelicateFigures(Guarded):
    """The figures of a delicate problem, for who has the duty for families: see `padu.apps.situation.delicate`.

    figures  {column of Problem: number or null}
    """

    guard = Guard(TableClass.PERSON)

    problem = models.OneToOneField(Problem, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    figures = models.JSONField()

    class Meta(Guarded.Meta):
        pass


class RankChange(Guarded):
    """Who moved a problem in the ranking, from where to where, and why."""

    guard = Guard(TableClass.PLACE)

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    from_rank = models.PositiveSmallIntegerField(null=True)
    to_rank = models.PositiveSmallIntegerField()
    reason = models.TextField()
    by = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        pass
