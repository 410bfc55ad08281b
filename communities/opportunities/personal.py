"""What this room keeps about a person: what they answered, and what they wrote for an institution."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import MOMENT, Domain, Field, register
from communities.opportunities.models import Application, Opportunity


def answers(user: User) -> Iterable[dict]:
    """The title of what was taken down is left empty."""
    seen = dict(
        Opportunity.objects.visible_to(user).filter(applications__user=user).values_list("pk", "title")
    )
    rows = Application.objects.filter(user=user).select_related("opportunity__institution")
    for row in rows.order_by("sent_at", "pk"):
        yield {
            "opportunity": seen.get(row.opportunity_id, ""),
            "institution": row.opportunity.institution.name,
            "answer": row.text,
            "language": row.language,
            "sent_at": row.sent_at,
            "withdrawn_at": row.withdrawn_at,
        }


def written(user: User) -> Iterable[dict]:
    for row in Opportunity.objects.filter(author=user).order_by("created_at", "pk"):
        yield {"opportunity": row.title, "text": row.text, "state": row.state, "written_at": row.created_at}


register(
    Domain(
        "answers",
        _("Your answers to opportunities"),
        {
            "opportunity": Field(_("Opportunity")),
            "institution": Field(_("Institution")),
            "answer": Field(_("Your answer")),
            "language": Field(_("Language")),
            "sent_at": Field(_("Date"), MOMENT),
            "withdrawn_at": Field(_("Withdrawn"), MOMENT),
        },
        answers,
    )
)
register(
    Domain(
        "opportunities",
        _("Opportunities you wrote"),
        {
            "opportunity": Field(_("Opportunity")),
            "text": Field(_("Text")),
            "state": Field(_("State")),
            "written_at": Field(_("Date"), MOMENT),
        },
        written,
    )
)
