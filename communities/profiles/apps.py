"""The profiles room."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "communities.profiles"
    label = "profiles"

    def ready(self) -> None:
        from communities.profiles import erasing, personal  # noqa: F401
