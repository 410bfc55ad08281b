"""Cases about people themselves: found by handle, reported by members, suspended for a time."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import lift_suspension, suspend
from accounts.models import User
from accounts.permissions import can_see_person
from moderation.models import Case, Decision
from moderation.registry import CannotAct, CaseKind, Subject, register
from notifications.actions import notify

SUSPENDED_FOR = dt.timedelta(days=30)
KEEP, SUSPEND, RESTORE = Decision.Verdict.KEEP, Decision.Verdict.SUSPEND, Decision.Verdict.RESTORE


def _person(handle: str) -> User | None:
    return User.objects.present().filter(handle=handle).first()


def subject(object_id: str) -> Subject | None:
    person = _person(object_id)
    if person is None:
        return None
    return Subject(
        title=person.name,
        text=f"{person.name} (@{person.handle})",
        language="",
        url=reverse("people:person", args=[person.handle]),
        author_id=person.pk,
        version="",  # a report about conduct is always a new one
    )


def can_report(viewer: Any, object_id: str) -> bool:
    """Whoever may see a person, but not oneself."""
    person = _person(object_id)
    return person is not None and person.pk != viewer.pk and can_see_person(viewer, person)


def act(case: Case, verdict: str, *, by: Any, reason: str, at: dt.datetime) -> None:
    person = _person(case.object_id)
    if person is None or verdict == KEEP:
        return
    try:
        if verdict == SUSPEND:
            _tell(case, person, "person.suspended")  # before, for nothing reaches a suspended account
            suspend(person, by=by, why=reason[:300], until=at + SUSPENDED_FOR, at=at)
        else:
            lift_suspension(person, by=by, at=at)
            _tell(case, person, "person.restored")
    except PermissionDenied:
        raise CannotAct(_("Administrators decide about those who look after the platform.")) from None


def _tell(case: Case, person: User, kind: str) -> None:
    number = case.decisions.count() + 1
    path = f"/moderation/cases/{case.pk}/decision/"
    notify(person.pk, kind, key=f"case:{case.pk}:{number}", facts={}, path=path)


register(
    CaseKind(
        name="person",
        label=gettext_lazy("Person"),
        subject=subject,
        can_report=can_report,
        verdicts=(KEEP, SUSPEND, RESTORE),
        act=act,
    )
)
