from __future__ import annotations

from django.apps import AppConfig


class RecordLinkageConfig(AppConfig):
    name = "padu.apps.record_linkage"
    label = "record_linkage"

    def ready(self) -> None:
        from padu.access.models import CaseGrant
        from padu.apps.record_linkage.services.followers import Follower, register_follower
        from padu.apps.rumah_dataku.models import FamilySurvey, FamilySurveySpecific

        register_follower(Follower(FamilySurvey, once=("year",)))
        register_follower(Follower(FamilySurveySpecific, once=("year",)))
        open_case = ("agency_id", "service")
        register_follower(Follower(CaseGrant, once=open_case, only=lambda rows: rows.filter(closed_at=None)))
