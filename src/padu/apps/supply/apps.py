from django.apps import AppConfig


class SupplyConfig(AppConfig):
    name = "padu.apps.supply"
    label = "supply"
