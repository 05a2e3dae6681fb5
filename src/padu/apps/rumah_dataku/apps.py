from django.apps import AppConfig


class RumahDatakuConfig(AppConfig):
    name = "padu.apps.rumah_dataku"
    label = "rumah_dataku"

    def ready(self) -> None:
        from padu.access.events import Event, subscribe
        from padu.apps.rumah_dataku.services.forgetting import forget_families
        from padu.apps.rumah_dataku.tasks import count_events_later, count_later, derive_later, derive_when_declared

        subscribe(Event.FAMILIES_STORED, count_later)
        subscribe(Event.LIFE_EVENTS_CHANGED, count_events_later)
        subscribe(Event.FIGURES_STORED, derive_later)
        subscribe(Event.FAMILIES_ANONYMISED, forget_families)
        subscribe(Event.KAMPUNG_DECLARED, derive_when_declared)
        self._show()
        self._seal()

    def _show(self) -> None:
        from padu.apps.rumah_dataku.life_event_page import family_panel
        from padu.apps.rumah_dataku.panels import register_family_panel

        register_family_panel(10, family_panel)

    def _seal(self) -> None:
        from padu.access.sealed import SealedFiles, SealedValues, register_sealed
        from padu.apps.rumah_dataku.models import (
            FamilyDraft,
            ImportChange,
            ImportColumns,
            ImportIssue,
            KeptFile,
            PaperBatch,
            RefusedList,
        )
        from padu.apps.rumah_dataku.services.columns import columns_context
        from padu.apps.rumah_dataku.services.family_drafts import draft_context
        from padu.apps.rumah_dataku.services.import_changes import change_context
        from padu.apps.rumah_dataku.services.issues import issue_context
        from padu.apps.rumah_dataku.services.kept_files import KEPT_FILES

        issues = SealedValues(ImportIssue, ("detail",), lambda row, _column: issue_context(row.run_id, row.number))
        drafts = SealedValues(FamilyDraft, ("payload",), lambda row, _column: draft_context(row.token))
        columns = SealedValues(ImportColumns, ("detail",), lambda row, _column: columns_context(row.run_id))
        changes = SealedValues(ImportChange, ("detail",), lambda row, _column: change_context(row.run_id, row.number))
        register_sealed(
            *(SealedFiles(model, KEPT_FILES) for model in (KeptFile, PaperBatch, RefusedList)),
            *(issues, drafts, columns, changes),
        )
