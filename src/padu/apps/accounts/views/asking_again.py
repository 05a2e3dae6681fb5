"""The password asked once more before something that protects the account is changed; guessing is slowed down."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext

from padu.apps.accounts.guessing import door_paused, forget_failures_at, note_failure_at
from padu.apps.accounts.models import User
from padu.apps.accounts.services import WrongPassword
from padu.apps.accounts.views.signing_in import INVALID, TOO_MANY, address_of, wait_words


def person_of(request: HttpRequest) -> User:
    """The account behind a request that `@signed_in` has let through."""
    user = request.user
    assert isinstance(user, User)
    return user


def with_password(request: HttpRequest, form: forms.Form, field: str, step: Callable[[], object]) -> int:
    """Do a step that raises WrongPassword; 200, or the status with the reason on the form."""
    door, address = f"sandi:{person_of(request).pk}", address_of(request)
    if door_paused(door, address):
        form.add_error(None, wait_words())
        return TOO_MANY
    try:
        step()
    except WrongPassword:
        note_failure_at(door, address)
        form.add_error(field, gettext("Kata sandi sekarang tidak cocok."))
        return INVALID
    forget_failures_at(door)
    return 200
