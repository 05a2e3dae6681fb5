"""The second step: codes of an authenticator app, and recovery codes for the day the phone is lost."""

from __future__ import annotations

import secrets
from hmac import compare_digest

import pyotp
from django.conf import settings
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.apps.accounts.models import Passkey, RecoveryCode, TotpSecret, User
from padu.apps.accounts.services.errors import WrongCode, WrongPassword
from padu.apps.accounts.system import REGISTRAR

STEP_SECONDS = 30
# A phone's clock may be one step off (RFC 6238, section 5.2).
_DRIFT = (0, -1, 1)
RECOVERY_CODES = 10
# Letters and digits that nobody mixes up; ten of 31 hold 49 bits, and guessing is slowed down.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH = 10
_ISSUER = "Padu"
_RECOVERY = "account.recovery_code"


def totp_begin(*, actor: Actor, user: User) -> tuple[str, str]:
    """A new secret that waits for its first code: (secret in Base32, address for the QR picture).

    One that is in use stays in use until it is removed: then nothing is begun and WrongCode is raised.
    """
    assert user.pk == actor.user_id
    if TotpSecret.objects.filter(user_id=user.pk, confirmed_at__isnull=False).exists():
        raise WrongCode
    secret = pyotp.random_base32()
    key_id, sealed = settings.KEYRING.encrypt(secret.encode(), totp_context(user.pk))
    TotpSecret.objects.update_or_create(user_id=user.pk, defaults={"key_id": key_id, "sealed": sealed, "last_step": 0})
    return secret, _address(secret, user)


def totp_waiting(*, actor: Actor, user: User) -> tuple[str, str] | None:
    """The secret that waits for its first code, to be shown again after a mistyped one."""
    row = TotpSecret.objects.filter(user_id=actor.user_id, confirmed_at__isnull=True).first()
    if row is None:
        return None
    secret = _secret(row)
    return secret, _address(secret, user)


def totp_confirm(*, actor: Actor, user: User, code: str) -> None:
    """The first right code switches the second step on. Raises WrongCode."""
    row = TotpSecret.objects.filter(user_id=user.pk, confirmed_at__isnull=True).first()
    if row is None or not _accept(row, code):
        raise WrongCode
    TotpSecret.objects.filter(pk=row.pk).update(confirmed_at=timezone.now())
    record_change(actor, "account.totp_add", user.region_code, f"user:{user.pk}")


def totp_remove(*, actor: Actor, user: User, password: str) -> None:
    """Take the app away. Raises WrongPassword."""
    if not user.check_password(password):
        raise WrongPassword
    TotpSecret.objects.filter(user_id=user.pk).delete()
    record_change(actor, "account.totp_remove", user.region_code, f"user:{user.pk}")
    drop_codes_without_factor(user.pk)


def recovery_codes_make(*, actor: Actor, user: User) -> list[str]:
    """Ten new codes, shown now and never again; earlier ones hold no more."""
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user_id=user.pk).delete()
    RecoveryCode.objects.bulk_create([_sealed_code(user.pk, code) for code in codes])
    record_change(actor, "account.recovery_codes", user.region_code, f"user:{user.pk}")
    return codes


def second_step_of(user_id: int) -> frozenset[str]:
    """Which second steps an account has: "totp", "passkey"."""
    with scoped(REGISTRAR):
        totp = TotpSecret.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists()
        passkey = Passkey.objects.filter(user_id=user_id).exists()
    return frozenset(name for name, there in (("totp", totp), ("passkey", passkey)) if there)


def codes_left(actor: Actor) -> int:
    """Recovery codes of the actor's own that were not used."""
    count: int = RecoveryCode.objects.filter(user_id=actor.user_id, used_at__isnull=True).count()
    return count


def second_step_check(*, user: User, code: str) -> None:
    """Accept a code of the app or a recovery code, each once. Raises WrongCode."""
    typed = "".join(code.split()).replace("-", "").casefold()
    with scoped(REGISTRAR):
        right = _totp_right(user.pk, typed) if typed.isdecimal() else _recovery_right(user, typed)
    if not right:
        raise WrongCode


def drop_factors(user_id: int) -> None:
    """Take every second step off an account. The caller acts as the system and has checked who asks."""
    for model in (TotpSecret, Passkey, RecoveryCode):
        model.objects.filter(user_id=user_id).delete()


def drop_codes_without_factor(user_id: int) -> None:
    """Recovery codes stand for a second step; without one they would be a way in of their own."""
    if not second_step_of(user_id):
        RecoveryCode.objects.filter(user_id=user_id).delete()


def _totp_right(user_id: int, code: str) -> bool:
    row = TotpSecret.objects.filter(user_id=user_id, confirmed_at__isnull=False).first()
    return row is not None and _accept(row, code)


def _accept(row: TotpSecret, code: str) -> bool:
    """Whether this is the code of a step that was not used before; the step is used up in one statement."""
    typed = "".join(code.split())
    totp, now = pyotp.TOTP(_secret(row)), int(timezone.now().timestamp()) // STEP_SECONDS
    for step in (now + drift for drift in _DRIFT):
        if compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            return bool(TotpSecret.objects.filter(pk=row.pk, last_step__lt=step).update(last_step=step))
    return False


def _recovery_right(user: User, code: str) -> bool:
    hashes = settings.KEYRING.keyed_hashes(_code_text(user.pk, code), _RECOVERY)
    unused = RecoveryCode.objects.filter(user_id=user.pk, code_hash__in=hashes, used_at__isnull=True)
    if not unused.update(used_at=timezone.now()):
        return False
    record_change(Actor(user_id=user.pk), "account.recovery_code_used", user.region_code, f"user:{user.pk}")
    return True


def _new_code() -> str:
    text = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    return f"{text[:5]}-{text[5:]}"


def _code_text(user_id: int, code: str) -> str:
    return f"{user_id}\n{code.replace('-', '')}"


def _sealed_code(user_id: int, code: str) -> RecoveryCode:
    ring = settings.KEYRING
    code_hash = ring.keyed_hash(_code_text(user_id, code), _RECOVERY)
    return RecoveryCode(user_id=user_id, code_hash=code_hash, hash_key_id=ring.hash_key_id)


def codes_end(key_ids: frozenset[str]) -> int:
    """Take away codes that only these hash keys find, for they leave the key file. Returns how many were unused.

    Nobody can hash a code anew without its holder. Codes older than the column for the key's id count as old ones.
    """
    with scoped(REGISTRAR):
        over = RecoveryCode.objects.filter(hash_key_id__in=[*key_ids, ""])
        unused = over.filter(used_at__isnull=True).count()
        over.delete()
    return unused


def totp_context(user_id: int) -> bytes:
    """What binds the ciphertext of a secret to its account."""
    return f"accounts_totpsecret.sealed:{user_id}".encode()


def _secret(row: TotpSecret) -> str:
    return settings.KEYRING.decrypt(row.key_id, bytes(row.sealed), totp_context(row.user_id)).decode()


def _address(secret: str, user: User) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=_ISSUER)
