"""How an opportunity is drawn on cards and pages: kind, institution, closing moment, sender."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.opportunities.bylines import sender_name as named
from communities.opportunities.closing import (
    closing_in_words,
    day_in_words,
    moment_in_words,
    reader_sees_other_hour,
)
from communities.opportunities.models import Application, Opportunity
from design.templatetags.ui import tag
from institutions.models import Institution

register = template.Library()

ICONS = {
    "skills": "handshake",
    "volunteering": "hand-heart",
    "job": "briefcase",
    "training": "graduation-cap",
    "investment": "coins",
    "consultation": "messages-square",
    "event": "calendar-days",
}
TONES = {"draft": "plain", "pending": "warn", "returned": "new", "published": "ok"}


@register.simple_tag
def kind_tag(opportunity: Opportunity) -> SafeString:
    return tag(opportunity.get_kind_display(), icon=ICONS[opportunity.kind])


@register.simple_tag
def state_tag(opportunity: Opportunity) -> SafeString:
    return tag(capfirst(opportunity.get_state_display()), tone=TONES[opportunity.state])


@register.simple_tag
def institution_tag(institution: Institution) -> SafeString:
    """The name of who offers it; a green one says in words, too, that two persons verified it."""
    if institution.is_verified_at(timezone.now()):
        return tag(_("%(name)s (verified)") % {"name": institution.name}, tone="ok", icon="badge-check")
    return tag(institution.name, icon="landmark")


@register.simple_tag
def closing_tag(opportunity: Opportunity) -> SafeString:
    """ "Closes in 9 days", "Closes 31 January" or "Closed 3 November 2026"."""
    words, tone = closing_in_words(opportunity, at=timezone.now())
    return tag(words, tone=tone, icon="lock" if tone == "plain" else "clock")


@register.filter
def closing_moment(opportunity: Opportunity) -> str:
    """The moment in the institution's zone, named."""
    return moment_in_words(opportunity.ended_at, opportunity.zone)


@register.filter
def closing_moment_here(opportunity: Opportunity) -> str:
    """The same moment on the reader's clock; empty when both clocks agree."""
    if not reader_sees_other_hour(opportunity):
        return ""
    return moment_in_words(opportunity.ended_at, timezone.get_current_timezone())


@register.filter
def day(moment) -> str:
    """15 December 2026, on the reader's clock."""
    return day_in_words(timezone.localtime(moment))


@register.filter
def is_closed(opportunity: Opportunity) -> bool:
    return opportunity.is_published and not opportunity.is_open_at(timezone.now())


@register.simple_tag
def sender(application: Application) -> dict:
    """How the sender stands above an answer: `label`, and whether it `is_name`."""
    label, is_name = named(application)
    return {"label": label, "is_name": is_name}
