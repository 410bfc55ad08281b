"""Vouching: two institutions say that a third, which has no papers, is what it says it is."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_officer
from core.models import Stamped
from institutions.models.asking import InstitutionRequest
from institutions.models.standing import Institution, Mandate

WHY_LONGEST = 300


class VouchQuerySet(models.QuerySet):
    def resting(self):
        """Those on which the verification of an institution rests now."""
        return self.filter(state=Vouch.State.GIVEN, ended_at=None, institution__isnull=False)

    def put(self):
        """Those whose question was put: confirmed by the second person, and not ended without a yes."""
        return self.filter(
            Q(request__state=InstitutionRequest.State.CONFIRMED) | Q(institution__isnull=False)
        )

    def visible_to(self, viewer: Any):
        """The twin of `permissions.can_see_vouch`: the owners of the institution that is asked."""
        if not is_officer(viewer):
            return self.none()
        owned = (
            Mandate.objects.active_at(timezone.now()).enough_for(Mandate.Role.OWNER).filter(user=viewer.pk)
        )
        return self.put().filter(voucher__in=owned.values("institution"))


class Vouch(Stamped):
    """One institution is asked to vouch for another, says yes or no, and may take its yes back.

    `institution` is empty until it was verified on the strength of this. `ended_at` of a given one says that
    the institution has been verified anew without it. `lapse_told_at` is the end of the voucher's own
    verification of which the institution was told last.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        GIVEN = "given", _("vouches for it")
        DECLINED = "declined", _("does not vouch for it")
        WITHDRAWN = "withdrawn", _("no longer vouches for it")

    voucher = models.ForeignKey(Institution, models.CASCADE, related_name="vouches_given")
    request = models.ForeignKey(InstitutionRequest, models.SET_NULL, null=True, related_name="vouches")
    institution = models.ForeignKey(Institution, models.CASCADE, null=True, related_name="vouches")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    why = models.CharField(max_length=WHY_LONGEST, blank=True, default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    lapse_told_at = models.DateTimeField(null=True)

    objects = VouchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["voucher", "request"], name="one_vouch_of_an_institution_per_request"
            ),
            models.UniqueConstraint(
                fields=["voucher", "institution"],
                condition=Q(state="given", ended_at=None),
                name="one_standing_vouch_of_an_institution_for_another",
            ),
            models.CheckConstraint(
                condition=Q(institution=None) | ~Q(institution=F("voucher")), name="nobody_vouches_for_itself"
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=False) | Q(institution__isnull=False),
                name="a_vouch_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None, ended_at=None, officer=None)
                | Q(state="declined", answered_at__isnull=False, ended_at=None)
                | Q(state="given", answered_at__isnull=False)
                | Q(state="withdrawn", answered_at__isnull=False, ended_at__isnull=False),
                name="state_and_moments_of_a_vouch_fit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "declined"]) | ~Q(why=""), name="a_vouch_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(institution=None) | Q(state__in=["given", "withdrawn"]),
                name="only_a_yes_carries_a_verification",
            ),
        ]
        indexes = [models.Index(fields=["voucher", "state"], name="vouches_of_an_institution")]

    def __str__(self) -> str:
        return f"{self.voucher_id} for {self.institution_id or self.request_id} ({self.state})"
