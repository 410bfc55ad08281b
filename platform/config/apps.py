"""The project itself, as an app: its commands (serve, demo, url_map …) and its templates."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Catalogues that are behind their source are compiled before anything is translated."""
        from config import catalogues

        try:
            catalogues.refresh()
        except OSError:  # a folder that only its owner writes; deploy/ compiles when it builds
            return
