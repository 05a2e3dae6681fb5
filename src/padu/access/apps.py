from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "padu.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from padu.access.unoffered import listen_to_choices

        listen_to_choices()
