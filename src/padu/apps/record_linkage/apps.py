from __future__ import annotations

from django.apps import AppConfig


class RecordLinkageConfig(AppConfig):
    name = "padu.apps.record_linkage"
    label = "record_linkage"

    def ready(self) -> None:
        from padu.access.events import Event, subscribe
        from padu.apps.record_linkage.panels import duplicates_panel, links_panel, merges_panel
        from padu.apps.record_linkage.tasks import forget_families, search_when_stored
        from padu.apps.rumah_dataku.panels import register_family_panel

        subscribe(Event.FAMILIES_STORED, search_when_stored)
        subscribe(Event.FAMILIES_ANONYMISED, forget_families)
        register_family_panel(40, duplicates_panel)
        register_family_panel(45, merges_panel)
        register_family_panel(50, links_panel)
        self._follow()
        self._seal()

    def _follow(self) -> None:
        from padu.access.models import CaseGrant
        from padu.apps.record_linkage.models import SectorRow
        from padu.apps.record_linkage.services.followers import (
            Follower,
            PersonFollower,
            register_follower,
            register_person_follower,
        )
        from padu.apps.rumah_dataku.models import FamilySurvey, FamilySurveySpecific, LifeEvent, LifeEventPerson

        register_follower(Follower(FamilySurvey, once=("year",)))
        register_follower(Follower(FamilySurveySpecific, once=("year",)))
        open_case = ("agency_id", "service")
        register_follower(Follower(CaseGrant, once=open_case, only=lambda rows: rows.filter(closed_at=None)))
        register_follower(Follower(LifeEvent))
        register_follower(Follower(SectorRow))
        register_person_follower(PersonFollower(SectorRow, family_column="family_id"))
        register_person_follower(PersonFollower(LifeEventPerson, once=("event_id", "part")))

    def _seal(self) -> None:
        from padu.access.sealed import SealedFiles, SealedValues, register_sealed
        from padu.apps.record_linkage.models import SectorColumns, SectorDelivery, SectorRow
        from padu.apps.record_linkage.services.list_columns import columns_context
        from padu.apps.record_linkage.services.sealed_rows import content_context
        from padu.apps.rumah_dataku.services.kept_files import KEPT_FILES

        rows = SealedValues(SectorRow, ("content",), lambda row, _column: content_context(row.source, row.row_key))
        columns = SealedValues(SectorColumns, ("detail",), lambda row, _column: columns_context(row.delivery_id))
        register_sealed(SealedFiles(SectorDelivery, KEPT_FILES), rows, columns)
