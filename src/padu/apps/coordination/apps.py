from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "padu.apps.coordination"
    label = "coordination"
