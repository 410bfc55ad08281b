"""Error pages in the reader's language: a plain heading, what happened, a way on, the right status.

None of them needs a session, and those for a broken site (500, 503) need no database either. A page that
was not found never repeats its address: what is hidden answers byte for byte as what never existed.
"""

import re
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.http import came_from
from core.languages import direction

SECRETS = re.compile(r"password|token|code|otp|secret", re.IGNORECASE)
MACHINE_MADE = re.compile(r"[0-9a-f-]{16,}|\d*", re.IGNORECASE)  # keys and numbers nobody typed as text
CHOICE = re.compile(r"[\x21-\x7e]{1,20}")  # of a list, or a word that is soon typed again
LAST_RESORT = "<!doctype html><title>Both Shores</title><h1>Sorry, there is a problem with the service</h1>"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Known, and still not allowed; a visitor who is nobody yet is offered the way in."""
    user = getattr(request, "user", None)
    address = None if user is None or user.is_authenticated else request.get_full_path()
    return _page("403.html", 403, {"sign_in_for": address, "links": _links()})


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("404.html", 404, {"links": _links()})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token has expired: nothing was stored, so what was typed is shown to be copied."""
    context = {"typed": typed(request), "back": came_from(request) or _home()}
    return _page("403_csrf.html", 403, context)


def signed_out(typed: list[str], address: str) -> HttpResponse:
    """The log-in ended before the form was sent: what was typed is shown to be copied, then sign-in."""
    return _page("403_signed_out.html", 403, {"typed": typed, "sign_in_address": address})


def too_many(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """429 with `Retry-After` in seconds, and the same as a time of day."""
    at = timezone.localtime() + timedelta(seconds=retry_after)
    context = {"retry_at": f"{time_format(at)} {at.tzname()}", "typed": typed(request)}
    response = _page("429.html", 429, context)
    response["Retry-After"] = str(retry_after)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the body was not read, so what was typed cannot be shown again."""
    return _page("413.html", 413)


def server_error(request: HttpRequest) -> HttpResponse:
    try:
        return _page("500.html", 500)
    except Exception:
        return HttpResponse(LAST_RESORT, status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away for a moment."""
    response = _page("503.html", 503)
    response["Retry-After"] = "5"
    return response


def _page(template: str, status: int, context: dict | None = None) -> HttpResponse:
    """Rendered without the request, so that no context processor can fail or tell pages apart."""
    known = {"site_name": settings.SITE_NAME or _("Both Shores"), "languages": _languages(), "home": _home()}
    return HttpResponse(render_to_string(template, {**known, **(context or {})}), status=status)


def _home() -> str:
    return f"/{get_language() or settings.LANGUAGE_CODE}/"


def _languages() -> list[dict]:
    here = get_language()
    return [
        {"code": code, "name": name, "dir": direction(code), "current": code == here, "url": f"/{code}/"}
        for code, name in settings.LANGUAGES
    ]


def _links() -> list[tuple[str, str]]:
    """The places most people look for."""
    wanted = [(_("Communities"), "communities:list"), (_("Opportunities"), "opportunities:list")]
    links = []
    for label, name in wanted:
        try:
            links.append((label, reverse(name)))
        except NoReverseMatch:
            continue
    return links


def typed(request: HttpRequest) -> list[str]:
    """What the person had written, as far as it can be read and is not a secret."""
    try:
        fields = request.POST.items()
    except (SuspiciousOperation, UnreadablePostError):
        return []
    return [
        value
        for name, value in fields
        if isinstance(value, str)
        and name != "next"
        and not SECRETS.search(name)
        and not MACHINE_MADE.fullmatch(value.strip())
        and not CHOICE.fullmatch(value.strip())
    ]
