"""Mails about news: neutral, in the reader's language, and not to whom they must not go."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from accounts.models import User
from core import outbox
from core.limits import LIMITS
from notifications import actions, registry, tasks
from notifications.models import Mailbox
from tests import make

LANGUAGES = [code for code, _name in settings.LANGUAGES]
CANARIES = ["zqsecretplace", "zqsecretname", "zqsecretpath", "zqsecretfact"]


def tell(person, key="1", kind="test.reply", **given):
    facts = {
        "facts": {"place": "zqsecretplace", "other": "zqsecretfact"},
        "path": "/communities/zqsecretpath/",
        "about_id": make.user(name="zqsecretname").pk if key == "1" else None,
    } | given
    return actions.notify(person.pk, kind, key=key, **facts)


def whole(mail) -> str:
    return mail.message().as_string() + mail.body + mail.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_is_neutral_and_leads_to_the_list_in_the_language_of_the_reader(language, mailoutbox):
    person = make.user(language=language)
    tell(person)
    elsewhere = "fr" if language != "fr" else "ar"

    with translation.override(elsewhere):
        outbox.drain()

    [mail] = mailoutbox
    assert mail.to == [person.email]
    assert [canary for canary in CANARIES if canary in whole(mail)] == []
    assert person.name not in whole(mail)
    assert person.handle not in whole(mail)
    with translation.override(language):
        assert mail.subject == translation.gettext("News on %(site)s") % {
            "site": translation.gettext("Both Shores")
        }
    links = re.findall(r"http\S+", mail.body)
    token = actions.stop_token(person.pk)
    assert links == [
        f"{settings.PUBLIC_ORIGIN}/{language}/notifications/",
        f"{settings.PUBLIC_ORIGIN}/{language}/notifications/settings/",
        f"{settings.PUBLIC_ORIGIN}/{language}/notifications/stop/{token}/",
    ]
    assert mail.extra_headers["Content-Language"] == language
    assert mail.extra_headers["List-Unsubscribe"] == f"<{links[2]}>"
    assert mail.content_subtype == "plain"


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_is_the_same_for_every_kind(language, mailoutbox):
    person = make.user(language=language)
    for name in registry.KINDS:
        Mailbox.objects.all().delete()
        person.notices.all().delete()
        tell(person, f"key of {name}", kind=name)
        outbox.drain()
        cache.clear()

    assert len(mailoutbox) == len(registry.KINDS)
    assert len({(mail.subject, mail.body) for mail in mailoutbox}) == 1


def unverified(person):
    User.objects.filter(pk=person.pk).update(email_verified_at=None)


def suspended(person):
    User.objects.filter(pk=person.pk).update(suspended_at=make.NOW.replace(year=2020))


def erased(person):
    User.objects.filter(pk=person.pk).update(erased_at=make.NOW)


def gone_dark(person):
    User.objects.filter(pk=person.pk).update(dark_since=make.NOW)


def has_read_it(person):
    actions.mark_read(person, number=1, at=make.NOW)


def wants_no_mails(person):
    actions.choose_mails(person, wanted=False)


def is_deleted(person):
    person.notices.all().delete()


@pytest.mark.parametrize(
    "meanwhile", [unverified, suspended, erased, gone_dark, has_read_it, wants_no_mails, is_deleted]
)
def test_mail_stays_away(meanwhile, mailoutbox):
    person = make.user()
    tell(person)
    meanwhile(person)

    taken = outbox.drain()

    assert (taken, mailoutbox) == (1, [])


def test_mails_to_one_person_end_at_the_limit_of_an_hour(mailoutbox):
    person, other = make.user(), make.user()
    for n in range(LIMITS["mail"].most + 3):
        tell(person, f"news {n}")
    tell(other, "news")

    outbox.drain()

    sent = [mail.to[0] for mail in mailoutbox]
    assert sent.count(person.email) == LIMITS["mail"].most
    assert sent.count(other.email) == 1


def test_mail_that_cannot_be_sent_is_tried_again(mailoutbox, monkeypatch):
    person = make.user()
    tell(person)

    def broken(_person):
        raise OSError("no mail server")

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "neutral_mail", broken)
        outbox.drain()
    [promise] = outbox.Outbox.objects.all()

    assert (promise.attempts, promise.failed_at, mailoutbox) == (1, None, [])
