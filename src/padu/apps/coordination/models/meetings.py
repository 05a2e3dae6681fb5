"""Meetings that agree: who was there, what was decided, and whether it was done."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class Meeting(Guarded):
    """A coordination meeting that has taken place."""

    guard = Guard(TableClass.PLACE)

    region_code = RegionCodeField()
    year = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    title = models.CharField(max_length=160)
    place = models.CharField(max_length=160, blank=True)
    chair = models.CharField(max_length=120)
    minutes = models.TextField(blank=True)
    # The proposal this meeting agreed on, if it did.
    planner_run_id = models.BigIntegerField(null=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        pass


class Attendance(Guarded):
    """One person who was present, with the office they spoke for."""

    guard = Guard(TableClass.PLACE)

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances", db_constraint=False)
    region_code = RegionCodeField()
    name = models.CharField(max_length=120)
    office = models.CharField(max_length=160)
    agency_id = models.BigIntegerField(null=True)

    class Meta(Guarded.Meta):
        pass


class Decision(Guarded):
    """One decision with a person, a date and evidence; a second person verifies its closing."""

    guard = Guard(TableClass.JOINT, owner_column="agency_id")

    class State(models.TextChoices):
        OPEN = "open", "terbuka"
        DONE = "done", "menunggu pemeriksaan"
        VERIFIED = "verified", "selesai dan diperiksa"
        REOPENED = "reopened", "dibuka lagi"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions", db_constraint=False)
    region_code = RegionCodeField()
    text = models.TextField()
    responsible = models.CharField(max_length=120)
    agency_id = models.BigIntegerField(null=True)
    due_on = models.DateField()
    target = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    evidence = models.TextField(blank=True)
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    verified_by = models.BigIntegerField(null=True)
    verified_at = models.DateTimeField(null=True)
    reopened_reason = models.TextField(blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True) | ~models.Q(verified_by=models.F("closed_by")),
                name="second_person_verifies",
            )
        ]
