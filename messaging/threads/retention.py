"""What discussions do not keep for ever: words of removed and hidden posts, and what posts said before."""

import datetime as dt

from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.retention import purges
from messaging.threads.cases import KIND
from messaging.threads.models import Post, PostRevision
from moderation.models import Case

GONE_AFTER = dt.timedelta(days=30)
DISPUTED_FOR = dt.timedelta(
    days=180
)  # what was reported or decided about can be appealed, and is judged by it
HISTORY = dt.timedelta(days=90)


@purges("words of posts that do not stand")
def words(at: dt.datetime) -> int:
    """The place of the post stays, with its number and its reason."""
    old = Post.objects.exclude(state=Post.State.STANDS).exclude(text="").filter(state_at__lte=at - GONE_AFTER)
    disputed = (
        set(Case.objects.filter(kind=KIND).values_list("object_id", flat=True)) if old.exists() else set()
    )
    late = at - DISPUTED_FOR
    gone = [pk for pk, since in old.values_list("pk", "state_at") if since <= late or str(pk) not in disputed]
    PostRevision.objects.filter(post__in=gone).delete()
    return Post.objects.filter(pk__in=gone).update(text="", html="", body_hash="")


@purges("earlier versions of posts")
def history(at: dt.datetime) -> int:
    """Counted from when it was said differently; that it was is all that stays."""
    return _replaced_by(at - HISTORY).delete()[0]


def _replaced_by(moment: dt.datetime) -> QuerySet[PostRevision]:
    later = PostRevision.objects.filter(post=OuterRef("post"), pk__gt=OuterRef("pk")).order_by("pk")
    until = Coalesce(
        Subquery(later.values("written_at")[:1]), F("post__edited_at"), output_field=DateTimeField()
    )
    old = PostRevision.objects.annotate(until=until).filter(until__lte=moment)
    return PostRevision.objects.filter(pk__in=list(old.values_list("pk", flat=True)))
