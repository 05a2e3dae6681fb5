from django.apps import AppConfig


class ConvergenceConfig(AppConfig):
    name = "padu.apps.convergence"
    label = "convergence"
