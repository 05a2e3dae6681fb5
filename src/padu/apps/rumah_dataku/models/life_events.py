"""What happened to a family on which day, who wrote it down, and what it changed."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.rumah_dataku.models.families import Family, Person


class LifeEvent(Guarded):
    """One event of a family: never deleted, but taken back with a reason while nothing followed.

    kind, paper   codes of `padu.domain.life_events.kinds`
    other_family  the family that split off, that ended in a merge, or that the partner of a marriage lives in
    place         where from or where to, in words
    changes       [{"table", "id", "before", "after"}]: what taking it back needs; before null: the row was made by it
    token         of the form: sent twice, it is written once
    hand_over_id  the hand-over that made it; such an event is not taken back
    """

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    other_family = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12)
    day = models.DateField()
    paper = models.CharField(max_length=20, blank=True)
    paper_number = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=list)
    token = models.UUIDField()
    hand_over_id = models.BigIntegerField(null=True)
    made_up = models.BooleanField(default=False)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)
    undone_why = models.CharField(max_length=200, blank=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["region_code", "token"], name="life_event_once")]
        indexes = [
            models.Index(fields=["region_code", "day", "id"], name="life_event_place_day"),
            models.Index(fields=["region_code", "family"], name="life_event_place_family"),
        ]


class LifeEventPerson(Guarded):
    """Who an event is about: `subject` was born, died, came, left, married, divorced; `mother` of a newborn."""

    guard = Guard(TableClass.PERSON)

    class Part(models.TextChoices):
        SUBJECT = "subject", "yang mengalami"
        MOTHER = "mother", "ibu"

    region_code = RegionCodeField()
    event = models.ForeignKey(LifeEvent, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    part = models.CharField(max_length=8, choices=Part, default=Part.SUBJECT)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["event", "person", "part"], name="life_event_person_once")]
        indexes = [models.Index(fields=["region_code", "person"], name="life_event_place_person")]
