"""The pages on which a member asks for an institution, and the second person answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.bylines import MEMBERS, byline
from core.access import SignInNeeded, require
from core.http import door, see_other
from institutions import actions, queries, registry
from institutions.forms import AskForm
from institutions.models import InstitutionRequest
from institutions.permissions import can_ask, can_confirm, can_decline, can_withdraw


@door("N03", kind="own institution", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    require(can_ask, request.user)
    waiting = queries.open_request_of(request.user)
    if waiting is not None:
        return see_other("institutions:request", waiting.pk)
    choices = queries.voucher_choices(timezone.now())
    form = AskForm(request.POST if request.method == "POST" else None, vouchers=choices)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(
                by=request.user,
                facts=form.facts(),
                second_handle=form.cleaned_data["second"],
                vouchers=form.vouchers(),
                at=timezone.now(),
            )
        except ValidationError as error:
            form.explain(error)
        else:
            messages.success(request, _("Sent. The second person is told and confirms it on their own page."))
            return see_other("institutions:request", made.pk)
    context = {"form": form, "obstacles": registry.obstacles(request.user), "crumbs": _crumbs(_("Ask"))}
    return render(request, "institutions/new.html", context, status=422 if form.errors else 200)


@door("N03", kind="institution request")
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _mine(request, pk))


@door("N03", kind="institution request", methods=("POST",))
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, actions.confirm, _("Thank you. It waits for two persons of our team now."))


@door("N03", kind="institution request", methods=("POST",))
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, actions.decline, _("Thank you. The request has ended."))


@door("N03", kind="institution request", methods=("POST",))
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, actions.withdraw, _("Withdrawn. What you wrote as evidence is deleted."))


def _answer(request: HttpRequest, pk: int, deed: Callable[..., Any], done: str) -> HttpResponse:
    """Do it and say so, or show the request as it stands now that it is no longer open."""
    try:
        deed(_mine(request, pk), by=request.user, at=timezone.now())
    except actions.NoLongerOpen:
        return _page(request, _mine(request, pk), is_stale=True)
    messages.success(request, done)
    return see_other("institutions:request", pk)


def _mine(request: HttpRequest, pk: int) -> InstitutionRequest:
    if not request.user.is_authenticated:
        raise SignInNeeded
    rows = InstitutionRequest.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("asker", "second", "institution"), pk=pk)


def _page(request: HttpRequest, found: InstitutionRequest, *, is_stale: bool = False) -> HttpResponse:
    viewer, state = request.user, InstitutionRequest.State
    context = {
        "asked": found,
        "asker": byline(found.asker, audience=MEMBERS, voice=1),
        "second": byline(found.second, audience=MEMBERS, voice=2) if found.second else None,
        "is_asker": viewer.pk == found.asker_id,
        "can_confirm": found.state == state.REQUESTED and can_confirm(viewer, found),
        "can_decline": found.state == state.REQUESTED and can_decline(viewer, found),
        "can_withdraw": found.is_open and can_withdraw(viewer, found),
        "is_stale": is_stale,
        "vouches": queries.vouches_of_request(found),
        "crumbs": _crumbs(found.name),
    }
    return render(request, "institutions/request.html", context, status=409 if is_stale else 200)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Institutions"), reverse("institutions:list")), (last, "")]
