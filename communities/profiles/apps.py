"""The profiles room."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "communities.profiles"
    label = "profiles"
