from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "padu.apps.measurement"
    label = "measurement"
