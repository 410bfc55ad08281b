"""Asking that an institution be verified, and inviting somebody to act for one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Stamped
from institutions.models.standing import Institution, Mandate
from institutions.vocabulary import MAY_HAVE_NO_PAPERS, Kind, Level


class InstitutionRequestQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any):
        """The twin of `permissions.can_see_request`: one's own, and those one is asked to confirm."""
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(Q(asker=viewer.pk) | Q(second=viewer.pk))

    def waiting(self):
        """Confirmed by the second person: for those who verify to decide."""
        return self.filter(state=InstitutionRequest.State.CONFIRMED)


class InstitutionRequest(Stamped):
    """A member asks that an institution be verified, with themselves as its first owner.

    A second person confirms it, then two who verify say yes one after the other, or one refuses.
    An owner asks in the same way for a renewal: `institution` is known from the start, and nobody confirms.
    `evidence` is read by those who verify and by nobody else. It is emptied 90 days after the decision, or at
    once when there will be none. `is_paperless`: two institutions vouch instead (`Vouch`).
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for the second person")
        CONFIRMED = "confirmed", _("waits for verification")
        VERIFIED = "verified", _("verified")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DECLINED = "declined", _("not confirmed by the second person")

    OPEN = ("requested", "confirmed")

    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="institutions_asked_for")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    institution = models.ForeignKey(Institution, models.CASCADE, null=True, related_name="requests")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    country = models.CharField(max_length=2, blank=True, default="")
    website = models.URLField()
    function = models.CharField(max_length=120)
    evidence = models.TextField(blank=True, default="")
    is_paperless = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    first_yes_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    first_yes_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    objects = InstitutionRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asker"],
                condition=Q(state__in=["requested", "confirmed"]),
                name="one_open_request_for_an_institution",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "withdrawn", "declined"])
                | Q(state__in=["confirmed", "verified", "refused"], confirmed_at__isnull=False),
                name="a_second_person_confirms_before_the_desk",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=False) | Q(institution__isnull=False),
                name="only_a_renewal_has_no_second_person",
            ),
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(second=F("asker")), name="the_second_person_is_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="verified")
                | Q(first_yes_by__isnull=False, decided_by__isnull=False, institution__isnull=False),
                name="two_say_yes",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | ~Q(first_yes_by=F("decided_by")),
                name="two_different_persons_say_yes",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (Q(decided_by__isnull=False) & ~Q(reason="")),
                name="refusing_an_institution_needs_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "refused"]) | Q(decided_at__isnull=False),
                name="a_decided_request_has_its_moment",
            ),
            models.CheckConstraint(
                condition=(Q(first_yes_by=None) | ~Q(first_yes_by=F("asker")))
                & (Q(decided_by=None) | ~Q(decided_by=F("asker"))),
                name="nobody_verifies_what_they_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(second=None)
                | (
                    (Q(first_yes_by=None) | ~Q(first_yes_by=F("second")))
                    & (Q(decided_by=None) | ~Q(decided_by=F("second")))
                ),
                name="nobody_verifies_what_they_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["withdrawn", "declined"]) | Q(evidence=""),
                name="no_evidence_without_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(is_paperless=False) | Q(kind__in=sorted(MAY_HAVE_NO_PAPERS)),
                name="who_always_has_papers_shows_them",
            ),
        ]
        indexes = [models.Index(fields=["state", "confirmed_at"], name="institution_requests_waiting")]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_renewal(self) -> bool:
        return self.second_id is None


class Invitation(Stamped):
    """An owner invites somebody by handle to act for the institution; they answer on a page of their own.

    `user` is empty when nobody who could accept has that handle: the owner, whose institution sees no member,
    learns nothing of that.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="invitations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    handle = models.CharField(max_length=40)
    role = models.CharField(max_length=8, choices=Mandate.Role.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "handle"],
                condition=Q(state="open"),
                name="one_open_invitation_per_handle",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "editor", "reviewer", "reader"]),
                name="invitation_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="an_answered_invitation_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(user__isnull=False), name="somebody_accepted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handle} for {self.institution_id}"
