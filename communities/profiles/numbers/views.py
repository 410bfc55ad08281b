"""The map and the corridors: two pages of numbers about people, the same for everybody who may read them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from communities.profiles.numbers import queries
from communities.profiles.numbers.counting import HERITAGE, RESIDENCE
from communities.profiles.numbers.permissions import can_read_numbers
from core.access import require
from core.http import door


@door("Y03", kind="numbers")
def world(request: HttpRequest) -> HttpResponse:
    """Where people live, or with `?of=heritage` where they have ties; any other word means the first."""
    require(can_read_numbers, request.user)
    of = HERITAGE if request.GET.get("of") == HERITAGE else RESIDENCE
    return _unlisted(render(request, "people/map.html", {"page": queries.places_page(of)}))


@door("Y03", kind="numbers")
def corridors(request: HttpRequest) -> HttpResponse:
    require(can_read_numbers, request.user)
    return _unlisted(render(request, "people/corridors.html", {"page": queries.corridors_page()}))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
