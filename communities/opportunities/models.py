"""Opportunities that institutions offer, and the answers that members give."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from accounts.permissions import is_administrator, is_editor, is_moderator, is_officer
from core.models import Stamped
from institutions.models import Institution, Mandate


def offices_of(viewer: Any, *, as_: str = Mandate.Role.READER) -> models.QuerySet:
    """Ids of the institutions that `viewer` has a mandate of right now that is enough for a role, verified or
    not: a subquery."""
    if not is_officer(viewer):
        return Mandate.objects.none().values("institution_id")
    mine = Mandate.objects.active_at(timezone.now()).filter(user=viewer.pk)
    return mine.enough_for(as_).values("institution_id")


class OpportunityQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any) -> "OpportunityQuerySet":
        """The rows that `permissions.can_see` says yes to. A visitor sees what is published."""
        published = Q(state=Opportunity.State.PUBLISHED)
        if is_moderator(viewer) or is_editor(viewer):
            return self.all()
        if is_administrator(viewer):
            return self.filter(published | Q(author=viewer))
        if is_officer(viewer):
            return self.filter(published | Q(institution__in=offices_of(viewer)))
        return self.filter(published)

    def open_at(self, moment: dt.datetime) -> "OpportunityQuerySet":
        """Published ones that take answers at that moment."""
        not_closed = Q(closed_at=None) | Q(closed_at__gt=moment)
        return self.filter(not_closed, state=Opportunity.State.PUBLISHED, closes_at__gt=moment)


class Opportunity(Stamped):
    """A way to take part that an institution offers: written by an officer, released by somebody else."""

    class Kind(models.TextChoices):
        SKILLS = "skills", _("Skills exchange")
        VOLUNTEERING = "volunteering", _("Volunteering")
        JOB = "job", _("Job")
        TRAINING = "training", _("Training or grant")
        INVESTMENT = "investment", _("Co-investment")
        CONSULTATION = "consultation", _("Advice wanted")
        EVENT = "event", _("Event")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PENDING = "pending", _("waiting for release")
        RETURNED = "returned", _("returned with a reason")
        PUBLISHED = "published", _("published")

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="opportunities")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="opportunities_written")
    key = models.UUIDField(default=uuid.uuid4, editable=False)  # of the form that was sent: one form, one row
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=140)
    slug = models.SlugField(max_length=80, unique=True)
    text = models.TextField(_("description"), max_length=8000, validators=[MaxLengthValidator(8000)])
    html = models.TextField(editable=False)
    language = models.CharField(_("language of this text"), max_length=16)
    place = models.CharField(_("where"), max_length=120, blank=True, default="")
    is_remote = models.BooleanField(_("can be done from anywhere"), default=False)
    languages = models.JSONField(_("languages needed"), default=list)
    cost = models.CharField(_("cost to you"), max_length=160)
    closes_at = models.DateTimeField(_("closes"))
    zone = TimeZoneField(_("time zone of the closing hour"), default="UTC")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_why = models.CharField(max_length=500, blank=True, default="")
    closed_at = models.DateTimeField(null=True)  # closed early, by an officer

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_opportunity_per_form"),
            models.CheckConstraint(
                condition=Q(published_at=None, released_by=None)
                | Q(published_at__isnull=False, released_by__isnull=False, state="published"),
                name="opportunity_published_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("author")),
                name="opportunity_released_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="opportunity_published_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="pending") | Q(submitted_at__isnull=False),
                name="opportunity_waits_since_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(returned_why=""), name="returning_needs_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(is_remote=True) | ~Q(place=""),
                name="opportunity_is_somewhere_or_remote",
                violation_error_message=_("Say where it takes place, or that it can be done from anywhere."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(published_at__isnull=False),
                name="only_published_ones_are_closed",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="opportunities_closing_soon")]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("opportunities:opportunity", args=[self.slug])

    @property
    def ended_at(self) -> dt.datetime:
        """The moment from which no answer is taken: the closing hour, or earlier when closed by hand."""
        return min(self.closed_at, self.closes_at) if self.closed_at else self.closes_at

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_editable(self) -> bool:
        """Not yet in front of anybody else: its writers may still change every word."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    def is_open_at(self, moment: dt.datetime) -> bool:
        return self.is_published and moment < self.ended_at


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any) -> "ApplicationQuerySet":
        """The rows `permissions.can_see_answer` says yes to: one's own, and what an officer was sent."""
        if not viewer.is_authenticated:
            return self.none()
        verified = Institution.objects.verified_at(timezone.now()).filter(
            pk__in=offices_of(viewer, as_=Mandate.Role.REVIEWER)
        )
        return self.filter(
            Q(user=viewer) | Q(pk__in=self.readable().filter(opportunity__institution__in=verified))
        )

    def readable(self) -> "ApplicationQuerySet":
        """What an institution may still read: not withdrawn, sender not gone, opportunity not taken down."""
        return self.filter(
            withdrawn_at=None,
            user__erased_at=None,
            user__dark_since=None,
            opportunity__state=Opportunity.State.PUBLISHED,
        )


class Application(Stamped):
    """A member's answer to an opportunity: a short text, once; withdrawn, nobody else reads it any more.

    `number` counts the answers of one opportunity; officers see it as the letter of whoever shows no name.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="applications")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="applications")
    number = models.PositiveIntegerField()
    text = models.TextField(_("your answer"), max_length=2000, validators=[MaxLengthValidator(2000)])
    language = models.CharField(max_length=16)
    sent_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "user"], name="one_answer_per_person"),
            models.UniqueConstraint(fields=["opportunity", "number"], name="answers_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.opportunity_id}"
