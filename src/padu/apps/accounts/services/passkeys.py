"""Passkeys (WebAuthn): a key in the phone, the computer or a password manager, unlocked by finger, face or its PIN.

A passkey that has verified its person is both steps at once. Challenges live in the session and are used once.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.apps.accounts.models import Passkey, User
from padu.apps.accounts.services.errors import PasskeyRefused, WrongPassword
from padu.apps.accounts.services.factors import drop_codes_without_factor
from padu.apps.accounts.system import REGISTRAR

MAX_PASSKEYS = 10
_RP_NAME = "Padu"


@dataclass(frozen=True, slots=True)
class Site:
    """Under which name the browser knows us: a passkey belongs to one site and answers no other."""

    rp_id: str
    origin: str


def registration_options(*, actor: Actor, user: User, site: Site) -> tuple[str, bytes]:
    """Options for the browser as JSON, and the challenge to be kept for its answer."""
    assert user.pk == actor.user_id
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=_RP_NAME,
        user_id=_handle(user.pk),
        user_name=user.username,
        user_display_name=user.full_name,
        exclude_credentials=_descriptors(user.pk),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return options_to_json(options), options.challenge


def passkey_add(*, actor: Actor, user: User, site: Site, challenge: bytes, answer: str, label: str) -> Passkey:
    """Keep the public key of the device's answer. Raises PasskeyRefused."""
    try:
        proof = verify_registration_response(
            credential=_parsed(answer),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException as refused:
        raise PasskeyRefused from refused
    if Passkey.objects.filter(user_id=user.pk).count() >= MAX_PASSKEYS:
        raise PasskeyRefused
    passkey = Passkey(
        user_id=user.pk,
        credential_id=proof.credential_id,
        public_key=proof.credential_public_key,
        sign_count=proof.sign_count,
        label=" ".join(label.split())[:60],
    )
    try:
        with transaction.atomic():
            passkey.save(force_insert=True)
    except IntegrityError as taken:
        raise PasskeyRefused from taken
    record_change(actor, "account.passkey_add", user.region_code, f"user:{user.pk}")
    return passkey


def passkey_remove(*, actor: Actor, user: User, passkey_id: int, password: str) -> bool:
    """Take a passkey of one's own away; False where it is none of theirs. Raises WrongPassword."""
    if not user.check_password(password):
        raise WrongPassword
    removed, _ = Passkey.objects.filter(pk=passkey_id, user_id=actor.user_id).delete()
    if removed:
        record_change(actor, "account.passkey_remove", user.region_code, f"user:{user.pk}")
        drop_codes_without_factor(user.pk)
    return bool(removed)


def sign_in_options(*, site: Site, user_id: int | None = None) -> tuple[str, bytes]:
    """Options for the browser as JSON, and the challenge. Without a person the device says whose key it holds."""
    with scoped(REGISTRAR):
        known = _descriptors(user_id) if user_id is not None else []
    options = generate_authentication_options(
        rp_id=site.rp_id,
        allow_credentials=known or None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options), options.challenge


def passkey_check(*, site: Site, challenge: bytes, answer: str, user_id: int | None = None) -> User:
    """Whose key has answered; with `user_id` it has to be theirs. Raises PasskeyRefused."""
    parsed = _parsed(answer)
    with scoped(REGISTRAR):
        passkey = Passkey.objects.filter(credential_id=_credential_id(parsed)).select_for_update().first()
        if passkey is None or (user_id is not None and passkey.user_id != user_id):
            raise PasskeyRefused
        try:
            proof = verify_authentication_response(
                credential=parsed,
                expected_challenge=challenge,
                expected_rp_id=site.rp_id,
                expected_origin=site.origin,
                credential_public_key=bytes(passkey.public_key),
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except WebAuthnException as refused:
            raise PasskeyRefused from refused
        passkey.sign_count, passkey.last_used_at = proof.new_sign_count, timezone.now()
        passkey.save(update_fields=["sign_count", "last_used_at"])
        user: User | None = User.gated.filter(pk=passkey.user_id, is_active=True).first()
    if user is None:
        raise PasskeyRefused
    return user


def list_passkeys(actor: Actor) -> list[tuple[int, str, dt.datetime, dt.datetime | None]]:
    """The actor's own: id, label, since when, last used when."""
    rows = Passkey.objects.filter(user_id=actor.user_id).order_by("created_at")
    return list(rows.values_list("id", "label", "created_at", "last_used_at"))


def _descriptors(user_id: int) -> list[PublicKeyCredentialDescriptor]:
    ids = Passkey.objects.filter(user_id=user_id).values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(id=bytes(one)) for one in ids]


def _parsed(answer: str) -> dict[str, Any]:
    try:
        parsed = json.loads(answer)
    except ValueError as odd:
        raise PasskeyRefused from odd
    if not isinstance(parsed, dict):
        raise PasskeyRefused
    return parsed


def _credential_id(parsed: dict[str, Any]) -> bytes:
    text = parsed.get("id")
    if not isinstance(text, str) or not text:
        raise PasskeyRefused
    try:
        return base64url_to_bytes(text)
    except ValueError as odd:
        raise PasskeyRefused from odd


def _handle(user_id: int) -> bytes:
    """What the device keeps as the account: stable, and telling nothing."""
    return settings.KEYRING.keyed_hash(str(user_id), "account.passkey_handle")
