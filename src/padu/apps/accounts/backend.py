"""Sign-in: looking up an account needs the system for one moment, because nobody is anybody yet."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from padu.access.gate import scoped
from padu.apps.accounts.models import User
from padu.apps.accounts.system import REGISTRAR


class PaduBackend(BaseBackend):
    """Checks name and password; takes the same time whether the account exists or not."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        with scoped(REGISTRAR):
            user = User.objects.filter(username=username).first()
            if user is None:
                User().set_password(password)
                return None
            right = user.check_password(password)
        return user if right and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        with scoped(REGISTRAR):
            return User.objects.filter(pk=user_id, is_active=True).first()
