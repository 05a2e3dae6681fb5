"""One thing that is amiss with a family, a person or a figure of a village, and every step taken about it."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class DataIssue(Guarded):
    """One issue; the same rule about the same subject is one row for good, which closes and opens again.

    subject_key  "family:12", "person:45", "figure:population.total", "pair:...": what the rule is broken by
    what, link   "" for the rule's own words, and for the family's page
    seen         the value as it stands: no name, no more than four digits of a number; a dismissed issue opens again
                 when it changes
    """

    guard = Guard(TableClass.PERSON)

    class State(models.TextChoices):
        OPEN = "open", "Terbuka"
        CORRECTED = "corrected", "Dinyatakan diperbaiki"
        CHECKED = "checked", "Sudah diperiksa"
        CLOSED = "closed", "Ditutup"
        DISMISSED = "dismissed", "Dinyatakan benar apa adanya"

    class Severity(models.TextChoices):
        ERROR = "error", "Kesalahan"
        WARNING = "warning", "Peringatan"
        NOTE = "note", "Catatan"

    region_code = RegionCodeField()
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity)
    subject_key = models.CharField(max_length=80)
    family_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=200, blank=True)
    seen = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    assigned_to = models.BigIntegerField(null=True)
    assigned_name = models.CharField(max_length=120, blank=True)
    due_on = models.DateField()
    corrected_by = models.BigIntegerField(null=True)
    raised_by = models.BigIntegerField(null=True)
    run_id = models.BigIntegerField(null=True)
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region_code", "rule", "subject_key"], name="data_issue_once"),
        ]
        indexes = [
            models.Index(fields=["region_code", "state", "due_on"], name="data_issue_place"),
            models.Index(fields=["assigned_to", "state"], name="data_issue_assigned"),
            models.Index(fields=["family_id"], name="data_issue_family"),
        ]


class IssueStep(Guarded):
    """One step of an issue: who did what, to whom it went, until when, with which note. Never changed."""

    guard = Guard(TableClass.PERSON)

    issue = models.ForeignKey(DataIssue, on_delete=models.CASCADE, related_name="steps", db_constraint=False)
    region_code = RegionCodeField()
    step = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=DataIssue.State)
    by_user = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)
    to_user = models.BigIntegerField(null=True)
    to_name = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["issue", "id"], name="issue_step_order")]
