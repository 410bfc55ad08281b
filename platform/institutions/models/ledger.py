"""The ledger of access: who opened what of whom, why and when. Rows are written once."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Consent

NAMED = "named"  # why an officer may: the member named the institution; in words for every reader
LONGEST_WHY = 300


class OpeningQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any):
        """What was opened of the viewer's own; nobody else reads the ledger."""
        return self.filter(subject=viewer.pk) if viewer.is_authenticated else self.none()


class Opening(models.Model):
    """Somebody with an office saw fields of a member that are not for everyone.

    `fields` are the keys of a profile's fields, joined by commas, and ``name``. An officer's row rests on the
    consent by which the member named the institution; a row of staff on the reason they typed. `hour` is the
    hour of `at`: an officer who opens the same again within it is written once. The database lets nobody
    change a row (docs/decisions/0009-the-access-ledger.md).
    """

    class Standing(models.TextChoices):
        OFFICER = "officer"
        MODERATOR = "moderator"
        ADMINISTRATOR = "administrator"

    subject = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="openings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    standing = models.CharField(max_length=16, choices=Standing.choices)
    institution_name = models.CharField(max_length=120, blank=True, default="")
    institution_slug = models.SlugField(max_length=80, blank=True, default="", db_index=False)
    consent = models.ForeignKey(Consent, models.CASCADE, null=True, related_name="+")
    fields = models.CharField(max_length=200)
    why = models.CharField(max_length=LONGEST_WHY)
    at = models.DateTimeField()
    hour = models.DateTimeField()

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="opening_has_a_reason"),
            models.CheckConstraint(condition=~Q(fields=""), name="opening_says_what_was_opened"),
            models.CheckConstraint(
                condition=Q(standing__in=["officer", "moderator", "administrator"]),
                name="opening_standing_is_known",
            ),
            models.CheckConstraint(
                condition=(
                    Q(standing="officer", why=NAMED, consent__isnull=False)
                    & ~Q(institution_name="")
                    & ~Q(institution_slug="")
                )
                | (~Q(standing="officer") & Q(consent=None, institution_name="", institution_slug="")),
                name="officers_open_by_consent",
            ),
            models.CheckConstraint(
                condition=Q(reader=None) | ~Q(reader=F("subject")), name="nobody_opens_their_own"
            ),
            models.CheckConstraint(condition=Q(hour__lte=F("at")), name="opening_lies_in_its_hour"),
            models.UniqueConstraint(
                fields=["reader", "consent", "fields", "hour"],
                condition=Q(standing="officer"),
                name="one_row_for_the_same_opening_in_an_hour",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-at"], name="openings_newest_first"),
            models.Index(fields=["at"], name="openings_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.fields}"

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields that were opened."""
        return tuple(self.fields.split(","))

    def covers(self, person_id: int, keys: Iterable[str]) -> bool:
        """Does this row say that these fields of this person were opened?"""
        return self.subject_id == person_id and set(keys) <= set(self.keys)


def hour_of(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
