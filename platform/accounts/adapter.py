"""allauth's adapter: our answers where allauth asks."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from accounts import consents, devices, log_ins, mail, names, passkeys
from accounts.models import User
from accounts.permissions import needs_office_terms
from core.http import own_path
from core.limits import TooMany, address

TOO_OFTEN = {"too_many_login_attempts": 300, "rate_limited": 60}  # seconds to wait


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up, sign-in and mails as this site promises them."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is already the e-mail address of your account."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "email_taken": _("This e-mail address can't be used. Choose another one."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("This password is not right."),
        "too_many_login_attempts": _("That was one wrong code too many. Start again to get a new one."),
        "rate_limited": _("Too many tries in a short time. Wait a minute, then try again."),
        "same_as_current": _("This is the address you have already."),
    }

    # -- who signs up and how they are let in

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> User:
        """The account of a valid sign-up form, with its consents."""
        data = form.cleaned_data
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        user.email, user.language, user.zone = data["email"], language, data["zone"]
        user.set_name(data["name"])
        user.handle = names.free_handle(user.name)
        user.set_password(data["password1"])
        with transaction.atomic():
            user.save()
            consents.record(user, language=language, at=timezone.now())
        return user

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count tries; a device that signed in before has a count of its own."""
        known = devices.name_in(request, email=credentials.get("email", ""))
        if known is None:
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed_known", key=known
        )
        if not self._login_failed_rl_usage:
            raise TooMany("login", TOO_OFTEN["too_many_login_attempts"])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count for an address, whichever name of this site it is tried under."""
        return credentials.get("email", "").lower()

    def is_safe_url(self, url: str) -> bool:
        """Whoever signs in goes on to a path of this site, whatever the address of the form named."""
        return own_path(url, otherwise="") != ""

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        response = super().post_login(request, user, **facts)
        devices.remember(request, response, email=user.email)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Who has a second factor confirms with it; a password alone would be a way around (trust.md K8)."""
        methods = super().get_reauthentication_methods(user)
        return passkeys.ordered(user, [m for m in methods if m["id"].startswith("mfa")]) or methods

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Too many tries are a 429 with a time, not a message in a form."""
        if code in TOO_OFTEN:
            raise TooMany("login", TOO_OFTEN[code])
        return super().validation_error(code, *args)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        log_ins.begin(request)

    def logout(self, request: HttpRequest) -> None:
        log_ins.sign_out(request)

    # -- where they come from and go to

    def get_client_ip(self, request: HttpRequest) -> str:
        try:
            return str(ipaddress.ip_address(address(request)))
        except ValueError:
            return log_ins.NO_ADDRESS

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home; whoever acts for an institution since lately reads first what that means."""
        if request.user.is_authenticated and needs_office_terms(request.user):
            return reverse("institutions:terms")
        return f"/{get_language()}/"

    get_signup_redirect_url = get_logout_redirect_url = get_login_redirect_url

    def is_ajax(self, request: HttpRequest) -> bool:
        """Nobody asks for allauth's JSON answers; pages are all there is."""
        return False

    # -- mails

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Promise a mail in the language of the account it is about, or of the page that asked for it."""
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        with override(user.language if user else get_language()):
            facts = {"email": email, "origin": settings.PUBLIC_ORIGIN, **context}
            mail.post(self.render_mail(template_prefix, email, facts))

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict | None = None, email: str | None = None
    ) -> None:
        """Tell the owner of a change, without network address or browser: mailboxes are read by others."""
        facts = {"user": user, "timestamp": timezone.now(), **(context or {})}
        self.send_mail(template_prefix, email or user.email, facts)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("settings:index")
