"""The project itself, as an app: its commands (serve, demo, url_map …) and its templates."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Catalogues that are behind their source are compiled before anything is translated."""
        from config import catalogues

        try:
            catalogues.refresh()
        except OSError:  # a folder that only its owner writes; deploy/ compiles when it builds
            return


class StaticConfig(StaticFilesConfig):
    """Static files without what nobody asks for: extensions and versions of htmx that no page loads."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx/ext/*",
        "django_htmx/htmax*",
        "django_htmx/htmx-4*",
    ]
