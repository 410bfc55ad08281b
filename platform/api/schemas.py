"""The shapes of what comes in and goes out (contract.md)."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

LARGEST = 2**53 - 1  # beyond this, JavaScript counts wrongly


class Me(Schema):
    """Who is signed in."""

    handle: str
    language: str
    standing: Literal["unverified", "suspended", "officer", "member"]
    unread: int


class ThreadOut(Schema):
    """A discussion: the number of its last post, and of the last event of its stream."""

    id: UUID
    title: str
    language: str
    number: int
    seq: int
    closed: bool


class Author(Schema):
    """How an author is named to whoever asks; nobody for what is removed, hidden or withheld."""

    handle: str | None
    name: str
    kind: Literal["member", "institution", "hidden", "former"]


class PostOut(Schema):
    """A post as it is now. Without words unless it stands."""

    id: UUID | None
    number: int
    seq: int
    author: Author
    language: str
    html: str
    created: dt.datetime
    edited: dt.datetime | None
    state: Literal["stands", "removed", "hidden", "withheld"]


class Posts(Schema):
    """Posts in order. `next` goes into ``after``; null when these are the last."""

    posts: list[PostOut]
    next: int | None


class PostIn(Schema):
    """What somebody says."""

    text: str
    language: str
    reply_to: int | None = Field(None, ge=1, le=LARGEST)


class Receipt(Schema):
    """The post is stored under this number."""

    id: UUID
    number: int
    seq: int
    thread: UUID
    created: dt.datetime


class Events(Schema):
    """Up to 200 frames as the socket sends them. Repeat with the last `seq` until it is `head`."""

    events: list[dict[str, Any]]
    head: int
