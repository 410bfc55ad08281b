"""What one does with one's own post: edit it, remove it, put it back, look at what it said before."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.permissions import audience_of
from core.access import require
from core.http import door, see_other
from core.text import stored_html
from messaging.threads import actions, faces, queries
from messaging.threads.forms import WordsForm
from messaging.threads.models import Post
from messaging.threads.permissions import (
    can_edit,
    can_hide,
    can_put_back,
    can_read_hidden,
    can_remove,
    can_see_history,
)
from messaging.threads.queries import Place
from messaging.threads.views.places import place_to_read, post_there, unlisted


@door("T05", "T06", kind="post", methods=("GET", "POST"))
@unlisted
def edit(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    here = place_to_read(request, uuid)
    post = post_there(request, here, number)
    require(can_edit, request.user, post, role=here.role)
    form = WordsForm(request.POST or None, initial={"text": post.text, "language": post.language})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_post(post, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return see_other(address_of(post))
    return _page(request, "edit", here, post, status=422 if form.errors else 200, form=form)


@door("T07", kind="post", methods=("GET", "POST"))
@unlisted
def remove(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Ask on a page of its own; afterwards the place of the post offers to put it back."""
    here = place_to_read(request, uuid)
    post = post_there(request, here, number)
    require(can_remove, request.user, post, role=here.role)
    if request.method == "POST":
        actions.remove_post(post, by=request.user, at=timezone.now())
        messages.success(request, _("Your post was removed. You can put it back at its place below."))
        return see_other(address_of(post))
    return _page(request, "remove", here, post, shown=drawn(request, post))


@door("T07", kind="removed post", methods=("POST",))
def back(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Undo one's own removal."""
    here = place_to_read(request, uuid)
    post = post_there(request, here, number)
    require(can_put_back, request.user, post, role=here.role)
    actions.put_back(post, by=request.user, at=timezone.now())
    messages.success(request, _("Your post is back."))
    return see_other(address_of(post))


@door("T10", kind="post")
@unlisted
def history(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """What the post said before, newest first, and what it says now to those who may read that."""
    here = place_to_read(request, uuid)
    post = post_there(request, here, number)
    require(can_see_history, request.user, post, role=here.role)
    reads_now = post.state == Post.State.STANDS or can_read_hidden(request.user, post, role=here.role)
    versions = [(version, stored_html(version.html)) for version in queries.versions(post)]
    return _page(
        request, "history", here, post, versions=versions, now=stored_html(post.html) if reads_now else ""
    )


@door("C01", "C03", "C05", "C06", "T01", kind="post")
@unlisted
def choices(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Everything that this viewer may do about one post; the list on the page is the same for everybody."""
    here = place_to_read(request, uuid)
    post = post_there(request, here, number)
    viewer, role = request.user, here.role
    tends = can_hide(viewer, post, role=role)
    return _page(
        request,
        "choices",
        here,
        post,
        shown=drawn(request, post),
        may_edit=can_edit(viewer, post, role=role),
        may_remove=can_remove(viewer, post, role=role),
        may_put_back=can_put_back(viewer, post, role=role),
        may_hide=tends and post.state == Post.State.STANDS,
        may_restore=tends and post.state == Post.State.HIDDEN,
        may_see_history=post.edited_at is not None and can_see_history(viewer, post, role=role),
        may_report=post.state == Post.State.STANDS and post.author_id != viewer.pk,
    )


def address_of(post: Post) -> str:
    """The permanent address of a post, with the place on the page."""
    return f"{reverse('discussions:post', args=[post.thread_id, post.number])}#post-{post.number}"


def drawn(request: HttpRequest, post: Post) -> str:
    """The post as the list shows it."""
    return faces.post_html(faces.face(post, audience=audience_of(request.user)), get_language() or "en")


def _page(
    request: HttpRequest, name: str, here: Place, post: Post, *, status: int = 200, **more: object
) -> HttpResponse:
    title = here.thread.title
    context = {
        "section": "communities",
        "crumbs": [(title, reverse("discussions:thread", args=[here.thread.pk]))],
        "thread": here.thread,
        "post": post,
        "back_address": address_of(post),
        **more,
    }
    return render(request, f"discussions/{name}.html", context, status=status)
