"""Signing in and the own account."""

from __future__ import annotations

from tests.security.routes.base import BOTH, EVERYONE, WRITES, Case, of

CASES = [
    Case("sign_in", EVERYONE, public=True, methods=BOTH),
    Case("sign_out", EVERYONE, public=True, methods=WRITES),
    Case("choose_hat", EVERYONE, methods=WRITES, post=of(hat="0")),
    Case("account", EVERYONE),
    Case("change_password", EVERYONE, methods=BOTH),
]
