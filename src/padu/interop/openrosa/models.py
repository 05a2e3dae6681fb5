"""Phones, what they sent, and which family stands behind which entity."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.apps.rumah_dataku.models import Family


class PhoneDevice(Guarded):
    """A phone that sends forms in its owner's name. The secret is a keyed hash; shown once, as a QR code.

    region_code is empty, which lies in no range: only the person and the system reach the row.
    """

    guard = Guard(TableClass.OWN, user_column="user_id")

    user_id = models.BigIntegerField(db_index=True)
    region_code = RegionCodeField(default="")
    label = models.CharField(max_length=60)
    secret_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class FamilyEntity(Guarded):
    """A family under the id by which phones know it, with the version that its list last told them.

    seen     `Family.updated_at` at this version; when the family's differs, somebody else has changed it
    branch   the chain of offline changes of one phone that made this version, or none
    """

    guard = Guard(TableClass.PERSON)

    region_code = RegionCodeField()
    family = models.OneToOneField(Family, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    uuid = models.UUIDField(unique=True)
    version = models.PositiveIntegerField(default=1)
    seen = models.DateTimeField()
    branch = models.UUIDField(null=True)

    class Meta(Guarded.Meta):
        pass


class Submission(Guarded):
    """A filled form as it came, encrypted, from its arrival to what became of it.

    payload      the XML, sealed; empty after it was purged
    corrections  what an officer put right, sealed JSON {"hamlet": "Pasar", "2.nik": "..."}
    problems     why it is not stored, sealed JSON
    """

    guard = Guard(TableClass.SENT, user_column="created_by")

    class State(models.TextChoices):
        STORED = "stored", "tersimpan"
        WAITING = "waiting", "menunggu kiriman sebelumnya"
        CONFLICT = "conflict", "berbenturan"
        BAD = "bad", "perlu diperbaiki"
        DISMISSED = "dismissed", "dikesampingkan"

    region_code = RegionCodeField()
    device_id = models.BigIntegerField()
    form_id = models.CharField(max_length=60)
    form_version = models.CharField(max_length=20)
    instance_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State)
    key_id = models.CharField(max_length=40)
    payload = models.BinaryField()
    corrections = models.BinaryField(default=b"")
    problems = models.BinaryField(default=b"")
    entity = models.UUIDField(null=True)
    base_version = models.PositiveIntegerField(null=True)
    branch = models.UUIDField(null=True)
    family_id = models.BigIntegerField(null=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["created_by", "instance_id"], name="instance_once_a_sender")]
        indexes = [
            models.Index(fields=["region_code", "state", "id"], name="submission_place_state"),
            models.Index(fields=["entity"], name="submission_entity"),
        ]


class Attachment(Guarded):
    """A photo that came with a form: written anew without what the camera noted, ciphertext on disk."""

    guard = Guard(TableClass.SENT, user_column="created_by")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    region_code = RegionCodeField()
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=64)
    key_id = models.CharField(max_length=40)
    created_by = models.BigIntegerField()

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="attachment_once")]
