"""Who reports, who reads the queue, who decides, who appeals."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.permissions import is_editor, is_member, is_moderator, takes_part
from core.access import right
from institutions.models import Mandate
from moderation import registry
from moderation.models import Case, Decision, release_kinds

APPEAL_WITHIN = dt.timedelta(days=183)
NOBODY = AnonymousUser()


@right("R01", "R02", kind="report", hides=True)
def can_report(viewer: Any, kind: str, object_id: str) -> bool:
    """Anybody reports what is public; what is private, whoever sees it and takes part."""
    if kind not in registry.KINDS or registry.subject(kind, object_id) is None:
        return False
    sees = registry.KINDS[kind].can_report
    return sees(viewer, object_id) and (takes_part(viewer) or sees(NOBODY, object_id))


@right("R03", kind="queue")
def can_see_queue(viewer: Any) -> bool:
    """Moderators of the platform, and moderators and stewards of communities for their own."""
    return is_moderator(viewer) or (is_member(viewer) and bool(registry.scopes(viewer)))


@right("R03", "O03", "R05", kind="case")
def can_decide(viewer: Any, case: Case) -> bool:
    """Within the viewer's reach, and not about themselves, their own institution or their own decision."""
    return _reaches(viewer, case) and not _is_concerned(viewer, case)


def _reaches(viewer: Any, case: Case) -> bool:
    if is_moderator(viewer):
        return True
    if is_editor(viewer) and case.kind in release_kinds():
        return True
    return is_member(viewer) and case.scope != "" and case.scope in registry.scopes(viewer)


def _is_concerned(viewer: Any, case: Case) -> bool:
    """Their words; a body that they act or acted for; or an appeal against what they decided themselves.

    An open case with decisions is one that an appeal has opened again. A decided one may be put right by
    whoever made the mistake.
    """
    if case.subject_user_id == viewer.pk:
        return True
    if case.institution_id and Mandate.objects.filter(user=viewer, institution=case.institution_id).exists():
        return True
    return case.is_open and Decision.objects.filter(case=case, by=viewer).exists()


@right("R07", kind="case", hides=True)
def can_read_decision(viewer: Any, case: Case) -> bool:
    """The author reads what was decided about their words, and why."""
    return viewer.is_authenticated and case.subject_user_id == viewer.pk and case.decisions.exists()


@right("R07", kind="decision")
def can_appeal(viewer: Any, case: Case, at: dt.datetime) -> bool:
    """The author, once for each decision against them, for six months; a suspended author, too."""
    if not viewer.is_authenticated or case.subject_user_id != viewer.pk or case.is_open:
        return False
    last = case.decisions.order_by("-pk").select_related("appeal").first()
    return (
        last is not None
        and last.verdict in Decision.CAN_BE_APPEALED
        and not hasattr(last, "appeal")
        and at < last.at + APPEAL_WITHIN
    )
