"""How moderation finds an opportunity, what may be decided about it, and who may report it."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.opportunities import actions, queries
from communities.opportunities.models import Opportunity
from moderation.models import Case, Decision
from moderation.registry import CannotAct, CaseKind, Subject, register

RELEASE, RETURN = Decision.Verdict.RELEASE, Decision.Verdict.RETURN


def subject(object_id: str) -> Subject | None:
    opportunity = Opportunity.objects.filter(pk=int(object_id)).first()
    if opportunity is None or object_id != str(opportunity.pk):  # one thing has one name, and one case
        return None
    return Subject(
        title=opportunity.title,
        text=queries.in_plain_words(opportunity),
        language=opportunity.language,
        url=opportunity.get_absolute_url(),
        author_id=opportunity.author_id,
        version=f"{opportunity.submitted_at:%Y%m%d%H%M%S%f}" if opportunity.submitted_at else "",
        institution_id=opportunity.institution_id,
    )


def can_report(viewer: Any, object_id: str) -> bool:
    """Anybody may report what is published."""
    return Opportunity.objects.filter(state=Opportunity.State.PUBLISHED, pk=int(object_id)).exists()


def act(case: Case, verdict: str, *, by: Any, reason: str, at: dt.datetime) -> None:
    """Release: publish it, or let what is published stand. Return: give it back, or take it down."""
    opportunity = Opportunity.objects.filter(pk=int(case.object_id)).first()
    if opportunity is None:
        return
    try:
        if verdict == RELEASE:
            actions.release(opportunity, by=by, at=at)
        else:
            actions.return_with_reason(opportunity, by=by, why=reason, at=at)
    except ValidationError as error:
        raise CannotAct(" ".join(error.messages)) from error


register(
    CaseKind(
        name="opportunity",
        label=_("Opportunity"),
        subject=subject,
        can_report=can_report,
        verdicts=(RELEASE, RETURN),
        act=act,
    )
)
