"""What can be read: the list with its finder, a community's discussions, its members, about it."""

import datetime as dt
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from communities.groups import queries
from communities.groups.forms import FinderForm
from communities.groups.permissions import can_create, can_list_members, role_of
from communities.groups.views.common import page, shown
from core.access import SignInNeeded, require
from core.http import door
from messaging.threads.models import Thread
from messaging.threads.queries import threads_of

PER_PAGE = 20
PEOPLE_PER_PAGE = 50


@door("C01", "C02", "C04", "C06", kind="community")
def community_list(request: HttpRequest) -> HttpResponse:
    """All that the viewer may know of, or what fits the finder."""
    form = FinderForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.communities(request.user, **wanted) if form.is_valid() else []
    page_of_rows = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "communities",
        "form": form,
        "page": page_of_rows,
        "entries": [queries.entry(row) for row in page_of_rows],
        "is_search": any(wanted.values()),
        "can_create": not request.user.is_authenticated or can_create(request.user),
    }
    return render(request, "communities/list.html", context, status=422 if form.errors else 200)


@door("C01", "C02", "C03", "C04", "C05", "C06", kind="community")
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """The community's own page: its discussions, for those who may read them."""
    found = shown(request, slug)
    can_read = found.is_public or role_of(request.user, found) != ""
    before = _place_in_list(request.GET.get("before", ""))
    rows = threads_of(found.board, request.user, before=before, limit=PER_PAGE + 1) if can_read else []
    return page(
        request,
        found,
        "community",
        tab="discussions",
        can_read=can_read,
        rows=rows[:PER_PAGE],
        thread_count=found.board.threads.count() if rows else 0,
        is_first=before is None,
        older=_named(rows[PER_PAGE - 1].thread) if len(rows) > PER_PAGE else "",
    )


def _named(thread: Thread) -> str:
    """A place in the list of discussions, for the address of the page that follows it."""
    return f"{thread.last_post_at:%Y-%m-%dT%H:%M:%S.%fZ}~{thread.pk}"


def _place_in_list(name: str) -> tuple[dt.datetime, UUID] | None:
    """The place that an address names; none for what names no place: the list begins at its beginning."""
    moment, _between, ident = name.partition("~")
    try:
        return dt.datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=dt.UTC), UUID(ident)
    except ValueError:
        return None


@door("C01", "C02", "C04", "C06", kind="community")
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, its rules, and what institutions can do there."""
    return page(request, shown(request, slug), "about", tab="about")


@door("C07", kind="community")
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs, for those who belong."""
    found = shown(request, slug)
    if not request.user.is_authenticated:
        raise SignInNeeded
    require(can_list_members, request.user, found)
    newest = request.GET.get("order") == "newest"
    people = Paginator(queries.members(request.user, found, newest=newest), PEOPLE_PER_PAGE).get_page(
        request.GET.get("page")
    )
    return page(
        request,
        found,
        "members",
        tab="members",
        page=people,
        people=queries.as_people(people),
        orders=[(_("By name"), "", not newest), (_("Newest first"), "newest", newest)],
    )
