from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "padu.web"
    label = "web"
