from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "padu.apps.privacy"

    def ready(self) -> None:
        from padu.apps.accounts.left_open import register_left_open
        from padu.apps.privacy.left_open import open_requests
        from padu.apps.privacy.models import Consent, DataRequest
        from padu.apps.record_linkage.services.followers import (
            Follower,
            PersonFollower,
            register_follower,
            register_person_follower,
        )

        register_left_open("requests", open_requests)
        for paper in (Consent, DataRequest):
            register_follower(Follower(paper))
            register_person_follower(PersonFollower(paper, family_column="family_id"))
