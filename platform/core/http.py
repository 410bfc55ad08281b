"""What comes in and what goes out: declaring a view's door, reading addresses, answering problems."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]
LARGEST = 2**63 - 1  # of the numbers that a database keeps


def door(
    *rows: str,
    kind: str = "",
    methods: Iterable[str] = ("GET",),
    surface: str = "html",
    takes_files: bool = False,
) -> Callable:
    """Declare a view: the matrix rows it answers to, the kind of its object, the methods it takes.

    Every route of ours carries this; `manage.py url_map` prints it and a test fails without it.
    GET implies HEAD. Other methods get 405. `takes_files`: a larger body is let in
    (`config.middleware.bodies`).
    """
    allowed = [*methods, *(["HEAD"] if "GET" in methods else [])]

    def hang(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            return view(request, *args, **kwargs)

        hung = require_http_methods(allowed)(guarded)
        facts = {"rows": list(rows), "kind": kind, "methods": list(methods), "surface": surface}
        hung.door = facts  # type: ignore[attr-defined]
        hung.takes_files = takes_files  # type: ignore[attr-defined]
        return hung

    return hang


def came_from(request: HttpRequest) -> str | None:
    """The path of the page of ours that sent this request, if it says so."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return None
    rest = referer.split(request.get_host(), 1)[-1]
    return rest if rest.startswith("/") else None


def own_path(given: str | None, otherwise: str = "/") -> str:
    """`given` when it is a path of this site; what somebody else wrote into an address may be anything."""
    is_ours = given and given.startswith("/") and url_has_allowed_host_and_scheme(given, None)
    return given if given and is_ours else otherwise


def see_other(to: str, *args, **kwargs) -> HttpResponseRedirect:
    """303: the deed is done, go and read this (so that reloading never sends the form again)."""
    response = HttpResponseRedirect(resolve_url(to, *args, **kwargs))
    response.status_code = 303
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Let this browser keep a language for a year, with or without an account."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
    )


def number_in(given: str) -> int | None:
    """The number that an address names in plain digits. None for anything else, however long, and for what no
    table counts up to."""
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(LARGEST))):
        return None
    number = int(given)
    return number if number <= LARGEST else None


def problem(status: int, title: str, **more: object) -> JsonResponse:
    """A problem as RFC 9457 asks for it."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")
