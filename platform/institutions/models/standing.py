"""Institutions, and who acts for them."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.lookalikes import skeleton
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
    is_vouched_for = models.BooleanField(default=False)  # verified without papers: it rests on vouches

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
