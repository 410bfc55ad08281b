"""The verification desk: which institutions ask, what shows that they are real, two different yeses."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.bylines import MEMBERS, byline
from accounts.http import second_factor_first
from core.access import require
from core.http import door, see_other
from institutions import actions, queries
from institutions.forms import RefuseForm
from institutions.models import InstitutionRequest
from institutions.permissions import can_decide_request, can_verify

SHOWS = {"waiting": queries.waiting_requests, "decided": queries.decided_requests}


@door("R08", kind="institution requests")
@second_factor_first
def institutions(request: HttpRequest) -> HttpResponse:
    require(can_verify, request.user)
    show = request.GET.get("show", "waiting")
    if show not in SHOWS:
        raise Http404
    page = Paginator(SHOWS[show](), 30).get_page(request.GET.get("page"))
    context = {"page": page, "show": show, "rows": [_people_of(found) | {"asked": found} for found in page]}
    return render(request, "desk/institutions.html", context)


@door("R08", kind="institution request")
@second_factor_first
def institution(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _request(request, pk))


@door("R08", kind="institution request", methods=("POST",))
@second_factor_first
def say_yes(request: HttpRequest, pk: int) -> HttpResponse:
    found = _request(request, pk)
    try:
        done = actions.say_yes(found, by=request.user, at=timezone.now())
    except actions.NoLongerOpen:
        return _page(request, _request(request, pk), status=409)
    except ValidationError as error:
        return _page(request, found, problem=" ".join(error.messages), status=422)
    if done.state == InstitutionRequest.State.VERIFIED:
        messages.success(request, _("Verified for twelve months. Whoever asked is told."))
    else:
        messages.success(request, _("Your yes is recorded. Somebody else of the team says the second one."))
    return see_other("desk:institutions")


@door("R08", kind="institution request", methods=("POST",))
@second_factor_first
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _request(request, pk), RefuseForm(request.POST)
    if form.is_valid():
        try:
            actions.refuse(found, by=request.user, **form.cleaned_data, at=timezone.now())
        except actions.NoLongerOpen:
            return _page(request, _request(request, pk), form=form, status=409)
        except ValidationError as error:
            form.explain(error)
        else:
            messages.success(request, _("Refused. Whoever asked reads your reason."))
            return see_other("desk:institutions")
    return _page(request, found, form=form, status=422)


def _request(request: HttpRequest, pk: int) -> InstitutionRequest:
    """What the second person has confirmed; looked up only for those who verify."""
    require(can_verify, request.user)
    people = ("asker", "second", "first_yes_by", "decided_by", "institution")
    rows = InstitutionRequest.objects.exclude(confirmed_at=None).exclude(
        state=InstitutionRequest.State.WITHDRAWN
    )
    found = get_object_or_404(rows.select_related(*people), pk=pk)
    require(can_decide_request, request.user, found)
    return found


def _people_of(found: InstitutionRequest) -> dict:
    """By-lines of everybody who had a part in it, as members may know them."""
    parts = ("asker", "second", "first_yes_by", "decided_by")
    people = {part: getattr(found, part) if getattr(found, f"{part}_id") else None for part in parts}
    return {
        part: byline(person, audience=MEMBERS, voice=n) if person else None
        for n, (part, person) in enumerate(people.items(), start=1)
    }


def _page(
    request: HttpRequest,
    found: InstitutionRequest,
    *,
    form: RefuseForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    is_waiting = found.state == InstitutionRequest.State.CONFIRMED
    context = _people_of(found) | {
        "asked": found,
        "asker_handle": found.asker.handle,
        "vouches": queries.vouches_with_depth(found),
        "look_alikes": queries.look_alikes(found) if is_waiting else [],
        "is_waiting": is_waiting,
        "has_said_yes": found.first_yes_by_id == request.user.pk,
        "form": form or RefuseForm(),
        "problem": problem,
        "is_stale": status == 409,
        "crumbs": [(_("Institutions that ask"), reverse("desk:institutions")), (found.name, "")],
    }
    return render(request, "desk/institution.html", context, status=status)
