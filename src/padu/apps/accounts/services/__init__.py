"""Writing accounts: people, hats, links, second steps, identities elsewhere, off-boarding."""

from padu.apps.accounts.services.errors import (
    IdentityTaken,
    LinkGone,
    NameTaken,
    NotToBeGranted,
    OddHat,
    OddUsername,
    OwnHat,
    PasskeyRefused,
    TooManyLinks,
    WeakPassword,
    WrongCode,
    WrongPassword,
)
from padu.apps.accounts.services.hats import hat_end, hat_grant
from padu.apps.accounts.services.invitations import (
    invitation_accept,
    invitation_accept_as_new,
    invitation_look,
    invitation_make,
    invitation_revoke,
)
from padu.apps.accounts.services.offboarding import Offboarding, person_offboard, person_reopen
from padu.apps.accounts.services.people import password_change, user_create
from padu.apps.accounts.services.resets import reset_link_look, reset_link_make, reset_link_use

__all__ = [
    "IdentityTaken",
    "LinkGone",
    "NameTaken",
    "NotToBeGranted",
    "OddHat",
    "OddUsername",
    "Offboarding",
    "OwnHat",
    "PasskeyRefused",
    "TooManyLinks",
    "WeakPassword",
    "WrongCode",
    "WrongPassword",
    "hat_end",
    "hat_grant",
    "invitation_accept",
    "invitation_accept_as_new",
    "invitation_look",
    "invitation_make",
    "invitation_revoke",
    "password_change",
    "person_offboard",
    "person_reopen",
    "reset_link_look",
    "reset_link_make",
    "reset_link_use",
    "user_create",
]
