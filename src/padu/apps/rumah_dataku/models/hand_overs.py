"""A family that moves to another village of Padu: offered by one village, taken by the other.

Each side has a row of its own under its own place, so that neither reads what stands in the other's: the receiver
sees initials, the number of members and the giving village until it has accepted.
"""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.rumah_dataku.models.families import Family


class HandOverState(models.TextChoices):
    """States of the machine HAND_OVER."""

    PROPOSED = "proposed", "menunggu jawaban"
    ACCEPTED = "accepted", "diterima"
    REFUSED = "refused", "ditolak"
    TAKEN_BACK = "taken_back", "ditarik kembali"


class FamilyHandOver(Guarded):
    """The giver's side. `to_code` is the village the family moves to; `new_family` its number there afterwards."""

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    to_code = RegionCodeField()
    day = models.DateField()
    paper_number = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=HandOverState, default=HandOverState.PROPOSED)
    proposed_by = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    new_family = models.BigIntegerField(null=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=models.Q(state=HandOverState.PROPOSED), name="hand_over_open_once"
            ),
        ]
        indexes = [models.Index(fields=["region_code", "state"], name="hand_over_place_state")]


class FamilyArrival(Guarded):
    """The receiver's side: no more of the family than is needed to know whom it is about."""

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    hand_over_id = models.BigIntegerField(unique=True)
    from_code = RegionCodeField()
    initials = models.CharField(max_length=20)
    members = models.PositiveSmallIntegerField()
    day = models.DateField()
    state = models.CharField(max_length=10, choices=HandOverState, default=HandOverState.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    new_family = models.BigIntegerField(null=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["region_code", "state"], name="arrival_place_state")]
