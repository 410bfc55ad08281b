"""What this room keeps about a person: what they said, how they said it before, how far they have read."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import MOMENT, NUMBER, Domain, Field, register
from messaging.threads.models import Post, PostRevision, ReadMark, Thread


def _titles(user: User, **of: object) -> dict[UUID, str]:
    """Of the discussions that they may still read; of the others nothing is told."""
    return dict(Thread.objects.readable_by(user).filter(**of).values_list("pk", "title"))


def posts(user: User) -> Iterable[dict]:
    titles = _titles(user, posts__author=user)
    for row in Post.objects.filter(author=user).order_by("created_at", "pk"):
        yield {
            "discussion": titles.get(row.thread_id, ""),
            "number": row.number,
            "text": row.text,
            "language": row.language,
            "posted_at": row.created_at,
            "edited_at": row.edited_at,
            "state": row.state,
            "reason": row.hidden_why,
        }


def started(user: User) -> Iterable[dict]:
    """A title is the words of whoever started the discussion."""
    for row in Thread.objects.filter(author=user).order_by("created_at", "pk"):
        yield {"discussion": row.title, "language": row.language, "started_at": row.created_at}


def versions(user: User) -> Iterable[dict]:
    rows = PostRevision.objects.filter(post__author=user).select_related("post").order_by("pk")
    for row in rows:
        yield {"number": row.post.number, "text": row.text, "written_at": row.written_at}


def reading(user: User) -> Iterable[dict]:
    titles = _titles(user, pk__in=ReadMark.objects.filter(user=user).values("thread"))
    for row in ReadMark.objects.filter(user=user).order_by("at", "pk"):
        yield {"discussion": titles.get(row.thread_id, ""), "number": row.number, "read_at": row.at}


register(
    Domain(
        "posts",
        _("What you posted"),
        {
            "discussion": Field(_("Discussion")),
            "number": Field(_("Number"), NUMBER),
            "text": Field(_("Text")),
            "language": Field(_("Language")),
            "posted_at": Field(_("Date"), MOMENT),
            "edited_at": Field(_("Edited"), MOMENT),
            "state": Field(_("State")),
            "reason": Field(_("Reason")),
        },
        posts,
    )
)
register(
    Domain(
        "discussions",
        _("Discussions you started"),
        {
            "discussion": Field(_("Discussion")),
            "language": Field(_("Language")),
            "started_at": Field(_("Date"), MOMENT),
        },
        started,
    )
)
register(
    Domain(
        "earlier-versions",
        _("What your posts said before"),
        {
            "number": Field(_("Number"), NUMBER),
            "text": Field(_("Text")),
            "written_at": Field(_("Date"), MOMENT),
        },
        versions,
    )
)
register(
    Domain(
        "reading",
        _("How far you have read"),
        {
            "discussion": Field(_("Discussion")),
            "number": Field(_("Number"), NUMBER),
            "read_at": Field(_("Read on"), MOMENT),
        },
        reading,
    )
)
