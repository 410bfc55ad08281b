"""How the news of communities reads in the list of notices and in mails."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.groups.models import Community, Membership
from messaging.threads.models import Board
from notifications.registry import Kind, register


def known(viewer: Any, facts: list[dict]) -> list[bool]:
    """Whether the viewer may still know of the community that each notice is about: one query."""
    ids = {fact.get("community_id") for fact in facts}
    visible = set(Community.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    return [fact.get("community_id") in visible for fact in facts]


def asked(facts: dict) -> str:
    return _("%(who)s asks to join %(community)s.") % {"who": "", **facts}


def admitted(facts: dict) -> str:
    return _("You are now a member of %(community)s.") % facts


def declined(facts: dict) -> str:
    return _("%(community)s did not accept your request. The reason given: %(reason)s") % facts


def appointed(facts: dict) -> str:
    sentence = {
        Membership.Role.STEWARD: _("You are now a steward of %(community)s."),
        Membership.Role.MODERATOR: _("You are now a moderator of %(community)s."),
    }.get(facts["role"], _("You are now a member of %(community)s, without other duties."))
    return sentence % facts


def removed(facts: dict) -> str:
    return _("You are no longer a member of %(community)s. The reason given: %(reason)s") % facts


def policy(facts: dict) -> str:
    sentence = {
        Board.Institutions.READ: _("%(community)s now lets institutions join and read."),
        Board.Institutions.WRITE: _("%(community)s now lets institutions join, read and write."),
    }.get(facts["policy"], _("%(community)s no longer lets institutions join."))
    return sentence % facts


RUNS = gettext_lazy("You get this because you are a steward or moderator of this community.")
ASKED = gettext_lazy("You get this because you asked to join this community.")
BELONGS = gettext_lazy("You get this because you are a member of this community.")
BELONGED = gettext_lazy("You get this because you were a member of this community.")

register(
    Kind("community.asked", asked, icon="user-plus", why=RUNS, knows=known),
    Kind("community.admitted", admitted, icon="circle-check", why=ASKED, knows=known),
    Kind("community.declined", declined, icon="circle-x", why=ASKED, knows=known),
    Kind("community.appointed", appointed, icon="shield", why=BELONGS, knows=known),
    Kind("community.removed", removed, icon="user-minus", why=BELONGED),
    Kind("community.policy", policy, icon="landmark", why=BELONGS, knows=known),
)
