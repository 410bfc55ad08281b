"""What every page tells a person about their own account, until it is mended."""

from django.http import HttpRequest

from accounts.permissions import needs_office_terms, needs_second_factor


def nudge(request: HttpRequest) -> dict:
    """`nudge`: the template of a banner above the page, or an empty string. No query."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nudge": ""}
    if user.is_suspended:
        return {"nudge": "accounts/_suspended_banner.html"}
    if needs_second_factor(user):
        return {"nudge": "accounts/_second_factor_banner.html"}
    if needs_office_terms(user):
        return {"nudge": "accounts/_office_terms_banner.html"}
    return {"nudge": ""}
