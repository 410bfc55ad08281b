"""The public pages of institutions."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.http import door
from institutions import queries
from institutions.permissions import can_act_for


@door("P05", kind="institution")
def institutions(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.verified_institutions(timezone.now()), 30).get_page(request.GET.get("page"))
    return render(request, "institutions/list.html", {"page": page})


@door("P05", kind="institution")
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(queries.known_institutions(), slug=slug)
    context = {
        "institution": shown,
        "is_verified": shown.is_verified_at(timezone.now()),
        "acts_for_it": can_act_for(request.user, shown),
        "crumbs": [(_("Institutions"), reverse("institutions:list")), (shown.name, "")],
    }
    return render(request, "institutions/institution.html", context)
