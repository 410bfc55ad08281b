"""The list of people and institutions: filters in the address, a page at a time, no totals of people."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.permissions import is_member
from communities.profiles import budgets, directory
from communities.profiles.forms import InstitutionsForm, NamesForm, PeopleForm
from communities.profiles.forms.searching import INSTITUTIONS, SearchForm
from communities.profiles.permissions import can_list_people
from communities.profiles.views import unlisted
from core.access import require
from core.http import door


@door("Y01", "Y02", kind="directory")
def index(request: HttpRequest) -> HttpResponse:
    viewer, given = request.user, request.GET
    require(can_list_people, viewer)
    lists_people = given.get("kind") != INSTITUTIONS
    form = _form_of(viewer, lists_people)(given or None)
    if not form.knows(given):
        raise BadRequest("There is no such filter.")
    budgets.search(request)
    if form.errors:
        return _page(request, form, directory.Page(), lists_people, status=422)
    read = directory.page_of_people if lists_people else directory.page_of_institutions
    try:
        page = read(viewer, form.wanted, after=given.get("after", ""), at=timezone.now())
    except directory.WrongCursor:
        raise BadRequest("This cursor leads nowhere.") from None
    if lists_people:
        budgets.read_list(request, [card.handle for card in page.items])
    return _page(request, form, page, lists_people)


def _form_of(viewer: Any, lists_people: bool) -> type[SearchForm]:
    if not lists_people:
        return InstitutionsForm
    return PeopleForm if is_member(viewer) else NamesForm


def _page(
    request: HttpRequest, form: Any, page: directory.Page, lists_people: bool, *, status: int = 200
) -> HttpResponse:
    viewer, wanted = request.user, form.wanted
    context = {
        "section": "people",
        "form": form,
        "page": page,
        "lists_people": lists_people,
        "next": _address(wanted | {"after": page.after}) if page.after else "",
        "is_further": "after" in request.GET,
        "chips": [
            {
                "label": label,
                "value": value,
                "without": _address({k: v for k, v in wanted.items() if k != name}),
            }
            for name, label, value in form.chosen()
        ],
        "people_address": _address({}),
        "institutions_address": _address({"kind": INSTITUTIONS}),
        "all_address": _address({} if lists_people else {"kind": INSTITUTIONS}),
        "decoy": directory.decoy_for(viewer) if lists_people and page.items and is_member(viewer) else None,
        "is_member": is_member(viewer),
    }
    return unlisted(render(request, "people/index.html", context, status=status))


def _address(query: dict[str, Any]) -> str:
    words = {name: "on" if value is True else value for name, value in query.items()}
    return reverse("people:index") + (f"?{urlencode(words)}" if words else "")
