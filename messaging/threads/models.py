"""Conversations: boards with seats, discussions, posts, and the numbered stream behind every open page."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_officer, takes_part
from core.models import Stamped


def seats_that_count(viewer) -> models.QuerySet:
    """The viewer's own seats, without those that their standing or a board's policy makes idle."""
    if not takes_part(viewer) or (viewer.is_officer and not is_officer(viewer)):
        return Seat.objects.none()
    mine = Seat.objects.filter(user=viewer.pk)
    return mine.exclude(board__institutions=Board.Institutions.NONE) if viewer.is_officer else mine


class BoardQuerySet(models.QuerySet):
    """Boards by who asks: the twins of `permissions.can_see_board` and of reading there."""

    def visible_to(self, viewer) -> "BoardQuerySet":
        """Boards that the viewer may know of."""
        mine = seats_that_count(viewer).values("board")
        return self.filter(Q(existence=Board.Existence.KNOWN) | Q(pk__in=mine))

    def readable_by(self, viewer) -> "BoardQuerySet":
        """Boards whose discussions the viewer may read."""
        mine = seats_that_count(viewer).values("board")
        return self.filter(Q(reads=Board.Reads.ALL) | Q(pk__in=mine))


class ThreadQuerySet(models.QuerySet):
    """Discussions by who asks: the twins of `permissions.can_see` and `permissions.can_read`."""

    def visible_to(self, viewer) -> "ThreadQuerySet":
        """Discussions that the viewer may know of; the others answer as if they never existed."""
        mine = seats_that_count(viewer).values("board")
        return self.filter(Q(board__existence=Board.Existence.KNOWN) | Q(board__in=mine))

    def readable_by(self, viewer) -> "ThreadQuerySet":
        """Discussions that the viewer may read."""
        mine = seats_that_count(viewer).values("board")
        return self.filter(Q(board__reads=Board.Reads.ALL) | Q(board__in=mine))


class Board(Stamped):
    """Where discussions live. The host (a community, …) writes policy and seats; the board never asks it."""

    class Reads(models.TextChoices):
        ALL = "all", _("everybody")
        SEATS = "seats", _("those with a seat")

    class Existence(models.TextChoices):
        KNOWN = "known", _("known")
        SECRET = "secret", _("secret")

    class Institutions(models.TextChoices):
        NONE = "none", _("Institutions may not join")
        READ = "read", _("Institutions may join and read")
        WRITE = "write", _("Institutions may join, read and write")

    host_kind = models.CharField(max_length=24)  # which adapter of `hosts` knows its card
    reads = models.CharField(max_length=8, choices=Reads.choices, default=Reads.ALL)
    existence = models.CharField(max_length=8, choices=Existence.choices, default=Existence.KNOWN)
    institutions = models.CharField(max_length=8, choices=Institutions.choices, default=Institutions.NONE)

    objects = BoardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(existence="secret", reads="all"), name="a_secret_board_is_not_read_by_all"
            )
        ]

    def __str__(self) -> str:
        return f"board {self.pk}"


class Seat(models.Model):
    """One person's place at a board, written by the host together with its own membership."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        MODERATOR = "moderator", _("moderator")
        STEWARD = "steward", _("steward")

    board = models.ForeignKey(Board, models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "user"], name="one_seat_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.board_id}"


class Thread(models.Model):
    """A discussion: a title and posts. `number`, `seq`, `voices` count its posts, events and speakers.

    The three counters and the epoch are moved by one UPDATE … RETURNING, which is also the lock of a post.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="threads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="threads_started")
    title = models.CharField(_("title"), max_length=140)
    language = models.CharField(_("language"), max_length=16)
    number = models.PositiveIntegerField(default=0)
    seq = models.PositiveBigIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)
    permission_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    last_post_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_why = models.CharField(max_length=300, blank=True, default="")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="thread_closed_when_and_by_whom",
            )
        ]
        indexes = [
            models.Index(fields=["board", "-last_post_at", "id"], name="threads_by_activity"),
            models.Index(fields=["-last_post_at", "id"], name="threads_by_activity_anywhere"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def topic(self) -> str:
        """The name of this discussion's live stream."""
        return f"thread:{self.pk}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Post(models.Model):
    """One message. `html` was rendered and sanitised when it was written; `voice` is which speaker of the
    discussion its author is (the stable letter by which outsiders know them)."""

    class State(models.TextChoices):
        STANDS = "stands", _("stands")
        REMOVED = "removed", _("removed by its author")
        HIDDEN = "hidden", _("hidden by moderators")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    voice = models.PositiveIntegerField()
    language = models.CharField(_("language"), max_length=16)
    text = models.TextField(_("text"))
    html = models.TextField()
    reply_to = models.PositiveIntegerField(null=True)  # the number of the post that it answers
    key = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()  # of its post.new, so that a replay answers the same JSON
    state = models.CharField(max_length=8, choices=State.choices, default=State.STANDS)
    state_at = models.DateTimeField(null=True)
    hidden_why = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="posts_are_numbered"),
            models.UniqueConstraint(fields=["author", "key"], name="a_key_posts_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="post_numbers_begin_at_one"),
            models.CheckConstraint(
                condition=Q(reply_to=None) | Q(reply_to__lt=F("number")), name="a_reply_follows_its_post"
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | ~Q(hidden_why=""), name="hiding_needs_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["thread", "author", "-number"], name="posts_by_speaker")]

    def __str__(self) -> str:
        return f"{self.thread_id} #{self.number}"


class PostRevision(models.Model):
    """What a post said before an edit."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    text = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=16)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post_id} {self.written_at}"


class StreamEvent(models.Model):
    """One numbered row of a discussion's stream: a kind and ids, never text, so that a frame always shows
    the post as it is now and nothing hidden is ever replayed."""

    class Kind(models.TextChoices):
        NEW = "post.new"
        EDITED = "post.edited"
        REMOVED = "post.removed"
        RESTORED = "post.restored"
        HIDDEN = "post.hidden"
        CLOSED = "thread.closed"
        OPENED = "thread.opened"

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="stream")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=24, choices=Kind.choices)
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "seq"], name="stream_has_no_doubles")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.seq} {self.kind}"


class ReadMark(models.Model):
    """How far a person has read a discussion, on all their devices. Shown to nobody else (T13)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "thread"], name="one_mark_per_person_and_thread")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.thread_id} {self.number}"
