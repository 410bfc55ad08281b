"""The live room."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "messaging.live"
    label = "live"

    def ready(self) -> None:
        from messaging.live import receivers  # noqa: F401
        from messaging.live.registry import register
        from messaging.live.topics import Me

        register(Me())
