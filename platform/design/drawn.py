"""What is drawn once for each set of values and kept: most of a page is the same for everybody.

A kept fragment or page sees its values and nothing else, neither the request nor who is signed in, so what is
kept for one reader can hold nothing of another.
"""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 4096  # fragments per process, a few KB each
PAGES = 128  # pages per process, 150 KB each with what they were made of
NOT_PLAIN = (list, tuple, dict, Model)
FRAME = ("site_name", "nav", "footer_links", "languages", "language_code", "language_dir")


class Given:
    """A fragment's values, alike when all of them are alike and of the same types."""

    __slots__ = ("key", "values")

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.key = _frozen(values.values()), tuple(values)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Given) and self.key == other.key


def _frozen(values: Iterable) -> tuple:
    """With their types: True is not 1 on a page, and text that was escaped is not text that was not."""
    plain = [_plain(value) if isinstance(value, NOT_PLAIN) else value for value in values]
    return tuple(map(type, plain)), tuple(plain)


def _plain(value: Any) -> tuple:
    if isinstance(value, Model):
        raise TypeError(f"A kept fragment takes what it shows of {type(value).__name__}, not the object.")
    if isinstance(value, dict):
        return _frozen(value.values()), tuple(value)
    return _frozen(value)


def draw(template: str, values: dict[str, Any]) -> SafeString:
    """The template with these values, in the active language and time zone."""
    return _drawn(_fragment, template, values)


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """`render`, for a page that many strangers read: they get one that was drawn for all of them.

    Everything in `context` is a plain value, as in a kept fragment. Whoever is signed in, or did a thing that
    left a message, gets a page of their own.
    """
    if request.user.is_authenticated or len(get_messages(request)):
        return render(request, template, context, status=status)
    known: dict[str, Any] = {}
    for processor in engines["django"].engine.template_context_processors:
        known |= processor(request)
    frame = {name: known[name]() if callable(known[name]) else known[name] for name in FRAME}
    return HttpResponse(_drawn(_page, template, frame | context), status=status)


def _drawn(keeper: Any, template: str, values: dict[str, Any]) -> Any:
    drawn = keeper.__wrapped__ if settings.DEBUG else keeper
    return drawn(template, get_language(), timezone.get_current_timezone(), Given(values))


def _draw(template: str, language: str | None, zone: dt.tzinfo, given: Given) -> SafeString:
    values, given.values = given.values, {}  # the key stays, what it was made of need not
    return get_template(template).render(values)


_fragment = lru_cache(maxsize=KEPT)(_draw)


@lru_cache(maxsize=PAGES)
def _page(template: str, language: str | None, zone: dt.tzinfo, given: Given) -> bytes:
    return _draw(template, language, zone, given).encode()
