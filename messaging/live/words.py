"""The sentences scripts show, whole and in the language of the page; counted ones in each plural of it."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SAMPLES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
"""A number for each category of `Intl.PluralRules`, which picks the form in the browser."""


def counted(of: Callable[[int], str]) -> dict[str, str]:
    """A counted sentence by plural category."""
    return {category: of(sample) for category, sample in SAMPLES.items()}


def live_words() -> dict[str, str | dict[str, str]]:
    """What the page of a discussion may have to say. ``{…}`` are filled in by the script."""
    return {
        "new": counted(lambda n: ngettext("{n} new reply", "{n} new replies", n)),
        "readers": counted(lambda n: ngettext("{n} person is reading", "{n} people are reading", n)),
        "posts": counted(lambda n: ngettext("{n} post.", "{n} posts.", n)),
        "left": counted(lambda n: ngettext("{n} character left", "{n} characters left", n)),
        "excess": counted(
            lambda n: ngettext(
                "This text is {n} character too long. A post can have {most}.",
                "This text is {n} characters too long. A post can have {most}.",
                n,
            )
        ),
        "reply": _("New reply from {name}, in {language}"),
        "sending": _("Sending…"),
        "sent": _("Sent"),
        "offline": _("Not sent: you are offline. Your reply is saved and will go out when you reconnect."),
        "unreachable": _(
            "Not sent: the site cannot be reached. Your reply is saved and will go out when it is back."
        ),
        "refused": _("You cannot post here now, so nothing was stored. Your text is kept below."),
        "signIn": _("You are no longer signed in, so nothing was stored. Your text is kept below."),
        "often": _("You posted very often just now. Your text is kept: send it again in a while."),
        "reused": _("This was sent before with other words. Send it again to post it as a new reply."),
        "empty": _("Write something first."),
        "saved": _("Draft saved at {time}"),
        "copied": _("Link copied"),
        "replying": _("In reply to post {n}"),
        "notReply": _("Not a reply"),
        "reconnecting": _("Reconnecting. New replies appear as soon as the connection is back."),
        "isOffline": _("You are offline. You can go on writing; your reply goes out when you reconnect."),
        "polling": _("There is no live connection. New replies are looked up every few seconds."),
        "degraded": _("The site has a problem at the moment. New replies may come late."),
        "denied": _("This discussion is not available to you any more. Nothing new appears here."),
        "signedOut": _("You are no longer signed in. Nothing new appears here."),
        "opened": _("This discussion is open again. Reload the page to write."),
        "reload": _("Reload the page"),
    }


def badge_words() -> dict[str, str | dict[str, str]]:
    """What the bell in the header says."""
    return {
        "none": _("Notifications"),
        "unread": counted(lambda n: ngettext("Notifications: {n} unread", "Notifications: {n} unread", n)),
    }
