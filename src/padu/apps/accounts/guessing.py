"""Guessing of passwords is slowed down: too many failures of one name from one address, or of one address, and a pause.

Counted in the database, so that it holds for all server processes and survives a restart. Behind a proxy every visitor
has the proxy's address: then the second limit is one for all, and the proxy has to limit requests itself.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from padu.apps.accounts.models import SignInFailure

# [assumption] ten tries a quarter of an hour are plenty for somebody who mistypes and few for somebody who guesses.
MAX_PER_NAME_AND_ADDRESS = 10
MAX_PER_ADDRESS = 50
WINDOW = dt.timedelta(minutes=15)
_KEPT = dt.timedelta(hours=1)


def paused(username: str, address: str) -> bool:
    """Whether this name from this address, or this address, has to wait. The same for names that do not exist."""
    since = timezone.now() - WINDOW
    recent = SignInFailure.objects.filter(at__gte=since)
    if recent.filter(pair_hash=_pair(username, address)).count() >= MAX_PER_NAME_AND_ADDRESS:
        return True
    return recent.filter(address_hash=_address(address)).count() >= MAX_PER_ADDRESS


def note_failure(username: str, address: str) -> None:
    """Count one failure, and forget those that count no more."""
    SignInFailure.objects.create(pair_hash=_pair(username, address), address_hash=_address(address))
    SignInFailure.objects.filter(at__lt=timezone.now() - _KEPT).delete()


def forget_failures(username: str, address: str) -> None:
    """After a sign-in that worked this name starts anew from this address."""
    SignInFailure.objects.filter(pair_hash=_pair(username, address)).delete()


def _pair(username: str, address: str) -> bytes:
    return settings.KEYRING.keyed_hash(f"{username.casefold()}\n{address}", "sign_in.pair")


def _address(address: str) -> bytes:
    return settings.KEYRING.keyed_hash(address, "sign_in.address")
