from django.apps import AppConfig


class RumahDatakuConfig(AppConfig):
    name = "padu.apps.rumah_dataku"
    label = "rumah_dataku"

    def ready(self) -> None:
        from padu.access.events import Event, subscribe
        from padu.apps.rumah_dataku.tasks import count_later, derive_later, derive_when_declared

        subscribe(Event.FAMILIES_STORED, count_later)
        subscribe(Event.FIGURES_STORED, derive_later)
        subscribe(Event.KAMPUNG_DECLARED, derive_when_declared)
