"""Whether it is really them: asked once more before what matters (trust.md K8)."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

from accounts import log_ins
from core.access import SignInNeeded


def by_password(user: Any) -> bool:
    """Whether a password in the form itself is proof: not for who has a second factor, or no password."""
    return [method["id"] for method in _methods(user)] == ["reauthenticate"]


def require_proof(request: HttpRequest) -> None:
    """Go on only if they proved who they are within five minutes.

    Otherwise they are led to do so, and what they asked for is done then. Who has neither password nor second
    factor signs in anew, by a mailed code.
    """
    if _is_fresh(request):
        return
    if _methods(request.user):
        raise ReauthenticationRequired
    log_ins.sign_out(request)
    raise SignInNeeded


def _is_fresh(request: HttpRequest) -> bool:
    if _methods(request.user):
        return reauthentication.did_recently_reauthenticate(request)
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def _methods(user: Any) -> list[dict]:
    return get_adapter().get_reauthentication_methods(user) if user.is_authenticated else []
