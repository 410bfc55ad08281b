"""The settings pages, blocking a person."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts import actions, queries
from accounts.forms import LanguageForm, PrivacyForm
from accounts.models import User
from accounts.permissions import can_change_settings, can_read_standing, can_see_person
from core.access import SignInNeeded, require
from core.http import door, remember_language, see_other
from core.limits import spend


@door("N03", kind="settings")
def index(request: HttpRequest) -> HttpResponse:
    require(can_change_settings, request.user)
    context = {"section": "settings", "blocked_count": request.user.blocks_made.count()}
    return render(request, "settings/index.html", context)


@door("N03", kind="settings", methods=("GET", "POST"))
def language(request: HttpRequest) -> HttpResponse:
    require(can_change_settings, request.user)
    form = LanguageForm(
        request.POST if request.method == "POST" else None,
        initial={"language": request.user.language, "zone": str(request.user.zone)},
    )
    if not form.is_valid():
        return _form_page(request, "settings/language.html", form)
    User.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
    chosen = form.cleaned_data["language"]
    with override(chosen):
        messages.success(request, _("Saved."))
        response = see_other("settings:index")
    remember_language(response, chosen)
    return response


@door("N03", "P08", kind="settings", methods=("GET", "POST"))
def privacy(request: HttpRequest) -> HttpResponse:
    require(can_change_settings, request.user)
    form = PrivacyForm(
        request.POST if request.method == "POST" else None,
        initial={"name_audience": request.user.name_audience},
    )
    if not form.is_valid():
        return _form_page(request, "settings/privacy.html", form)
    audience = form.cleaned_data["name_audience"]
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    actions.show_name_to(request.user, audience, language=language, at=timezone.now())
    messages.success(request, _("Saved."))
    return see_other("settings:index")


@door("N03", kind="settings")
def blocked(request: HttpRequest) -> HttpResponse:
    require(can_change_settings, request.user)
    people = queries.blocked_people(request.user)
    return render(request, "settings/blocked.html", {"people": people, "section": "settings"})


@door("R07", kind="standing")
def standing(request: HttpRequest) -> HttpResponse:
    """What a suspension means, why it was made, how long it lasts and whom to write to about it."""
    require(can_read_standing, request.user)
    return render(request, "settings/standing.html", {"section": "settings"})


def _form_page(request: HttpRequest, template: str, form: LanguageForm | PrivacyForm) -> HttpResponse:
    context = {"form": form, "section": "settings"}
    return render(request, template, context, status=422 if form.is_bound else 200)


@door("P04", "P10", kind="person", methods=("POST",))
def block(request: HttpRequest, handle: str) -> HttpResponse:
    whom = queries.person(handle, viewer=request.user)
    if whom.pk == request.user.pk:
        raise Http404
    spend("block", request.user.pk)
    actions.block(request.user, whom=whom, at=timezone.now())
    messages.success(
        request, _("You will not meet %(name)s here any more. To undo this, unblock.") % {"name": whom.name}
    )
    return see_other("people:person", handle)


@door("P04", "P10", kind="person", methods=("POST",))
def unblock(request: HttpRequest, handle: str) -> HttpResponse:
    """From the person's page, or from the settings where also people stand who can't be seen any more."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    whom = User.objects.filter(handle=handle).first()
    if whom is None or not actions.unblock(request.user, whom=whom):
        whom = queries.person(handle, viewer=request.user)
    messages.success(request, _("You may meet again."))
    if request.POST.get("from") == "settings" or not can_see_person(request.user, whom):
        return see_other("settings:blocked")
    return see_other("people:person", handle)
