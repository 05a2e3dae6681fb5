"""What checks count: completeness by month, figures that stand out, and the checks themselves. No persons."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class QualityRun(Guarded):
    """One check of a place: who asked for it, how far it is, what it found."""

    guard = Guard(TableClass.AGGREGATE)

    class State(models.TextChoices):
        RUNNING = "running", "sedang berjalan"
        DONE = "done", "selesai"
        FAILED = "failed", "gagal"

    region_code = RegionCodeField()
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    asked_by = models.BigIntegerField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "-id"], name="quality_run_place")]


class CompletenessMonth(Guarded):
    """Completeness and age of the families' data of a village, or of one RT of it, as last counted in a month.

    part  "" for the whole village, else "RT/RW" ("002/001"), "-/-" for families that name neither
    The counts are those of `padu.domain.data_quality.completeness.Counted`.
    """

    guard = Guard(TableClass.AGGREGATE)

    region_code = RegionCodeField()
    part = models.CharField(max_length=12, blank=True)
    month = models.DateField()
    counted_on = models.DateField()
    families = models.IntegerField()
    surveyed = models.IntegerField()
    this_year = models.IntegerField()
    old = models.IntegerField()
    late = models.IntegerField()
    age_days = models.BigIntegerField()
    identity_asked = models.IntegerField()
    identity_answered = models.IntegerField()
    members_asked = models.IntegerField()
    members_answered = models.IntegerField()
    survey_asked = models.IntegerField()
    survey_answered = models.IntegerField()
    open_issues = models.IntegerField()
    newest = models.DateField(null=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "part", "month"], name="completeness_once_a_month")
        ]
        indexes = [models.Index(fields=["part", "month", "region_code"], name="completeness_month")]


class FigureOutlier(Guarded):
    """A figure of a village that stands out: among the villages of its regency, or by its change since last year.

    compared  what was compared: the figure itself, per 100 inhabitants where it counts people or families; for a change
              its natural logarithm. middle, low, high are in the same unit
    """

    guard = Guard(TableClass.AGGREGATE)

    class Against(models.TextChoices):
        NEIGHBOURS = "neighbours", "desa lain"
        LAST_YEAR = "last_year", "tahun lalu"

    region_code = RegionCodeField()
    element = models.CharField(max_length=60)
    component = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=10)
    source = models.CharField(max_length=160)
    against = models.CharField(max_length=10, choices=Against)
    value = models.FloatField()
    before = models.FloatField(null=True)
    per_inhabitants = models.BooleanField(default=False)
    compared = models.FloatField()
    middle = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    score = models.FloatField()
    others = models.IntegerField()
    as_of = models.DateField(null=True)
    found_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "element", "component", "against"], name="outlier_once_an_element"
            )
        ]
