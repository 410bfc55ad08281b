"""What this room keeps about a person: for whom they act or asked to, and whom they let meet them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import MOMENT, YES_NO, Domain, Field, register
from institutions.models import InstitutionRequest, Invitation, Mandate, OptIn, Vouch


def mandates(user: User) -> Iterable[dict]:
    for row in Mandate.objects.filter(user=user).select_related("institution").order_by("began_at", "pk"):
        moments = {"began_at": row.began_at, "ended_at": row.ended_at}
        yield {"institution": row.institution.name, "role": row.role, **moments}


def requests(user: User) -> Iterable[dict]:
    for row in InstitutionRequest.objects.filter(asker=user).order_by("requested_at", "pk"):
        yield {
            "institution": row.name,
            "function": row.function,
            "evidence": row.evidence,
            "is_paperless": row.is_paperless,
            "state": row.state,
            "reason": row.reason,
            "asked_at": row.requested_at,
        }


def invitations(user: User) -> Iterable[dict]:
    rows = Invitation.objects.filter(user=user).select_related("institution")
    for row in rows.order_by("made_at", "pk"):
        moments = {"asked_at": row.made_at, "answered_at": row.answered_at}
        yield {"institution": row.institution.name, "role": row.role, "state": row.state, **moments}


def vouches(user: User) -> Iterable[dict]:
    """What one answered for one's institution."""
    rows = Vouch.objects.filter(officer=user).select_related("voucher", "institution", "request")
    for row in rows.order_by("answered_at", "pk"):
        about = row.institution or row.request
        yield {
            "institution": row.voucher.name,
            "for": about.name if about else "",
            "state": row.state,
            "why": row.why,
            "answered_at": row.answered_at,
            "ended_at": row.ended_at,
        }


def named(user: User) -> Iterable[dict]:
    for row in OptIn.objects.filter(member=user).select_related("institution").order_by("since", "pk"):
        yield {"institution": row.institution.name, "since": row.since, "withdrawn_at": row.withdrawn_at}


register(
    Domain(
        "mandates",
        _("Institutions you act for"),
        {
            "institution": Field(_("Institution")),
            "role": Field(_("Role")),
            "began_at": Field(_("Since"), MOMENT),
            "ended_at": Field(_("Until"), MOMENT),
        },
        mandates,
    )
)
register(
    Domain(
        "institution-requests",
        _("Institutions you asked for"),
        {
            "institution": Field(_("Institution")),
            "function": Field(_("Your function")),
            "evidence": Field(_("Evidence")),
            "is_paperless": Field(_("Without papers"), YES_NO),
            "state": Field(_("State")),
            "reason": Field(_("Reason")),
            "asked_at": Field(_("Date"), MOMENT),
        },
        requests,
    )
)
register(
    Domain(
        "invitations",
        _("Invitations to act for institutions"),
        {
            "institution": Field(_("Institution")),
            "role": Field(_("Role")),
            "state": Field(_("State")),
            "asked_at": Field(_("Date"), MOMENT),
            "answered_at": Field(_("Answered"), MOMENT),
        },
        invitations,
    )
)
register(
    Domain(
        "vouches",
        _("Whom you vouched for in your office"),
        {
            "institution": Field(_("Institution")),
            "for": Field(_("For")),
            "state": Field(_("State")),
            "why": Field(_("Reason")),
            "answered_at": Field(_("Answered"), MOMENT),
            "ended_at": Field(_("Until"), MOMENT),
        },
        vouches,
    )
)
register(
    Domain(
        "named-institutions",
        _("Institutions you let meet you"),
        {
            "institution": Field(_("Institution")),
            "since": Field(_("Since"), MOMENT),
            "withdrawn_at": Field(_("Until"), MOMENT),
        },
        named,
    )
)
