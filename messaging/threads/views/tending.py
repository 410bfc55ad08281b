"""What moderators and stewards do in place: hide and restore a post, close and reopen a discussion."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.http import door, see_other
from core.text import stored_html
from messaging.threads import actions, cases
from messaging.threads.forms import ReasonForm
from messaging.threads.models import Post
from messaging.threads.permissions import can_close, can_hide
from messaging.threads.views.own import address_of
from messaging.threads.views.places import place_to_read, post_there, unlisted
from moderation.actions import AlreadyDecided, TakenByAnother
from moderation.registry import CannotAct

REFUSALS = (AlreadyDecided, TakenByAnother, CannotAct)


@door("T08", kind="post", methods=("GET", "POST"))
@unlisted
def hide(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Hide a post with a reason; when it is hidden already, the page offers to restore it."""
    here = place_to_read(request, uuid)
    post = post_there(request, here, number)
    require(can_hide, request.user, post, role=here.role)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cases.hide(post, by=request.user, why=form.cleaned_data["why"], at=timezone.now())
        except ValidationError as error:
            form.add_error("why", error.messages)
        except REFUSALS as error:
            form.add_error(None, _refusal(error))
        else:
            messages.success(request, _("The post is hidden, and its author was told why."))
            return see_other(address_of(post))
    context = {
        "section": "communities",
        "crumbs": [(here.thread.title, reverse("discussions:thread", args=[here.thread.pk]))],
        "thread": here.thread,
        "post": post,
        "words": stored_html(post.html) if post.state != Post.State.REMOVED else "",
        "form": form,
        "back_address": address_of(post),
    }
    return render(request, "discussions/hide.html", context, status=422 if form.errors else 200)


@door("T08", kind="post", methods=("POST",))
def restore(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    here = place_to_read(request, uuid)
    post = post_there(request, here, number)
    require(can_hide, request.user, post, role=here.role)
    try:
        cases.restore(post, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, _refusal(error))
    else:
        messages.success(request, _("The post is shown again, and its author was told."))
    return see_other(address_of(post))


@door("T12", kind="thread", methods=("GET", "POST"))
@unlisted
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close a discussion with a reason; when it is closed, the page offers to reopen it."""
    here = place_to_read(request, uuid)
    require(can_close, request.user, here.thread, role=here.role)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_thread(
                here.thread, by=request.user, why=form.cleaned_data["why"], at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The discussion is closed. Everybody can still read it."))
            return see_other("discussions:thread", here.thread.pk)
    context = {
        "section": "communities",
        "crumbs": [(here.thread.title, reverse("discussions:thread", args=[here.thread.pk]))],
        "thread": here.thread,
        "form": form,
    }
    return render(request, "discussions/close.html", context, status=422 if form.errors else 200)


@door("T12", kind="thread", methods=("POST",))
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    here = place_to_read(request, uuid)
    actions.reopen_thread(here.thread, by=request.user, at=timezone.now())
    messages.success(request, _("The discussion is open again."))
    return see_other("discussions:thread", here.thread.pk)


def _refusal(error: Exception) -> str:
    """What stood in the way of a decision, as a sentence."""
    if isinstance(error, TakenByAnother):
        return _("Somebody else is looking at this post. Their decision will show here.")
    if isinstance(error, AlreadyDecided):
        return _("Somebody else was quicker. This is how the post stands now.")
    return str(error)
