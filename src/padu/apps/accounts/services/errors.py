"""What the services of accounts refuse, each with a code."""

from __future__ import annotations

from django.utils.translation import gettext

from padu.access.granting import GrantRefusal
from padu.access.verbs import ROLE_LABELS, Role
from padu.domain.errors import PaduError


class OddUsername(PaduError):
    """Names are 3 to 60 small letters, digits, dots, dashes or underscores, and begin with a letter or digit."""

    code = "accounts.odd_username"


class NameTaken(PaduError):
    """Somebody signs in under this name already."""

    code = "accounts.name_taken"


class WeakPassword(PaduError):
    """The password is too easy to guess; `reasons` says why, in the user's language."""

    code = "accounts.weak_password"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(reasons=reasons)
        self.reasons = reasons


class WrongPassword(PaduError):
    """The present password is another one."""

    code = "accounts.wrong_password"


class WrongCode(PaduError):
    """The code is another one, has been used, or is too old."""

    code = "accounts.wrong_code"


class OwnHat(PaduError):
    """Rights are given, ended and handed back by somebody else."""

    code = "accounts.own_hat"


class NotToBeGranted(PaduError):
    """This role is not the actor's to give or end in this place; `reason` says why, in the user's language."""

    code = "accounts.not_to_be_granted"

    def __init__(self, refusal: GrantRefusal, role: Role, region_code: str) -> None:
        super().__init__(refusal=refusal.value, role=role.value, region_code=region_code)
        words = {
            GrantRefusal.LEVEL: gettext("Peran %(role)s tidak berlaku pada tingkat wilayah ini."),
            GrantRefusal.PLACE: gettext("Wilayah ini bukan wilayah yang Anda kelola."),
            GrantRefusal.ROLE: gettext("Peran %(role)s diberikan oleh pengelola tingkat lain, bukan oleh peran Anda."),
        }
        self.reason = words[refusal] % {"role": ROLE_LABELS[role]}


class OddHat(PaduError):
    """An agency's hat needs its agency, any other has none; it ends after it begins; its account exists."""

    code = "accounts.odd_hat"


class LinkGone(PaduError):
    """The link is unknown, used, revoked, too old, or its maker may no longer give what it gives."""

    code = "accounts.link_gone"


class TooManyLinks(PaduError):
    """This person has made too many invitations today."""

    code = "accounts.too_many_links"


class PasskeyRefused(PaduError):
    """The device's answer does not prove that it holds the key."""

    code = "accounts.passkey_refused"


class IdentityTaken(PaduError):
    """This outside identity belongs to another account, or the account has one at this issuer already."""

    code = "accounts.identity_taken"
