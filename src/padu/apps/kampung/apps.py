from django.apps import AppConfig


class KampungConfig(AppConfig):
    name = "padu.apps.kampung"
    label = "kampung"
