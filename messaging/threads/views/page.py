"""The page of a discussion, put together for one viewer: what all see alike, and what is theirs alone."""

import datetime as dt
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.bylines import byline
from accounts.permissions import audience_of, takes_part
from core.text import stored_html
from design.drawn import answer
from messaging.threads import faces, hosts, queries
from messaging.threads.forms import ReplyForm
from messaging.threads.hosts import Card
from messaging.threads.models import Board, Post
from messaging.threads.permissions import can_close, can_post, can_put_back, can_read_hidden
from messaging.threads.queries import Page, Place, Stretch


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says of a discussion as a whole."""

    pk: UUID
    topic: str
    title: str
    language: str
    created_at: dt.datetime
    seq: int
    number: int
    voices: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A place in the list. `own_words` is what a hidden post says, for its author and those who tend here."""

    number: int
    html: SafeString
    language: str
    is_own: bool
    is_first_unread: bool
    own_words: SafeString | str
    can_put_back: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty composer. Its form is made only when it is drawn."""

    language: str

    @property
    def form(self) -> ReplyForm:
        return ReplyForm(initial={"language": self.language})


def show(
    request: HttpRequest,
    here: Place,
    *,
    start: int | None = None,
    at_number: int | None = None,
    form: ReplyForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render the page that begins at `start` (by default where the viewer left off)."""
    viewer, thread = request.user, here.thread
    posts = queries.page(thread, viewer, start=queries.opening(here) if start is None else start)
    card = hosts.cards([thread.board], viewer)[thread.board_id]
    shown = items(posts, here, viewer)
    may_post = can_post(viewer, thread, role=here.role)
    ways = _ways(thread.pk, get_language() or "en")
    starter = thread.author_id not in posts.blocked and byline(
        thread.author, audience=audience_of(viewer), voice=1
    )
    context = {
        "section": "communities",
        "crumbs": [(_("Communities"), ways.communities), (card.name, card.url)],
        "thread": Shown(**{fact.name: getattr(thread, fact.name) for fact in fields(Shown)}),
        "thread_address": ways.thread,
        "reply_address": ways.reply,
        "read_address": ways.read,
        "sign_in_address": f"{ways.sign_in}?next={_back_to_composer(request, ways.thread)}",
        "card": card,
        "everybody_reads": thread.board.reads == Board.Reads.ALL,
        "starter": starter,
        "posts_page": Stretch(posts.first, posts.last, posts.number),
        "items": together(shown)
        if viewer.is_authenticated
        else shown,  # strangers' pages are kept as they are
        "earlier_count": posts.first - 1,
        "later_count": posts.number - posts.last,
        "read": here.read,
        "read_at": here.read_at,
        "unread_count": max(0, thread.number - here.read),
        "at_number": at_number,
        "audience": audience_of(viewer),
        "me": viewer.handle if viewer.is_authenticated else "",
        "mine": " ".join(str(post.number) for post in posts.posts if post.author_id == viewer.pk),
        "can_post": may_post,
        "can_close": can_close(viewer, thread, role=here.role),
        "closed": faces.closed_html(thread.closed_why, get_language()) if thread.is_closed else "",
        "join_text": "" if may_post else why_not(viewer, card),
        "form": form if may_post else None,
        "blank": Blank(here.language) if may_post and form is None else None,
        "key": str(uuid4()) if may_post and form is None else "",
        "status": status,
        **more,
    }
    return answer(request, "discussions/discussion.html", context, status=status)


class Ways(NamedTuple):
    """Where the page of a discussion leads."""

    communities: str
    sign_in: str
    thread: str
    reply: str
    read: str


@lru_cache(maxsize=4096)
def _ways(ident: UUID, language: str) -> Ways:
    here = [reverse(f"discussions:{name}", args=[ident]) for name in ("thread", "reply", "read")]
    return Ways(reverse("communities:list"), reverse("account_login"), *here)


def items(posts: Page, here: Place, viewer: Any) -> list[Item]:
    """The posts of a page as the viewer meets them. No query."""
    language, audience = get_language() or "en", audience_of(viewer)
    found = []
    for post in posts.posts:
        blocked = post.author_id in posts.blocked
        hidden = post.state == Post.State.HIDDEN and not blocked
        reads_hidden = hidden and can_read_hidden(viewer, post, False, role=here.role)
        found.append(
            Item(
                number=post.number,
                html=faces.withheld_html(post.number, language)
                if blocked
                else faces.post_html(faces.face(post, audience=audience), language),
                language=post.language,
                is_own=post.author_id == viewer.pk,
                is_first_unread=0 < here.read == post.number - 1,
                own_words=stored_html(post.html) if reads_hidden else "",
                can_put_back=can_put_back(viewer, post, role=here.role),
            )
        )
    return found


def together(found: list[Item]) -> list[Item]:
    """Posts with nothing between them as one item: most pages then have a single one."""
    runs = []
    for stands_alone, run in groupby(found, key=lambda i: i.is_first_unread or i.own_words or i.can_put_back):
        same = list(run)
        if stands_alone:
            runs += same
        else:
            runs.append(replace(same[0], html=format_html_join("", "{}", ((item.html,) for item in same))))
    return runs


def blank(here: Place, *, text: str = "", reply_to: int | None = None) -> ReplyForm:
    """An empty composer, in the language the viewer last wrote here."""
    initial = {
        "language": here.language,
        "idempotency_key": uuid4(),
        "text": text,
        "reply_to": reply_to,
    }
    return ReplyForm(initial=initial)


def why_not(viewer: Any, card: Card) -> str:
    """Why somebody who is signed in cannot write, and what they can do about it."""
    if viewer.is_authenticated and viewer.is_suspended:
        return _("Your account is suspended, so you can read public discussions only.")
    if viewer.is_authenticated and not viewer.is_verified:
        return _("Confirm your e-mail address first. Then you can join and write.")
    if takes_part(viewer) and card.join_state == "member":
        return _("Institutions can read here, and do not write.")
    if card.join_state == "pending":
        return _("You asked to join. Once you are admitted, you can write here.")
    if card.join_url:
        return _("Members write here. Join, and you can write too.")
    return _("Only members write here.")


def _back_to_composer(request: HttpRequest, address: str) -> str:
    wanted = request.GET.get("reply", "")
    query = f"?reply={wanted}" if wanted.isascii() and wanted.isdigit() else ""
    return quote(f"{address}{query}#reply")
