"""The words that every house uses."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
