"""Links that are handed over once: an invitation to a role, and a way back in for who has lost the password."""

from __future__ import annotations

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass
from padu.access.verbs import Role


class Invitation(Guarded):
    """A role in a place, offered to who holds the link. Only the keyed hash of the link's secret stands here.

    invited_by  None: the operator of the machine
    valid_to    last day of the hat it gives; None: until it is ended
    """

    guard = Guard(TableClass.OWN, user_column="invited_by")

    token_hash = models.BinaryField(max_length=32, unique=True)
    full_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    region_code = RegionCodeField()
    agency_id = models.BigIntegerField(null=True)
    valid_to = models.DateField(null=True)
    invited_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [
            models.Index(fields=["region_code", "-created_at"], name="invitation_place"),
            models.Index(fields=["invited_by", "created_at"], name="invitation_by"),
        ]


class ResetLink(Guarded):
    """A way back in for one account, made by who administers it; the old password holds no more.

    drops_second_step  the second step goes with it (the phone is lost)
    """

    guard = Guard(TableClass.OWN, user_column="user_id")

    user_id = models.BigIntegerField()
    region_code = RegionCodeField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    drops_second_step = models.BooleanField(default=False)
    made_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["user_id"], name="reset_user")]
