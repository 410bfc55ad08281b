"""Letting one institution meet a member."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import is_officer
from core.models import Stamped
from institutions.models.standing import Institution, Mandate


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
