"""The register of processing (article 31) and the register of breaches (article 46)."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.domain.data_rights.breaches import NOTICE_LABELS, NoticeTo


class ProcessingActivity(Guarded):
    """A row of a place's register: the place's own words for a standard row, or a row of its own.

    A standard row (domain/data_rights/processing) stands for a place until it is changed there.
    """

    guard = Guard(TableClass.PRIVACY)

    region_code = RegionCodeField()
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    purpose = models.TextField(max_length=600)
    basis = models.TextField(max_length=400)
    data = models.TextField(max_length=600)
    people = models.TextField(max_length=300)
    recipients = models.TextField(max_length=600)
    retention = models.TextField(max_length=300)
    safeguards = models.TextField(max_length=600)
    active = models.BooleanField(default=True)
    changed_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "key"], name="processing_once")]


class Breach(Guarded):
    """One incident: what is known of it so far, and what is done about it."""

    guard = Guard(TableClass.PRIVACY)

    class State(models.TextChoices):
        OPEN = "open", "sedang ditangani"
        CONTAINED = "contained", "terkendali"
        CLOSED = "closed", "ditutup"

    region_code = RegionCodeField()
    title = models.CharField(max_length=160)
    discovered_at = models.DateTimeField()
    # None: not known when it happened.
    happened_at = models.DateTimeField(null=True)
    how = models.TextField(max_length=2000)
    # Keys of domain DATA_KINDS; an empty list is not known yet.
    data_kinds = models.JSONField(default=list)
    # None: not known yet, which is not nought.
    persons = models.PositiveIntegerField(null=True)
    consequences = models.TextField(max_length=2000, blank=True)
    measures = models.TextField(max_length=2000, blank=True)
    contact = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    contained_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing_note = models.CharField(max_length=300, blank=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "-discovered_at"], name="breach_place_time")]


class BreachNotice(Guarded):
    """A notice that was sent: to whom, when, how."""

    guard = Guard(TableClass.PRIVACY)

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    notice_to = models.CharField(max_length=10, choices=[(to.value, NOTICE_LABELS[to]) for to in NoticeTo])
    sent_at = models.DateTimeField()
    way = models.CharField(max_length=200)
    recipients = models.PositiveIntegerField(null=True)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["breach"], name="notice_breach")]
