"""The opportunities room."""

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "communities.opportunities"
    label = "opportunities"

    def ready(self) -> None:
        from communities.opportunities import cases, erasing, kinds, personal  # noqa: F401 - importing registers them
