"""A family that somebody is writing down: kept on the server until it is stored, so that nothing typed is lost."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass


class FamilyDraft(Guarded):
    """What one person has filled in of one family, encrypted; the pages show it to that person only.

    family_id  of a stored family that is put right; null while it is a new one
    seen       when the stored family was last changed before somebody began to put it right
    stored_at  set when it became a family; the content is emptied then
    """

    guard = Guard(TableClass.SENT, user_column="created_by")

    region_code = RegionCodeField()
    token = models.UUIDField(unique=True)
    family_id = models.BigIntegerField(null=True)
    seen = models.DateTimeField(null=True)
    key_id = models.CharField(max_length=40, blank=True)
    payload = models.BinaryField()
    created_by = models.BigIntegerField()
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField()
    stored_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["created_by", "-updated_at"], name="draft_person_time")]
