"""Notices: what a person is told inside the site, and how many they have not read."""

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.bylines import apart_from
from core.models import Stamped

UNREAD = Q(read_at=None)


class MailboxManager(models.Manager):
    def next_number(self, user_id: int) -> int:
        """Count one more unread notice and give its number: one statement, which is also the lock.

        Made on the first notice. Within one transaction, tell several people in the order of their ids.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO notifications_mailbox AS box (user_id, seq, unread, mails, stop_hash)
                VALUES (%s, 1, 1, %s, %s)
                ON CONFLICT (user_id) DO UPDATE SET seq = box.seq + 1, unread = box.unread + 1
                RETURNING seq
                """,
                [user_id, True, None],
            )
            return cursor.fetchone()[0]


class Mailbox(models.Model):
    """A person's counter of notices: the stream behind the live badge (topic ``me``).

    `all_read_at` is the moment at which everything was marked as read at once, as long as it can be undone.
    `stop_hash` is the hash of the secret in the links that end mails, which work without signing in.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mailbox"
    )
    seq = models.PositiveBigIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    all_read_at = models.DateTimeField(null=True)
    mails = models.BooleanField(_("Send me an e-mail when there is news"), default=True)
    stop_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique, so empty is null

    objects = MailboxManager()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.unread}"


class NoticeQuerySet(models.QuerySet):
    def shown_to(self, user):
        """A person's notices, without those about people whom they blocked or who blocked them."""
        return self.filter(to=user).exclude(about_id__in=apart_from(user))


class Notice(Stamped):
    """One thing that somebody should hear of. `kind` names how it reads; `facts` are its plain values.

    `key` makes the effect happen once: the same news for the same person is one notice.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    seq = models.PositiveBigIntegerField()
    about = models.ForeignKey(  # who did it: their notices disappear for those who block them
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    facts = models.JSONField(default=dict)
    path = models.CharField(max_length=200)  # below the language prefix, e.g. /discussions/…/3/
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["to", "kind", "key"], name="one_notice_per_news"),
            models.UniqueConstraint(fields=["to", "seq"], name="notices_are_numbered_per_person"),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="a_notice_leads_into_the_site",
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-seq"], name="notices_newest_first"),
            models.Index(fields=["to"], condition=UNREAD, name="notices_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.to_id}"

    @property
    def is_unread(self) -> bool:
        return self.read_at is None
