"""The public pages of institutions, and the renewal by an owner."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import second_factor_first
from accounts.permissions import audience_of
from core.access import SignInNeeded, require
from core.http import door, see_other
from institutions import actions, queries
from institutions.forms import Proof
from institutions.models import Mandate
from institutions.permissions import can_act_for, can_ask, can_manage_team, can_renew
from institutions.vocabulary import MAY_HAVE_NO_PAPERS


@door("P05", kind="institution")
def institutions(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.verified_institutions(timezone.now()), 30).get_page(request.GET.get("page"))
    context = {"page": page, "may_ask": not request.user.is_authenticated or can_ask(request.user)}
    return render(request, "institutions/list.html", context)


@door("P05", kind="institution")
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    shown, now, viewer = (
        get_object_or_404(queries.known_institutions(), slug=slug),
        timezone.now(),
        request.user,
    )
    manages_team = can_manage_team(viewer, shown)
    context = {
        "institution": shown,
        "is_verified": shown.is_verified_at(now),
        "verifiers": queries.verifiers(shown, audience=audience_of(viewer)),
        "has_an_officer": queries.has_an_officer(shown, now),
        "acts_for_it": can_act_for(viewer, shown, as_=Mandate.Role.EDITOR),
        "manages_team": manages_team,
        "vouches": queries.vouches_for(shown, now),
        "questions": queries.questions_to(viewer, shown) if manages_team else 0,
        "can_renew": can_renew(viewer, shown, now),
        "crumbs": [(_("Institutions"), reverse("institutions:list")), (shown.name, "")],
    }
    return render(request, "institutions/institution.html", context)


@door("N03", kind="renewal", methods=("GET", "POST"))
@second_factor_first
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    if not request.user.is_authenticated:
        raise SignInNeeded
    shown, now = get_object_or_404(queries.known_institutions(), slug=slug), timezone.now()
    require(can_renew, request.user, shown, now)
    waiting = queries.open_renewal(shown)
    choices = queries.voucher_choices(now) if shown.kind in MAY_HAVE_NO_PAPERS else None
    form = Proof(
        request.POST if request.method == "POST" else None,
        initial={"website": shown.website, "is_paperless": shown.is_vouched_for},
        vouchers=choices,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.renew(shown, by=request.user, **form.proof(), vouchers=form.vouchers(), at=now)
        except ValidationError as error:
            form.explain(error)
        else:
            messages.success(request, _("Sent to those who verify. You will be told when they have decided."))
            if made.asker_id == request.user.pk:
                return see_other("institutions:request", made.pk)
            return see_other("institutions:institution", slug)
    context = {"institution": shown, "form": form, "waiting": waiting}
    return render(request, "institutions/renew.html", context, status=422 if form.errors else 200)
