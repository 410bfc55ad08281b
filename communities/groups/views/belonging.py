"""Ways in and out: join, ask, take it back, leave; and answering who asks."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.groups import actions, queries
from communities.groups.forms import AskForm, ReasonForm
from communities.groups.models import Community, JoinRequest
from communities.groups.permissions import can_admit, can_ask
from communities.groups.refusals import Refused
from communities.groups.views.common import form_page, joining, page, shown
from core.access import require
from core.http import door, see_other


@door("C09", kind="community", methods=("POST",))
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Become a member of a public community."""
    community = shown(request, slug)
    actions.join(community, by=request.user, at=timezone.now())
    messages.success(request, _("You are now a member of %(community)s.") % {"community": community.name})
    return see_other(joining(community))


@door("C10", kind="community", methods=("GET", "POST"))
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to join, answering the community's question."""
    community = shown(request, slug)
    standing = queries.standing(request.user, community)
    if standing.state in (queries.MEMBER, queries.PENDING):
        return see_other(joining(community))
    require(can_ask, request.user, community)
    form = AskForm(request.POST if request.method == "POST" else None, community=community)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(community, by=request.user, answer=form.cleaned_data["answer"], at=timezone.now())
        except ValidationError as error:
            form.explain(error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your request was sent. You will be told when it is answered."))
            return see_other(joining(community))
    return form_page(request, community, "ask", form, crumb=_("Request to join"))


@door("C10", kind="request", methods=("POST",))
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's own request back."""
    community = shown(request, slug)
    waiting = queries.standing(request.user, community).request
    if waiting is not None:
        actions.withdraw(waiting, by=request.user, at=timezone.now())
    return see_other(joining(community))


@door("C09", kind="community", methods=("POST",))
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Belong no longer; the only steward is told what to do first."""
    community = shown(request, slug)
    try:
        actions.leave(community, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return see_other(joining(community))
    messages.success(request, _("You have left %(community)s.") % {"community": community.name})
    return see_other(joining(community) if community.is_known else "communities:list")


@door("C12", kind="community")
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks to join, for stewards and moderators."""
    community = shown(request, slug)
    require(can_admit, request.user, community)
    return page(
        request, community, "requests", tab="requests", people=queries.as_people(queries.waiting(community))
    )


@door("C12", kind="community", methods=("POST",))
def admit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody in."""
    community, asked = _asked(request, slug, pk)
    try:
        actions.admit(asked, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        [person] = queries.as_people([asked])
        messages.success(request, _("%(name)s is now a member.") % {"name": person.byline.name})
    return see_other("communities:requests", community.slug)


@door("C12", kind="community", methods=("GET", "POST"))
def decline(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Refuse somebody, saying why."""
    community, asked = _asked(request, slug, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(asked, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The request was declined. The person reads your reason."))
        return see_other("communities:requests", community.slug)
    [person] = queries.as_people([asked])
    return form_page(request, community, "decline", form, crumb=_("Decline a request"), person=person)


def _asked(request: HttpRequest, slug: str, pk: int) -> tuple[Community, JoinRequest]:
    community = shown(request, slug)
    require(can_admit, request.user, community)
    return community, get_object_or_404(community.requests.select_related("user", "community"), pk=pk)
