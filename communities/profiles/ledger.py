"""The ledger of access in words, for the member whom it is about."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from communities.profiles.fields import label_of
from institutions.models import Opening


@dataclass(frozen=True)
class Line:
    """One row. Staff are named by their office, never by name; `is_typed`: the reason is in their words."""

    who: str
    what: list[str]
    why: str
    is_typed: bool
    at: dt.datetime


def in_words(row: Opening) -> Line:
    what = [str(label_of(key)) for key in row.keys]
    if row.standing == Opening.Standing.OFFICER:
        who = _("An officer of %(institution)s") % {"institution": row.institution_name}
        return Line(who, what, _("You named this institution."), False, row.at)
    is_moderator = row.standing == Opening.Standing.MODERATOR
    who = _("A moderator of this site") if is_moderator else _("An administrator of this site")
    return Line(who, what, row.why, True, row.at)
