"""Turns refusals into answers: who must sign in is led there and back, who did too much hears when again."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from config import errors
from core.access import SignInNeeded
from core.http import came_from, problem
from core.limits import TooMany


def refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware for what views and actions raise; the API gets problems (RFC 9457)."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        is_api = request.path.startswith("/api/")
        if isinstance(error, TooMany):
            return _too_many(error) if is_api else errors.too_many(request, error.retry_after)
        if isinstance(error, SignInNeeded):
            return problem(401, "Sign in first.") if is_api else to_sign_in(request)
        return None

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer


def _too_many(error: TooMany) -> HttpResponse:
    response = problem(429, "Too many requests.")
    response["Retry-After"] = str(error.retry_after)
    return response


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To sign-in, and back to this page, or, after a form was sent, to the page that held the form.

    Whoever typed something on a page of ours before their log-in ended is shown it first.
    """
    back = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        back = came_from(request) or "/"
    if "csrfmiddlewaretoken" in request.POST and (typed := errors.typed(request)):
        return errors.signed_out(typed, f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")
    return redirect_to_login(back)
