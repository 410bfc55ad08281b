"""How views come to a discussion or one of its posts: what may not be known of answers as what never was."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from core.access import require
from messaging.threads import queries
from messaging.threads.models import Post
from messaging.threads.permissions import TENDING, can_read
from messaging.threads.queries import Place

View = Callable[..., HttpResponse]


def place_to_read(request: HttpRequest, ident: UUID) -> Place:
    """The discussion, for somebody who may read it."""
    here = queries.place(ident, request.user)
    require(can_read, request.user, here.thread, role=here.role)
    return here


def post_there(request: HttpRequest, here: Place, number: int) -> Post:
    """One of its posts. A block hides posts from readers, not from those who tend the discussion."""
    return queries.post_at(here.thread, number, request.user, meets_all=here.role in TENDING)


def unlisted(view: View) -> View:
    """What members write is nothing for search engines or archives (trust.md V15)."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return answer
