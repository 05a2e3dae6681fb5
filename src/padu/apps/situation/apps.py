from django.apps import AppConfig


class SituationConfig(AppConfig):
    name = "padu.apps.situation"
    label = "situation"
