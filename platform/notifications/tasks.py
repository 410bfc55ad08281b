"""Mails about news, kept by the worker: they say that there is something to read, never what or from whom."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.limits import TooMany, spend
from core.outbox import handles
from notifications.actions import stop_token
from notifications.models import Notice


@handles("notice.mail")
def mail_notice(payload: dict) -> None:
    """Mail somebody that there is news, unless they have read it by now or want no mails."""
    notice = Notice.objects.select_related("to__mailbox").filter(pk=payload["notice"]).first()
    if notice is None or not notice.is_unread or not _wants_mail(notice.to):
        return
    try:
        spend("mail", notice.to_id)
    except TooMany:
        return  # enough mails for this hour; the notice waits in the list
    neutral_mail(notice.to).send()


def _wants_mail(person: User) -> bool:
    gone = person.erased_at or person.dark_since or person.is_suspended
    return person.is_verified and not gone and person.mailbox.mails


def neutral_mail(person: User) -> EmailMessage:
    """The one mail that every notice leads to, in the person's language."""
    with translation.override(person.language):
        site = settings.SITE_NAME or _("Both Shores")
        stop = _address("notifications:stop", stop_token(person.pk))
        context = {
            "site": site,
            "notices": _address("notifications:list"),
            "choices": _address("notifications:settings"),
            "stop": stop,
        }
        return EmailMessage(
            subject=_("News on %(site)s") % {"site": site},
            body=render_to_string("notifications/mail.txt", context),
            to=[person.email],
            headers={
                "Auto-Submitted": "auto-generated",
                "Content-Language": person.language,
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def _address(name: str, *args: str) -> str:
    return settings.PUBLIC_ORIGIN + reverse(name, args=args)
