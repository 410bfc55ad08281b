"""What happens around every request that belongs to no room: headers, zone, a database that is away."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync, sync_to_async
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone
from django.utils.functional import cached_property
from servestatic.middleware import ServeStaticMiddleware

log = logging.getLogger("requests")
View = Callable[[HttpRequest], HttpResponse]
WITHOUT_LANGUAGE = (
    "/api/", "/blank/", "/cms/", "/files/", "/i18n/", "/media/", "/safety/", "/static/", "/ws/",
)  # fmt: skip
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def probes(get_response: View) -> View:
    """Health is answered first: who asks every few seconds knows no host name, and fills no log."""
    from config import views

    known = {"/healthz": views.healthz, "/readyz": views.readyz}

    def answer(request: HttpRequest) -> HttpResponse:
        view = known.get(request.path)
        if view is None:
            return get_response(request)
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response

    return answer


def host(get_response: View) -> View:
    """In the demo, other loopback names lead to the one origin that sockets and forms accept."""
    origin = urlsplit(settings.PUBLIC_ORIGIN)

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.INSECURE_HTTP and origin.hostname in LOOPBACK and request.method in ("GET", "HEAD"):
            name = request.headers.get("Host", "").rsplit(":", 1)[0]
            if name in LOOPBACK and name != origin.hostname:
                return HttpResponseRedirect(settings.PUBLIC_ORIGIN + request.get_full_path())
        return get_response(request)

    return answer


class Policy(CSPMiddleware):
    """django-csp's own, which writes the site's policy once instead of at every answer that has no other."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        has_its_own = HEADER in response or any(name.startswith("_csp") for name in vars(response))
        if has_its_own or hasattr(request, "_csp_nonce") or settings.DEBUG:
            return super().process_response(request, response)
        response[HEADER] = self._site
        return response

    @cached_property
    def _site(self) -> str:
        return build_policy(**asdict(self.get_policy_parts(HttpRequest(), HttpResponse())))


def static(get_response: View) -> View:
    """Static files are servestatic's, which only speaks async: whatever is no file goes past it."""
    files = async_to_sync(ServeStaticMiddleware(sync_to_async(get_response)))

    def answer(request: HttpRequest) -> HttpResponse:
        is_file = request.path_info.startswith(settings.STATIC_URL)
        return files(request) if is_file else get_response(request)

    return answer


class Languages(LocaleMiddleware):
    """Django's own, which sends a wrong address on to one with a language prefix; what has none by contract
    (the API, Wagtail's admin, files) answers for itself."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith(WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)


MOST_DIGITS = 12  # of a length that is worth reading


def bodies(get_response: View) -> View:
    """What is sent is small, but where files are taken: the door says so, of Wagtail all (trust.md 4.6).

    Asked before anything reads the form. A body that names no length is empty to Django.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: View, args: tuple, kwargs: dict) -> HttpResponse | None:
        takes_files = getattr(view, "takes_files", False) or request.path_info.startswith("/cms/")
        most = settings.LARGEST_UPLOAD if takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and (len(length) > MOST_DIGITS or int(length) > most):
            from config.errors import too_large

            return too_large(request)
        return None

    answer.process_view = process_view  # type: ignore[attr-defined]
    return answer


def database_down(get_response: View) -> View:
    """A database that is away is a 503 with a time to try again, never a 500 (realtime.md R6)."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            from config.errors import unavailable

            log.error("database is away: %s", type(error).__name__)
            return unavailable(request)
        return None

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer


def headers(get_response: View) -> View:
    """Nothing dynamic is kept by caches; nothing of ours is read by other origins (trust.md H1, H4)."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return answer


def zone(get_response: View) -> View:
    """Moments are printed in the reader's own time zone."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            timezone.activate(user.zone)
        else:
            timezone.deactivate()
        return get_response(request)

    return answer
