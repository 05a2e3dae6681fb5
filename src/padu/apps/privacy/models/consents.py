"""What somebody agreed to, in which words, until when, and when it was taken back."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.domain.data_rights.clocks import Clock
from padu.domain.data_rights.consent_texts import PURPOSE_LABELS, WAY_LABELS, ConsentPurpose, ConsentWay


class Consent(Guarded):
    """One consent for one purpose; the words are those of the text version (domain/data_rights/consent_texts)."""

    guard = Guard(TableClass.PRIVACY)

    class State(models.TextChoices):
        GIVEN = "given", "berlaku"
        WITHDRAWN = "withdrawn", "ditarik, belum dihentikan"
        STOPPED = "stopped", "dihentikan"

    region_code = RegionCodeField()
    family_id = models.BigIntegerField()
    # None: the head gives it for the family as a whole.
    person_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=10, choices=[(p.value, PURPOSE_LABELS[p]) for p in ConsentPurpose])
    text_version = models.PositiveSmallIntegerField()
    kinds = models.CharField(max_length=160)
    way = models.CharField(max_length=10, choices=[(w.value, WAY_LABELS[w]) for w in ConsentWay])
    given_on = models.DateField()
    valid_until = models.DateField()
    # Name of the parent or guardian who gave it for a child (UU 27/2022 article 25); emptied when anonymised.
    guardian_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.GIVEN)
    withdrawn_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stop_note = models.CharField(max_length=300, blank=True)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["family_id"], name="consent_family"),
            models.Index(fields=["region_code", "state"], name="consent_place_state"),
        ]

    @property
    def clock(self) -> Clock | None:
        """The clock of its withdrawal, None while it has not been withdrawn."""
        return Clock(self.withdrawn_at, self.stopped_at) if self.withdrawn_at else None
