"""What one person alone has: second factors, recovery codes, an identity elsewhere, devices.

Their place is `NO_PLACE`, which lies in no range: no administrator reads or writes these rows, only the person and the
system do (an administrator who could add a passkey could be anybody).
"""

from __future__ import annotations

from typing import Final

from django.db import models

from padu.access.gate import Guarded, RegionCodeField
from padu.access.tables import Guard, TableClass

NO_PLACE: Final = ""
_MINE = Guard(TableClass.OWN, user_column="user_id")


class TotpSecret(Guarded):
    """The secret shared with an authenticator app, encrypted; counts once a first code has confirmed it.

    last_step  the 30-second step of the last code accepted: no code works twice
    """

    guard = _MINE

    user_id = models.BigIntegerField(unique=True)
    region_code = RegionCodeField(default=NO_PLACE)
    key_id = models.CharField(max_length=20)
    sealed = models.BinaryField(max_length=128)
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)


class Passkey(Guarded):
    """A public key of a device or password manager; the private one never leaves it."""

    guard = _MINE

    user_id = models.BigIntegerField(db_index=True)
    region_code = RegionCodeField(default=NO_PLACE)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField(max_length=2048)
    sign_count = models.BigIntegerField(default=0)
    label = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)


class RecoveryCode(Guarded):
    """One of ten codes for the day the phone is lost; a keyed hash, used once."""

    guard = _MINE

    user_id = models.BigIntegerField()
    region_code = RegionCodeField(default=NO_PLACE)
    code_hash = models.BinaryField(max_length=32)
    # Whose hash it is: the code ends with that key. Empty for codes older than this column.
    hash_key_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        constraints = [models.UniqueConstraint(fields=["user_id", "code_hash"], name="recovery_code_once")]


class OutsideIdentity(Guarded):
    """The person's identity at an OpenID provider, by its `sub`; linked by the person, never found by e-mail."""

    guard = _MINE

    user_id = models.BigIntegerField()
    region_code = RegionCodeField(default=NO_PLACE)
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_of_one_account"),
            models.UniqueConstraint(fields=["user_id", "issuer"], name="identity_once_per_issuer"),
        ]


class Device(Guarded):
    """A browser in which the person is signed in, told apart by what a person recognises; beside django_session.

    address  shortened: enough to recognise a place, too little to follow somebody
    """

    guard = _MINE

    user_id = models.BigIntegerField(db_index=True)
    region_code = RegionCodeField(default=NO_PLACE)
    session_key = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=60)
    address = models.CharField(max_length=40)
    since = models.DateTimeField(auto_now_add=True)
    last_seen = models.DateTimeField()
