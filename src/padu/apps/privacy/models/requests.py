"""What a citizen asked for about the own data, with its clock of 3 x 24 hours."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.domain.data_rights.clocks import Clock


class DataRequest(Guarded):
    """One request about one family's or one person's data. Who asked stands as a relation, not as a name."""

    guard = Guard(TableClass.PRIVACY)

    class Kind(models.TextChoices):
        ACCESS = "access", "Laporan akses: siapa melihat data saya"
        COPY = "copy", "Salinan data saya"
        CORRECTION = "correction", "Perbaikan data"
        OBJECTION = "objection", "Keberatan atau penghapusan"

    class Applicant(models.TextChoices):
        SELF = "self", "orangnya sendiri"
        HEAD = "head", "kepala keluarga"
        GUARDIAN = "guardian", "orang tua atau wali anak"
        PROXY = "proxy", "kuasa tertulis"

    class State(models.TextChoices):
        OPEN = "open", "menunggu jawaban"
        ANSWERED = "answered", "sudah dijawab"
        REFUSED = "refused", "ditolak dengan alasan"

    region_code = RegionCodeField()
    family_id = models.BigIntegerField()
    # None: about the family as a whole.
    person_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=Kind)
    applicant = models.CharField(max_length=10, choices=Applicant)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    received_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["region_code", "state", "received_at"], name="request_place_state"),
            models.Index(fields=["family_id"], name="request_family"),
        ]

    @property
    def clock(self) -> Clock:
        return Clock(self.received_at, self.closed_at)
