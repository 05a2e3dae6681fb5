"""Accounts, hats, and what it takes to sign in."""

from padu.apps.accounts.models.factors import (
    NO_PLACE,
    Device,
    OutsideIdentity,
    Passkey,
    RecoveryCode,
    TotpSecret,
)
from padu.apps.accounts.models.failures import SignInFailure
from padu.apps.accounts.models.invitations import Invitation, ResetLink
from padu.apps.accounts.models.people import HatRecord, User, UserManager

__all__ = [
    "NO_PLACE",
    "Device",
    "HatRecord",
    "Invitation",
    "OutsideIdentity",
    "Passkey",
    "RecoveryCode",
    "ResetLink",
    "SignInFailure",
    "TotpSecret",
    "User",
    "UserManager",
]
