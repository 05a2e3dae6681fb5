from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "padu.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from padu.access.sealed import SealedValues, register_sealed
        from padu.apps.accounts.models import TotpSecret
        from padu.apps.accounts.services.factors import totp_context

        register_sealed(SealedValues(TotpSecret, ("sealed",), lambda row, _column: totp_context(row.user_id)))
