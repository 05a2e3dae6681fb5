from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "padu.apps.programmes"
    label = "programmes"
