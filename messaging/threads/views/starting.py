"""The page for a new discussion."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.http import door, see_other
from core.limits import TooMany
from messaging.threads import actions, hosts
from messaging.threads.forms import DiscussionForm
from messaging.threads.models import Board
from messaging.threads.permissions import can_start
from messaging.threads.views.places import unlisted


@door("T02", kind="board", methods=("GET", "POST"))
@unlisted
def new(request: HttpRequest, board: int) -> HttpResponse:
    place = get_object_or_404(Board.objects.visible_to(request.user), pk=board)
    require(can_start, request.user, place)
    assert request.user.is_authenticated
    if request.method != "POST":
        initial = {"language": request.user.language, "idempotency_key": uuid4()}
        return _page(request, place, DiscussionForm(initial=initial), 200)
    form = DiscussionForm(request.POST)
    if not form.is_valid():
        has_key = form.has_key
        if not has_key:
            form.take_fresh_key()
        return _page(request, place, form, 422 if has_key else 400)
    given = dict(form.cleaned_data)
    key = given.pop("idempotency_key")
    try:
        thread = actions.start_thread(place, by=request.user, key=key, at=timezone.now(), **given)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, place, form, 422)
    except actions.KeyReused:
        form.add_error(None, _("This form was sent before with other words. Nothing new was stored."))
        form.take_fresh_key()
        return _page(request, place, form, 422, resend=True)
    except TooMany as error:
        form.add_error(None, _("You started many discussions today. Your text is kept: try again tomorrow."))
        response = _page(request, place, form, 429)
        response["Retry-After"] = str(error.retry_after)
        return response
    return see_other("discussions:thread", thread.pk)


def _page(
    request: HttpRequest, board: Board, form: DiscussionForm, status: int, *, resend: bool = False
) -> HttpResponse:
    card = hosts.cards([board], request.user)[board.pk]
    context = {
        "section": "communities",
        "crumbs": [(card.name, card.url)],
        "board": board,
        "card": card,
        "everybody_reads": board.reads == Board.Reads.ALL,
        "form": form,
        "resend": resend,
    }
    return render(request, "discussions/new.html", context, status=status)
