"""The institutions room."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "institutions"

    def ready(self) -> None:
        from institutions import erasing, personal, retention  # noqa: F401 - importing registers them
