"""What inspectors found and what was answered; kept for good."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class Finding(Guarded):
    """One finding of an inspector about a place, with the day until which an answer is due."""

    guard = Guard(TableClass.FINDING)

    class Subject(models.TextChoices):
        KAMPUNG = "kampung", "Kampung dan kegiatannya"
        FAMILIES = "families", "Data keluarga"
        SITUATION = "situation", "Analisis situasi"
        PLAN = "plan", "Rencana dan komitmen"
        MEETING = "meeting", "Rapat dan keputusan"
        TEAM = "team", "Tim, pokja, dan SK"
        FIELD = "field", "Petugas lapangan"
        OTHER = "other", "Lainnya"

    class Seriousness(models.TextChoices):
        LIGHT = "light", "Ringan"
        MIDDLE = "middle", "Sedang"
        HEAVY = "heavy", "Berat"

    class State(models.TextChoices):
        OPEN = "open", "Terbuka"
        ANSWERED = "answered", "Dijawab, menunggu pengawas"
        RETURNED = "returned", "Dikembalikan"
        ACCEPTED = "accepted", "Jawaban diterima"
        CLOSED = "closed", "Ditutup"

    region_code = RegionCodeField()
    year = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=12, choices=Subject)
    # Path of the page it speaks of, within the site; blank where there is none.
    page = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    seriousness = models.CharField(max_length=8, choices=Seriousness)
    found_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    inspector_id = models.BigIntegerField(null=True)
    inspector_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    made_up = models.BooleanField(default=False)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "state"], name="finding_place")]


class FindingAnswer(Guarded):
    """One answer to a finding, with its evidence and what the inspector said of it."""

    guard = Guard(TableClass.FINDING)

    class Verdict(models.TextChoices):
        NONE = "", "Menunggu pengawas"
        ACCEPTED = "accepted", "Diterima"
        RETURNED = "returned", "Dikembalikan"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="answers", db_constraint=False)
    region_code = RegionCodeField()
    text = models.TextField()
    evidence = models.TextField()
    answered_by = models.BigIntegerField(null=True)
    answered_name = models.CharField(max_length=120)
    answered_at = models.DateTimeField(auto_now_add=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default=Verdict.NONE)
    verdict_note = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        pass
