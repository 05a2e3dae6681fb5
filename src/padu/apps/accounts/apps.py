from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "padu.apps.accounts"
    label = "accounts"
