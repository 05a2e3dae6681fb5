from django.apps import AppConfig


class RumahDatakuConfig(AppConfig):
    name = "padu.apps.rumah_dataku"
    label = "rumah_dataku"
