"""The accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import exports, mail, own_data, receivers, retention  # noqa: F401 - importing registers them
