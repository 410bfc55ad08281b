"""The pages of a team: who acts for an institution, who is invited, who comes after."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.http import second_factor_first
from core.access import SignInNeeded, require
from core.http import door, see_other
from institutions import actions, queries, terms
from institutions.forms import HandOverForm, InviteForm, LeaveForm, RoleForm, TermsForm
from institutions.models import Institution, Invitation, Mandate
from institutions.permissions import can_leave, can_manage_team, can_read_terms


def _managed(request: HttpRequest, slug: str) -> Institution:
    """The institution whose team the viewer looks after; everything else is as what never existed."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    found = get_object_or_404(Institution, slug=slug)
    require(can_manage_team, request.user, found)
    return found


def _of_team(institution: Institution, pk: int) -> Mandate:
    return get_object_or_404(queries.team(institution, timezone.now()), pk=pk)


@door("N03", kind="team", methods=("GET", "POST"))
@second_factor_first
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """The team, and the form to invite somebody."""
    managed, now = _managed(request, slug), timezone.now()
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(managed, by=request.user, **form.cleaned_data, at=now)
        except ValidationError as error:
            form.explain(error)
        else:
            said = _(
                "If a member who can accept has this name, they are told now. They answer on their own page."
            )
            messages.success(request, said)
            return see_other("institutions:team", slug)
    context = {
        "institution": managed,
        "mandates": queries.team(managed, now),
        "invitations": queries.invitations_of(managed, now),
        "form": form,
        "crumbs": _crumbs(managed, _("Team")),
    }
    return render(request, "institutions/team.html", context, status=422 if form.errors else 200)


@door("N03", kind="team", methods=("GET", "POST"))
@second_factor_first
def person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One of the team: their role, and its end."""
    managed = _managed(request, slug)
    mandate = _of_team(managed, pk)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": mandate.role})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(mandate, by=request.user, **form.cleaned_data, at=timezone.now())
        except ValidationError as error:
            form.explain(error)
        else:
            messages.success(request, _("Saved."))
            return _back_to_team(request, managed)
    return _person_page(request, managed, mandate, form)


@door("N03", kind="team", methods=("POST",))
@second_factor_first
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    managed = _managed(request, slug)
    mandate = _of_team(managed, pk)
    try:
        actions.end_by_owner(mandate, by=request.user, at=timezone.now())
    except ValidationError as error:
        form = RoleForm(initial={"role": mandate.role})
        return _person_page(request, managed, mandate, form, problem=" ".join(error.messages))
    messages.success(request, _("Ended. Their account is a member’s account again from this moment."))
    return _back_to_team(request, managed)


def _person_page(
    request: HttpRequest, managed: Institution, mandate: Mandate, form: RoleForm, *, problem: str = ""
) -> HttpResponse:
    context = {
        "institution": managed,
        "mandate": mandate,
        "form": form,
        "problem": problem,
        "is_self": mandate.user_id == request.user.pk,
        "crumbs": _crumbs(managed, mandate.user.name),
    }
    status = 422 if form.errors or problem else 200
    return render(request, "institutions/person.html", context, status=status)


@door("N03", kind="team", methods=("POST",))
@second_factor_first
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    managed = _managed(request, slug)
    invitation = get_object_or_404(Invitation, pk=pk, institution=managed)
    actions.withdraw_invitation(invitation, by=request.user, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return see_other("institutions:team", slug)


@door("N03", kind="team", methods=("GET", "POST"))
@second_factor_first
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    managed, now = _managed(request, slug), timezone.now()
    others = [one for one in queries.team(managed, now) if one.user_id != request.user.pk]
    named = [(one.pk, f"{one.user.name} ({one.get_role_display()})") for one in others]
    form = HandOverForm(request.POST if request.method == "POST" else None, others=named)
    if request.method == "POST" and form.is_valid():
        heir = next(one for one in others if one.pk == form.cleaned_data["to"])
        becomes = form.cleaned_data["becomes"]
        try:
            actions.hand_over(
                managed, by=request.user, to=heir, becomes="" if becomes == "leave" else becomes, at=now
            )
        except ValidationError as error:
            form.explain(error)
        else:
            messages.success(request, _("Handed over."))
            return see_other("institutions:institution", slug)
    context = {
        "institution": managed,
        "form": form,
        "others": others,
        "crumbs": _crumbs(managed, _("Hand over")),
    }
    return render(request, "institutions/hand_over.html", context, status=422 if form.errors else 200)


def _back_to_team(request: HttpRequest, managed: Institution) -> HttpResponse:
    """Whoever is no owner any more has no team page."""
    request.user.refresh_from_db()
    to = "institutions:team" if can_manage_team(request.user, managed) else "institutions:institution"
    return see_other(to, managed.slug)


def _crumbs(institution: Institution, last: str) -> list[tuple[str, str]]:
    own = reverse("institutions:institution", args=[institution.slug])
    return [(_("Institutions"), reverse("institutions:list")), (institution.name, own), (last, "")]


# -- one's own office ------------------------------------------------------------------------------------


@door("N03", kind="invitation")
def invitations(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise SignInNeeded
    return _invitations_page(request)


def _invitations_page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "invitations": queries.open_invitations(request.user, timezone.now()),
        "requests": queries.requests_to_confirm(request.user),
        "problem": problem,
    }
    return render(request, "institutions/invitations.html", context, status=status)


@door("N03", kind="invitation", methods=("POST",))
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        actions.accept(invitation, by=request.user, at=timezone.now())
    except actions.NoLongerOpen:
        return _invitations_page(
            request, problem=_("This invitation can't be accepted any more."), status=409
        )
    except ValidationError as error:
        return _invitations_page(request, problem=" ".join(error.messages), status=422)
    return see_other("institutions:terms")


@door("N03", kind="invitation", methods=("POST",))
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        actions.decline_invitation(invitation, by=request.user, at=timezone.now())
    except actions.NoLongerOpen:
        return _invitations_page(request, problem=_("This invitation was answered already."), status=409)
    messages.success(request, _("Declined."))
    return see_other("institutions:invitations")


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    if not request.user.is_authenticated:
        raise SignInNeeded
    return get_object_or_404(Invitation.objects.select_related("institution"), pk=pk, user=request.user)


@door("N03", kind="terms of institutions", methods=("GET", "POST"))
def read_terms(request: HttpRequest) -> HttpResponse:
    """What an officer can and cannot see, and why; the powers work once it is accepted."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    require(can_read_terms, request.user)
    form = TermsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.accept_terms(request.user, language=get_language() or "en", at=timezone.now())
        messages.success(request, _("Thank you. From now on you act for your institution here."))
        return see_other("institutions:institution", request.user.office_slug)
    context = {
        "form": form,
        "sees": terms.what_you_see(),
        "not_sees": terms.what_you_do_not_see(),
        "why": terms.why(),
        "agrees": terms.what_you_agree_to(),
        "accepted_at": request.user.office_terms_at,
    }
    return render(request, "institutions/terms.html", context, status=422 if form.errors else 200)


@door("N03", kind="own office", methods=("GET", "POST"))
def leave(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise SignInNeeded
    require(can_leave, request.user)
    now = timezone.now()
    mandate = queries.active_mandate(request.user, now)
    if mandate is None:
        raise Http404
    is_alone = queries.team(mandate.institution, now).count() == 1
    form = LeaveForm(request.POST if request.method == "POST" else None, is_alone=is_alone)
    if request.method == "POST" and form.is_valid():
        try:
            actions.leave(by=request.user, is_told=form.cleaned_data.get("told", False), at=now)
        except ValidationError as error:
            form.explain(error)
        else:
            messages.success(
                request, _("You no longer act for this institution. Your account is a member’s again.")
            )
            return see_other("institutions:institution", mandate.institution.slug)
    context = {"institution": mandate.institution, "form": form, "is_alone": is_alone}
    return render(request, "institutions/leave.html", context, status=422 if form.errors else 200)
