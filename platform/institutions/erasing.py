"""What this room erases: mandates, requests, invitations and named institutions; who verified stays unnamed.

An institution, its opportunities and its team are the institution's and stay.
"""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.erasing import DELETED, KEPT, UNNAMED, Duty, Room, Steps, register, register_duties
from accounts.models import User
from accounts.permissions import is_officer
from institutions.actions.mandates import end_mandate
from institutions.models import InstitutionRequest, Invitation, Mandate, Opening, OptIn, Vouch

State = InstitutionRequest.State


def steps(person: User, words: bool, at: dt.datetime) -> Steps:
    for mandate in Mandate.objects.filter(user=person, ended_at=None):
        end_mandate(mandate, at=at)
    Mandate.objects.filter(user=person).delete()
    OptIn.objects.filter(member=person).delete()
    yield
    Invitation.objects.filter(Q(user=person) | Q(handle=person.handle)).delete()
    made = Invitation.objects.filter(by=person, state=Invitation.State.OPEN)
    made.update(state=Invitation.State.WITHDRAWN, answered_at=at)
    yield
    Vouch.objects.filter(request__asker=person, institution=None).delete()
    InstitutionRequest.objects.filter(asker=person).delete()
    asked = InstitutionRequest.objects.filter(second=person, state=State.REQUESTED)
    asked.update(state=State.DECLINED, decided_at=at, evidence="")
    yield
    Vouch.objects.filter(officer=person).update(officer=None)
    yield
    Opening.objects.filter(subject=person).delete()
    Opening.objects.filter(reader=person).update(reader=None)
    yield


def institutions_owned(person: User) -> list[Duty]:
    """The institution of which this officer is the only owner, if others act for it too. Who can't hand over,
    suspended for example, is not asked to."""
    if not is_officer(person):
        return []
    active = Mandate.objects.active_at(timezone.now())
    owned = active.filter(user=person, role=Mandate.Role.OWNER).select_related("institution").first()
    if owned is None:
        return []
    team = active.filter(institution=owned.institution_id).exclude(pk=owned.pk)
    if not team.exists() or team.filter(role=Mandate.Role.OWNER).exists():
        return []
    return [Duty(owned.institution.name, reverse("institutions:team", args=[owned.institution.slug]))]


register_duties(institutions_owned)
register(
    Room(
        "institutions",
        steps,
        covers={
            "institutions.Mandate": DELETED,
            "institutions.OptIn": DELETED,
            "institutions.Opening": "deleted; what they opened themselves is kept without the name",
            "institutions.InstitutionRequest": "deleted; as second person or decider kept without the name",
            "institutions.Invitation": "deleted; those they made are kept without the name",
            "institutions.Vouch": "for what they asked: deleted; those of their office kept without the name",
            "institutions.Institution.verified_by": UNNAMED,
            "institutions.Institution.also_verified_by": UNNAMED,
            **{
                f"institutions.Institution.{name}": KEPT
                for name in (
                    "name",
                    "name_skeleton",
                    "slug",
                    "kind",
                    "level",
                    "country",
                    "website",
                    "verified_at",
                    "expires_at",
                    "is_vouched_for",
                )
            },
        },
        mentions={
            "institutions.InstitutionRequest": ("function", "evidence", "reason"),
            "institutions.Vouch": ("why",),
        },
    )
)
