"""How a request comes in: who it is from, in which language it is answered, who may read the schema."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja.errors import HttpError
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from accounts.permissions import is_administrator
from core.access import SignInNeeded, require, right
from core.limits import address

Operation = Callable[..., Any]


class Session(APIKeyCookie):
    """The session of the site: nobody is asked to sign in before they are asked for the form's token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            raise SignInNeeded
        if check_csrf(request) is not None:
            raise HttpError(403, "The X-CSRFToken header is missing or out of date.")
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user


def in_language(operation: Operation) -> Operation:
    """Answer in the language that ``?lang=`` names, else the account's, else English."""

    @wraps(operation)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with translation.override(language_of(request)):
            return operation(request, *args, **kwargs)

    return answer


def language_of(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    wanted = request.GET.get("lang", "")
    if wanted in known:
        return wanted
    return request.user.language if request.user.is_authenticated else settings.LANGUAGE_CODE


@right("D17", kind="schema", hides=True)
def can_read_schema(viewer: Any, from_loopback: bool = False) -> bool:
    """Administrators, and whoever is on the machine itself."""
    return from_loopback or is_administrator(viewer)


def schema_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            raise Http404
        require(can_read_schema, request.user, _is_loopback(address(request)))
        return view(request, *args, **kwargs)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
