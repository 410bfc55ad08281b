"""Pages about one's own notices: the list, opening one, reading all, mails."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from core.access import require
from core.http import LARGEST, door, number_in, see_other
from notifications import actions, queries
from notifications.forms import MailsForm
from notifications.permissions import can_change_mails, can_read_notices


@door("N03", kind="notices")
def notices(request: HttpRequest) -> HttpResponse:
    require(can_read_notices, request.user)
    unread_only = request.GET.get("show") == "unread"
    box = queries.mailbox(request.user)
    context = {
        "page": queries.notices(request.user, unread_only=unread_only, before=_before(request)),
        "unread_only": unread_only,
        "is_first": "before" not in request.GET,
        "unread": box.unread,
        "can_undo": queries.can_undo_all_read(box, at=timezone.now()),
    }
    return render(request, "notifications/list.html", context)


def _before(request: HttpRequest) -> int | None:
    if "before" not in request.GET:
        return None
    number = number_in(request.GET["before"])
    if number is None:
        raise Http404
    return number


@door("N03", kind="notices", methods=("POST",))
def open_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Mark as read, then go where it leads.

    A form and not a link: prefetching, previews and pages kept open must not count as reading.
    """
    if number > LARGEST:
        raise Http404
    notice = actions.mark_read(request.user, number=number, at=timezone.now())
    if notice is None:
        raise Http404
    return see_other(queries.way(request.user, notice) or "notifications:list")


@door("N03", kind="notices", methods=("POST",))
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(request.user, at=timezone.now())
    return see_other("notifications:list")


@door("N03", kind="notices", methods=("POST",))
def undo_read_all(request: HttpRequest) -> HttpResponse:
    count = actions.undo_all_read(request.user, at=timezone.now())
    if count:
        text = ngettext("%(count)d notice is unread again.", "%(count)d notices are unread again.", count)
        messages.success(request, text % {"count": count})
    return see_other("notifications:list")


@door("N03", kind="mails", methods=("GET", "POST"))
def mails(request: HttpRequest) -> HttpResponse:
    require(can_change_mails, request.user)
    sent = request.POST if request.method == "POST" else None
    form = MailsForm(sent, instance=queries.mailbox(request.user))
    if form.is_valid():
        actions.choose_mails(request.user, wanted=form.cleaned_data["mails"])
        messages.success(request, _("Saved."))
        return see_other("notifications:settings")
    return render(request, "notifications/settings.html", {"form": form})


@csrf_exempt  # the secret in the address is the proof, and mail programs press the button for their reader
@door("N01", kind="mails", methods=("GET", "POST"))
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End mails without signing in: a page that asks, then one press."""
    if not (actions.stop_mails(token) if request.method == "POST" else queries.is_stop_token(token)):
        raise Http404
    return render(request, "notifications/stop.html", {"stopped": request.method == "POST"})
