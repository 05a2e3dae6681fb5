from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "padu.apps.privacy"

    def ready(self) -> None:
        from padu.apps.accounts.left_open import register_left_open
        from padu.apps.privacy.left_open import open_requests

        register_left_open("requests", open_requests)
