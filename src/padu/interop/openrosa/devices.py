"""Phones of one's own: made with a secret that is shown once, revoked, and recognised when they call."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import Final

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.verbs import Role, Verb
from padu.apps.accounts.actors import NoSuchUser, load_actor_by_id
from padu.apps.accounts.tokens import hash_token, make_token
from padu.domain.errors import PaduError
from padu.domain.regions import NATION
from padu.interop.openrosa.models import PhoneDevice

ROLES: Final = frozenset({Role.KADER, Role.KAMPUNG, Role.PLKB})
"""Hats that a phone wears; what else its owner may do is done on a page."""

_NAME: Final = "hp-"
_PURPOSE: Final = "openrosa.device"
_SYSTEM: Final = Actor(name="pencatat perangkat", system=True)


class NotForPhones(PaduError):
    """None of the person's hats is worn with a phone."""

    code = "openrosa.no_hat"


@dataclass(frozen=True, slots=True)
class Caller:
    """A phone that has shown its secret, and who it is."""

    device: PhoneDevice
    actor: Actor


def phone_actor(actor: Actor) -> Actor:
    """The same person with the hats that a phone wears."""
    return replace(actor, hats=tuple(hat for hat in actor.hats if hat.role in ROLES))


def device_add(*, actor: Actor, label: str) -> tuple[PhoneDevice, str]:
    """A new device of the actor's own and its secret, which is nowhere to be had again. Raises NotForPhones."""
    if actor.user_id is None or not phone_actor(actor).hats:
        raise NotForPhones
    secret = make_token()
    device: PhoneDevice = PhoneDevice.objects.create(
        user_id=actor.user_id, label=label.strip()[:60], secret_hash=hash_token(secret, _PURPOSE)
    )
    _note(actor, "device.add", device)
    return device, secret


def device_revoke(*, actor: Actor, device_id: int) -> bool:
    """End a device of the actor's own. Returns whether there was such a one."""
    device = PhoneDevice.objects.filter(pk=device_id, user_id=actor.user_id, revoked_at=None).first()
    if device is None:
        return False
    device.revoked_at = timezone.now()
    device.save(update_fields=["revoked_at"])
    _note(actor, "device.revoke", device)
    return True


def end_devices_of(user_id: int, **_: object) -> None:
    """Off-boarding: no phone of the person sends any more. Hats that are left are given a new device."""
    with scoped(_SYSTEM):
        PhoneDevice.objects.filter(user_id=user_id, revoked_at=None).update(revoked_at=timezone.now())


def list_devices(actor: Actor) -> list[PhoneDevice]:
    """Devices of the actor's own, those in use first."""
    rows = PhoneDevice.objects.filter(user_id=actor.user_id)
    return sorted(rows, key=lambda device: (device.revoked_at is not None, -device.pk))


def _note(actor: Actor, event: str, device: PhoneDevice) -> None:
    roots = actor.roots(Verb.FIGURE_READ)
    record_change(actor, event, roots[0] if roots else NATION, f"device:{device.pk}")


def sign_in_name(device: PhoneDevice) -> str:
    return f"{_NAME}{device.pk}"


def said(header: str) -> tuple[int, str] | None:
    """Number of a device and secret from an Authorization header, or None for anything else."""
    scheme, _, rest = header.partition(" ")
    if scheme.casefold() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    number = name.removeprefix(_NAME)
    return (int(number), secret) if number.isascii() and number.isdigit() and len(number) < 18 else None


def caller_of(device_id: int, secret: str) -> Caller | None:
    """Who calls, with the hats that are valid today; None for a wrong secret, an ended device or account."""
    with scoped(_SYSTEM):
        device = PhoneDevice.objects.filter(pk=device_id, revoked_at=None).first()
        given = hash_token(secret, _PURPOSE)
        if device is None or not compare_digest(bytes(device.secret_hash), given):
            return None
        PhoneDevice.objects.filter(pk=device.pk).update(last_seen=timezone.now())
    try:
        return Caller(device, phone_actor(load_actor_by_id(device.user_id)))
    except NoSuchUser:
        return None


def collect_settings(server_url: str, device: PhoneDevice, secret: str) -> str:
    """The text of the QR code by which ODK Collect sets itself up: JSON, zlib, base64.

    Forms are kept as the server has them, and what is finished is sent as soon as there is a network.
    """
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": server_url,
            "username": sign_in_name(device),
            "password": secret,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": "Padu", "icon": "P"},
    }
    return base64.b64encode(zlib.compress(json.dumps(settings).encode())).decode()
