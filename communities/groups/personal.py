"""What this room keeps about a person: where they belong, where they asked to, what they founded."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import MOMENT, Domain, Field, register
from communities.groups.models import Community, JoinRequest


def memberships(user: User) -> Iterable[dict]:
    for row in user.memberships.select_related("community").order_by("since", "pk"):
        yield {"community": row.community.name, "role": row.role, "since": row.since}


def requests(user: User) -> Iterable[dict]:
    """The name of a community that they may not know of any more is left empty."""
    known = dict(Community.objects.visible_to(user).filter(requests__user=user).values_list("pk", "name"))
    for row in JoinRequest.objects.filter(user=user).order_by("created_at", "pk"):
        yield {
            "community": known.get(row.community_id, ""),
            "answer": row.answer,
            "asked_at": row.created_at,
            "state": row.state,
            "reason": row.reason,
        }


def founded(user: User) -> Iterable[dict]:
    known = Community.objects.visible_to(user).filter(created_by=user)
    for row in known.order_by("created_at", "pk"):
        yield {"community": row.name, "founded_at": row.created_at}


register(
    Domain(
        "memberships",
        _("Communities you belong to"),
        {
            "community": Field(_("Community")),
            "role": Field(_("Role")),
            "since": Field(_("Since"), MOMENT),
        },
        memberships,
    )
)
register(
    Domain(
        "requests-to-join",
        _("Communities you asked to join"),
        {
            "community": Field(_("Community")),
            "answer": Field(_("Your answer")),
            "asked_at": Field(_("Date"), MOMENT),
            "state": Field(_("State")),
            "reason": Field(_("Reason")),
        },
        requests,
    )
)
register(
    Domain(
        "founded",
        _("Communities you founded"),
        {"community": Field(_("Community")), "founded_at": Field(_("Date"), MOMENT)},
        founded,
    )
)
