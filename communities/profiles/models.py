"""Who somebody chooses to be here: what they tell, and whom each part of it is for."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.models import Block, User
from accounts.permissions import is_member
from communities.profiles.fields import FIELDS, OPEN_TO_INSTITUTIONS, Audience
from core.models import Stamped
from core.places import country_name
from institutions.models import OptIn
from messaging.threads.models import Seat

LONGEST_ABOUT, LONGEST_PLACE, MOST_HOURS = 600, 60, 40


def _audience(key: str) -> models.CharField:
    field = FIELDS[key]
    return models.CharField(max_length=12, choices=field.audiences, default=field.default)


def _tick() -> models.BooleanField:
    """May institutions that the person named see it, too?"""
    return models.BooleanField(default=False)


class ProfileQuerySet(models.QuerySet):
    def showing(self, key: str, *, to: Any) -> "ProfileQuerySet":
        """Profiles of which a viewer may see this field: the twin of `permissions.can_see_field`."""
        mine = Q(user=to.pk) if to.is_authenticated else Q(pk=None)
        return self.filter(mine | (may_read(key, to) & self._met_by(to)))

    def _met_by(self, viewer: Any) -> Q:
        met = Q(user__in=User.objects.present().filter(office_slug=""))
        if viewer.is_authenticated:
            met &= ~Exists(Block.objects.filter(by=OuterRef("user"), whom=viewer.pk))
        return met


def may_read(key: str, viewer: Any, *, of: str = "") -> Q:
    """Of profiles whose owners a viewer meets: those of which this field is for them. `of` leads to the
    profile from other rows: `profile__` from people."""
    column = f"{of}{key}_audience"
    seen = Q(**{column: Audience.EVERYONE})
    if is_member(viewer):
        shared = Q(**{f"{of}user__in": shared_seats(viewer).values("user")})
        return seen | Q(**{column: Audience.MEMBERS}) | (Q(**{column: Audience.COMMUNITIES}) & shared)
    if key in OPEN_TO_INSTITUTIONS:
        named = OptIn.objects.for_officer(viewer).filter(member=OuterRef(f"{of}user"))
        return seen | (Q(**{f"{of}{key}_institutions": True}) & Exists(named))
    return seen


def shared_seats(viewer: Any) -> models.QuerySet[Seat]:
    """Seats of anybody at the boards of the viewer's own communities."""
    own = Seat.objects.filter(user=viewer.pk, board__host_kind="community")
    return Seat.objects.filter(board__in=own.values("board"))


class Profile(Stamped):
    """One per account, made when its owner first says something; until then the defaults hold.

    There is no field for nationality, legal status, birth, phone, religion or ethnicity, and none will come.
    """

    class Works(models.TextChoices):
        REMOTE = "remote", _("From where I live")
        ON_SITE = "on_site", _("On site")
        BOTH = "both", _("From where I live, or on site")

    class Generation(models.TextChoices):
        MOVED = "moved", _("I moved myself")
        PARENTS = "parents", _("My parents moved")
        EARLIER = "earlier", _("My family moved longer ago")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    full_name = models.CharField(max_length=80, blank=True, default="")
    about = models.CharField(max_length=LONGEST_ABOUT, blank=True, default="")
    self_description = models.CharField(max_length=120, blank=True, default="")
    generation = models.CharField(max_length=8, choices=Generation.choices, blank=True, default="")
    hours = models.PositiveSmallIntegerField(  # a month, offered
        null=True, blank=True, validators=[MaxValueValidator(MOST_HOURS)]
    )
    works = models.CharField(max_length=8, choices=Works.choices, blank=True, default="")
    paused = models.BooleanField(default=False)
    in_directory = models.BooleanField(default=False, db_default=False)

    picture = models.OneToOneField(
        "uploads.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    picture_audience = models.CharField(
        max_length=12, choices=FIELDS["picture"].audiences, default="members", db_default="members"
    )
    picture_institutions = models.BooleanField(default=False, db_default=False)
    about_audience, about_institutions = _audience("about"), _tick()
    self_description_audience = _audience("self_description")
    residence_audience = _audience("residence")
    heritage_audience = _audience("heritage")
    mother_tongues_audience = _audience("mother_tongues")
    languages_audience, languages_institutions = _audience("languages"), _tick()
    skills_audience, skills_institutions = _audience("skills"), _tick()
    interests_audience, interests_institutions = _audience("interests"), _tick()
    availability_audience, availability_institutions = _audience("availability"), _tick()
    full_name_audience, full_name_institutions = _audience("full_name"), _tick()

    objects = ProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__lte=MOST_HOURS), name="profile_hours_are_at_most_forty"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("about"), LONGEST_ABOUT), name="profile_about_is_short"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{key}_audience__in": [value for value, _label in field.audiences]}),
                    name=f"profile_{key}_audience",
                )
                for key, field in FIELDS.items()
            ),
        ]
        indexes = [models.Index(fields=["user"], condition=Q(in_directory=True), name="profiles_listed")]

    def __str__(self) -> str:
        return f"profile of {self.user_id}"

    def audience(self, key: str) -> str:
        """Whom a field is for."""
        return getattr(self, FIELDS[key].audience_column)

    def is_ticked(self, key: str) -> bool:
        """Do institutions that the person named see this field?"""
        return not FIELDS[key].is_guarded and getattr(self, FIELDS[key].institutions_column)


class Tie(models.Model):
    """A place somebody comes from or lives in: a country of the list, or a place in their own words.

    Never nearer than a country: no town and no address is asked for.
    """

    class Kind(models.TextChoices):
        HERITAGE = "heritage"
        RESIDENCE = "residence"

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    country = models.CharField(max_length=2, blank=True, default="")
    place = models.CharField(max_length=LONGEST_PLACE, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(country="") & ~Q(place="")) | (~Q(country="") & Q(place="")),
                name="tie_names_a_country_or_a_place",
            ),
            models.CheckConstraint(condition=Q(kind__in=["heritage", "residence"]), name="tie_kind"),
            models.UniqueConstraint(fields=["profile", "kind", "country", "place"], name="tie_said_once"),
        ]
        indexes = [models.Index(fields=["country", "kind", "profile"], name="ties_by_country")]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.kind}"

    @property
    def name(self) -> str:
        """In the reader's language, or as its owner wrote it."""
        return country_name(self.country) if self.country else self.place


class Spoken(models.Model):
    """A language somebody speaks, and how well."""

    class Level(models.TextChoices):
        NATIVE = "native"  # a field of its own, where the word is said once
        FLUENT = "fluent", _("fluent")
        WORKING = "working", _("enough to work in")
        LEARNING = "learning", _("learning")

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="spoken")
    language = models.CharField(max_length=16)
    level = models.CharField(max_length=8, choices=Level.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "language"], name="language_spoken_at_one_level"),
            models.CheckConstraint(
                condition=Q(level__in=["native", "fluent", "working", "learning"]), name="spoken_level"
            ),
        ]
        indexes = [models.Index(fields=["language", "profile"], name="spoken_by_language")]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.language}"


class Pick(models.Model):
    """A theme, a skill or a sector that somebody picked from `lists`."""

    class Kind(models.TextChoices):
        THEME = "theme"
        SKILL = "skill"
        SECTOR = "sector"

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="picks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "kind", "key"], name="picked_once"),
            models.CheckConstraint(condition=Q(kind__in=["theme", "skill", "sector"]), name="pick_kind"),
        ]
        indexes = [models.Index(fields=["key", "kind", "profile"], name="picks_by_key")]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.kind} {self.key}"


class Decoy(models.Model):
    """A page of nobody, whose address stands in lists only where no person comes across it (`manage.py
    honey_profiles`): who opens it reads lists with a program.

    It is no account, so that nothing can count it, find it, mention it or write to it.
    """

    handle = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=LONGEST_ABOUT)
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.handle
