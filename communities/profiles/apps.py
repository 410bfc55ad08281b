"""The profiles room."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "communities.profiles"
    label = "profiles"

    def ready(self) -> None:
        from accounts import consents
        from accounts.models import Consent
        from communities.profiles import actions, erasing, files, kinds, personal  # noqa: F401
        from communities.profiles.numbers import counting  # noqa: F401

        consents.ENDINGS[Consent.Purpose.DIRECTORY] = actions.consent_withdrawn
