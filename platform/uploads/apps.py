"""The uploads room."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "uploads"

    def ready(self) -> None:
        from uploads import erasing, personal, receivers, retention  # noqa: F401
