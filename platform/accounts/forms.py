"""What people type about their account: allauth's forms in our words, and the forms of the settings pages."""

import zoneinfo
from functools import cache
from secrets import token_hex
from types import SimpleNamespace
from typing import Any

from allauth.account import forms as theirs
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import consents, names
from accounts.models import LANGUAGES, User
from accounts.passwords import LONGEST, ContextValidator
from design.forms import DesignForm

ADDRESS = gettext_lazy("E-mail address")
PASSWORD = gettext_lazy("Password")
NEW_PASSWORD = gettext_lazy("New password")
PASSWORD_HINT = gettext_lazy("At least 12 characters. A few words in a row are strong and easy to remember.")


class Plain(DesignForm):
    """A form of allauth without placeholders and second fields: labels say it, typing can be shown."""

    fields: dict[str, forms.Field]
    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if isinstance(field.widget, forms.PasswordInput):
                field.widget.attrs["maxlength"] = LONGEST


class LoginForm(Plain, theirs.LoginForm):
    labels = {"login": ADDRESS, "password": PASSWORD}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(Plain, theirs.SignupForm):
    """Everything that is asked of somebody who joins."""

    field_order = ["email", "name", "password1", "age", "terms", "zone"]
    labels = {"email": ADDRESS, "password1": PASSWORD}
    hints = {
        "email": gettext_lazy("We send a code to it. Nobody else sees it."),
        "name": gettext_lazy(
            "What other members call you. It need not be the name in your papers. Letters of any script."
        ),
        "password1": PASSWORD_HINT,
    }

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Enter a name.")},
    )
    age = forms.BooleanField(error_messages={"required": gettext_lazy("You need to be 16 or older to join.")})
    terms = forms.BooleanField(
        error_messages={"required": gettext_lazy("Read the rules and agree to them to join.")}
    )
    zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": True})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shown = consents.texts()
        self.fields["age"].label, self.fields["terms"].label = shown["age"], shown["terms"]
        self.fields["terms"].help_text = _links_to_read()

    def clean_name(self) -> str:
        name = names.allowed(self.cleaned_data["name"])
        if names.is_taken(name):
            raise forms.ValidationError(
                _("Somebody has this name, or one that looks like it. Choose another."), code="taken"
            )
        return name

    def clean_zone(self) -> str:
        """From a script, so never an error: a zone that nobody knows is UTC."""
        zone = self.cleaned_data["zone"]
        return zone if zone in zoneinfo.available_timezones() else "UTC"

    def clean(self) -> dict:
        data = super().clean()
        if data.get("password1"):
            person = User(email=data.get("email") or "", name=data.get("name") or "")
            try:
                ContextValidator().validate(data["password1"], person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data

    def try_save(self, request: HttpRequest):
        """For an address that has an account: the same work and the same answer, and a mail to its owner."""
        if self.account_already_exists:
            self._rehearse(request)
            names.hold(self.cleaned_data["name"])
        return super().try_save(request)

    def save(self, request: HttpRequest) -> User:
        with transaction.atomic():
            return super().save(request)

    def _rehearse(self, request: HttpRequest) -> None:
        """What a new account costs, for an address of nobody, and undone: who measures learns nothing."""
        nobody = SimpleNamespace(
            cleaned_data=self.cleaned_data | {"email": f"{token_hex(16)}@rehearsal.invalid"}
        )
        with transaction.atomic():
            person = get_adapter().save_user(request, User(), nobody)
            EmailAddress.objects.create(user=person, email=person.email, primary=True)
            transaction.set_rollback(True)


def _links_to_read() -> str:
    try:
        rules, privacy = reverse("pages:rules"), reverse("pages:privacy")
    except NoReverseMatch:
        return ""
    return format_html(
        '<a href="{}">{}</a> · <a href="{}">{}</a>',
        rules, _("Read the community rules"), privacy, _("Read what happens to your data"),
    )  # fmt: skip


class RequestLoginCodeForm(Plain, theirs.RequestLoginCodeForm):
    labels = {"email": ADDRESS}


class ResetPasswordForm(Plain, theirs.ResetPasswordForm):
    labels = {"email": ADDRESS}


class AddEmailForm(Plain, theirs.AddEmailForm):
    labels = {"email": gettext_lazy("New e-mail address")}
    hints = {"email": gettext_lazy("We send a code to it, and a note to the old one.")}


class ResetPasswordKeyForm(Plain, theirs.ResetPasswordKeyForm):
    labels = {"password1": NEW_PASSWORD}
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(Plain, theirs.SetPasswordForm):
    labels = {"password1": NEW_PASSWORD}
    hints = {"password1": PASSWORD_HINT}


class ChangePasswordForm(Plain, theirs.ChangePasswordForm):
    labels = {"oldpassword": gettext_lazy("Present password"), "password1": NEW_PASSWORD}
    hints = {"password1": PASSWORD_HINT}


class ReauthenticateForm(Plain, theirs.ReauthenticateForm):
    labels = {"password": PASSWORD}


class ConfirmLoginCodeForm(Plain, theirs.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(Plain, theirs.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(Plain, theirs.ConfirmPasswordResetCodeForm):
    pass


class AuthenticateForm(Plain, factors.AuthenticateForm):
    hints = {"code": gettext_lazy("The six digits your app shows now, or one of your recovery codes.")}


class ReauthenticateFactorForm(Plain, factors.ReauthenticateForm):
    hints = AuthenticateForm.hints


class ActivateFactorForm(Plain, ActivateTOTPForm):
    labels = {"code": gettext_lazy("Code")}
    hints = {"code": gettext_lazy("The six digits the app shows.")}


# -- settings --------------------------------------------------------------------------------------------


@cache
def zones() -> list[tuple[str, str]]:
    """Time zones by the place they are named after."""
    places = sorted(
        z for z in zoneinfo.available_timezones() if "/" in z and not z.startswith(("Etc/", "SystemV/"))
    )
    return [("UTC", "UTC"), *((z, z.replace("_", " ")) for z in places)]


class LanguageForm(DesignForm, forms.Form):
    """Language and time zone: of pages, mails and moments."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zones)


class ProofForm(DesignForm, forms.Form):
    """The password once more, before a deed that matters; nothing for those who prove it in another way."""

    password = forms.CharField(
        label=PASSWORD,
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, by_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not by_password:
            del self.fields["password"]

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This password is not right."), code="incorrect")
        return password


class ErasureForm(ProofForm):
    """What becomes of one's words when one goes, and the proof that it is oneself."""

    field_order = ["words", "password"]

    words = forms.ChoiceField(
        label=gettext_lazy("What becomes of what you wrote?"),
        choices=[
            (
                "keep",
                gettext_lazy("Remove my name, keep the words. Beside them stands “Former member”."),
            ),
            (
                "remove",
                gettext_lazy(
                    "Remove the words too. What I said in discussions goes, titles and earlier versions too."
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )


class PrivacyForm(DesignForm, forms.Form):
    """Who reads the name beside what one writes."""

    name_audience = forms.ChoiceField(
        label=gettext_lazy("Who sees your name beside what you write?"),
        choices=[
            (
                User.NameAudience.MEMBERS,
                gettext_lazy("Members. Visitors and institutions read “A member (A)”."),
            ),
            (
                User.NameAudience.EVERYONE,
                gettext_lazy("Everyone who can read the discussion, institutions and visitors too."),
            ),
        ],
        widget=forms.RadioSelect,
    )
