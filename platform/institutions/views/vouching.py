"""The pages on which the owners of an institution vouch for another one that has no papers."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import second_factor_first
from core.access import SignInNeeded, require
from core.http import door, see_other
from institutions import actions, queries
from institutions.forms import VouchForm
from institutions.models import Institution, Vouch
from institutions.permissions import can_answer_vouch, can_manage_team, can_see_vouch


def _owned(request: HttpRequest, slug: str) -> Institution:
    """The institution that the viewer owns; everything else is as what never existed."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    found = get_object_or_404(Institution, slug=slug)
    require(can_manage_team, request.user, found)
    return found


def _asked(request: HttpRequest, owned: Institution, pk: int) -> Vouch:
    rows = Vouch.objects.visible_to(request.user).filter(voucher=owned)
    found = get_object_or_404(rows.select_related("voucher", "request", "institution"), pk=pk)
    require(can_see_vouch, request.user, found)
    return found


@door("N03", kind="vouch")
@second_factor_first
def vouches(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks this institution to vouch for them, and for whom it does."""
    owned = _owned(request, slug)
    found = list(queries.vouches_of_voucher(request.user, owned))
    context = {
        "institution": owned,
        "questions": [one for one in found if one.state == Vouch.State.ASKED],
        "given": [one for one in found if one.state == Vouch.State.GIVEN],
        "crumbs": _crumbs(owned),
    }
    return render(request, "institutions/vouches.html", context)


@door("N03", kind="vouch", methods=("GET", "POST"))
@second_factor_first
def vouch(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One question: what may be known of who asks, and the yes with a reason."""
    owned = _owned(request, slug)
    found = _asked(request, owned, pk)
    form = VouchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.vouch_for(found, by=request.user, **form.cleaned_data, at=timezone.now())
        except actions.NoLongerOpen:
            return _page(request, owned, _asked(request, owned, pk), form, is_stale=True)
        except ValidationError as error:
            form.explain(error)
        else:
            messages.success(request, _("Thank you. Your institution vouches for it."))
            return see_other("institutions:vouches", slug)
    return _page(request, owned, found, form)


@door("N03", kind="vouch", methods=("POST",))
@second_factor_first
def decline(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _end(request, slug, pk, actions.decline_vouch, _("Declined. Whoever asked is told."))


@door("N03", kind="vouch", methods=("POST",))
@second_factor_first
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _end(request, slug, pk, actions.withdraw_vouch, _("Withdrawn. The institution is told."))


def _end(request: HttpRequest, slug: str, pk: int, deed: Callable[..., Vouch], done: str) -> HttpResponse:
    """Say no, now or from now on; what somebody else has done meanwhile is said and stays."""
    owned = _owned(request, slug)
    try:
        deed(_asked(request, owned, pk), by=request.user, at=timezone.now())
    except actions.NoLongerOpen:
        return _page(request, owned, _asked(request, owned, pk), VouchForm(), is_stale=True)
    messages.success(request, done)
    return see_other("institutions:vouches", slug)


def _page(
    request: HttpRequest, owned: Institution, found: Vouch, form: VouchForm, *, is_stale: bool = False
) -> HttpResponse:
    state = Vouch.State
    context = {
        "institution": owned,
        "vouch": found,
        "about": found.institution or found.request,
        "form": form,
        "is_asked": found.state == state.ASKED,
        "can_answer": found.state == state.ASKED and can_answer_vouch(request.user, found),
        "can_withdraw": found.state == state.GIVEN and found.ended_at is None,
        "is_stale": is_stale,
        "crumbs": _crumbs(owned),
    }
    status = 409 if is_stale else 422 if form.errors else 200
    return render(request, "institutions/vouch.html", context, status=status)


def _crumbs(owned: Institution) -> list[tuple[str, str]]:
    own = reverse("institutions:institution", args=[owned.slug])
    return [(_("Institutions"), reverse("institutions:list")), (owned.name, own), (_("Vouching"), "")]
