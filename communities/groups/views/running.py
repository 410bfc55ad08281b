"""Running a community: start it, describe it, appoint, remove, let institutions in or not."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.groups import actions, queries
from communities.groups.forms import (
    CreateForm,
    DescriptionForm,
    InstitutionsForm,
    ReasonForm,
    RoleForm,
)
from communities.groups.models import Community, Membership
from communities.groups.permissions import can_admit, can_appoint, can_create, can_govern, can_remove
from communities.groups.refusals import Refused
from communities.groups.views.common import form_page, joining, page, shown
from core.access import require
from core.http import door, see_other

PEOPLE_PER_PAGE = 50


@door("C08", kind="community", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Start a community."""
    require(can_create, request.user)
    is_sent = request.method == "POST"
    form = CreateForm(request.POST if is_sent else None, initial={"language": request.user.language})
    if is_sent and form.is_valid():
        names = {"name": form.cleaned_data["name"], "visibility": form.cleaned_data["visibility"]}
        try:
            made = actions.create(by=request.user, at=timezone.now(), **names, **form.texts())
        except ValidationError as error:
            form.explain(error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return see_other("communities:community", made.slug)
    crumbs = [(_("Communities"), reverse("communities:list")), (_("Start a community"), "")]
    context = {"section": "communities", "crumbs": crumbs, "form": form}
    return render(request, "communities/new.html", context, status=422 if form.errors else 200)


@door("C12", "C14", "C15", "C16", kind="community")
def manage(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who belongs, and what stewards and moderators can do about the community."""
    community = shown(request, slug)
    require(can_admit, request.user, community)
    people = Paginator(queries.everybody(community), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return page(request, community, "manage", tab="manage", page=people, people=queries.as_people(people))


@door("C14", kind="community", methods=("GET", "POST"))
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Describe the community anew, its rules included."""
    community = shown(request, slug)
    require(can_govern, request.user, community)
    now = {name: getattr(community, name) for name in DescriptionForm.base_fields}
    form = DescriptionForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.edit(community, by=request.user, **form.texts())
        messages.success(request, _("The description was saved."))
        return see_other("communities:about", community.slug)
    return form_page(request, community, "edit", form, crumb=_("Description and rules"))


@door("C14", kind="community", methods=("GET", "POST"))
def institutions(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether institutions are let in: asks stewards to sign in once more when that was a while ago."""
    community = shown(request, slug)
    require(can_govern, request.user, community)
    return _institutions(request, community)


@reauthentication_required
def _institutions(request: HttpRequest, community: Community) -> HttpResponse:
    now = {"institutions": community.board.institutions}
    form = InstitutionsForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        policy = form.cleaned_data["institutions"]
        actions.change_institutions(community, institutions=policy, by=request.user, at=timezone.now())
        messages.success(request, _("The policy was saved. Members are told when it has changed."))
        return see_other("communities:about", community.slug)
    return form_page(request, community, "institutions", form, crumb=_("Institutions"))


@door("C15", "C16", kind="membership")
def person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One member: their role, and removing them."""
    community, membership = _member(request, slug, pk)
    return _person(request, community, membership)


@door("C16", kind="community", methods=("POST",))
def appoint(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a member another role."""
    community, membership = _member(request, slug, pk)
    require(can_appoint, request.user, community)
    form = RoleForm(request.POST, prefix="role")
    if form.is_valid():
        try:
            role = form.cleaned_data["role"]
            actions.appoint(community, membership.user, role=role, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role was changed."))
            if membership.user_id == request.user.pk:
                return see_other(joining(community))
            return see_other("communities:manage", community.slug)
    return _person(request, community, membership, role_form=form)


@door("C15", kind="membership", methods=("POST",))
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End somebody's membership, saying why."""
    community, membership = _member(request, slug, pk)
    require(can_remove, request.user, membership)
    form = ReasonForm(request.POST, prefix="removal")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.remove_member(community, membership.user, by=request.user, reason=reason, at=timezone.now())
        [one] = queries.as_people([membership])
        messages.success(request, _("%(name)s is no longer a member.") % {"name": one.byline.name})
        return see_other("communities:manage", community.slug)
    return _person(request, community, membership, removal_form=form)


def _member(request: HttpRequest, slug: str, pk: int) -> tuple[Community, Membership]:
    community = shown(request, slug)
    require(can_admit, request.user, community)
    return community, get_object_or_404(queries.everybody(community), pk=pk)


def _person(
    request: HttpRequest, community: Community, membership: Membership, *, role_form=None, removal_form=None
) -> HttpResponse:
    may_appoint = can_appoint(request.user, community)
    may_remove = can_remove(request.user, membership)
    [one] = queries.as_people([membership])
    sent = role_form or removal_form
    if may_appoint and role_form is None:
        role_form = RoleForm(prefix="role", initial={"role": membership.role})
    if may_remove and removal_form is None:
        removal_form = ReasonForm(prefix="removal")
    return form_page(
        request,
        community,
        "person",
        sent or RoleForm(),
        crumb=_("A member"),
        person=one,
        role_form=role_form if may_appoint else None,
        removal_form=removal_form if may_remove else None,
    )
