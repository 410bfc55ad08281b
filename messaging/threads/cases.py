"""How moderation finds a post, who may report it, where a person moderates, and what a verdict does.

A moderator who hides a post in place decides a case at once: so it has a record, and its author can appeal.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.models import Institution
from messaging.threads import actions, queries
from messaging.threads.models import Post
from messaging.threads.permissions import boards_tended, can_read, can_see
from moderation.actions import decide, open_case
from moderation.models import Case, Decision
from moderation.queries import last_decision, offered
from moderation.registry import CannotAct, CaseKind, Subject, register, register_scopes

KIND = "post"
KEEP, HIDE, RESTORE = Decision.Verdict.KEEP, Decision.Verdict.HIDE, Decision.Verdict.RESTORE


def scopes_of(viewer: Any) -> list[str]:
    """The boards that a person tends."""
    return [_scope(board) for board in boards_tended(viewer)]


def subject(object_id: str) -> Subject | None:
    post = queries.post_by_id(object_id)
    if post is None or object_id != str(post.pk):  # one thing has one name, and one case
        return None
    office = post.author.office_slug
    return Subject(
        title=post.thread.title,
        text=post.text,
        language=post.language,
        url=f"{reverse('discussions:post', args=[post.thread_id, post.number])}#post-{post.number}",
        author_id=post.author_id,
        scope=_scope(post.thread.board_id),
        version=f"{post.edited_at or post.created_at:%Y%m%d%H%M%S%f}",
        institution_id=Institution.objects.filter(slug=office).values_list("pk", flat=True).first()
        if office
        else None,
    )


def can_report(viewer: Any, object_id: str) -> bool:
    """Whoever may read a post that stands."""
    post = queries.post_by_id(object_id)
    if post is None or post.state != Post.State.STANDS:
        return False
    return can_see(viewer, post.thread) and can_read(viewer, post.thread)


def act(case: Case, verdict: str, *, by: Any, reason: str, at: dt.datetime) -> None:
    """Carry a verdict out. Whoever decides a case has it before them, so the post counts as reported."""
    post = queries.post_by_id(case.object_id)
    if post is None or verdict == KEEP:
        return
    if verdict == RESTORE and not post.text:
        raise CannotAct(_("The words of this post are no longer kept. There is nothing left to show."))
    if verdict == RESTORE:
        actions.restore_post(post, by=by, at=at, reported=True)
    elif post.state == Post.State.REMOVED:
        raise CannotAct(_("Its author has removed this post. There is nothing left to hide."))
    else:
        path = f"/moderation/cases/{case.pk}/decision/"
        actions.hide_post(post, by=by, why=reason, at=at, reported=True, told_at=path)


@transaction.atomic
def hide(post: Post, *, by: Any, why: str, at: dt.datetime) -> None:
    """Hide a post in place, as a decision of its own. Raises what `moderation.actions.decide` raises."""
    case = open_case(
        KIND,
        str(post.pk),
        scope=_scope(post.thread.board_id),
        subject_user_id=post.author_id,
        snapshot=post.text,
        language=post.language,
    )
    decide(case, by=by, verdict=HIDE, reason=why, at=at)


@transaction.atomic
def restore(post: Post, *, by: Any, at: dt.datetime) -> None:
    """Show a post again, by a further decision about the case that hid it, if there was one."""
    case = Case.objects.filter(kind=KIND, object_id=str(post.pk)).order_by("-pk").first()
    if case is None or RESTORE not in offered(case, last_decision(case)):
        actions.restore_post(post, by=by, at=at)
    else:
        decide(case, by=by, verdict=RESTORE, reason="", at=at)


def _scope(board_id: int) -> str:
    return f"board:{board_id}"


register_scopes(scopes_of)
register(
    CaseKind(
        name=KIND,
        label=gettext_lazy("Post"),
        subject=subject,
        can_report=can_report,
        verdicts=(KEEP, HIDE, RESTORE),
        act=act,
    )
)
