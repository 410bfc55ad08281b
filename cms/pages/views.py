"""The pages that help (rules, privacy, safety, contact …) and featuring from the site itself."""

import datetime as dt
from email.utils import parseaddr

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.pages import actions
from cms.pages.forms import FeatureForm
from cms.pages.models import Feature
from cms.pages.permissions import can_feature
from core.access import require
from core.http import door, own_path, see_other


@door("N01", kind="page")
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/rules.html")


@door("N01", kind="page")
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@door("N01", kind="page")
def safety(request: HttpRequest) -> HttpResponse:
    """The guide to staying safe (SF17)."""
    return render(request, "pages/safety.html")


@door("N01", kind="page")
def real_site(request: HttpRequest) -> HttpResponse:
    """How to tell the site from a copy of it (journeys.md 9.1 A2)."""
    context = {
        "origin": settings.PUBLIC_ORIGIN,
        "sender": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "contact_address": settings.CONTACT_ADDRESS,
    }
    return render(request, "pages/real_site.html", context)


@door("N01", kind="page")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@door("N01", kind="page")
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/contact.html", {"contact_address": settings.CONTACT_ADDRESS})


@door("W02", kind="feature", methods=("GET", "POST"))
def feature(request: HttpRequest, kind: str, ident: str) -> HttpResponse:
    """Choose until when something is on the home page, or take it off (`remove`)."""
    require(can_feature, request.user)
    thing = actions.featurable(kind, ident, viewer=request.user)
    back = _back(request)
    if request.method == "POST" and "remove" in request.POST:
        actions.unfeature(kind, ident, by=request.user)
        messages.success(request, _("It is no longer featured on the home page."))
        return see_other(back)
    current = Feature.objects.filter(kind=kind, ident=ident).first()
    in_two_weeks = (timezone.localtime() + dt.timedelta(days=14)).date()
    form = FeatureForm(request.POST or None, initial={"until": in_two_weeks})
    if request.method == "POST" and form.is_valid():
        actions.feature(kind, ident, by=request.user, until=form.cleaned_data["until"], at=timezone.now())
        messages.success(request, _("It is now featured on the home page."))
        return see_other(back)
    context = {"form": form, "thing": thing, "current": current, "back": back}
    return render(request, "pages/feature.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest) -> str:
    return own_path(request.POST.get("back") or request.GET.get("back"))
