"""Discussions: read them, catch up with their stream, post into them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Header, Query, Router, Status
from ninja.errors import HttpError

from accounts.bylines import apart_from
from accounts.permissions import audience_of
from api.doors import Session, in_language
from api.problems import Problem
from api.schemas import LARGEST, Events, PostIn, Posts, Receipt, ThreadOut
from core.access import require
from messaging.threads import actions, frames, queries
from messaging.threads.faces import NOBODY, face
from messaging.threads.models import Post
from messaging.threads.permissions import can_read
from messaging.threads.queries import Place

router = Router(tags=["threads"])
READ = {"x-matrix-row": "C01 C03 C05 C06 T01 D06", "x-kind": "thread"}
WRITE = {"x-matrix-row": "T03 T04", "x-kind": "thread"}
HIDDEN = {401: Problem, 403: Problem, 404: Problem}


@router.get("threads/{uuid:ident}", response={200: ThreadOut, **HIDDEN}, openapi_extra=READ)
@in_language
def thread(request: HttpRequest, ident: UUID) -> dict:
    """A discussion and where its numbers stand."""
    found = _place(request, ident).thread
    return {
        "id": found.pk,
        "title": found.title,
        "language": found.language,
        "number": found.number,
        "seq": found.seq,
        "closed": found.is_closed,
    }


@router.get("threads/{uuid:ident}/posts", response={200: Posts, 422: Problem, **HIDDEN}, openapi_extra=READ)
@in_language
def posts(
    request: HttpRequest,
    ident: UUID,
    after: int = Query(0, ge=0, le=LARGEST),
    limit: int = Query(20, ge=1, le=50),
) -> dict:
    """Posts after a number, in order."""
    found = _place(request, ident).thread
    rows = queries.posts_after(found, after, limit)
    blocked, audience = apart_from(request.user), audience_of(request.user)
    last = rows[-1].number if rows else found.number
    return {
        "posts": [_post(row, audience, is_withheld=row.author_id in blocked) for row in rows],
        "next": last if last < found.number else None,
    }


@router.post(
    "threads/{uuid:ident}/posts",
    auth=Session(),
    response={200: Receipt, 201: Receipt, 400: Problem, 409: Problem, 422: Problem, 429: Problem, **HIDDEN},
    openapi_extra=WRITE,
)
@in_language
def write(
    request: HttpRequest,
    response: HttpResponse,
    ident: UUID,
    words: PostIn,
    key: str = Header("", alias="Idempotency-Key"),
) -> Status:
    """Post, once for each key: 201; the same again is 200 with ``Idempotent-Replay: true``."""
    here = _place(request, ident)
    written = actions.write_post(
        here.thread,
        by=request.user,
        text=words.text,
        language=words.language,
        reply_to=words.reply_to,
        key=_key(key),
        at=timezone.now(),
    )
    if written.is_replay:
        response["Idempotent-Replay"] = "true"
    post = written.post
    receipt = {
        "id": post.pk,
        "number": post.number,
        "seq": post.seq,
        "thread": post.thread_id,
        "created": post.created_at,
    }
    return Status(200 if written.is_replay else 201, receipt)


@router.get("threads/{uuid:ident}/events", response={200: Events, 422: Problem, **HIDDEN}, openapi_extra=READ)
@in_language
def events(request: HttpRequest, ident: UUID, after: int = Query(0, ge=0, le=LARGEST)) -> dict:
    """What happened after a number, as the frames of the socket."""
    found = _place(request, ident).thread
    blocked, audience, language = (
        apart_from(request.user),
        audience_of(request.user),
        get_language() or "en",
    )
    rows = queries.events_after(found.pk, after)
    return {
        "events": [
            frames.frame(row, language, audience, blocked=bool(row.post and row.post.author_id in blocked))
            for row in rows
        ],
        "head": max(found.seq, rows[-1].seq) if rows else found.seq,
    }


def _place(request: HttpRequest, ident: UUID) -> Place:
    here = queries.place(ident, request.user)
    require(can_read, request.user, here.thread, role=here.role)
    return here


def _key(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise HttpError(
            400, "Send an Idempotency-Key header that is a UUID, a new one for each post."
        ) from None


def _post(post: Post, audience: str, *, is_withheld: bool) -> dict[str, Any]:
    shown = face(post, audience=audience)
    by = NOBODY if is_withheld else shown.by
    return {
        "id": None if is_withheld else post.pk,
        "number": post.number,
        "seq": post.seq,
        "author": {"handle": by.handle, "name": by.name, "kind": by.kind},
        "language": post.language,
        "html": "" if is_withheld else shown.html,
        "created": post.created_at,
        "edited": None if is_withheld else shown.edited_at,
        "state": "withheld" if is_withheld else post.state,
    }
