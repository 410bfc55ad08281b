"""Home, sections, articles, and the pages that help."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "pages"

    def ready(self) -> None:
        from cms.pages import erasing, receivers  # noqa: F401
