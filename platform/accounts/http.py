"""For the views of rooms whose powers wait for a second factor."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from accounts.permissions import needs_second_factor
from core.http import see_other

View = Callable[..., HttpResponse]


def second_factor_first(view: View) -> View:
    """Lead who has powers but no second factor to setting one up; everybody else meets the view itself.

    Put it below `@door(...)`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if needs_second_factor(request.user):
            back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
            return see_other(f"{reverse('mfa_activate_totp')}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return guarded
