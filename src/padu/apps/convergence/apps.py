from django.apps import AppConfig


class ConvergenceConfig(AppConfig):
    name = "padu.apps.convergence"
    label = "convergence"

    def ready(self) -> None:
        from padu.apps.convergence.selectors.open_work import open_commitments
        from padu.apps.convergence.selectors.usage import read_usage
        from padu.apps.institutions.open_work import register_open_work
        from padu.apps.supply.usage import register_usage_reader

        register_usage_reader(read_usage)
        register_open_work("commitments", open_commitments)
