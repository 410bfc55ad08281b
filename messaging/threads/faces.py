"""What a post looks like to an audience: everything its partial shows, and the partial drawn from it.

A face holds nothing about who looks, so a page and every open socket show the same bytes; drawing is pure and
kept, so a post that was shown before costs the next page next to nothing.
"""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple, cast

from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.bylines import MEMBERS, Byline, byline
from core.text import stored_html
from institutions.models import Institution
from messaging.threads.models import Post
from messaging.threads.queries import Spoken

KEPT = 8192  # drawn posts per process: about 3 KB each
NOBODY = Byline("hidden", "", None, "hidden")


class Face(NamedTuple):
    """A post as one audience sees it. What was removed or hidden brings neither words nor author."""

    thread_id: str
    post_id: str
    number: int
    state: str
    why: str
    by: Byline
    by_kind: str
    shown_handle: str
    language: str
    html: str
    reply_to: int | None
    created_at: dt.datetime
    edited_at: dt.datetime | None

    @property
    def stands(self) -> bool:
        return self.state == Post.State.STANDS

    @property
    def office(self) -> str:
        """What stands on the badge of an institution, in the active language."""
        if not self.by_kind:
            return ""
        return _("%(kind)s, verified") % {"kind": Institution.Kind(self.by_kind).label}

    @property
    def body(self) -> SafeString:
        return stored_html(self.html)


def face(post: Post | Spoken, *, audience: str) -> Face:
    """The face of a post, its author named in the active language. No query if the author came with it."""
    stands = post.state == Post.State.STANDS
    by = byline(post.author, audience=audience, voice=post.voice) if stands else NOBODY
    return Face(
        thread_id=str(post.thread_id),
        post_id=str(post.pk),
        number=post.number,
        state=post.state,
        why=post.hidden_why,
        by=by,
        by_kind=post.author.office_kind if by.office else "",
        shown_handle=(by.handle or "") if audience == MEMBERS else "",
        language=post.language,
        html=post.html if stands else "",
        reply_to=post.reply_to if stands else None,
        created_at=post.created_at,
        edited_at=post.edited_at if stands else None,
    )


@lru_cache(maxsize=KEPT)
def post_html(face: Face, language: str) -> SafeString:
    """The post as an item of the list, in an interface language; moments in UTC, for scripts to localise."""
    return _drawn("discussions/_post.html", {"face": face, "language": language}, language)


@lru_cache(maxsize=KEPT)
def withheld_html(number: int, language: str) -> SafeString:
    """The place of a post between two people who have blocked one another: its number, and nothing else."""
    return _drawn("discussions/_withheld.html", {"number": number}, language)


@lru_cache(maxsize=256)
def closed_html(why: str, language: str) -> SafeString:
    """What stands where the composer was."""
    return _drawn("discussions/_closed.html", {"why": why}, language)


def _drawn(template: str, context: dict, language: str) -> SafeString:
    with translation.override(language), timezone.override(dt.UTC):
        return cast(SafeString, get_template(template).render(context))
