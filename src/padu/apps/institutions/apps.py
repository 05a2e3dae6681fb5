from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "padu.apps.institutions"
    label = "institutions"
