"""Public utilities (matrix row N01): health, robots, sitemap, language switch, the site's own pictures."""

import datetime as dt
import logging
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from config import addresses
from config import sitemap as site_map
from core.health import stopping
from core.http import door, own_path, remember_language, see_other

log = logging.getLogger("health")
SECURITY_FILE_DAYS = 180
PICTURES = "images/"  # where Wagtail keeps renditions; originals and members' files lie elsewhere


@door("N01", surface="utility")
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@door("N01", "D17", surface="utility")
def readyz(request: HttpRequest) -> HttpResponse:
    """Requests are welcome: the database answers, its tables are this code's, and nobody asked us to stop.

    Why it is not ready is in the log, not in the answer (matrix D17).
    """
    try:
        ready = not stopping.is_set() and _database_answers() and _migrated()
    except Exception as error:
        log.warning("not ready: %s", error if isinstance(error, LookupError) else type(error).__name__)
        ready = False
    response = JsonResponse({"ready": ready}, status=200 if ready else 503)
    if not ready:
        response["Retry-After"] = "5"
    return response


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


@cache
def _migrated() -> bool:
    """Asked until it is true: an exception is not remembered, a yes is."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError("migrations are waiting")
    return True


@door("N01", surface="utility")
def robots(request: HttpRequest) -> HttpResponse:
    """Names no private path; what must not be found says so itself (`X-Robots-Tag`)."""
    lines = ["User-agent: *", "Disallow: /i18n/", f"Sitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@door("N01", surface="utility")
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires = midnight + dt.timedelta(days=SECURITY_FILE_DAYS)
    lines = [
        f"Contact: mailto:security@{urlsplit(settings.PUBLIC_ORIGIN).hostname}",
        f"Contact: {settings.PUBLIC_ORIGIN}/en/contact/",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, fr, es, ar",
        f"Canonical: {settings.PUBLIC_ORIGIN}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@door("N01", surface="utility")
def sitemap(request: HttpRequest) -> HttpResponse:
    return HttpResponse(site_map.render(), content_type="application/xml")


@door("N01", "D11", kind="rendition", surface="file")
def media(request: HttpRequest, path: str) -> FileResponse:
    """Renditions of editors' pictures, for servers without nginx in front; nothing else of the folder."""
    if not path.startswith(PICTURES):
        raise Http404
    try:
        picture = default_storage.open(path)
    except (OSError, ValueError, SuspiciousFileOperation):
        raise Http404 from None
    response = FileResponse(picture)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@door("W04", methods=("GET", "POST"))
def closed(request: HttpRequest) -> HttpResponse:
    """A door of a library that is not one of ours."""
    raise Http404


@door("N01", surface="utility")
def switch_language(request: HttpRequest, language: str) -> HttpResponse:
    """Remember a language, and go on with the same page, or the nearest one that exists in it."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    target, is_same = addresses.in_language(own_path(request.GET.get("next")), language)
    if not is_same:
        with override(language):
            nearest = _("That page does not exist in this language yet. This is the nearest one.")
        messages.info(request, nearest)
    response = see_other(target)
    remember_language(response, language)
    return response
