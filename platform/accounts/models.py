"""Who has an account: the facts others may meet, standing, consents, exports, blocks, erasures."""

import datetime as dt
import uuid
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from core.models import Stamped

LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]


class UserQuerySet(models.QuerySet):
    def present(self):
        """Accounts that others may meet at all: verified, neither dark nor erased."""
        return self.filter(email_verified_at__isnull=False, dark_since=None, erased_at=None)

    def not_suspended_at(self, moment: dt.datetime):
        """The queryset twin of `User.is_suspended_at`, turned round."""
        return self.filter(Q(suspended_at=None) | Q(suspended_at__gt=moment) | Q(suspended_until__lte=moment))

    def visible_to(self, viewer):
        """The people a viewer may meet, the twin of `permissions.can_see_person` for others than oneself.

        Lists leave out blocks in both directions: who blocked somebody does not want to come across them.
        """
        if not viewer.is_authenticated or viewer.standing != "member" or viewer.erased_at:
            return self.none()
        made = Block.objects.filter(by=viewer.pk, whom=OuterRef("pk"))
        met = Block.objects.filter(by=OuterRef("pk"), whom=viewer.pk)
        return self.present().filter(~Exists(made), ~Exists(met), office_slug="").exclude(pk=viewer.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts; the name decides handle and skeleton (see `accounts.names`)."""

    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, *, name: str, **facts) -> "User":
        """Make and save an account, for commands and tests. Raises ValidationError for an empty name.

        What members may call themselves is asked of `names.allowed` by the forms. An account made as verified
        gets its address marked so, or signing in would ask for a code.
        """
        from allauth.account.models import EmailAddress

        from accounts import names

        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_name(name)
        user.handle = user.handle or names.free_handle(name)
        user.set_password(password)
        user.save(using=self._db)
        if user.is_verified:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account: a member, unless an active mandate makes them an officer.

    The by-line facts (name, handle, audience of the name, picture, dark, erased, office) live here, so that a
    page of posts needs no other table. `office_…` is written by the institutions room with the mandate.
    Suspension is its own field: `is_active` stays true, so that appeal, export and erasure stay open.
    """

    class NameAudience(models.TextChoices):
        MEMBERS = "members", _("members only")
        EVERYONE = "everyone", _("everyone")

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=40)
    name_skeleton = models.CharField(max_length=160, editable=False)
    name_key = models.CharField(max_length=200, default="", db_default="", editable=False)
    handle = models.SlugField(max_length=40, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    zone = TimeZoneField(_("time zone"), default="UTC")

    name_audience = models.CharField(max_length=8, choices=NameAudience.choices, default=NameAudience.MEMBERS)
    picture_key = models.CharField(max_length=64, blank=True, default="", editable=False)
    picture_audience = models.CharField(
        max_length=8, choices=NameAudience.choices, default="members", db_default="members", editable=False
    )
    dark_since = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    erase_at = models.DateTimeField(
        null=True, editable=False
    )  # asked to be erased: dark until then, or undone
    erase_words = models.BooleanField(default=False, editable=False)  # and their words with them
    office_name = models.CharField(max_length=120, blank=True, default="", editable=False)
    office_slug = models.SlugField(max_length=80, blank=True, default="", editable=False)
    office_kind = models.CharField(max_length=24, blank=True, default="", editable=False)
    office_terms_at = models.DateTimeField(null=True, editable=False)

    email_verified_at = models.DateTimeField(null=True, editable=False)
    second_factor_since = models.DateTimeField(null=True, editable=False)
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspended_until = models.DateTimeField(null=True, editable=False)
    suspended_why = models.CharField(max_length=300, blank=True, default="", editable=False)

    # Open sockets compare these once a second: `epoch` ends them, `blocks_epoch` makes them reread blocks.
    epoch = models.PositiveIntegerField(default=0, editable=False)
    blocks_epoch = models.PositiveIntegerField(default=0, editable=False)

    checked_up_at = models.DateTimeField(
        null=True, editable=False
    )  # chose who sees them, or that it can wait
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    has_blocks: bool | None = None  # brought by the sign-in backend; None: nobody has looked

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_address"),
            models.UniqueConstraint(fields=["name_skeleton"], name="names_do_not_look_alike"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name_skeleton=""), name="name_is_not_empty"),
            models.CheckConstraint(
                condition=Q(suspended_until=None) | Q(suspended_at__isnull=False),
                name="suspension_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(picture_audience="members") | ~Q(picture_key=""),
                name="picture_for_everyone_is_a_picture",
            ),
            models.CheckConstraint(
                condition=Q(erase_at=None) | Q(dark_since__isnull=False),
                name="who_waits_to_be_erased_is_dark",
            ),
        ]
        indexes = [
            models.Index(fields=["erase_at"], condition=Q(erase_at__isnull=False), name="accounts_to_erase"),
            models.Index(fields=["name_key", "handle"], name="people_by_name"),
        ]

    def __str__(self) -> str:
        return self.handle

    def set_name(self, name: str) -> None:
        """Take a name, the skeleton that keeps look-alikes away, and the key to look it up by."""
        from accounts import names

        self.name = names.cleaned(name)
        self.name_skeleton = names.skeleton(self.name)
        self.name_key = names.search_key(self.name)

    @property
    def is_verified(self) -> bool:
        """Has answered a code that was mailed to the address."""
        return self.email_verified_at is not None

    @property
    def is_present(self) -> bool:
        """The property twin of `present()`."""
        return self.is_verified and self.dark_since is None and self.erased_at is None

    @property
    def is_officer(self) -> bool:
        """Acts for an institution: GO of the matrix, on every page."""
        return self.office_slug != ""

    def is_suspended_at(self, moment: dt.datetime) -> bool:
        if self.suspended_at is None or self.suspended_at > moment:
            return False
        return self.suspended_until is None or self.suspended_until > moment

    @property
    def is_suspended(self) -> bool:
        return self.is_suspended_at(timezone.now())

    @property
    def has_second_factor(self) -> bool:
        return self.second_factor_since is not None

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the groups this account is in (the sign-in backend brings them with the account)."""
        brought = getattr(self, "in_groups", None)
        if brought is not None:
            return frozenset(name for name in brought.split(",") if name)
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def standing(self) -> str:
        """unverified, suspended, officer or member: what this account is to everybody."""
        if not self.is_verified:
            return "unverified"
        if self.is_suspended:
            return "suspended"
        return "officer" if self.is_officer else "member"

    @property
    def known_as(self) -> str:
        """The name, where there is no by-line: beside decisions."""
        return gettext("Former member") if self.erased_at else self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Consent(models.Model):
    """What a person agreed to, by purpose and recipient, with the hash of the very text that was shown.

    Never changed but once, when it is withdrawn; given again, it is another row. `recipient` is empty for the
    platform itself, else one of `Recipient` or the slug of an institution.
    """

    class Purpose(models.TextChoices):
        TERMS = "terms", _("rules and terms")
        AGE = "age", _("sixteen or older")
        NAME = "name", _("your name beside what you write")
        OFFICE = "office", _("terms of institutions")
        INSTITUTION = "institution", _("being met by an institution")
        DIRECTORY = "directory", _("being found in the list of people")

    class Recipient(models.TextChoices):
        MEMBERS = "members", _("all members")
        EVERYONE = "everyone", _("everyone who can read the discussion")

    # In the log; an institution is taken back where it was named.
    WITHDRAWABLE = (Purpose.NAME, Purpose.DIRECTORY)

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    recipient = models.CharField(max_length=80, blank=True, default="")
    text_version = models.CharField(max_length=16, default="2026-11", db_default="2026-11")
    text_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose", "recipient", "text_hash"],
                condition=Q(withdrawn_at=None),
                name="one_standing_consent_per_text",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_is_withdrawn_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(purpose__in=["terms", "age"]),
                name="terms_end_with_the_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose}"

    @property
    def can_be_withdrawn(self) -> bool:
        return self.withdrawn_at is None and self.purpose in self.WITHDRAWABLE

    @property
    def recipient_label(self) -> str:
        """The recipient in words; an institution by the name in its address."""
        return str(dict(self.Recipient.choices).get(self.recipient, self.recipient))


class ExportQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """The twin of `permissions.can_take_export`: one's own."""
        return self.filter(user=viewer.pk) if viewer.is_authenticated else self.none()

    def waiting_at(self, moment: dt.datetime):
        """Made, not taken yet, and not too old."""
        return self.filter(taken_at=None, made_at__gt=moment - Export.KEPT)


class Export(models.Model):
    """A copy of all that is kept about a person, made by the worker because they asked; taken once."""

    KEPT = EVERY = dt.timedelta(hours=24)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="exports")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at=None) | Q(made_at__gte=models.F("asked_at")),
                name="export_is_made_after_it_was_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(taken_at__gte=models.F("made_at")),
                name="export_is_taken_after_it_was_made",
            ),
        ]
        indexes = [models.Index(fields=["user", "-asked_at"], name="exports_newest_first")]

    def __str__(self) -> str:
        return str(self.pk)


class Block(Stamped):
    """One person does not want to meet another: silent, and it works both ways."""

    by = models.ForeignKey(User, models.CASCADE, related_name="blocks_made")
    whom = models.ForeignKey(User, models.CASCADE, related_name="blocks_met")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "whom"], name="one_block_per_pair"),
            models.CheckConstraint(condition=~Q(by=models.F("whom")), name="nobody_blocks_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} → {self.whom_id}"


class ErasedAccount(models.Model):
    """The ledger of erasures: which accounts a backup that is restored must lose again. It says nothing about
    them: `digest` is a salted hash (see `accounts.ledger`), and of the moment only the day is kept."""

    KEPT = dt.timedelta(days=400)

    digest = models.CharField(max_length=64, unique=True)
    erased_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.erased_on}"
