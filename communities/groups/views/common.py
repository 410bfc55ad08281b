"""What every screen of one community has: the community, how the viewer stands to it, tabs and aside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.groups import queries
from communities.groups.models import Community, JoinRequest
from communities.groups.permissions import can_admit, can_govern, can_list_members
from core.text import stored_html
from messaging.threads.permissions import can_start


def shown(request: HttpRequest, slug: str) -> Community:
    """The community, or 404 for what never existed and for what this viewer may not know of alike."""
    return get_object_or_404(queries.community_pages(request.user), slug=slug)


def page(
    request: HttpRequest, community: Community, template: str, *, tab: str, status: int = 200, **more
) -> HttpResponse:
    """A screen of the community. Search engines are asked not to keep it."""
    viewer = request.user
    standing = queries.standing(viewer, community)
    runs = can_admit(viewer, community)
    context = {
        "section": "communities",
        "crumbs": crumbs(community, here=tab == "discussions"),
        "community": community,
        "standing": standing,
        "can_ask_again": standing.request is None or not is_too_soon(standing.request),
        "about": stored_html(community.about_html),
        "rules": stored_html(community.rules_html),
        "tab": tab,
        "can_start": can_start(viewer, community.board, role=standing.role),
        "can_list_members": can_list_members(viewer, community),
        "runs": runs,
        "can_govern": can_govern(viewer, community),
        "waiting_count": queries.waiting(community).count() if runs else 0,
        "runners": queries.runners(viewer, community),
    }
    response = render(request, f"communities/{template}.html", context | more, status=status)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def form_page(
    request: HttpRequest, community: Community, template: str, form, *, crumb: str, **more
) -> HttpResponse:
    """A form of its own about the community; 422 when it came back with errors."""
    context = {
        "section": "communities",
        "crumbs": [*crumbs(community), (crumb, "")],
        "community": community,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, f"communities/{template}.html", context | more, status=status)


def is_too_soon(request: JoinRequest) -> bool:
    return request.again_at is not None and request.again_at > timezone.now()


def crumbs(community: Community, *, here: bool = False) -> list[tuple[str, str]]:
    own = "" if here else reverse("communities:community", args=[community.slug])
    return [(_("Communities"), reverse("communities:list")), (community.name, own)]


def joining(community: Community) -> str:
    """The community's page, with the focus on the button that says how one stands to it."""
    return reverse("communities:community", args=[community.slug]) + "#join"
