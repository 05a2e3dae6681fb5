from django.apps import AppConfig


class SituationConfig(AppConfig):
    name = "padu.apps.situation"
    label = "situation"

    def ready(self) -> None:
        from padu.access.events import Event, subscribe
        from padu.apps.situation import tasks

        subscribe(Event.FAMILIES_STORED, tasks.when_families_stored)
        subscribe(Event.FIGURES_STORED, tasks.when_figures_stored)
        subscribe(Event.REALISATION_STORED, tasks.when_realisation_stored)
