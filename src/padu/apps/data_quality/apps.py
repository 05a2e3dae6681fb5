from __future__ import annotations

from django.apps import AppConfig


class DataQualityConfig(AppConfig):
    name = "padu.apps.data_quality"
    label = "data_quality"

    def ready(self) -> None:
        from padu.access.events import Event, subscribe
        from padu.apps.accounts.left_open import register_left_open
        from padu.apps.data_quality.family_panel import family_panel
        from padu.apps.data_quality.left_open import open_issues
        from padu.apps.data_quality.tasks import (
            check_later,
            check_when_stored,
            forget_families,
            outliers_later,
            outliers_when_counted,
        )
        from padu.apps.rumah_dataku.panels import register_family_panel

        subscribe(Event.FAMILIES_STORED, check_when_stored)
        subscribe(Event.REGISTER_STORED, check_later)
        subscribe(Event.FAMILIES_ANONYMISED, forget_families)
        subscribe(Event.FAMILIES_STORED, outliers_when_counted)
        subscribe(Event.FIGURES_STORED, outliers_later)
        register_left_open("data_issues", open_issues)
        register_family_panel(20, family_panel)
