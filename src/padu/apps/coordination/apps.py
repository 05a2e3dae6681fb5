from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "padu.apps.coordination"
    label = "coordination"

    def ready(self) -> None:
        from padu.apps.accounts.left_open import register_left_open
        from padu.apps.coordination.left_open import open_decisions, open_findings

        register_left_open("decisions", open_decisions)
        register_left_open("findings", open_findings)
