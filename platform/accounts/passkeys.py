"""Passkeys: what a browser sends for one, checked also where allauth does not look.

allauth checks challenge, name of the site, signature and user verification. Checked here besides: that
the answer is small and holds nothing else, that it was given on this very origin, that no counter goes back
(a copied device), and that an account has not too many. A challenge is good once, whatever came of it.
"""

import struct
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as theirs
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import UnsupportedAlgorithm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from fido2.cose import UnsupportedKey
from fido2.utils import websafe_decode
from fido2.webauthn import AuthenticatorData, CollectedClientData

from design.forms import DesignForm, Line

MOST = 10  # passkeys of one account
LONGEST = 16_384  # characters of an answer: devices that vouch for their maker send some thousands
LONGEST_NAME = 60
FAILED = _("This passkey did not work here. Try again, or choose another way.")
SILENT = _("Nothing came from the passkey. Try again, or choose another way.")
BROKEN = (  # what libraries raise at nonsense
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
    struct.error, UnsupportedAlgorithm,
)  # fmt: skip


def are_possible() -> bool:
    """Whether this site stands where browsers know passkeys (`config.settings.accounts.takes_passkeys`)."""
    return Authenticator.Type.WEBAUTHN in app_settings.SUPPORTED_TYPES


def of(user: Any) -> list[Authenticator]:
    """The passkeys of somebody, oldest first."""
    rows = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN)
    return list(rows.order_by("created_at", "pk"))


def ordered(user: Any, methods: list[dict]) -> list[dict]:
    """allauth's ways to prove oneself, first the one most likely at hand; recovery codes are for bad days."""
    mine, codes = [], []
    for method in methods:
        if not method["id"].endswith(":webauthn"):
            codes.append(method | {"description": _("Use a code")})
        elif are_possible():
            mine.append(method | {"description": _("Use your passkey")})
    if mine and Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists():
        return codes + mine
    return mine + codes


class Answer(forms.JSONField):
    """What a device answered, as text in a hidden field; only the parts that are needed go on."""

    widget = forms.HiddenInput
    default_error_messages = {"required": SILENT, "invalid": FAILED}

    def __init__(self, *parts: str) -> None:
        super().__init__()
        self.parts = parts

    def to_python(self, value: Any) -> Any:
        if len(value or "") > LONGEST:
            raise ValidationError(FAILED, code="invalid")
        try:
            given = super().to_python(value)
        except RecursionError as error:
            raise ValidationError(FAILED, code="invalid") from error
        return None if given is None else self._needed(given)

    def _needed(self, given: Any) -> dict:
        try:
            number = given["rawId"]
            response = {name: given["response"][name] for name in self.parts}
            said = CollectedClientData(websafe_decode(response["clientDataJSON"]))
            is_ours = said.origin == settings.PUBLIC_ORIGIN and not said.cross_origin
        except BROKEN as error:
            raise ValidationError(FAILED, code="invalid") from error
        if not is_ours or not all(isinstance(text, str) for text in (number, *response.values())):
            raise ValidationError(FAILED, code="invalid")
        return {
            "id": number,
            "rawId": number,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {"credProps": {"rk": True}},
        }

    def bound_data(self, data: Any, initial: Any) -> str:
        """A form that comes back asks the device anew."""
        return ""

    def prepare_value(self, value: Any) -> str:
        return ""


class AddForm(DesignForm, theirs.AddWebAuthnForm):
    """A new passkey and what its owner calls it."""

    passwordless = None  # every passkey of ours opens without a password
    name = Line(
        label=_("Name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("So that you know it again, for example by the device that keeps it."),
    )
    credential = Answer("clientDataJSON", "attestationObject")

    def clean(self) -> dict:
        answer = self.cleaned_data.get("credential")
        try:
            data = super().clean()
            if answer:
                self._check(auth.parse_registration_response(answer).response.attestation_object.auth_data)
        except (ValidationError, *BROKEN) as error:
            raise ValidationError(FAILED, code="incorrect") from error
        finally:
            auth.clear_state()
        if answer and len(of(self.user)) >= MOST:
            raise ValidationError(_("You have ten passkeys. Remove one first."), code="many")
        return data

    def _check(self, made: AuthenticatorData) -> None:
        """A key that could never be verified, or that the account has already, is none."""
        new = made.credential_data
        known = [each.credential_id for each in auth.get_credentials(self.user)]
        if new is None or isinstance(new.public_key, UnsupportedKey) or new.credential_id in known:
            raise ValueError


class RenameForm(DesignForm, theirs.EditWebAuthnForm):
    """Another name for a passkey."""

    name = Line(label=_("Name"), max_length=LONGEST_NAME, error_messages={"required": _("Enter a name.")})

    def save(self) -> Authenticator:
        with transaction.atomic():  # a sign-in may count at the same moment
            row = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
            row.data["name"] = self.cleaned_data["name"]
            row.save(update_fields=["data"])
        return row


class _Presented(DesignForm, forms.Form):
    """A passkey that is presented: to sign in, as the second step, or to prove oneself again."""

    credential = Answer("clientDataJSON", "authenticatorData", "signature")

    def clean_credential(self) -> Authenticator:
        answer = self.cleaned_data["credential"]
        try:
            found = super().clean_credential()  # type: ignore[misc]
            made = AuthenticatorData(websafe_decode(answer["response"]["authenticatorData"]))
            return counted(found, made.counter)
        except (ValidationError, *BROKEN) as error:
            raise ValidationError(FAILED, code="incorrect") from error
        finally:
            auth.clear_state()


class SecondStepForm(_Presented, theirs.AuthenticateWebAuthnForm):
    pass


class ReauthenticateForm(_Presented, theirs.ReauthenticateWebAuthnForm):
    pass


class SignInForm(_Presented, theirs.LoginWebAuthnForm):
    """Here the answer itself says whose it is, and the signature that it is true."""

    credential = Answer("clientDataJSON", "authenticatorData", "signature", "userHandle")


def counted(found: Authenticator, counter: int) -> Authenticator:
    """Note how often the device has signed; one that counts and does not go up has been copied."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().select_related("user").get(pk=found.pk)
        seen = row.data["counter"] if "counter" in row.data else row.wrap().authenticator_data.counter
        if (seen or counter) and counter <= seen:
            raise ValidationError(FAILED, code="copied")
        if counter != seen:
            row.data["counter"] = counter
            row.save(update_fields=["data"])
    return row
