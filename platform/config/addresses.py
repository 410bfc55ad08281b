"""The same page in another language: what the language switch leads to."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override

from cms.pages.queries import nearest_in


def in_language(path: str, language: str) -> tuple[str, bool]:
    """The address of `path` in a language, and whether it is the same page rather than the nearest one."""
    parts = urlsplit(path)
    spoken, _slash, rest = parts.path.lstrip("/").partition("/")
    query = f"?{parts.query}" if parts.query else ""
    if spoken not in dict(settings.LANGUAGES):
        return f"/{language}/", True
    try:
        with override(language):  # prefixes resolve in their own language only
            found = resolve(f"/{language}/{rest}")
    except Resolver404:
        return f"/{language}/", False
    if found.url_name == "wagtail_serve":
        return nearest_in(language, spoken=spoken, path=rest)
    return f"/{language}/{rest}{query}", True
