"""The pages of passkeys: signing in with one, adding, renaming and removing them, proving oneself with one.

allauth's own, at its own addresses, with our promises: nothing half done, mistakes are a 422 on one page,
and where browsers know no passkeys (an address of numbers) there is nothing.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as theirs
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy

from accounts import passkeys
from core.access import SignInNeeded
from core.http import door, see_other

JSON = "application/json"


class Overview(IndexView):
    """The second step: what there is, whether passkeys can be had, and when each was used."""

    def get_context_data(self, **kwargs: Any) -> dict:
        return super().get_context_data(**kwargs) | {
            "passkeys": passkeys.of(self.request.user),
            "takes_passkeys": passkeys.are_possible(),
        }


class SwitchingOff(DeactivateTOTPView):
    """The app with codes goes; what is said about it depends on whether a passkey stays."""

    def get_context_data(self, **kwargs: Any) -> dict:
        return super().get_context_data(**kwargs) | {"stays_on": bool(passkeys.of(self.request.user))}


class SecondStep(AuthenticateView):
    """After the password: a code, or a passkey, of those that the account has."""

    def get_context_data(self, **kwargs: Any) -> dict:
        shown = super().get_context_data(**kwargs)
        user = self.stage.login.user
        return shown | {
            "form": shown["form"] or self.get_form_class()(user=user),
            "has_app": is_mfa_enabled(user, [Authenticator.Type.TOTP]),
            "has_passkey": passkeys.are_possible() and bool(passkeys.of(user)),
            "options": json.dumps(shown.get("js_data", {}).get("request_options")),
        }


class SigningIn(theirs.LoginWebAuthnView):
    """The button of the log-in page: a challenge that names nobody, then the answer of the device."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if JSON in request.headers.get("Accept", ""):
            return JsonResponse(auth.begin_authentication(user=None))
        return see_other("account_login")

    def form_invalid(self, form: Any) -> HttpResponse:
        for message in form.errors.get("credential", []):
            messages.error(self.request, message)
        return see_other("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        found = form.cleaned_data["credential"]
        login = Login(user=found.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, found, login)


class Adding(theirs.AddWebAuthnView):
    """A name, and the device does the rest."""

    def get_context_data(self, **kwargs: Any) -> dict:
        shown = super(theirs.AddWebAuthnView, self).get_context_data(**kwargs)
        return shown | {"options": json.dumps(auth.begin_registration(self.request.user, True))}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            return super().form_valid(form)


class Renaming(theirs.EditWebAuthnView):
    success_url = reverse_lazy("mfa_index")


class Removing(theirs.RemoveWebAuthnView):
    """Powers end with the last factor (`accounts.receivers`), and the recovery codes."""

    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict:
        user = self.request.user
        has_app = is_mfa_enabled(user, [Authenticator.Type.TOTP])
        return super().get_context_data(**kwargs) | {"stays_on": has_app or len(passkeys.of(user)) > 1}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            return super().form_valid(form)


class Proving(theirs.ReauthenticateWebAuthnView):
    """It is really you: the passkey once more."""

    def get_context_data(self, **kwargs: Any) -> dict:
        shown = super(theirs.ReauthenticateWebAuthnView, self).get_context_data(**kwargs)
        return shown | {"options": json.dumps(auth.begin_authentication(self.request.user))}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


def _where_possible(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not passkeys.are_possible():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


_door = door("N02", kind="account", methods=("GET", "POST"))
overview = door("N02", kind="account")(Overview.as_view())
switch_off = _door(SwitchingOff.as_view())
second_step = _door(SecondStep.as_view())
sign_in = _door(_where_possible(SigningIn.as_view()))
add = _door(_where_possible(Adding.as_view()))
prove = _door(_where_possible(Proving.as_view()))
rename = _door(Renaming.as_view())
remove = _door(Removing.as_view())


@door("N02", kind="account")
def listing(request: HttpRequest) -> HttpResponse:
    """allauth's page of its own for passkeys: here they stand with the second step."""
    if not request.user.is_authenticated:
        raise SignInNeeded
    return see_other("mfa_index")
