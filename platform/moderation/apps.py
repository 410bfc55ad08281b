"""The moderation room."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from moderation import cases, erasing, kinds, personal, retention  # noqa: F401
