"""Institutions, and who acts for them."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.lookalikes import skeleton
from accounts.permissions import is_officer
from core.models import Stamped
from core.places import is_country
from institutions.vocabulary import Kind, Level


def a_country(code: str) -> None:
    if not is_country(code):
        raise ValidationError(_("There is no country of this code."), code="country")


class InstitutionQuerySet(models.QuerySet):
    def verified_at(self, moment: dt.datetime):
        return self.filter(verified_at__lte=moment, expires_at__gt=moment)


class Institution(Stamped):
    """A body that offers and answers: verified by two different persons, for twelve months."""

    Kind, Level = Kind, Level

    name = models.CharField(_("name"), max_length=120)
    name_skeleton = models.CharField(max_length=160, blank=True, default="", editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="", validators=[a_country])
    website = models.URLField(_("website"), blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    also_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(null=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None, also_verified_by=None, expires_at=None)
                | Q(
                    verified_at__isnull=False,
                    verified_by__isnull=False,
                    also_verified_by__isnull=False,
                    expires_at__gt=F("verified_at"),
                ),
                name="institution_verified_when_by_whom_and_until",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("also_verified_by")),
                name="institution_verified_by_two_persons",
            ),
            models.UniqueConstraint(
                fields=["name_skeleton"],
                condition=~Q(name_skeleton=""),
                name="institutions_do_not_look_alike",
                violation_error_message=_("An institution here has this name, or one that looks like it."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *Level.values]), name="institution_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name_skeleton = skeleton(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What the name looks like follows the name, whoever saves it."""
        self.name_skeleton = skeleton(self.name)
        super().save(*args, **kwargs)

    def is_verified_at(self, moment: dt.datetime) -> bool:
        if self.verified_at is None or self.expires_at is None:
            return False
        return self.verified_at <= moment < self.expires_at


class MandateQuerySet(models.QuerySet):
    def active_at(self, moment: dt.datetime):
        return self.filter(began_at__lte=moment).filter(Q(ended_at=None) | Q(ended_at__gt=moment))

    def enough_for(self, role: str):
        """The mandates with which one may do what `role` does."""
        return self.filter(role__in=Mandate.ENOUGH[role])


class Mandate(Stamped):
    """One person acts for one institution in one role, from a day until it is ended."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        EDITOR = "editor", _("Editor")
        REVIEWER = "reviewer", _("Reviewer")
        READER = "reader", _("Reader")

    # Whoever has one of the roles on the right may do what the role on the left does.
    ENOUGH = {
        Role.OWNER: (Role.OWNER,),
        Role.EDITOR: (Role.OWNER, Role.EDITOR),
        Role.REVIEWER: (Role.OWNER, Role.REVIEWER),
        Role.READER: (Role.OWNER, Role.EDITOR, Role.REVIEWER, Role.READER),
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandates")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="mandates")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.OWNER)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="one_active_mandate_per_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="mandate_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "editor", "reviewer", "reader"]), name="mandate_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.institution_id}"


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
    once when there will be none.
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


class OptInQuerySet(models.QuerySet):
    def standing(self):
        """Given and not taken back."""
        return self.filter(withdrawn_at=None)

    def for_officer(self, viewer: Any):
        """Those that let a viewer, as an officer with a second factor, meet members: of the institution of
        their active mandate, while its verification stands. For anybody else there are none."""
        if not is_officer(viewer):
            return self.none()
        now = timezone.now()
        offices = Mandate.objects.active_at(now).filter(
            user=viewer.pk, institution__verified_at__lte=now, institution__expires_at__gt=now
        )
        return self.standing().filter(institution__in=offices.values("institution"))


class OptIn(Stamped):
    """A member lets one institution meet them.

    Rows stay as long as the account: taking it back ends one, giving it again begins another.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="opt_ins")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="opt_ins")
    since = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = OptInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "institution"],
                condition=Q(withdrawn_at=None),
                name="one_standing_opt_in_per_institution",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("since")),
                name="opt_in_withdrawn_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} to {self.institution_id}"
