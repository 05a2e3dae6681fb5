from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "padu.apps.measurement"
    label = "measurement"

    def ready(self) -> None:
        from padu.access.events import Event, subscribe
        from padu.apps.measurement.services.forgetting import forget_families, forget_rounds
        from padu.apps.measurement.tasks import when_families_stored

        subscribe(Event.FAMILIES_STORED, when_families_stored)
        subscribe(Event.FAMILIES_ANONYMISED, forget_families)
        subscribe(Event.ROUNDS_ANONYMISED, forget_rounds)
