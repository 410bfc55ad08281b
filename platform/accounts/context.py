"""What every page tells a person about their own account, until it is mended."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.permissions import is_member, needs_office_terms, needs_second_factor


def leaving(request: HttpRequest) -> dict:
    """`quick_exit_to`: where "Leave quickly" leads, if that is on this site; pages name no other."""
    address = settings.QUICK_EXIT_ADDRESS
    return {"quick_exit_to": address if address.startswith("/") else ""}


def nudge(request: HttpRequest) -> dict:
    """`nudge`: the template of a banner above the page, or an empty string. No query."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nudge": ""}
    if user.erase_at:
        return {"nudge": "accounts/_erasure_banner.html"}
    if user.is_suspended:
        return {"nudge": "accounts/_suspended_banner.html"}
    if user.dark_since:
        return {"nudge": "accounts/_dark_banner.html"}
    if needs_second_factor(user):
        return {"nudge": "accounts/_second_factor_banner.html"}
    if needs_office_terms(user):
        return {"nudge": "accounts/_office_terms_banner.html"}
    if user.checked_up_at is None and is_member(user) and request.path == f"/{get_language()}/":
        return {"nudge": "accounts/_check_up_banner.html"}  # on the first page only
    return {"nudge": ""}
