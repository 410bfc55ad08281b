"""Communities: groups that members join, each with a board for its discussions."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_officer, takes_part
from core.models import Stamped
from messaging.threads.models import Board

AGAIN_AFTER = dt.timedelta(days=7)  # who was declined may ask again
COUNTED_FROM = 10  # fewer members than this are never told exactly to those who are not among them


class CommunityQuerySet(models.QuerySet):
    def visible_to(self, viewer: Any):
        """The communities `permissions.can_see` says yes to, as one query."""
        known = Q(visibility__in=Community.KNOWN)
        if not takes_part(viewer):
            return self.filter(known)
        mine = Membership.objects.filter(user=viewer.pk)
        if viewer.is_officer:
            if not is_officer(viewer):
                return self.filter(known)
            mine = mine.exclude(community__board__institutions=Board.Institutions.NONE)
        return self.filter(known | Q(pk__in=mine.values("community")))

    def with_role_of(self, viewer: Any):
        """With the viewer's own role, as `met_as`."""
        role = Membership.objects.filter(community=OuterRef("pk"), user=viewer.pk).values("role")[:1]
        return self.annotate(met_as=Coalesce(Subquery(role), Value("")))

    def as_met_by(self, viewer: Any):
        """With the viewer's own role and the number of members, so that a page asks for them once."""
        belonging = Membership.objects.filter(community=OuterRef("pk"))
        number = belonging.order_by().values("community").annotate(number=Count("pk")).values("number")
        return self.with_role_of(viewer).annotate(
            met_by=Value(viewer.pk, models.BigIntegerField()),
            member_count=Coalesce(Subquery(number), Value(0)),
        )


class Community(Stamped):
    """A group that members join. Its visibility decides what its board lets be read and known."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Public: everybody reads, members write")
        REQUEST = "request", _("By request: everybody sees this page, members read and write")
        INVITE = "invite", _("By invitation: only who was invited sees it")
        HIDDEN = "hidden", _("Hidden: only members know of it")

    KNOWN = (Visibility.PUBLIC, Visibility.REQUEST)  # everybody may know that these exist

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=60, unique=True, allow_unicode=False)
    purpose = models.CharField(_("purpose in one sentence"), max_length=200)
    about = models.TextField(_("about"), blank=True, default="", max_length=4000)
    about_html = models.TextField(blank=True, default="", editable=False)
    rules = models.TextField(_("rules"), blank=True, default="", max_length=4000)
    rules_html = models.TextField(blank=True, default="", editable=False)
    question = models.CharField(
        _("question to people who ask to join"), max_length=200, blank=True, default=""
    )
    language = models.CharField(_("main language"), max_length=16)
    visibility = models.CharField(_("who can see it"), max_length=8, choices=Visibility.choices)
    board = models.OneToOneField(Board, models.PROTECT, related_name="community")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="communities_created"
    )

    objects = CommunityQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="community_has_a_name")]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC

    @property
    def is_known(self) -> bool:
        return self.visibility in self.KNOWN

    @property
    def path(self) -> str:
        """Its address below the language prefix, for notices."""
        return f"/communities/{self.slug}/"

    @property
    def is_small(self) -> bool:
        """Too few members to say how many (of rows from `as_met_by`)."""
        return self.member_count < COUNTED_FROM

    @property
    def ties(self) -> list[str]:
        """Codes of the countries its members have ties to, as they were named."""
        return self._countries(CommunityPlace.Relation.TIES)

    @property
    def lives(self) -> list[str]:
        """Codes of the countries its members live in, as they were named."""
        return self._countries(CommunityPlace.Relation.LIVES)

    def _countries(self, relation: str) -> list[str]:
        named = sorted(self.places.all(), key=lambda place: place.pk)
        return [place.country for place in named if place.relation == relation]


class CommunityPlace(models.Model):
    """A country that a community's members have ties to, or live in."""

    class Relation(models.TextChoices):
        TIES = "ties", _("have ties to")
        LIVES = "lives", _("live in")

    community = models.ForeignKey(Community, models.CASCADE, related_name="places")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    country = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "relation", "country"], name="one_place_per_relation"
            )
        ]
        indexes = [models.Index(fields=["relation", "country"], name="communities_by_place")]

    def __str__(self) -> str:
        return f"{self.community_id} {self.relation} {self.country}"


class Membership(models.Model):
    """One person belongs to one community. Mirrored as a seat at its board in the same transaction."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        MODERATOR = "moderator", _("moderator")
        STEWARD = "steward", _("steward")

    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "user"], name="one_membership_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.community_id}"


class JoinRequest(Stamped):
    """Somebody asks to join; a steward or moderator admits, or declines with a reason."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        ADMITTED = "admitted", _("admitted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    community = models.ForeignKey(Community, models.CASCADE, related_name="requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    answer = models.CharField(_("your answer"), max_length=1000, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"],
                condition=Q(state="pending"),
                name="one_pending_request_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="declining_needs_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} asks {self.community_id}"

    @property
    def is_declined(self) -> bool:
        return self.state == self.State.DECLINED

    @property
    def again_at(self) -> dt.datetime | None:
        """From when somebody who was declined may ask once more."""
        return self.decided_at + AGAIN_AFTER if self.is_declined and self.decided_at else None
