"""The profiles room."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "communities.profiles"
    label = "profiles"

    def ready(self) -> None:
        from communities.profiles import files, kinds, personal  # noqa: F401
        from communities.profiles.numbers import counting  # noqa: F401
