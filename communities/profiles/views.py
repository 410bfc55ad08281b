"""A person's page as each viewer may see it, and the pages on which its owner says what it shows to whom."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import proof
from accounts.models import User
from accounts.permissions import can_change_settings, is_member
from accounts.queries import has_blocked
from communities.profiles import actions, budgets, permissions, queries
from communities.profiles.fields import FIELDS, HIDDEN
from communities.profiles.forms import (
    FORMS,
    CheckUpForm,
    DirectoryForm,
    InstitutionForm,
    OpeningForm,
    PictureForm,
)
from communities.profiles.ledger import in_words
from core.access import SignInNeeded, require
from core.http import door, see_other
from core.limits import spend
from institutions import actions as institutions
from institutions.models import Institution
from institutions.permissions import can_read_ledger, may_see
from institutions.queries import known_institutions, named_by, openings_of

SIGHTS = {
    "visitor": permissions.VISITOR,
    "member": permissions.MEMBER,
    "community": permissions.CO_MEMBER,
}

OPENINGS_PER_PAGE = 20


def unlisted(response: HttpResponse) -> HttpResponse:
    """Search engines and archives are asked not to keep it (trust.md V15)."""
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


# -- the page of a person --------------------------------------------------------------------------------


@door("P01", "P02", "P03", "P04", "P05", "P06", "P10", kind="person", methods=("GET", "POST"))
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """Sent, staff open what is hidden from them there; shown again, it is hidden again."""
    viewer = request.user
    if request.method == "POST":
        return _opened(request, handle)
    if viewer.is_authenticated and viewer.handle == handle:
        return _own_page(request)
    try:
        shown, face = queries.page(handle, viewer=viewer)
    except Http404:
        nobody = queries.decoy_page(handle)  # asked for whoever is not there, hidden or not: it takes as long
        if nobody is None:
            raise
        budgets.suspect("honey", viewer)
        if not is_member(viewer):
            raise
        shown, face = nobody
    budgets.open_page(request, shown.handle, at=timezone.now())
    if isinstance(face, queries.Sealed):
        face = actions.open_page(face, by=viewer, at=timezone.now())
    form = OpeningForm() if face.is_held_back else None
    return _persons_page(request, shown, face, form=form)


def _opened(request: HttpRequest, handle: str) -> HttpResponse:
    """What the person's block hides from staff: for a reason, and once they proved who they are."""
    page = queries.hidden_page(handle, viewer=request.user)
    form = OpeningForm(request.POST)
    if not form.is_valid():
        closed = queries.face(queries.profile_of(page.person), permissions.HELD_BACK)
        return _persons_page(request, page.person, closed, form=form, status=422)
    proof.require_proof(request)
    spend("opening", request.user.pk)
    face = actions.open_page(page, by=request.user, why=form.cleaned_data["why"], at=timezone.now())
    return _persons_page(request, page.person, face, is_opened=bool(page.fields))


def _persons_page(
    request: HttpRequest,
    shown: User,
    face: queries.Face,
    *,
    form: OpeningForm | None = None,
    is_opened: bool = False,
    status: int = 200,
) -> HttpResponse:
    viewer = request.user
    context = {
        "face": face,
        "handle": shown.handle,
        "can_act": is_member(viewer),
        "is_blocked": is_member(viewer) and shown.pk is not None and has_blocked(viewer, shown),
        "form": form,
        "is_opened": is_opened,
    }
    return unlisted(render(request, "people/person.html", context, status=status))


def _own_page(request: HttpRequest) -> HttpResponse:
    profile = queries.profile_of(request.user)
    rows = [row for row in queries.own_rows(profile) if not row.is_empty]
    context = {"rows": rows, "picture": queries.picture_of(profile), "named": named_by(request.user)}
    return unlisted(render(request, "people/own.html", context))


@door("P08", kind="settings")
def seen_as(request: HttpRequest, handle: str, who: str, slug: str = "") -> HttpResponse:
    """One's own page as a visitor, a member, a member of one's communities or an institution gets it."""
    viewer = request.user
    if not viewer.is_authenticated:
        raise SignInNeeded
    if viewer.handle != handle:
        raise Http404
    if who == "institution":
        institution = get_object_or_404(known_institutions(), slug=slug)
        stands = permissions.NAMED if may_see(viewer, institution) else permissions.VISITOR
        eyes = institution.name
    elif who in SIGHTS:
        stands, eyes = SIGHTS[who], ""
    else:
        raise Http404
    if not viewer.is_present or viewer.is_officer:
        stands = permissions.NOBODY
    face = queries.face(queries.profile_of(viewer), stands)
    context = {
        "face": face,
        "who": who,
        "eyes": eyes,
        "is_there": queries.is_there(stands, face),
        "handle": viewer.handle,
        "named": named_by(viewer),
    }
    return unlisted(render(request, "people/as.html", context))


# -- saying what it shows to whom ------------------------------------------------------------------------


@door("N03", "P08", kind="settings")
def overview(request: HttpRequest) -> HttpResponse:
    require(can_change_settings, request.user)
    profile = queries.profile_of(request.user)
    context = {
        "profile": profile,
        "rows": queries.own_rows(profile),
        "named": named_by(request.user),
        "section": "settings",
    }
    return render(request, "profile/overview.html", context)


def change(key: str) -> Callable[..., HttpResponse]:
    """The page on which one field is changed, with whom it is for."""

    @door("N03", "P08", kind="settings", methods=("GET", "POST"))
    def view(request: HttpRequest) -> HttpResponse:
        require(can_change_settings, request.user)
        data = request.POST if request.method == "POST" else None
        form = FORMS[key](data, profile=queries.profile_of(request.user))
        if form.is_valid():
            try:
                actions.tell(key, form.as_told(), by=request.user)
            except ValidationError as error:
                form.explain(error)
            else:
                messages.success(request, _("Saved."))
                return see_other(reverse("profile:overview") + f"#{FIELDS[key].slug}")
        context = {"form": form, "label": FIELDS[key].label, "section": "settings"}
        return render(request, "profile/field.html", context, status=422 if form.is_bound else 200)

    return view


@door("N03", "P08", "W07", kind="settings", methods=("GET", "POST"), takes_files=True)
def picture(request: HttpRequest) -> HttpResponse:
    """One's picture: which it is, and whom it is for."""
    require(can_change_settings, request.user)
    profile = queries.profile_of(request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PictureForm(*sent, profile=profile)
    if form.is_valid():
        spend("upload", request.user.pk)
        file = form.cleaned_data["picture"]
        try:
            actions.show_picture(form.as_told(), file=file, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.explain(error)
        else:
            messages.success(request, _("Saved."))
            return see_other("profile:picture")
    context = {"form": form, "picture": queries.picture_of(profile), "section": "settings"}
    return render(request, "profile/picture.html", context, status=422 if form.is_bound else 200)


@door("N03", "P08", kind="settings", methods=("POST",))
def remove_picture(request: HttpRequest) -> HttpResponse:
    require(can_change_settings, request.user)
    actions.remove_picture(by=request.user)
    messages.success(request, _("Your picture is removed."))
    return see_other("profile:picture")


@door("N03", "P08", kind="settings", methods=("GET", "POST"))
def check_up(request: HttpRequest) -> HttpResponse:
    """Three ways to be seen; skipping is the most hidden of them."""
    require(can_change_settings, request.user)
    skips = request.method == "POST" and "skip" in request.POST
    data = {"preset": HIDDEN} if skips else request.POST
    form = CheckUpForm(data if request.method == "POST" else None, initial={"preset": HIDDEN})
    if not form.is_valid():
        context = {"form": form, "section": "settings", "is_first": request.user.checked_up_at is None}
        return render(request, "profile/check_up.html", context, status=422 if form.is_bound else 200)
    actions.take_preset(form.cleaned_data["preset"], by=request.user, at=timezone.now())
    messages.success(request, _("Saved. You can change this at any time, field by field."))
    return see_other("profile:overview")


@door("N03", "P08", kind="settings", methods=("GET", "POST"))
def directory(request: HttpRequest) -> HttpResponse:
    """Standing in the list of people: who finds one there, what they see, and a yes or no."""
    require(can_change_settings, request.user)
    is_listed = queries.profile_of(request.user).in_directory
    data = request.POST if request.method == "POST" else None
    form = DirectoryForm(data, initial={"listed": "yes" if is_listed else "no"})
    if not form.is_valid():
        context = {"form": form, "is_listed": is_listed, "section": "settings"}
        return render(request, "profile/directory.html", context, status=422 if form.is_bound else 200)
    if form.cleaned_data["listed"] == "yes":
        actions.enter_directory(by=request.user, language=get_language() or "en", at=timezone.now())
        messages.success(request, _("Members find you in the list of people from now on."))
    else:
        actions.leave_directory(by=request.user, at=timezone.now())
        messages.success(request, _("You do not stand in the list of people."))
    return see_other("profile:overview")


@door("N03", "P08", kind="settings", methods=("GET", "POST"))
def named(request: HttpRequest) -> HttpResponse:
    """The institutions that may meet this member, and naming another one."""
    require(can_change_settings, request.user)
    rows = list(named_by(request.user))
    data = request.POST if request.method == "POST" else None
    form = InstitutionForm(data, named={row.institution_id for row in rows})
    if form.is_valid():
        spend("opt-in", request.user.pk)
        institution = form.cleaned_data["institution"]
        institutions.opt_in(institution, by=request.user, language=get_language() or "en", at=timezone.now())
        messages.success(request, _("%(name)s may open your page from now on.") % {"name": institution.name})
        return see_other("profile:institutions")
    context = {
        "form": form,
        "rows": rows,
        "promise": institutions.opt_in_text(),
        "section": "settings",
    }
    return render(request, "profile/institutions.html", context, status=422 if form.is_bound else 200)


@door("N03", "P08", kind="settings", methods=("POST",))
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    require(can_change_settings, request.user)
    institution = get_object_or_404(Institution, slug=slug)
    institutions.opt_out(institution, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s cannot open your page any more.") % {"name": institution.name})
    return see_other("profile:institutions")


# -- who opened what is not for everyone -----------------------------------------------------------------


@door("R09", kind="ledger")
def openings(request: HttpRequest) -> HttpResponse:
    require(can_read_ledger, request.user)
    page = Paginator(openings_of(request.user), OPENINGS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [in_words(row) for row in page], "section": "settings"}
    return render(request, "profile/openings.html", context)
