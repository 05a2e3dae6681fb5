"""Choices that a form did not offer: nobody sends one by clicking, so a request that holds one is noted.

Django's fields say so by the error code `invalid_choice` and nowhere else; listening there covers every form of the
site, whoever writes it. A page that stood open while an option went away is noted as well: a note is no accusation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_noted: ContextVar[list[str] | None] = ContextVar("padu_unoffered", default=None)
_CODE = "invalid_choice"


@contextmanager
def noting_choices() -> Iterator[list[str]]:
    """The kinds of fields, one entry for each choice inside that was never offered; no values."""
    noted: list[str] = []
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def listen_to_choices() -> None:
    """Once at start: let the choice fields tell."""
    for kind in (forms.ChoiceField, forms.MultipleChoiceField):
        if not hasattr(kind.validate, "__wrapped__"):
            kind.validate = _telling(kind.validate)  # type: ignore[method-assign]


def _telling(validate: Callable[..., None]) -> Callable[..., None]:
    @wraps(validate)
    def told(self: forms.ChoiceField, value: Any) -> None:
        try:
            validate(self, value)
        except ValidationError as wrong:
            noted = _noted.get()
            if noted is not None and getattr(wrong, "code", "") == _CODE:
                noted.append(type(self).__name__)
            raise

    return told
