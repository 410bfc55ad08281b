"""What we do about allauth's news."""

from typing import Any

from allauth.account.signals import email_confirmed, password_changed, password_reset, password_set
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import actions, devices, log_ins
from accounts.factors import SECOND_FACTORS
from accounts.models import User


@receiver(email_confirmed)
def on_email_confirmed(request: HttpRequest, email_address: Any, **_: Any) -> None:
    """An address that is first answered by a sign-in code may have been signed up by somebody else, with a
    password that only they know: that password dies, and the owner sets their own (trust.md K11)."""
    user = email_address.user
    is_first = actions.mark_verified(user.pk, at=timezone.now())
    match = request.resolver_match
    if is_first and match and match.url_name == "account_confirm_login_code":
        user.set_unusable_password()
        user.save(update_fields=["password"])


@receiver([post_save, post_delete], sender=Authenticator)
def on_authenticators_changed(instance: Authenticator, created: bool = False, **_: Any) -> None:
    request = context.request
    if created and request is not None and instance.type in SECOND_FACTORS:
        log_ins.rotate(request)
    with transaction.atomic():
        # One after the other: of two that are removed at once, the later sees that none is left.
        User.objects.select_for_update().filter(pk=instance.user_id).values_list("pk").first()
        has_one = Authenticator.objects.filter(user=instance.user_id, type__in=SECOND_FACTORS).exists()
        actions.keep_second_factor_true(instance.user_id, has_one=has_one, at=timezone.now())


@receiver([password_changed, password_set])
def on_password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    log_ins.end_others(user, but=request.session.session_key)


@receiver(password_reset)
def on_password_reset(user: User, **_: Any) -> None:
    log_ins.end_all(user)


@receiver(pre_save, sender=UserSession)
def on_log_in_noted(instance: UserSession, **_: Any) -> None:
    instance.ip = log_ins.NO_ADDRESS
    instance.user_agent = devices.kind_of(instance.user_agent)
