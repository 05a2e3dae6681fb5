from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "padu.apps.regions"
    label = "regions"
