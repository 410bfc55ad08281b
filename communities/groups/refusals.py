"""Why a deed was refused although the person may do such things: each says so in words for the page."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The deed cannot be done as things stand. `str()` of it is a sentence for the person who tried."""

    words: str | Promise = ""

    def __str__(self) -> str:
        return str(self.words)


class LastSteward(Refused):
    words = _("You are the only steward. Make somebody else a steward first.")


class ThreeAlready(Refused):
    words = _("You have started three communities. That is as many as one person can start for now.")


class NoLongerWaiting(Refused):
    words = _("This request was answered or taken back in the meantime.")


class NoLongerMember(Refused):
    words = _("This person is no longer a member.")


class MayNotBelong(Refused):
    words = _("This account cannot belong to the community at the moment.")


class MayNotRun(Refused):
    words = _("This account cannot be a moderator or steward at the moment.")


class AskedTooSoon(Refused):
    """`again_at` says from when the person may ask once more."""

    def __init__(self, again_at: dt.datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at

    def __str__(self) -> str:
        return gettext("You can ask again from %(day)s.") % {"day": date_format(localtime(self.again_at))}
