"""Wagtail's admin behind one gate: nobody else learns that it is there (matrix W04, W05, N04)."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, re_path
from wagtail.admin import urls as admin_urls
from wagtail.admin.views.pages import ordering
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from accounts.permissions import needs_second_factor
from cms.pages.permissions import can_open_cms
from core.access import SignInNeeded
from core.http import door

# Wagtail's admin uses inline styles and scripts of its own; its policy is looser, and only under its prefix.
LOOSER = {
    "default-src": ["'none'"],
    "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
    "font-src": ["'self'"],
    "frame-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'", "blob:"],
}


def gate(view: Callable) -> Callable:
    """Visitors go to sign-in; whoever is no editor or administrator gets what a wrong address gets."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            raise SignInNeeded
        if request.user.roles & {"editors", "administrators"} and needs_second_factor(request.user):
            return redirect("mfa_activate_totp")
        if not can_open_cms(request.user):
            raise Http404
        response = view(request, *args, **kwargs)
        response._csp_replace = LOOSER
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return guarded


@gate
@door("W04", "N04", kind="cms", methods=("GET", "POST"), surface="cms")
def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    """Wagtail's own sign-in and password pages know no second factor, and its test of failing fails: they are
    not here."""
    raise Http404


@gate
@door("W04", "N04", kind="cms", methods=("GET", "POST"), surface="cms")
def set_position(request: HttpRequest, page_to_move_id: int) -> HttpResponse:
    """Wagtail's own, which asks for the parent of a page that has none: the root of all stays where it is."""
    if Page.objects.filter(pk=page_to_move_id, depth=1).exists():
        raise Http404
    return ordering.set_page_position(request, page_to_move_id)


urlpatterns = [
    re_path(r"^(?:login|password_reset|failwhale)/", closed, name="cms-closed"),
    path("pages/<int:page_to_move_id>/set_position/", set_position),
    path("", include(decorate_urlpatterns(admin_urls.urlpatterns, gate))),
]
