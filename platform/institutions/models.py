"""Institutions, who acts for them, and whom they may meet."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_officer
from core.models import Stamped


class InstitutionQuerySet(models.QuerySet):
    def verified_at(self, moment: dt.datetime):
        return self.filter(verified_at__lte=moment, expires_at__gt=moment)


class Institution(Stamped):
    """A body that offers and answers: verified by two different persons, for twelve months."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government body")
        CITY = "city", _("City or region")
        INTERNATIONAL = "international", _("International organisation")
        ASSOCIATION = "association", _("Association")
        UNIVERSITY = "university", _("University or research")
        BUSINESS = "business", _("Business")
        MEDIA = "media", _("Media")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
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
        ]

    def __str__(self) -> str:
        return self.name

    def is_verified_at(self, moment: dt.datetime) -> bool:
        if self.verified_at is None or self.expires_at is None:
            return False
        return self.verified_at <= moment < self.expires_at


class MandateQuerySet(models.QuerySet):
    def active_at(self, moment: dt.datetime):
        return self.filter(began_at__lte=moment).filter(Q(ended_at=None) | Q(ended_at__gt=moment))


class Mandate(Stamped):
    """One person acts for one institution, from a day until it is ended."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandates")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="mandates")
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
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.institution_id}"


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
