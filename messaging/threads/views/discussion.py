"""Reading a discussion, replying to it, and remembering how far one has read."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.bylines import apart_from
from core.access import require
from core.http import door, see_other
from core.limits import TooMany
from messaging.threads import actions, queries
from messaging.threads.forms import ReplyForm
from messaging.threads.models import Post
from messaging.threads.permissions import can_post
from messaging.threads.queries import Place
from messaging.threads.views.page import blank, show
from messaging.threads.views.places import place_to_read, unlisted

LONGEST_QUOTE = 400
LARGEST = 2**31 - 1


@door("C01", "C03", "C05", "C06", "T01", "T09", kind="thread")
@unlisted
def discussion(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Opens at the first unread post; ``?from=`` at that number; ``?reply=`` and ``?quote=`` at that post."""
    here = place_to_read(request, uuid)
    answered = _number(request, "reply") or _number(request, "quote")
    start = _number(request, "from")
    if answered is None or answered > here.thread.number:
        return show(request, here, start=start)
    text = _quoted(request, here, answered) if "quote" in request.GET else ""
    return show(
        request,
        here,
        start=start or max(1, answered - 1),
        form=blank(here, text=text, reply_to=answered),
        replying_to=answered,
    )


@door("C01", "C03", "C05", "C06", "T01", kind="post")
@unlisted
def post(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """The page at one post: its permanent address."""
    here = place_to_read(request, uuid)
    if not 1 <= number <= here.thread.number:
        raise Http404
    return show(request, here, start=max(1, number - 1), at_number=number)


@door("T03", "T04", kind="thread", methods=("POST",))
@unlisted
def reply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Post, then lead to the post. Whatever goes wrong, what was typed comes back."""
    here = place_to_read(request, uuid)
    form = ReplyForm(request.POST)
    if not can_post(request.user, here.thread, role=here.role):
        return _refused(request, here, form)
    number = here.thread.number
    start = max(1, number - queries.PAGE + 1)
    if not form.is_valid():
        if not form.has_key:
            form.take_fresh_key()
            return show(request, here, start=start, form=form, status=400)
        return show(request, here, start=start, form=form, status=422)
    try:
        written = actions.write_post(
            here.thread,
            by=request.user,
            text=form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            reply_to=form.cleaned_data["reply_to"],
            key=form.cleaned_data["idempotency_key"],
            at=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return show(request, here, start=start, form=form, status=422)
    except actions.KeyReused:
        form.add_error(None, _("This form was sent before with other words. Nothing new was stored."))
        form.take_fresh_key()
        return show(request, here, start=start, form=form, status=422, resend=True)
    except actions.StillRunning as error:
        form.add_error(None, _("Your post is still on its way. Send it again: it will appear only once."))
        response = show(request, here, start=start, form=form, status=409)
        response["Retry-After"] = str(error.retry_after)
        return response
    except TooMany as error:
        form.add_error(
            None, _("You posted very often just now. Your text is kept: send it again in a while.")
        )
        response = show(request, here, start=start, form=form, status=429)
        response["Retry-After"] = str(error.retry_after)
        return response
    except PermissionDenied:  # the right was lost between the page and the post
        return _refused(request, here, form)
    return see_other(_address_of(written.post))


@door("T01", kind="thread", methods=("POST",))
def read(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remember how far somebody has read: 204 for scripts and beacons, back to the page for a form."""
    here = place_to_read(request, uuid)
    number = request.POST.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return HttpResponse(status=400)
    actions.mark_read(here.thread, by=request.user, number=int(number), at=timezone.now())
    if request.headers.get("Sec-Fetch-Mode") == "navigate" or "text/html" in request.headers.get(
        "Accept", ""
    ):
        return see_other("discussions:thread", here.thread.pk)
    return HttpResponse(status=204)


def _refused(request: HttpRequest, here: Place, form: ReplyForm) -> HttpResponse:
    """Who may not post is told so beside what they wrote; who is nobody yet goes to sign-in."""
    now = place_to_read(request, here.thread.pk)
    if not request.user.is_authenticated:
        require(can_post, request.user, now.thread, role=now.role)
    return show(
        request,
        now,
        start=max(1, now.thread.number - queries.PAGE + 1),
        status=403,
        notice=_("You cannot post here now, so nothing was stored. Your text is kept below."),
        typed=[form.data.get("text", "")],
    )


def _address_of(written: Post) -> str:
    address = reverse("discussions:post", args=[written.thread_id, written.number])
    return f"{address}#post-{written.number}"


def _number(request: HttpRequest, name: str) -> int | None:
    """A positive number from the address; whatever else stands there is as if it did not."""
    given = request.GET.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        return None
    return min(int(given), LARGEST) or None


def _quoted(request: HttpRequest, here: Place, number: int) -> str:
    """The beginning of a post that stands, as a Markdown quote."""
    found = Post.objects.filter(thread=here.thread, number=number, state=Post.State.STANDS).first()
    if found is None or found.author_id in apart_from(request.user):
        return ""
    words = found.text[:LONGEST_QUOTE].rsplit(" ", 1)[0] if len(found.text) > LONGEST_QUOTE else found.text
    return "".join(f"> {line}\n" for line in words.split("\n")) + "\n"
