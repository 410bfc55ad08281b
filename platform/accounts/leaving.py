"""Leaving quickly: out, with nothing left in this browser, to a page that says nothing (trust.md V13)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accounts import devices, log_ins
from core.http import door

OURS = (
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    devices.COOKIE,
    "messages",
)


@door("N01", kind="session", methods=("POST",))
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Sign this browser out and let it forget the site; visitors may, too."""
    log_ins.sign_out(request)
    response = HttpResponseRedirect(settings.QUICK_EXIT_ADDRESS)
    response.status_code = 303
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    for name in OURS:  # for browsers that do not know the header
        response.delete_cookie(name, samesite="Lax")
    return response


@door("N01", surface="utility")
def blank(request: HttpRequest) -> HttpResponse:
    """A page with nothing on it, not even the name of the site."""
    return render(request, "accounts/blank.html")
