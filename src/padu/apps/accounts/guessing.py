"""Guessing is slowed down: too many failures of one name from one address, of one address, or at one door, and a pause.

A door is what somebody guesses at who has come half-way: the second step of one account, the password asked again, a
link. There the failures of all addresses count together.

Counted in the database, so that it holds for all server processes and survives a restart. Behind a proxy every visitor
has the proxy's address: then the second limit is one for all, and the proxy has to limit requests itself.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from padu.apps.accounts.models import SignInFailure

# [assumption] ten tries a quarter of an hour are plenty for somebody who mistypes and few for somebody who guesses.
MAX_PER_NAME_AND_ADDRESS = 10
MAX_PER_ADDRESS = 50
WINDOW = dt.timedelta(minutes=15)
_KEPT = dt.timedelta(hours=1)
# No address looks so.
_EVERYWHERE = "*"


def paused(username: str, address: str) -> bool:
    """Whether this name from this address, or this address, has to wait. The same for names that do not exist."""
    of_pair = _recent().filter(pair_hash=_pair(username, address))
    return of_pair.count() >= MAX_PER_NAME_AND_ADDRESS or _address_paused(address)


def _recent() -> QuerySet[SignInFailure]:
    return SignInFailure.objects.filter(at__gte=timezone.now() - WINDOW)


def _address_paused(address: str) -> bool:
    return _recent().filter(address_hash=_address(address)).count() >= MAX_PER_ADDRESS


def note_failure(username: str, address: str) -> None:
    """Count one failure, and forget those that count no more."""
    _note(username, address, address)


def _note(name: str, paired_with: str, address: str) -> None:
    SignInFailure.objects.create(pair_hash=_pair(name, paired_with), address_hash=_address(address))
    SignInFailure.objects.filter(at__lt=timezone.now() - _KEPT).delete()


def forget_failures(username: str, address: str) -> None:
    """After a sign-in that worked this name starts anew from this address."""
    SignInFailure.objects.filter(pair_hash=_pair(username, address)).delete()


def door_paused(door: str, address: str) -> bool:
    """Whether this door, or this address, has to wait."""
    return paused(door, _EVERYWHERE) or _address_paused(address)


def note_failure_at(door: str, address: str) -> None:
    """Count one failure at a door."""
    _note(door, _EVERYWHERE, address)


def forget_failures_at(door: str) -> None:
    """After what was right this door starts anew."""
    forget_failures(door, _EVERYWHERE)


def _pair(username: str, address: str) -> bytes:
    return settings.KEYRING.keyed_hash(f"{username.casefold()}\n{address}", "sign_in.pair")


def _address(address: str) -> bytes:
    return settings.KEYRING.keyed_hash(address, "sign_in.address")
