"""Handing out one version of a file, to whoever may read what it belongs to at this very moment."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import parse_etags

from core.access import require
from core.http import door
from uploads import store
from uploads.kinds import KINDS
from uploads.permissions import can_read
from uploads.queries import version


@door("D11", kind="file", surface="file")
def file(request: HttpRequest, ident: UUID, name: str) -> HttpResponse:
    """The policy is asked before what the browser already has: even “unchanged” is an answer."""
    stored = version(ident, name)
    require(can_read, request.user, stored)
    response = HttpResponse(content_type=stored.type_of(name))
    if stored.etag(name) in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    elif settings.PRIVATE_ACCEL:
        response["X-Accel-Redirect"] = f"{settings.PRIVATE_ACCEL}{store.place_of(ident, name)}"
    else:
        content = store.read(ident, name)
        if content is None:
            raise Http404
        response.content = content
    response["ETag"] = stored.etag(name)
    response["Cache-Control"] = "private, no-cache"  # kept by this browser alone, and asked for each time
    response["Content-Disposition"] = KINDS[stored.kind].disposition
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
