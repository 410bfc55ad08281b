"""How the closing moment is said: in the institution's zone, by name, and how near it is."""

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communities.opportunities.models import Opportunity

SOON = 14  # days: said as a number of days rather than as a date


def _locale() -> str:
    code = (get_language() or "en").split("-")[0]
    return "en_GB" if code == "en" else code  # 15 December 2026, 18:00


def day_in_words(moment: dt.datetime, *, with_year: bool = True) -> str:
    """15 December 2026, in the reader's language."""
    if with_year:
        return format_date(moment, "long", locale=_locale())
    return format_skeleton("MMMMd", moment, locale=_locale())


def moment_in_words(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """15 December 2026, 18:00 Africa/Accra: the zone is always said."""
    there = moment.astimezone(zone)
    name = zone.key if isinstance(zone, ZoneInfo) else str(zone)
    return _("%(day)s, %(hour)s %(zone)s") % {
        "day": day_in_words(there),
        "hour": format_time(there, "HH:mm", locale=_locale()),
        "zone": name.replace("_", " "),
    }


def reader_sees_other_hour(opportunity: Opportunity) -> bool:
    """The reader's own clock shows something else at the closing moment."""
    here = timezone.get_current_timezone()
    moment = opportunity.ended_at
    return moment.astimezone(here).utcoffset() != moment.astimezone(opportunity.zone).utcoffset()


def closing_in_words(opportunity: Opportunity, *, at: dt.datetime) -> tuple[str, str]:
    """What the closing tag says, and its tone: "Closes in 9 days", "Closes 31 January", "Closed …"."""
    ended = opportunity.ended_at.astimezone(opportunity.zone)
    here = at.astimezone(opportunity.zone)
    if ended <= here:
        return _("Closed %(day)s") % {"day": day_in_words(ended)}, "plain"
    days = (ended.date() - here.date()).days
    if days == 0:
        hour = format_time(ended, "HH:mm", locale=_locale())
        return _("Closes today, %(hour)s") % {"hour": hour}, "new"
    if days <= SOON:
        return ngettext("Closes in %(days)d day", "Closes in %(days)d days", days) % {"days": days}, "new"
    day = day_in_words(ended, with_year=ended.year != here.year)
    return _("Closes %(day)s") % {"day": day}, "warn"
